"""Lesson 06: batch normalization, forward."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Array, Exercise, Group, Rng
from course_utils.reference import regularization as key


def _units(rng: Rng, n: int, m: int) -> tuple[Array, Array, Array]:
    """Draw Z, gamma and beta; each has numbers of both signs, in rows of their own."""
    center, size, gamma, beta = rng.uniform(0.5, 2.0, (4, n, 1))
    center[0], gamma[1], beta[2] = -center[0], -gamma[1], -beta[2]
    Z = 3.0 * center + size * rng.normal(size=(n, m))
    return Z, gamma, beta


def _batch(rng: Rng) -> tuple:
    n, m = ((3, 7), (5, 4))[rng.integers(2)]
    return *_units(rng, n, m), float(rng.uniform(0.05, 0.2))


def _constant_unit(rng: Rng) -> tuple:
    Z, gamma, beta = _units(rng, 3, 6)
    Z[1] = 0.1
    return Z, gamma, beta, 1e-3


# Answers replace pieces of these lines.
_LINES = """
mean = Z.mean(axis=1, keepdims=True)
variance = Z.var(axis=1, keepdims=True)
return gamma * (Z - mean) / np.sqrt(variance + epsilon) + beta
"""


BATCH_NORM = Exercise(
    reference=key.batch_norm,
    groups=(
        Group("a batch, with an epsilon that shows", _batch, weight=3, count=3),
        Group("epsilon left at 1e-5", lambda rng: _units(rng, 4, 9), weight=0.5),
        Group(
            "a unit that is the same for all examples",
            _constant_unit,
            weight=0.5,
            hint="Its variance is 0: only epsilon keeps the division from failing.",
        ),
    ),
    preconditions=("epsilon >= 0",),
    mistakes=wrong_answers(
        """
## statistics along the wrong axis
# A unit is a row, and its statistics run over the batch, along the row: `axis=1`. With `axis=0`
# each example is standardized over the units; that is layer normalization.
gamma * (Z - Z.mean(axis=0)) / np.sqrt(Z.var(axis=0) + epsilon) + beta
## one mean and variance for the whole layer
# Without `axis` all units share their statistics. Each row has its own.
gamma * (Z - Z.mean()) / np.sqrt(Z.var() + epsilon) + beta
## divided by the variance
# The standard deviation is the root of the variance: `np.sqrt(variance + epsilon)`.
np.sqrt(variance + epsilon) -> (variance + epsilon)
## epsilon outside the root
# epsilon is added to the variance, under the root.
np.sqrt(variance + epsilon) -> (np.sqrt(variance) + epsilon)
## epsilon is left out, or is far smaller
# A unit that never changes has the variance 0. Add the argument epsilon under the root, as it is.
variance + epsilon -> variance
## epsilon is written into the code
# Your answer is right for epsilon = 1e-5 and no other. Use the argument.
_right(Z, gamma, beta)
## the mean is not subtracted
# First subtract the mean of each row, then divide.
gamma * (Z - mean) -> gamma * Z
## beta is added before gamma multiplies
# gamma scales the standardized values, and beta is added after that.
gamma * (Z - mean) / np.sqrt(variance + epsilon) + beta -> gamma * ((Z - mean) / np.sqrt(variance + epsilon) + beta)
## gamma and beta are exchanged
# gamma multiplies, beta is added.
_right(Z, beta, gamma, epsilon)
## gamma is left out
# After standardizing, multiply each row by its gamma.
gamma * (Z - mean) -> (Z - mean)
## beta is left out
# After scaling, add each row's beta.
gamma * (Z - mean) / np.sqrt(variance + epsilon) + beta -> gamma * (Z - mean) / np.sqrt(variance + epsilon)
## only standardized
# This has mean 0 and deviation 1. Now scale by gamma and shift by beta.
gamma * (Z - mean) / np.sqrt(variance + epsilon) + beta -> (Z - mean) / np.sqrt(variance + epsilon)
## `ddof=1`: divided by m - 1 in the variance
# In training the variance is the mean of the squares over the batch: divided by m.
mean = Z.mean(axis=1, keepdims=True)
variance = Z.var(axis=1, keepdims=True, ddof=1)
return gamma * (Z - mean) / np.sqrt(variance + epsilon) + beta
## `Z - mean / deviation` without parentheses
# Python divides first. Put the difference in parentheses: `(Z - mean) / ...`.
gamma * (Z - mean) / np.sqrt(variance + epsilon) -> gamma * (Z - mean / np.sqrt(variance + epsilon))
""",
        base=_LINES,
    ),
    alternatives=right_answers("""
## the mean square less the squared mean
mean = np.mean(Z, 1).reshape(-1, 1)
variance = np.mean(Z**2, 1).reshape(-1, 1) - mean**2
return gamma * ((Z - mean) / (variance + epsilon) ** 0.5) + beta
## row by row
rows = []
for z, g, b in zip(Z, gamma, beta):
    centered = z - sum(z) / len(z)
    rows.append(g * centered / np.sqrt(np.mean(centered**2) + epsilon) + b)
return np.array(rows)
"""),
)
