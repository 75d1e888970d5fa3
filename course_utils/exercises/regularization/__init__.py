"""Exercises of lesson 06: right answers, inputs, and known mistakes."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.regularization.batch_norm import BATCH_NORM
from course_utils.exercises.regularization.dropout import DROPOUT
from course_utils.exercises.regularization.l1_penalty import L1_PENALTY
from course_utils.exercises.regularization.l2_penalty import L2_PENALTY
from course_utils.exercises.regularization.min_max_scale import MIN_MAX_SCALE
from course_utils.exercises.regularization.penalty_gradient import PENALTY_GRADIENT
from course_utils.exercises.regularization.regularized_gradients import REGULARIZED_GRADIENTS
from course_utils.exercises.regularization.soft_threshold import SOFT_THRESHOLD
from course_utils.exercises.regularization.standardize import STANDARDIZE

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
