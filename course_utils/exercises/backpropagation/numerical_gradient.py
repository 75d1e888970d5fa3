"""Lesson 04: a gradient without calculus."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.compare import Tolerance, find_fault
from course_utils.checking.detectors import every, stops_with
from course_utils.checking.exercise import Array, Exercise, Group, Rng, Trial, drawn
from course_utils.checking.probes import KINDS, Probe
from course_utils.reference import backpropagation as key


@drawn
def _function_and_point(rng: Rng, kind: str, speed: float = 1.0) -> tuple[Probe, Array]:
    k = (6, 7, 9)[rng.integers(3)]
    a, b, c = rng.uniform(0.5, 1.5, size=(3, k))
    return Probe(kind, (a, speed * b, c)), rng.normal(size=k)


# Where the function is this fast, another default for h shows.
FAST = _function_and_point("waves", 25.0)


@drawn
def _coarse(rng: Rng, sign: int) -> tuple:
    """Draw a function that has this sign at the point, and a step so coarse that its error shows.

    So a one-sided difference cannot pass for a centered one. Waves join neighbors, so that an entry
    left moved is seen in the next.
    """
    while True:
        f, theta = _function_and_point("waves")(rng)
        if sign * f(theta) > 0.5:
            return f, theta, float(rng.uniform(0.02, 0.1))


def _units(theta: Array, h: float) -> list[Array]:
    return list(h * np.eye(len(theta)))


def _is_zero(trial: Trial) -> bool:
    """Whether the answer is a vector of zeros; which array was moved does not matter."""
    misshapen = find_fault(trial.value, trial.expected.value, Tolerance(), values=False)
    return not misshapen and not np.any(trial.value)


NUMERICAL_GRADIENT = Exercise(
    reference=key.numerical_gradient,
    groups=(
        Group("a coarse step h", [_coarse(1), _coarse(-1)], weight=3, count=2),
        Group("without h: its default", [*map(_function_and_point, KINDS), FAST], count=1),
    ),
    preconditions=("h > 0",),
    mistakes=wrong_answers(
        """
## f is called with one entry instead of the vector
# f takes the whole vector theta. Move one entry of a copy and hand over all of it: `f(moved)`,
# not `f(theta[i])`.
gradient = np.zeros(len(theta))
for i in range(len(theta)):
    gradient[i] = (f(theta[i] + h) - f(theta[i] - h)) / (2 * h)
return gradient
## the second point is theta itself
# One of your points is theta itself, and yet you divide by 2 h. Go a step h to each side. (If
# you wrote `plus = theta`: that is a second name, not a copy, so the step down leads only back
# to where it began. `theta.copy()` is a copy.)
gradient = np.zeros(len(theta))
for i in range(len(theta)):
    above = theta
    above[i] = above[i] + h
    f_above = f(above)
    below = theta
    below[i] = below[i] - h
    gradient[i] = (f_above - f(below)) / (2 * h)
return gradient
## a one-sided difference
# You compare f a step ahead with f at theta itself. A step h back and a step h ahead, divided by
# 2 h, cancel the largest part of the error: this is the centered difference, which the exercise
# wants.
np.array([(f(theta + e) - f(theta)) / h for e in _units(theta, h)])
## a one-sided difference, backwards
# You compare f at theta with f a step behind. Use centered differences: one point on each side.
np.array([(f(theta) - f(theta - e)) / h for e in _units(theta, h)])
## half a step to each side
# Your points lie h apart, centered around theta: a fine way, but with half the step that the
# exercise wants. Go a whole h to each side, and divide by 2 h.
_right(f, theta, h / 2)
## divided by h, not 2h
# From theta - h to theta + h it is two steps.
2 * _right(f, theta, h)
## only the second value is divided
# `f(...) - f(...) / (2 * h)` divides the second value alone. Put the difference in parentheses.
np.array([f(theta + e) - f(theta - e) / (2 * h) for e in _units(theta, h)])
## a step of 1 instead of h
# The unit vector is multiplied by h: theta moves by h, not by 1.
np.array([(f(theta + e) - f(theta - e)) / (2 * h) for e in _units(theta, 1.0)])
## a step of 1, divided by 2
# theta moves by 1 to either side, whatever h is. The unit vector is multiplied by h, and the
# difference divided by 2 h.
_right(f, theta, 1.0)
## only the last entry is kept
# `gradient = ...` overwrites the whole array with one number. It is `gradient[i] = ...`.
_right(f, theta, h)[-1]
## `/ 2 * h` instead of `/ (2 * h)`
# Python reads `x / 2 * h` from left to right: it halves x and then multiplies by h. Put
# parentheses around the denominator.
np.array([(f(theta + e) - f(theta - e)) / 2 * h for e in _units(theta, h)])
## not divided by the distance
# This is how much f changes. A slope is a change divided by the distance of the points.
np.array([f(theta + e) - f(theta - e) for e in _units(theta, h)])
## f at the nudge alone
# Both of your points lie near 0. They lie near theta: add the nudge to theta, and subtract it.
np.array([(f(e) - f(-e)) / (2 * h) for e in _units(theta, h)])
## theta is changed and not put back
# After the first entry, theta stays moved: the later entries are measured somewhere else, and
# the caller's theta is changed. Work on a copy for every entry.
gradient = np.zeros(len(theta))
for i in range(len(theta)):
    theta[i] += h
    above = f(theta)
    theta[i] -= 2 * h
    gradient[i] = (above - f(theta)) / (2 * h)
