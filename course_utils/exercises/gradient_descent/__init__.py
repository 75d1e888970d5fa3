"""Exercises of lesson 07: what is asked for, on which inputs, and how it goes wrong."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.gradient_descent.adam import ADAM_STEP
from course_utils.exercises.gradient_descent.batches import MINI_BATCHES
from course_utils.exercises.gradient_descent.momentum import MOMENTUM_STEP
from course_utils.exercises.gradient_descent.plain import GRADIENT_DESCENT_STEP, LARGEST_STABLE
from course_utils.exercises.gradient_descent.training import TRAIN

EXERCISES: tuple[Exercise, ...] = (
    GRADIENT_DESCENT_STEP,
    LARGEST_STABLE,
    TRAIN,
    MINI_BATCHES,
    MOMENTUM_STEP,
    ADAM_STEP,
)
