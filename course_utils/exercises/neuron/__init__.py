"""Exercises of lesson 02: what is asked, on which inputs, and how it goes wrong."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.neuron.activation import RELU
from course_utils.exercises.neuron.derivative import SIGMOID_DERIVATIVE, TANH_DERIVATIVE
from course_utils.exercises.neuron.distance import SIGNED_DISTANCE
from course_utils.exercises.neuron.kink import RELU_DERIVATIVE
from course_utils.exercises.neuron.linear import LINEAR
from course_utils.exercises.neuron.unit import NEURON

EXERCISES: tuple[Exercise, ...] = (
    LINEAR,
    RELU,
    SIGMOID_DERIVATIVE,
    TANH_DERIVATIVE,
    RELU_DERIVATIVE,
    NEURON,
    SIGNED_DISTANCE,
)
