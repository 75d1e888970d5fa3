"""Lesson 05: the standard deviation that a scheme asks for."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng, drawn
from course_utils.reference import initialization as key

SCHEMES = ("xavier", "glorot", "he")


@drawn
def _fans(rng: Rng, scheme: str) -> tuple:
    """Draw fan-in and fan-out, clearly unequal and now the one larger, now the other."""
    wide, narrow = int(rng.integers(200, 500)), int(rng.integers(20, 120))
    return (wide, narrow, scheme) if rng.integers(2) else (narrow, wide, scheme)


# A table of variances: answers replace pieces of it.
_VARIANCES = """
variances = {"xavier": 1 / n_in, "glorot": 2 / (n_in + n_out), "he": 2 / n_in}
if scheme not in variances:
    raise ValueError(f"unknown scheme {scheme}; known: {list(variances)}")
return np.sqrt(variances[scheme])
"""


WEIGHT_STD = Exercise(
    reference=key.weight_std,
    groups=(
        Group("xavier", _fans("xavier"), weight=2, count=3),
        Group("glorot", _fans("glorot"), weight=2, count=3),
        Group("he", _fans("he"), weight=2, count=3),
        Group(
            "an unknown scheme is a ValueError",
            [_fans("lecun"), _fans("orthogonal"), _fans("h")],
            count=1,
            refused=True,
        ),
    ),
    mistakes=wrong_answers(
        """
## the variance is returned for the deviation
# You return the variance. The standard deviation, which `rng.normal` wants, is its square root.
_right(n_in, n_out, scheme) ** 2
## `** 1/2`: half of the variance
# Python reads `v ** 1/2` as (v ** 1) / 2. Put the exponent in parentheses, `** (1/2)`, or use
# `np.sqrt`.
_right(n_in, n_out, scheme) ** 2 / 2
## fan-out for fan-in
# Each pre-activation is a sum over the numbers that come *in*: "xavier" and "he" divide by n_in,
# the fan-in. With equal widths the difference does not show.
_right(n_out, n_in, scheme)
## fan-out for fan-in in he's rule
# Your "he" divides by the layer's own width. He's rule divides by the fan-in, n_in.
2 / n_in -> 2 / n_out
## xavier's rule for he's
# Your "he" is Xavier's rule. ReLU lets half of the second moment through, so He's variance is
# twice as large.
2 / n_in -> 1 / n_in
## he's rule for xavier's
# Your "xavier" has He's factor 2, which makes up for what ReLU cuts off. Xavier's rule is for
# activations that cut nothing off.
1 / n_in -> 2 / n_in
## 2 / n_in for glorot
# Your "glorot" does not use the fan-out. It is the compromise of both directions: Its
# denominator is n_in + n_out.
2 / (n_in + n_out) -> 2 / n_in
## 1 / (n_in + n_out) for glorot
# Your "glorot" variance is half of the right one. n_in + n_out is twice their mean, so the
# numerator is 2.
2 / (n_in + n_out) -> 1 / (n_in + n_out)
## glorot's rule under the name of xavier
# Both rules go by the name Xavier. Here "xavier" is the forward condition alone, 1 / n_in, and
# "glorot" the compromise.
1 / n_in -> 2 / (n_in + n_out)
## the bound of the uniform version
# You return the bound of a uniform distribution, sqrt(3) times its standard deviation. Return
# the standard deviation.
3 ** 0.5 * _right(n_in, n_out, scheme)
## the root of the numerator only
# You take the root of the numerator and then divide. The variance is the whole fraction:
# `np.sqrt(2 / n_in)`, not `np.sqrt(2) / n_in`.
above = 1 if scheme == 'xavier' else 2
return _right(n_in, n_out, scheme) ** 2 / float(np.sqrt(above))
## `2 / n_in + n_out` without parentheses
# Python reads `2 / n_in + n_out` as (2 / n_in) + n_out. Put the denominator in parentheses: `2 /
# (n_in + n_out)`.
2 / (n_in + n_out) -> 2 / n_in + n_out
## one over the deviation
# Your number grows with the width. Wider layers need smaller weights: the fan goes into the
# denominator.
1 / _right(n_in, n_out, scheme)
## an unknown scheme falls through all the ifs
# When none of your `if`s holds, the variance is never set. Add an `else` that raises a
# ValueError.
if scheme == 'xavier':
    variance = 1 / n_in
elif scheme == 'glorot':
    variance = 2 / (n_in + n_out)
elif scheme == 'he':
    variance = 2 / n_in
return variance ** 0.5
## 3 / (n_in + n_out) for glorot
# The 3 belongs to the uniform version. Glorot's variance is 2 / (n_in + n_out).
2 / (n_in + n_out) -> 3 / (n_in + n_out)
## integer division
# `//` drops the fraction, so 2 // n_in is 0. Use a single `/`.
1 / n_in -> 1 // n_in
2 / (n_in + n_out) -> 2 // (n_in + n_out)
2 / n_in -> 2 // n_in
""",
        base=_VARIANCES,
    ),
    alternatives=right_answers(
        """
## if, elif, else
if scheme == 'xavier':
    variance = 1 / n_in
elif scheme == 'glorot':
    variance = 2 / (n_in + n_out)
elif scheme == 'he':
    variance = 2 / n_in
else:
    raise ValueError('scheme must be xavier, glorot or he')
return np.sqrt(variance)
## a table of variances
np.sqrt(variances[scheme]) -> variances[scheme] ** 0.5
## mean of the fans
((n_in + n_out) / 2) ** (-0.5) if scheme == 'glorot' else _right(n_in, n_out, scheme)
""",
        base=_VARIANCES,
    ),
)
