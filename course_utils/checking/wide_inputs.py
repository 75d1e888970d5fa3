"""Inputs far from an exercise's cases: what they never reach may still tell an edit from the reference.

They are made from the arguments of the cases, by changes that fit any numbers: scaled, of the other
sign, shifted, zeros and ties put in, entries in another order, far out on both sides, fewer or more
rows and columns, other names. Only those remain on which the reference gives finite numbers.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils.checking.calling import call_here
from course_utils.checking.exercise import Exercise, Rng
from course_utils.checking.judge import Case
from course_utils.checking.outcome import Outcome

# How many inputs are made at most, in how many seconds, and of how many cases: each gives some of
# all kinds.
MOST_INPUTS, MOST_SECONDS, MOST_CASES = 1000, 3.0, 60
MIXED = 8  # inputs of each case in which every part is changed at random
Change = Callable[[NDArray, Rng], Any]


@dataclass(frozen=True, eq=False)
class WideInput:
    """Arguments, what the reference gives on them, and which preconditions they break."""

    arguments: tuple
    expected: Outcome
    broken: tuple[str, ...]


def wide_inputs(exercise: Exercise, cases: Sequence[Case], seed: int = 0) -> list[WideInput]:
    """Return inputs far from the cases, on which the reference gives finite numbers."""
    rng = np.random.default_rng(seed)
    usual = [case.arguments for case in cases if not case.group.refused]
    chosen = [usual[i] for i in rng.permutation(len(usual))[:MOST_CASES]]
    made = [one for arguments in chosen for one in _changed(arguments, usual, rng)]
    found: list[WideInput] = []
    start = time.thread_time()
    for i in rng.permutation(len(made)):
        expected = call_here(exercise.reference, made[i])
        if not expected.failure and _is_finite(expected.value) and _is_finite(made[i]):
            found.append(WideInput(made[i], expected, exercise.broken_preconditions(made[i])))
        if len(found) == MOST_INPUTS or time.thread_time() - start > MOST_SECONDS:
            break
    return found


def _changed(arguments: tuple, usual: Sequence[tuple], rng: Rng) -> Iterator[tuple]:
    """Yield the arguments of a case with each kind of change."""
    yield arguments
    others = usual[int(rng.integers(len(usual)))]
    for i, argument in enumerate(arguments):
        for other in _instead_of(argument, rng):
            yield (*arguments[:i], other, *arguments[i + 1 :])
        if i < len(others):  # an argument of another case: another name, another function
            yield (*arguments[:i], others[i], *arguments[i + 1 :])
    for size in sorted({s for array in _arrays(arguments) for s in array.shape}):
        for new in (1, 2, size, size + 3):
            index = rng.integers(size, size=new) if size else np.zeros(0, dtype=int)
            yield _each(arguments, partial(_taken, size=size, index=index))
    names = sorted({name for one in usual for name in _names(one)})
    for name in names:
        yield _each(arguments, partial(_named, name=name))
    for _ in range(MIXED):
        yield _each(arguments, lambda a: _at_random(a, names, rng))


def _instead_of(argument: Any, rng: Rng) -> Iterator[Any]:
    """Yield what may stand in the place of one argument."""
    if isinstance(argument, np.random.Generator):
        yield np.random.default_rng(int(rng.integers(2**32)))
        return
    kinds = {array.dtype.kind for array in _arrays(argument)} | {
        np.asarray(number).dtype.kind for number in _numbers(argument)
    }
    for kind in sorted(kinds):
        for change in CHANGES[kind if kind in CHANGES else "f"]:
            yield _each(argument, partial(_by, change, rng=rng, kind=kind))
    if isinstance(argument, (list, tuple)) and len(argument) > 1:
        yield argument[::-1]
        yield argument[:-1]


def _by(change: Change, leaf: Any, rng: Rng, kind: str = "") -> Any:
    """Change a leaf that holds numbers of a kind; others stay."""
    if isinstance(leaf, np.random.Generator) or callable(leaf) or isinstance(leaf, str | None):
        return leaf
    array = np.asarray(leaf)
    if array.dtype.kind not in "biuf" or (kind and array.dtype.kind != kind):
        return leaf
    new = np.asarray(change(array.copy(), rng)).astype(array.dtype)
    if isinstance(leaf, np.ndarray):
        return new
    return new[()] if isinstance(leaf, np.generic) else new.item()


def _at_random(leaf: Any, names: Sequence[str], rng: Rng) -> Any:
    """Change a leaf, or leave it, at random."""
    if isinstance(leaf, np.random.Generator):
        return np.random.default_rng(int(rng.integers(2**32)))
    if isinstance(leaf, str):
        return names[int(rng.integers(len(names)))]
    if callable(leaf) or leaf is None or rng.random() < 0.4:
        return leaf
    changes = CHANGES.get(np.asarray(leaf).dtype.kind, ())
    return _by(changes[rng.integers(len(changes))], leaf, rng) if changes else leaf


def _same_somewhere(a: NDArray, rng: Rng) -> NDArray:
    """Make some entries the same as the first one."""
    return np.where(rng.random(a.shape) < 0.5, a.ravel()[0], a) if a.size else a


def _some(value: float) -> Change:
    return lambda a, rng: np.where(rng.random(a.shape) < 0.4, value, a)


def _first_of_a_row(a: NDArray, rng: Rng) -> NDArray:
    """Repeat the first number of each row, or of each column."""
    if a.ndim < 2 or not a.size:
        return a
    return np.broadcast_to(a[:, :1] if rng.random() < 0.5 else a[:1], a.shape)


FLOATS: tuple[Change, ...] = (
    *(lambda a, rng, s=s: s * a for s in (1e-9, 1e-3, 0.3, 3.0, 30.0, 1e3, -1.0)),
    *(lambda a, rng, s=s: a + s for s in (-1.0, 0.5, 1.0, 10.0, -1000.0)),
    *(lambda a, rng, s=s: np.full(a.shape, s) for s in (0.0, 1.0, 0.5, -1.0)),
    *(_some(value) for value in (0.0, 1.0, -1.0, 0.5, 1e-13, 50.0, -50.0)),
    lambda a, rng: np.abs(a),
    lambda a, rng: -np.abs(a),
    lambda a, rng: np.round(a),
    lambda a, rng: np.clip(a, 0.0, 1.0),
    lambda a, rng: rng.permutation(a.ravel()).reshape(a.shape),
    lambda a, rng: a * rng.choice([-1.0, 1.0], a.shape),
    lambda a, rng: a * 10.0 ** rng.uniform(-4, 4, a.shape),
    lambda a, rng: rng.choice([-1.0, 1.0], a.shape) * 10.0 ** rng.uniform(-8, 2.5, a.shape),
    lambda a, rng: rng.random(a.shape),
    lambda a, rng: rng.normal(size=a.shape),
    lambda a, rng: a * (1 + rng.choice([0.0, 1e-13, 1e-7], a.shape)),
    _same_somewhere,
    _first_of_a_row,
)
WHOLE: tuple[Change, ...] = (
    *(lambda a, rng, s=s: np.full(a.shape, s) for s in (0, 1, 2, 5)),
    lambda a, rng: a + 1,
    lambda a, rng: 2 * a,
    lambda a, rng: a.max(initial=0) - a,
    lambda a, rng: rng.permutation(a.ravel()).reshape(a.shape),
    lambda a, rng: rng.integers(0, 1 + max(int(a.max(initial=0)), 1), a.shape),
    _same_somewhere,
)
TRUTHS: tuple[Change, ...] = (
    *(lambda a, rng, p=p: rng.random(a.shape) < p for p in (0.0, 0.1, 0.3, 0.6, 1.0)),
    lambda a, rng: ~a,
    lambda a, rng: a.T,
    lambda a, rng: np.triu(rng.random(a.shape) < 0.6, 1),
    lambda a, rng: a & (rng.random(a.shape) < 0.7),
    lambda a, rng: rng.permutation(a.ravel()).reshape(a.shape),
)
CHANGES = {"f": FLOATS, "i": WHOLE, "u": WHOLE, "b": TRUTHS}


def _named(leaf: Any, name: str) -> Any:
    """Put a name in the place of another one."""
    return name if isinstance(leaf, str) else leaf


def _taken(leaf: Any, size: int, index: NDArray) -> Any:
    """Take these entries along every axis of a size."""
    if isinstance(leaf, np.ndarray):
        for axis, length in enumerate(leaf.shape):
            if length == size:
                leaf = np.take(leaf, index, axis=axis)
    return leaf


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    """Change all leaves of lists and tuples."""
    if isinstance(value, dict):
        return {key: _each(one, change) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)([_each(one, change) for one in value])
    return change(copy.deepcopy(value))


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, (list, tuple, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _leaves(one)
    else:
        yield value


def _arrays(value: Any) -> Iterator[NDArray]:
    return (leaf for leaf in _leaves(value) if isinstance(leaf, np.ndarray))


def _numbers(value: Any) -> Iterator[Any]:
    return (leaf for leaf in _leaves(value) if isinstance(leaf, (bool, int, float, np.generic)))


def _names(value: Any) -> Iterator[str]:
    return (leaf for leaf in _leaves(value) if isinstance(leaf, str))


def _is_finite(value: Any) -> bool:
    numbers = [*_arrays(value), *_numbers(value)]
    return all(np.asarray(n).dtype.kind != "f" or np.isfinite(n).all() for n in numbers)
