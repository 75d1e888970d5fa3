"""Activation functions and their slopes, as wrong answers use them."""

from __future__ import annotations

import numpy as np

from course_utils.exercises.backpropagation.inputs import Array
from course_utils.reference.neuron import ACTIVATIONS, activation_functions

CURVED, STRAIGHT = ("sigmoid", "tanh"), ("relu", "identity")


UNKNOWN = "an activation that nobody knows"


def g(Z: Array, activation: str) -> Array:
    """Return the activation of Z."""
    return activation_functions(activation)[0](Z)


def slope_of(Z: Array, activation: str) -> Array:
    """Return the derivative of the activation at Z."""
    return activation_functions(activation)[1](Z)


def silent_slope(Z: Array, activation: str) -> Array:
    """Take an unknown name for the identity."""
    return slope_of(Z, activation if activation in ACTIVATIONS else "identity")


def slope_by_output(Z: Array, activation: str) -> Array:
    """Compute g' from g's value; an unknown name is refused."""
    A = g(Z, activation)
    known = {"sigmoid": A * (1 - A), "tanh": 1 - A**2, "relu": (A > 0) * 1.0}
    return known.get(activation, np.ones_like(A))
