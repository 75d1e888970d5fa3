"""Functions of a vector that arrays describe completely, so that the sandbox can be sent them as data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

KINDS = ("cubic", "waves")


@dataclass(frozen=True)
class Probe:
    """A smooth scalar function of a vector theta of shape (k,).

    ``Probe("cubic", (a, b, c))`` is sum(a theta^3 + b theta^2 + c theta);
    ``Probe("waves", (a, b, c))`` is sum(a sin(b theta + c)) plus the product of neighbors, so that
    moving all entries at once is not the same as moving them one by one.

    Raises
    ------
    ValueError
        If `kind` is unknown or there are not three coefficient arrays.
    """

    kind: str
    coefficients: tuple[NDArray[np.float64], ...]

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown probe {self.kind!r}; known: {', '.join(KINDS)}")
        if len(self.coefficients) != 3:
            raise ValueError(f"a probe has 3 coefficient arrays, not {len(self.coefficients)}")

    def __call__(self, theta: NDArray[np.float64]) -> float:
        """Return the value at `theta`, shape (k,)."""
        a, b, c = self.coefficients
        if self.kind == "cubic":
            return float(np.sum(a * theta**3 + b * theta**2 + c * theta))
        return float(np.sum(a * np.sin(b * theta + c)) + np.sum(theta[1:] * theta[:-1]))
