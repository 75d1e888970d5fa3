"""Exercises of lesson 05: what is asked, on which inputs, and how it goes wrong."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.initialization.drawing import INITIALIZE
from course_utils.exercises.initialization.moments import MOMENTS
from course_utils.exercises.initialization.scale import DEEP_LINEAR, WEIGHT_STD
from course_utils.exercises.initialization.symmetry import CONSTANT, DISTINCT_UNITS

EXERCISES: tuple[Exercise, ...] = (
    CONSTANT,
    DISTINCT_UNITS,
    DEEP_LINEAR,
    MOMENTS,
    WEIGHT_STD,
    INITIALIZE,
)
