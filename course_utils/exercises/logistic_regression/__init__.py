"""Exercises of lesson 01: right answers, inputs, and known mistakes."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.logistic_regression.as_network import AS_NETWORK
from course_utils.exercises.logistic_regression.classify import CLASSIFY
from course_utils.exercises.logistic_regression.cross_entropy import CROSS_ENTROPY
from course_utils.exercises.logistic_regression.cross_entropy_from_logits import (
    CROSS_ENTROPY_FROM_LOGITS,
)
from course_utils.exercises.logistic_regression.cross_entropy_gradient import CROSS_ENTROPY_GRADIENT
from course_utils.exercises.logistic_regression.fit_logistic_regression import (
    FIT_LOGISTIC_REGRESSION,
)
from course_utils.exercises.logistic_regression.predict_proba import PREDICT_PROBA
from course_utils.exercises.logistic_regression.sigmoid import SIGMOID

EXERCISES: tuple[Exercise, ...] = (
    SIGMOID,
    PREDICT_PROBA,
    CROSS_ENTROPY,
    CROSS_ENTROPY_FROM_LOGITS,
    CROSS_ENTROPY_GRADIENT,
    CLASSIFY,
    FIT_LOGISTIC_REGRESSION,
    AS_NETWORK,
)
