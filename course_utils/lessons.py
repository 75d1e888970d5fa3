"""The lessons of the course, in order: the one table of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lesson:
    """A lesson: its notebook's folder and name, and the name of its modules."""

    id: str
    title: str
    teaches: str

    @property
    def module(self) -> str:
        """Name of the lesson's module in reference/, exercises/, figures/ and widgets/."""
        return self.id[3:]

    @property
    def number(self) -> int:
        """Place of the lesson in the course, from 0."""
        return int(self.id[:2])


LESSONS: tuple[Lesson, ...] = (
    Lesson(
        "00_neural_networks",
        "Neural Networks",
        "what a network is made of, and how the course works",
    ),
    Lesson(
        "01_logistic_regression",
        "Logistic Regression as a Neural Network",
        "prediction, cross-entropy, its gradient; one model from two traditions",
    ),
    Lesson("02_neuron", "The Neuron", "a linear function and an activation function"),
    Lesson(
        "03_forward_propagation",
        "Feed-Forward Networks and Forward Propagation",
        "layers as matrices, shapes, why activations matter",
    ),
    Lesson(
        "04_backpropagation",
        "Backpropagation",
        "the chain rule layer by layer, and how to check a gradient",
    ),
    Lesson(
        "05_initialization",
        "Initialization",
        "symmetry, vanishing and exploding signals, Xavier and He",
    ),
    Lesson(
        "06_regularization",
        "Normalization and Regularization",
        "features on one scale; L1 and L2 penalties",
    ),
    Lesson(
        "07_gradient_descent",
        "Gradient Descent",
        "learning rates, mini-batches, momentum and Adam",
    ),
    Lesson("08_capstone", "A Network of Your Own", "real handwritten digits, end to end"),
)


def find(lesson_id: str) -> Lesson:
    """Return the lesson of that id.

    Raises
    ------
    ValueError
        If there is none; the message lists the lessons.
    """
    for lesson in LESSONS:
        if lesson.id == lesson_id:
            return lesson
    known = ", ".join(lesson.id for lesson in LESSONS)
    raise ValueError(f"no lesson {lesson_id!r}; the lessons are {known}")
