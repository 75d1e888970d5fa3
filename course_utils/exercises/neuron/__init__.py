"""Exercises of lesson 02: right answers, inputs, and known mistakes."""

from course_utils.checking.exercise import Exercise
from course_utils.exercises.neuron.linear import LINEAR
from course_utils.exercises.neuron.neuron import NEURON
from course_utils.exercises.neuron.relu import RELU
from course_utils.exercises.neuron.relu_derivative import RELU_DERIVATIVE
from course_utils.exercises.neuron.sigmoid_derivative import SIGMOID_DERIVATIVE
from course_utils.exercises.neuron.signed_distance import SIGNED_DISTANCE
from course_utils.exercises.neuron.tanh_derivative import TANH_DERIVATIVE

EXERCISES: tuple[Exercise, ...] = (
    LINEAR,
    RELU,
    SIGMOID_DERIVATIVE,
    TANH_DERIVATIVE,
    RELU_DERIVATIVE,
    NEURON,
    SIGNED_DISTANCE,
)
