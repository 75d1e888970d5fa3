"""Exercises of lesson 05: what is asked for, on which inputs, and how it goes wrong."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.initialization.constant import CONSTANT
from course_utils.exercises.initialization.depth import DEEP_LINEAR
from course_utils.exercises.initialization.deviation import WEIGHT_STD
from course_utils.exercises.initialization.distinct import DISTINCT_UNITS
from course_utils.exercises.initialization.drawing import INITIALIZE
from course_utils.exercises.initialization.moments import MOMENTS

EXERCISES: tuple[Exercise, ...] = (
    CONSTANT,
    DISTINCT_UNITS,
    DEEP_LINEAR,
    MOMENTS,
    WEIGHT_STD,
    INITIALIZE,
)
