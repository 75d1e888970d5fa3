"""Lesson 02: the linear function."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng
from course_utils.exercises.neuron.inputs import neuron_of, signed
from course_utils.reference import neuron as key


def _one_input(rng: Rng) -> tuple:
    w, x, b = signed(rng, 0.5, 2, 3)
    return np.array([w]), np.array([x]), float(b)


LINEAR = Exercise(
    reference=key.linear,
    groups=(
        Group(
            "a neuron with several inputs",
            [neuron_of(z, b) for z in (1, -1) for b in (1, -1)],
            weight=3,
        ),
        Group("a neuron with a single input", _one_input),
    ),
    mistakes=wrong_answers("""
## the bias is left out
# Your z is 0 whenever all inputs are 0. Add the bias to the sum: it is there even when the
# inputs are not.
float(w @ x)
## the products are not summed
# `w * x` is still one number per input. A neuron has a single z: add the products up.
w * x + b
## the bias is added to every product
# Inside the sum the bias is added n times, once per input. Add it once, to the sum.
float(np.sum(w * x + b))
## the bias is added to every input
# In `w @ (x + b)` the bias is multiplied by the weights. Add it after the product.
float(w @ (x + b))
## only the last product counts
# Your sum is overwritten in each turn of the loop: `+=` adds to it.
for i in range(len(w)):
    z = w[i] * x[i]
return z + b
## it returns after the first product
# The `return` is indented into the loop. Move it out, under the `for`.
z = b
for i in range(len(w)):
    z += w[i] * x[i]
    return z
## the last input is skipped
# `range(n)` already counts from 0 to n - 1: `range(len(w) - 1)` leaves out the last product.
z = b
for i in range(len(w) - 1):
    z += w[i] * x[i]
return z
## the sums are multiplied, not the products summed
# Each weight multiplies its own input first; then add the products up: w_1 x_1 + w_2 x_2 + ...
np.sum(w) * np.sum(x) + b
## the bias is subtracted
# A threshold would be subtracted; a bias is added. (A bias is a threshold with its sign
# flipped.)
float(w @ x - b)
## weights and inputs are added, not multiplied
# A weight says how much its input counts, so it multiplies it: w_1 x_1, not w_1 + x_1.
float(np.sum(w + x) + b)
## the sum is multiplied by the bias
# The bias does not scale the sum, it shifts it.
float((w @ x) * b)
## the mean of the products instead of their sum
# The products are added up, not averaged: a neuron with more inputs has a larger z.
float(np.mean(w * x) + b)
## the first input is skipped
# The formula counts from 1, Python from 0: `range(1, n)` leaves out w[0] and x[0].
z = b
for i in range(1, len(w)):
    z += w[i] * x[i]
return z
## written for two inputs only
# Your sum stops after two products, but w and x can have any length n.
w[0] * x[0] + w[1] * x[1] + b
## every weight is multiplied by every input
# `np.outer` gives all n times n products. Each weight belongs to one input, its own.
np.outer(w, x) + b
## an activation function is applied already
# This is sigmoid(z). The linear function ends with z itself; the activation comes later.
1 / (1 + np.exp(-(w @ x + b)))
"""),
    alternatives=right_answers("""
## np.dot
np.dot(w, x) + b
## sum of products
np.sum(w * x) + b
## einsum
np.einsum('i,i->', w, x) + b
## zip
sum(v * u for v, u in zip(w, x)) + b
## the bias as a weight of an input 1
np.r_[w, b] @ np.r_[x, 1]
## a loop
z = b
for i in range(len(w)):
    z += w[i] * x[i]
return z
"""),
)
