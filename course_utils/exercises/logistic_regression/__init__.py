"""Exercises of lesson 01: what is asked for, on which inputs, and how it goes wrong."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.logistic_regression.bridge import AS_NETWORK
from course_utils.exercises.logistic_regression.classes import CLASSIFY
from course_utils.exercises.logistic_regression.cross_entropy import CROSS_ENTROPY
from course_utils.exercises.logistic_regression.fitting import FIT
from course_utils.exercises.logistic_regression.gradient import GRADIENT
from course_utils.exercises.logistic_regression.logits import FROM_LOGITS
from course_utils.exercises.logistic_regression.prediction import PREDICT_PROBA, SIGMOID

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
