"""Pictures of lesson 06: scaling, penalties, and what they do in training."""

from course_utils.figures.regularization.penalty import (
    penalty_shapes,
    penalty_slopes,
    shrinkage_curves,
)
from course_utils.figures.regularization.scaling import (
    descent_by_scale,
    feature_values,
    steps_by_scaling,
)
from course_utils.figures.regularization.training import (
    cost_by_strength,
    early_stopping,
    training_curves,
    tumor_boundaries,
)

__all__ = [
    "cost_by_strength",
    "descent_by_scale",
    "early_stopping",
    "feature_values",
    "penalty_shapes",
    "penalty_slopes",
    "shrinkage_curves",
    "steps_by_scaling",
    "training_curves",
    "tumor_boundaries",
]
