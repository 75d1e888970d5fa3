"""Exercises of lesson 03: right answers, inputs, and known mistakes."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.forward_propagation.collapse_linear import COLLAPSE_LINEAR
from course_utils.exercises.forward_propagation.cost import COST
from course_utils.exercises.forward_propagation.forward import FORWARD
from course_utils.exercises.forward_propagation.is_feed_forward import IS_FEED_FORWARD
from course_utils.exercises.forward_propagation.layer_forward import LAYER_FORWARD
from course_utils.exercises.forward_propagation.parameter_shapes import PARAMETER_SHAPES
from course_utils.exercises.forward_propagation.xor_parameters import XOR_PARAMETERS

EXERCISES: tuple[Exercise, ...] = (
    IS_FEED_FORWARD,
    PARAMETER_SHAPES,
    LAYER_FORWARD,
    FORWARD,
    COST,
    COLLAPSE_LINEAR,
    XOR_PARAMETERS,
)
