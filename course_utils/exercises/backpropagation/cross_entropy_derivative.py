"""Lesson 04: the derivative of the loss."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng
from course_utils.exercises.backpropagation.inputs import OUTPUTS, predictions
from course_utils.reference import backpropagation as key


def _near_extreme(rng: Rng) -> tuple:
    a, y = predictions(rng, (1, 8))
    return np.where(a > 0.5, 1.0 - a / 1e4, a / 1e4), y


CROSS_ENTROPY_DERIVATIVE = Exercise(
    reference=key.cross_entropy_derivative,
    groups=(*OUTPUTS, Group("predictions very near 0 and 1", _near_extreme)),
    preconditions=("set(y.flat) <= {0, 1}", "0 < a.min() <= a.max() < 1"),
    mistakes=wrong_answers("""
## a - y: the derivative with respect to z, not a
# a - y is dL/dz, one link further down the chain: the factor da/dz is already in it.
# Differentiate only the loss here, with respect to the a inside its logarithms.
a - y
## only the term of class 1
# The loss has two terms; where y = 0 it is the second one, log(1 - a), that counts.
-y / a
## 1 / a in both terms
# The second term is the derivative of log(1 - a), which has 1 - a in its denominator.
-y / a + (1 - y) / a
## the sign is flipped for class 1
# For y = 1 the loss is -log a, so its derivative is -1/a, with a minus.
np.where(y == 1, 1 / a, 1 / (1 - a))
## only the factor 1 - a in the denominator
# The common denominator of the two terms is a (1 - a).
(a - y) / (1 - a)
## twice the error: the derivative of the squared error
# 2 (a - y) belongs to the squared error (a - y)^2. The loss here is cross-entropy.
2.0 * (a - y)
## the inner derivative of 1 - a is forgotten
# The derivative of log(1 - a) with respect to a is -1/(1 - a): the inner function 1 - a brings a
# minus.
-y / a - (1 - y) / (1 - a)
## multiplied by a (1 - a) instead of divided
# The two terms have a common denominator, a (1 - a), and it goes into the denominator.
(a - y) * a * (1 - a)
## divided by a, then multiplied by 1 - a
# `x / a * (1 - a)` is read from left to right: it divides by a and multiplies by (1 - a). Put
# the whole denominator in parentheses.
(a - y) / a * (1 - a)
## only half of the denominator
# The common denominator of 1/a and 1/(1 - a) is the product of both.
(a - y) / a
## the loss itself
# This is the loss. Return its derivative: that of log(a) is 1/a.
-(y * np.log(a) + (1 - y) * np.log(1 - a))
## the denominators are exchanged
# log(a) belongs to y and log(1 - a) to 1 - y, and so do their derivatives 1/a and 1/(1 - a).
-y / (1 - a) + (1 - y) / a
## the logarithms are left standing
# The signs are those of the derivative, but the derivative of log(a) is 1/a.
-y * np.log(a) + (1 - y) * np.log(1 - a)
## divided by the number of examples
# This is the derivative of one example's loss, entry by entry. The mean over the examples comes
# later, in `parameter_gradients`, once.
(a - y) / (a * (1 - a)) / a.size
## summed over the examples
# Every example has a derivative of its own: the result has the shape of a.
float(np.sum((a - y) / (a * (1 - a))))
"""),
    alternatives=right_answers("""
## two terms
-y / a + (1 - y) / (1 - a)
## np.where
np.where(y == 1, -1 / a, 1 / (1 - a))
## a loop
result = np.zeros(a.shape)
for i in np.ndindex(*a.shape):
    result[i] = -1.0 / a[i] if y[i] == 1.0 else 1.0 / (1.0 - a[i])
return result
## a - a^2
np.divide(np.subtract(a, y), a - a**2)
"""),
)
