"""Networks on which an initializer is judged.

Neighboring widths differ by a factor of at least 1.6, and the first layer is large: by each of the
rules 2/n_in, 1/n_in and 2/(n_in + n_out), and by the same with the fans exchanged, it gets a
variance that differs from the right one by a factor of 1.3 or more, where chance moves it by 7 % at
most. (Exchanging the fans changes nothing in the last rule; the other networks show it.)
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

Case = tuple[list[int], str, Generator]

NARROWING = (200, 80, 30)
WIDENING = (90, 160, 40, 25)


def network(scheme: str, base: tuple[int, ...]) -> Callable[[Generator], Case]:
    """Return a draw of layer sizes near `base`, the scheme, and a generator of its own."""

    def draw(rng: Generator) -> Case:
        sizes = [int(n + rng.integers(n // 20 + 1)) for n in base]
        return sizes, scheme, fresh(rng)

    return draw


def misspelled(rng: Generator) -> Case:
    """Draw a case with a scheme that is none of the three."""
    return [7, 5, 2], str(rng.choice(["lecun", "orthogonal"])), fresh(rng)


def fresh(rng: Generator) -> Generator:
    """Draw a generator."""
    return np.random.default_rng(int(rng.integers(2**63)))
