"""Exercises of lesson 04: what is asked for, on which inputs, and how it goes wrong."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.backpropagation.backward import BACKWARD
from course_utils.exercises.backpropagation.hidden import HIDDEN_DELTA, JACOBIAN
from course_utils.exercises.backpropagation.numerical import NUMERICAL
from course_utils.exercises.backpropagation.output import LOSS_DERIVATIVE, OUTPUT_DELTA
from course_utils.exercises.backpropagation.parameters import PARAMETER_GRADIENTS
from course_utils.exercises.backpropagation.relative_error import RELATIVE_ERROR

EXERCISES: tuple[Exercise, ...] = (
    LOSS_DERIVATIVE,
    OUTPUT_DELTA,
    JACOBIAN,
    HIDDEN_DELTA,
    PARAMETER_GRADIENTS,
    BACKWARD,
    NUMERICAL,
    RELATIVE_ERROR,
)
