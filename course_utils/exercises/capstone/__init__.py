"""Exercises of lesson 08."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.capstone.labels import ACCURACY, ONE_HOT
from course_utils.exercises.capstone.loss import CATEGORICAL_CROSS_ENTROPY
from course_utils.exercises.capstone.probabilities import SOFTMAX
from course_utils.exercises.capstone.training import TRAIN_DIGITS

EXERCISES: tuple[Exercise, ...] = (
    SOFTMAX,
    ONE_HOT,
    CATEGORICAL_CROSS_ENTROPY,
    ACCURACY,
    TRAIN_DIGITS,
)
