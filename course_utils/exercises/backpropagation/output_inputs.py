"""Predictions and labels in the shapes that the output layer meets."""

from __future__ import annotations

from numpy.random import Generator

from course_utils.exercises.backpropagation.inputs import Array, predictions


def row(rng: Generator) -> tuple[Array, Array]:
    """Draw a row of predictions and their labels."""
    return predictions(rng, (1, 7 + 2 * int(rng.integers(3))))


def flat(rng: Generator) -> tuple[Array, Array]:
    """Draw flat predictions and labels."""
    return predictions(rng, (6,))


def table(rng: Generator) -> tuple[Array, Array]:
    """Draw predictions of two outputs."""
    return predictions(rng, (2, 5))
