"""Pictures of lesson 00: what a network is made of, and one that has learned to read digits."""

from course_utils.figures.neural_networks.diagram import network, parameter_growth
from course_utils.figures.neural_networks.reading import (
    hidden_features,
    hidden_widths,
    learning_curve,
)

__all__ = [
    "hidden_features",
    "hidden_widths",
    "learning_curve",
    "network",
    "parameter_growth",
]
