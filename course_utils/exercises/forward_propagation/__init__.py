"""Exercises of lesson 03: what is asked for, on which inputs, and how it goes wrong."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.forward_propagation.batch_cost import COST
from course_utils.exercises.forward_propagation.collapse import COLLAPSE_LINEAR
from course_utils.exercises.forward_propagation.cycles import IS_FEED_FORWARD
from course_utils.exercises.forward_propagation.layer import LAYER_FORWARD
from course_utils.exercises.forward_propagation.network import FORWARD
from course_utils.exercises.forward_propagation.shapes import PARAMETER_SHAPES
from course_utils.exercises.forward_propagation.xor import XOR_PARAMETERS

EXERCISES: tuple[Exercise, ...] = (
    IS_FEED_FORWARD,
    PARAMETER_SHAPES,
    LAYER_FORWARD,
    FORWARD,
    COST,
    COLLAPSE_LINEAR,
    XOR_PARAMETERS,
)
