"""Exercises of lesson 07: right answers, inputs, and known mistakes."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.gradient_descent.adam_step import ADAM_STEP
from course_utils.exercises.gradient_descent.gradient_descent_step import GRADIENT_DESCENT_STEP
from course_utils.exercises.gradient_descent.largest_stable_learning_rate import (
    LARGEST_STABLE_LEARNING_RATE,
)
from course_utils.exercises.gradient_descent.mini_batches import MINI_BATCHES
from course_utils.exercises.gradient_descent.momentum_step import MOMENTUM_STEP
from course_utils.exercises.gradient_descent.train import TRAIN

EXERCISES: tuple[Exercise, ...] = (
    GRADIENT_DESCENT_STEP,
    LARGEST_STABLE_LEARNING_RATE,
    TRAIN,
    MINI_BATCHES,
    MOMENTUM_STEP,
    ADAM_STEP,
)
