"""Exercises of lesson 05: right answers, inputs, and known mistakes."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.initialization.activation_moments import ACTIVATION_MOMENTS
from course_utils.exercises.initialization.deep_linear_output import DEEP_LINEAR_OUTPUT
from course_utils.exercises.initialization.distinct_units import DISTINCT_UNITS
from course_utils.exercises.initialization.initialize import INITIALIZE
from course_utils.exercises.initialization.initialize_constant import INITIALIZE_CONSTANT
from course_utils.exercises.initialization.weight_std import WEIGHT_STD

EXERCISES: tuple[Exercise, ...] = (
    INITIALIZE_CONSTANT,
    DISTINCT_UNITS,
    DEEP_LINEAR_OUTPUT,
    ACTIVATION_MOMENTS,
    WEIGHT_STD,
    INITIALIZE,
)
