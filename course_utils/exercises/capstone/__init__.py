"""Exercises of lesson 08."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.capstone.accuracy import ACCURACY
from course_utils.exercises.capstone.categorical_cross_entropy import CATEGORICAL_CROSS_ENTROPY
from course_utils.exercises.capstone.one_hot import ONE_HOT
from course_utils.exercises.capstone.softmax import SOFTMAX
from course_utils.exercises.capstone.train_digits import TRAIN_DIGITS

EXERCISES: tuple[Exercise, ...] = (
    SOFTMAX,
    ONE_HOT,
    CATEGORICAL_CROSS_ENTROPY,
    ACCURACY,
    TRAIN_DIGITS,
)
