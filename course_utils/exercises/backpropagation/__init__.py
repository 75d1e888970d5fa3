"""Exercises of lesson 04: right answers, inputs, and known mistakes."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.backpropagation.activation_jacobian import ACTIVATION_JACOBIAN
from course_utils.exercises.backpropagation.backward import BACKWARD
from course_utils.exercises.backpropagation.cross_entropy_derivative import CROSS_ENTROPY_DERIVATIVE
from course_utils.exercises.backpropagation.hidden_delta import HIDDEN_DELTA
from course_utils.exercises.backpropagation.numerical_gradient import NUMERICAL_GRADIENT
from course_utils.exercises.backpropagation.output_delta import OUTPUT_DELTA
from course_utils.exercises.backpropagation.parameter_gradients import PARAMETER_GRADIENTS
from course_utils.exercises.backpropagation.relative_error import RELATIVE_ERROR

EXERCISES: tuple[Exercise, ...] = (
    CROSS_ENTROPY_DERIVATIVE,
    OUTPUT_DELTA,
    ACTIVATION_JACOBIAN,
    HIDDEN_DELTA,
    PARAMETER_GRADIENTS,
    BACKWARD,
    NUMERICAL_GRADIENT,
    RELATIVE_ERROR,
)
