"""Exercises of lesson 06: what is asked for, on which inputs, and how it goes wrong."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.regularization.batch_norm import BATCH_NORM
from course_utils.exercises.regularization.dropout import DROPOUT
from course_utils.exercises.regularization.gradient import PENALTY_GRADIENT
from course_utils.exercises.regularization.min_max import MIN_MAX_SCALE
from course_utils.exercises.regularization.network import REGULARIZED_GRADIENTS
from course_utils.exercises.regularization.penalty import L1_PENALTY, L2_PENALTY
from course_utils.exercises.regularization.standardizing import STANDARDIZE
from course_utils.exercises.regularization.threshold import SOFT_THRESHOLD

EXERCISES: tuple[Exercise, ...] = (
    MIN_MAX_SCALE,
    STANDARDIZE,
    L1_PENALTY,
    L2_PENALTY,
    PENALTY_GRADIENT,
    REGULARIZED_GRADIENTS,
    SOFT_THRESHOLD,
    DROPOUT,
    BATCH_NORM,
)
