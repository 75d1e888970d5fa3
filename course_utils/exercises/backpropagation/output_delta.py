"""Lesson 04: the error of the output layer."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng
from course_utils.exercises.backpropagation.inputs import OUTPUTS, predictions
from course_utils.reference import backpropagation as key


def _extreme(rng: Rng) -> tuple:
    """Every pairing of a class with a prediction of 0 and of 1, among others."""
    a, y = predictions(rng, (1, 9))
    a[0, :4], y[0, :4] = [0.0, 0.0, 1.0, 1.0], [0, 1, 0, 1]
    order = rng.permutation(9)
    return a[:, order], y[:, order]


OUTPUT_DELTA = Exercise(
    reference=key.output_delta,
    groups=(
        *OUTPUTS,
        Group(
            "predictions of exactly 0 and 1",
            _extreme,
            silent=True,
            hint="A sigmoid rounds to exactly 0 or 1 when its logit is large. Is there a division "
            "that cannot be done then?",
        ),
    ),
    preconditions=("set(y.flat) <= {0, 1}", "0 <= a.min() <= a.max() <= 1"),
    mistakes=wrong_answers("""
## multiplied by a (1 - a), though the loss is cross-entropy
# The factor a (1 - a) is the sigmoid's slope. With cross-entropy the loss has the same factor in
# its denominator, and the two cancel: do not multiply by it again.
(a - y) * a * (1 - a)
## dL/da: the sigmoid's slope is left out
# This is the derivative with respect to a. The chain goes on to z: multiply by da/dz = a (1 -
# a), and see what cancels.
cross_entropy_derivative(a, y)
## the product of both factors is not simplified: 0/0 where a is 0 or 1
# dL/da times a (1 - a) is right on paper, but at a = 0 or 1 the computer divides 0 by 0. Cancel
# the factor by hand first.
(a - y) / (a * (1 - a)) * (a * (1 - a))
## the size of the error, without its sign
# delta says which way: positive where the prediction is too high, negative where it is too low.
np.abs(a - y)
## the squared error itself
# delta is a derivative, a - y, not the square of it.
(a - y) ** 2
## averaged over the examples
# Every example has a delta of its own: the result has the shape of a. The mean comes later, in
# `parameter_gradients`.
np.mean(a - y, axis=-1, keepdims=True)
## the slope da/dz alone
# a (1 - a) is how the output follows its logit. How the loss follows the output, dL/da, is
# missing.
a * (1 - a)
## the sigmoid is applied to a once more
# a is already the sigmoid's value; only z would need it.
1 / (1 + np.exp(-a)) - y
## predictions are rounded to classes first
# Backpropagation needs the probability, not the decision: a rounded prediction has no slope.
(a >= 0.5) - y
## divided by the number of examples
# delta is one example's derivative, a column per example. The mean over the examples comes
# later, in `parameter_gradients`, once.
(a - y) / a.size
## twice the error: the derivative of the squared error with respect to a
# 2 (a - y) belongs to the squared error (a - y)^2. The loss here is cross-entropy.
2 * (a - y)
## summed over the examples
# Every example has a delta of its own: the result has the shape of a.
float(np.sum(a - y))
## divided by `len(a)`
# `len(a)` is the number of rows. delta is one example's derivative and is not divided at all;
# the mean over the examples comes later, in `parameter_gradients`.
(a - y) / len(a)
"""),
    alternatives=right_answers("""
## np.subtract
np.subtract(a, y)
## by class
np.where(y == 1, -(1 - a), a)
## two terms
(1 - y) * a - y * (1 - a)
## a loop
result = np.zeros(a.shape)
for i in np.ndindex(*a.shape):
    result[i] = a[i] - y[i]
return result
"""),
)
