"""How far chance moves what is measured on standard normal numbers.

Each bound is passed with probability e^-TAIL at most on either side, by an inequality that holds for
every number of draws:

- the mean: N^(1/2) mean(w) is standard normal, and P(|Z| > z) <= exp(-z^2/2);
- the second moment: N mean(w^2) is chi-squared with N degrees of freedom, and
  P(chi2 > N + 2 (N t)^(1/2) + 2 t) <= e^-t and P(chi2 < N - 2 (N t)^(1/2)) <= e^-t
  (Laurent and Massart 2000, lemma 1);
- the shape: the largest gap between the distribution of all n weights of the network and the
  normal one exceeds e with probability 2 exp(-2 n e^2) at most (Massart 1990);
- two layers: the cosine of the angle between n weights of one and n of another exceeds c with
  probability 2 exp(-n c^2/2) at most (Ball 1997, lemma 2.2).
"""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

TAIL = 16.0
TWO_SIDED = TAIL + math.log(2.0)


def mean_bound(N: int) -> float:
    """Return how far the mean of N standard normal numbers may be from 0."""
    return math.sqrt(2 * TAIL / N)


def second_moment_band(N: int) -> tuple[float, float]:
    """Return between what the mean of the squares of N standard normal numbers has to lie."""
    half = 2 * math.sqrt(TAIL / N)
    return 1 - half, 1 + half + 2 * TAIL / N


def shape_bound(n: int) -> float:
    """Return the largest gap between n normal numbers' distribution and the normal one."""
    return math.sqrt(TWO_SIDED / (2 * n))


def cosine_bound(n: int) -> float:
    """Return the largest cosine between n normal numbers and n others."""
    return math.sqrt(2 * TWO_SIDED / n)


def normal_gap(numbers: NDArray) -> float:
    """Return the largest gap between the distribution of some numbers and the normal one."""
    w = np.sort(numbers)
    normal = np.interp(w, *_normal_distribution())
    steps = np.arange(w.size + 1) / w.size
    return max(float(np.max(steps[1:] - normal)), float(np.max(normal - steps[:-1])))


@cache
def _normal_distribution() -> tuple[NDArray, NDArray]:
    """Return points, and the normal distribution there: on lines between them it is right to 1e-5."""
    points = np.linspace(-8.0, 8.0, 1001)
    return points, np.array([0.5 + 0.5 * math.erf(x / math.sqrt(2.0)) for x in points])
