"""Lesson 02: the linear function."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.neuron.inputs import Array, one_neuron, signed
from course_utils.reference import neuron as key
from course_utils.reference.logistic_regression import sigmoid


def _one_input(rng: Generator) -> tuple[Array, Array, float]:
    w, x, b = signed(rng, 0.5, 2, 3)
    return np.array([w]), np.array([x]), float(b)


def _loop_linear(w: Array, x: Array, b: float) -> float:
    z = b
    for i in range(len(w)):
        z += w[i] * x[i]
    return z


def _first_input_skipped(w: Array, x: Array, b: float) -> float:
    return float(w[1:] @ x[1:] + b)


def _two_inputs_only(w: Array, x: Array, b: float) -> float:
    return float(w[0] * x[0] + w[1] * x[1] + b)


def _multiplied_in_place(w: Array, x: Array, b: float) -> float:
    w *= x
    return float(w.sum() + b)


LINEAR = Exercise(
    reference=key.linear,
    groups=(
        Group("a neuron with several inputs", one_neuron, weight=3, count=3),
        Group("a neuron with a single input", _one_input),
    ),
    mistakes=(
        Mistake(
            "the bias is left out",
            "Your z is 0 whenever all inputs are 0. The bias is added after the sum, and is there "
            "even when the inputs are not.",
            lambda w, x, b: float(w @ x),
        ),
        Mistake(
            "the products are not summed",
            "`w * x` is still one number per input. A neuron has a single z: add the products up.",
            lambda w, x, b: w * x + b,
        ),
        Mistake(
            "the bias is added to every product",
            "Inside the sum the bias is added n times, once per input. It is to be added once, to "
            "the sum.",
            lambda w, x, b: float(np.sum(w * x + b)),
        ),
        Mistake(
            "the bias is added to every input",
            "In `w @ (x + b)` the bias is multiplied with the weights. It is added after the "
            "product: `w @ x + b`.",
            lambda w, x, b: float(w @ (x + b)),
        ),
        Mistake(
            "only the last product counts",
            "Your sum is overwritten in each turn of the loop: `+=` adds to it.",
            lambda w, x, b: float(w[-1] * x[-1] + b),
        ),
        Mistake(
            "it returns after the first product",
            "The `return` is indented into the loop. Move it out, under the `for`.",
            lambda w, x, b: float(w[0] * x[0] + b),
        ),
        Mistake(
            "the last input is skipped",
            "`range(n)` counts from 0 to n - 1 already: `range(len(w) - 1)` leaves out the "
            "last product.",
            lambda w, x, b: float(w[:-1] @ x[:-1] + b),
        ),
        Mistake(
            "the sums are multiplied, not the products summed",
            "Each weight multiplies its own input first; then the products are added up: w_1 "
            "x_1 + w_2 x_2 + ...",
            lambda w, x, b: float(np.sum(w) * np.sum(x) + b),
        ),
        Mistake(
            "the bias is subtracted",
            "A threshold would be subtracted; a bias is added. (A bias is a threshold with its sign "
            "turned.)",
            lambda w, x, b: float(w @ x - b),
        ),
        Mistake(
            "weights and inputs are added, not multiplied",
            "A weight says how much its input counts, so it multiplies it: w_1 x_1, not w_1 + x_1.",
            lambda w, x, b: float(np.sum(w + x) + b),
        ),
        Mistake(
            "the sum is multiplied by the bias",
            "The bias does not scale the sum, it shifts it.",
            lambda w, x, b: float((w @ x) * b),
        ),
        Mistake(
            "the mean of the products instead of their sum",
            "The products are added up, not averaged: a neuron with more inputs has a larger z.",
            lambda w, x, b: float(np.mean(w * x) + b),
        ),
        Mistake(
            "the first input is skipped",
            "The formula counts from 1, Python from 0: `range(1, n)` leaves out w[0] and x[0].",
            _first_input_skipped,
        ),
        Mistake(
            "written for two inputs only",
            "Your sum stops after two products, but w and x can have any length n.",
            _two_inputs_only,
        ),
        Mistake(
            "every weight is multiplied with every input",
            "`np.outer` gives all n times n products. Each weight belongs to one input, its own.",
            lambda w, x, b: np.outer(w, x) + b,
        ),
        Mistake(
            "an array of shape (1,) instead of a number",
            "Your z is right but still wrapped in an array. `w @ x` of two flat arrays is a plain "
            "number; a reshape or extra brackets keep it from being one.",
            lambda w, x, b: w.reshape(1, -1) @ x + b,
        ),
        Mistake(
            "an activation function is applied already",
            "This is sigmoid(z). The linear function ends with z itself; the activation comes later.",
            lambda w, x, b: float(sigmoid(np.asarray(w @ x + b))),
        ),
        Mistake(
            "the argument w is changed",
            "`w *= x` writes into the caller's array, whose weights are then lost. `w * x` makes a "
            "new one.",
            _multiplied_in_place,
        ),
    ),
    alternatives=(
        Alternative("a loop", _loop_linear),
        Alternative("np.dot", lambda w, x, b: np.dot(w, x) + b),
        Alternative("sum of products", lambda w, x, b: np.sum(w * x) + b),
        Alternative("einsum", lambda w, x, b: np.einsum("i,i->", w, x) + b),
        Alternative("zip", lambda w, x, b: sum(v * u for v, u in zip(w, x, strict=True)) + b),
        Alternative(
            "the bias as a weight of an input 1", lambda w, x, b: np.r_[w, b] @ np.r_[x, 1]
        ),
    ),
)
