"""Exercises of lesson 01: what is asked, on which inputs, and how it goes wrong."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.logistic_regression.cross_entropy import CROSS_ENTROPY, FROM_LOGITS
from course_utils.exercises.logistic_regression.fitting import AS_NETWORK, FIT
from course_utils.exercises.logistic_regression.gradient import GRADIENT
from course_utils.exercises.logistic_regression.prediction import CLASSIFY, PREDICT_PROBA, SIGMOID

EXERCISES: tuple[Exercise, ...] = (
    SIGMOID,
    PREDICT_PROBA,
    CROSS_ENTROPY,
    FROM_LOGITS,
    GRADIENT,
    CLASSIFY,
    FIT,
    AS_NETWORK,
)
