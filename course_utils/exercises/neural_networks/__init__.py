"""Exercises of lesson 00."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.neural_networks.count_parameters import COUNT_PARAMETERS

EXERCISES: tuple[Exercise, ...] = (COUNT_PARAMETERS,)