return gradient
## the copy of theta is not put back
# One copy serves all entries, and it stays moved in those that are done. Start every entry from
# theta itself.
moved, gradient = theta.copy(), np.zeros(len(theta))
for i in range(len(theta)):
    moved[i] += h
    above = f(moved)
    moved[i] -= 2 * h
    gradient[i] = (above - f(moved)) / (2 * h)
return gradient
## the step is not set back
# One step vector serves all entries and keeps its h in those that are done, so that several
# entries move together. Begin each round with a step of zeros.
step, gradient = (np.zeros(len(theta)), np.zeros(len(theta)))
for i in range(len(theta)):
    step[i] = h
    gradient[i] = (f(theta + step) - f(theta - step)) / (2 * h)
return gradient
## only the first entry is computed
# All entries but the first are 0. Does the loop return in its first round?
_right(f, theta, h) * (np.arange(len(theta)) == 0)
## all entries are moved at once
# `theta + h` moves every entry. A partial derivative moves one and holds the others still: a loop
# over the k entries, with a result for each (a sum of the k results is one number again).
(f(theta + h) - f(theta - h)) / (2 * h)
## all entries are moved at once, in a loop
# Your loop fills k entries, but in each `theta + h` moves the whole vector: all are the same.
# Move only entry i.
np.full(len(theta), (f(theta + h) - f(theta - h)) / (2 * h))
## f is called twice at the same point
# The difference is 0 everywhere. Is one point moved up and the other down? (`below = above` makes
# a second name, not a second array: copy twice.)
above = below = theta.copy()
gradient = np.zeros(len(theta))
for i in range(len(theta)):
    above[i] += h
    below[i] -= h
    gradient[i] = (f(above) - f(below)) / (2 * h)
return gradient
## the argument h is not used
# A step is written into your code. The caller chooses h; 1e-5 is only its default.
_right(f, theta, 1e-05)
""",
        detectors={
            # f was given a number.
            "f is called with one entry instead of the vector": stops_with(
                "scalar", "float' object is not sub", "float64' object is not sub"
            ),
            "f is called twice at the same point": every(_is_zero),
        },
    ),
    alternatives=right_answers("""
## a loop with copies
gradient = np.zeros_like(theta)
for i in range(theta.shape[0]):
    above, below = (theta.copy(), theta.copy())
    above[i] += h
    below[i] -= h
    gradient[i] = (f(above) - f(below)) / (2 * h)
return gradient
## in place, the old number kept and put back
gradient = np.empty(len(theta))
for i, kept in enumerate(theta.tolist()):
    theta[i] = kept + h
    above = f(theta)
    theta[i] = kept - h
    gradient[i] = (above - f(theta)) / h / 2
    theta[i] = kept
return gradient
## in place, put back by adding and subtracting
gradient = np.zeros(len(theta))
for i in range(len(theta)):
    theta[i] += h
    above = f(theta)
    theta[i] -= 2 * h
    gradient[i] = (above - f(theta)) / (2 * h)
    theta[i] += h
return gradient
## the mean of both one-sided differences
np.array([(f(theta + e) - f(theta)) / h / 2 + (f(theta) - f(theta - e)) / h / 2 for e in _units(theta, h)])
"""),
)
