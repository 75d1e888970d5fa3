"""Lesson 03: which connections make a feed-forward network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.forward_propagation.inputs import Array
from course_utils.reference import forward_propagation as key


def _acyclic(rng: Generator, n: int) -> Array:
    """Draw connections from earlier to later neurons, with a path through all of them."""
    return np.triu(rng.random((n, n)) < 0.4, 1) | np.eye(n, k=1, dtype=bool)


def _relabeled(A: Array, order: Array) -> Array:
    return A[np.ix_(order, order)]


def _shuffled(rng: Generator, A: Array) -> Array:
    return _relabeled(A, rng.permutation(len(A)))


def _with_cycle(rng: Generator, A: Array, start: int, last: int) -> Array:
    """Send a connection back, so that a cycle of three or more neurons closes, but none of two."""
    end = int(rng.integers(start + 2, last + 1))
    A = A.copy()
    A[start, end], A[end, start] = False, True
    return A


def _some_network(rng: Generator) -> tuple[Array]:
    n = (6, 7)[rng.integers(2)]
    A = _acyclic(rng, n)
    if rng.random() < 0.5:
        A = _with_cycle(rng, A, int(rng.integers(n - 2)), n - 1)
    return (_shuffled(rng, A),)


def _chain(rng: Generator) -> tuple[Array]:
    return (np.eye((5, 8)[rng.integers(2)], k=1, dtype=bool),)


def _one_layer(rng: Generator) -> tuple[Array]:
    """Connect every input with every output."""
    n, inputs = ((6, 4), (7, 3))[rng.integers(2)]
    A = np.zeros((n, n), dtype=bool)
    A[:inputs, inputs:] = True
    return (A,)


def _out_of_reach(rng: Generator) -> tuple[Array]:
    """Put a cycle where neuron 0, which is the output here, does not lead; everybody is fed."""
    A = _with_cycle(rng, _acyclic(rng, 5), 0, 3)
    return (_relabeled(A, np.r_[4, rng.permutation(4)]),)


def _pair(rng: Generator) -> tuple[Array]:
    A = _acyclic(rng, 6)
    A[1, 0] = True
    return (_shuffled(rng, A),)


def _self_loop(rng: Generator) -> tuple[Array]:
    A = _acyclic(rng, 5)
    A[0, 0] = True
    return (_shuffled(rng, A),)


def _pruned(A: Array) -> bool:
    alive = list(range(len(A)))
    while sources := [j for j in alive if not any(A[i, j] for i in alive)]:
        alive = [j for j in alive if j not in sources]
    return not alive


def _depth_first(
    A: Array,
    starts: Sequence[int] | None = None,
    parent_is_no_cycle: bool = False,
    seen_is_cycle: bool = False,
) -> bool:
    """Search for a way back, with the slips that students make in it as switches."""
    done: set[int] = set()

    def leads_back(i: int, parent: int, path: tuple[int, ...]) -> bool:
        if i in path or (seen_is_cycle and i in done):
            return True
        if i in done:
            return False
        done.add(i)
        followers = [
            int(j) for j in np.flatnonzero(A[i]) if not (parent_is_no_cycle and j == parent)
        ]
        return any(leads_back(j, i, (*path, i)) for j in followers)

    chosen = range(len(A)) if starts is None else starts
    return not any(leads_back(i, -1, ()) for i in chosen if i not in done)


def _reachable(A: Array) -> Any:
    reach = A.copy()
    for k in range(len(A)):
        reach |= reach[:, [k]] & reach[[k], :]
    return not reach.diagonal().any()


def _sources_once(A: Array) -> bool:
    inner = A.any(axis=0)
    return not A[np.ix_(inner, inner)].any()


def _emptied_in_place(A: Array) -> bool:
    for _ in range(len(A)):
        A[~A.any(axis=0), :] = False
    return not A.any()


IS_FEED_FORWARD = Exercise(
    reference=key.is_feed_forward,
    groups=(
        Group(
            "networks with and without a cycle of three or more neurons",
            _some_network,
            weight=3,
            count=16,
            hint="A neuron may come into a cycle after any number of steps, and neurons may be "
            "numbered in any order.",
        ),
        Group("a chain of neurons", _chain, weight=0.5),
        Group("inputs straight into the outputs", _one_layer, weight=0.5),
        Group("a cycle that neuron 0 does not lead to", _out_of_reach, count=3),
        Group("two neurons that feed each other", _pair),
        Group("a neuron that feeds itself", _self_loop),
    ),
    mistakes=(
        Mistake(
            "only self-loops are looked for",
            "The diagonal shows who feeds itself. A signal can also come back after two, three or "
            "more steps: follow the connections further.",
            lambda A: not bool(A.diagonal().any()),
        ),
        Mistake(
            "only cycles of two are looked for",
            "`A & A.T` finds neurons that feed each other (and themselves). Longer ways round, such "
            "as 0 to 1 to 2 to 0, have no pair of that kind in them.",
            lambda A: not bool((A & A.T).any()),
        ),
        Mistake(
            "two neurons that feed each other are missed",
            "Coming straight back to where you came from is harmless on an undirected graph. Here "
            "connections have a direction, and i to j to i is a cycle of two.",
            lambda A: _depth_first(A, parent_is_no_cycle=True),
        ),
        Mistake(
            "self-loops are missed",
            "A neuron that feeds itself is the shortest cycle of all: look at the diagonal too.",
            lambda A: _pruned(A & ~np.eye(len(A), dtype=bool)),
        ),
        Mistake(
            "neurons are taken to be numbered from input to output",
            "A connection to a lower number is no cycle in itself: the numbers are only names. Ask "
            "whether *some* order exists in which all connections lead onward.",
            lambda A: not bool(np.tril(A).any()),
        ),
        Mistake(
            "two paths that meet are taken for a cycle",
            "Reaching a neuron a second time is no cycle if it was by another path: skip connections "
            "do that. It is one only if the neuron lies on the path that you are walking now.",
            lambda A: _depth_first(A, seen_is_cycle=True),
        ),
        Mistake(
            "the search starts at neuron 0 only",
            "What neuron 0 cannot reach, you never look at. Start from every neuron in turn.",
            lambda A: _depth_first(A, starts=(0,)),
        ),
        Mistake(
            "one neuron without input is taken as proof",
            "Every feed-forward network has a neuron that nobody feeds, but a network with such a "
            "neuron may have a cycle further on. Take it out and look at the rest again.",
            lambda A: not bool(A.any(axis=0).all()),
        ),
        Mistake(
            "the inputs are taken out only once",
            "After the first neurons are gone, others have nobody left who feeds them. Repeat until "
            "none is left, or until nothing changes.",
            _sources_once,
        ),
        Mistake(
            "only closed walks of n steps are counted",
            "The trace of the n-th power counts ways back of exactly n steps. A cycle of three among "
            "seven neurons is not there after seven. Ask of every length, or whether *any* walk of n "
            "steps exists.",
            lambda A: not bool(np.trace(np.linalg.matrix_power(A.astype(int), len(A)))),
        ),
        Mistake(
            "True and False are swapped",
            "You find the cycles rightly, and return True where there is one. Feed-forward means "
            "that there is none.",
            lambda A: not _pruned(A),
        ),
        Mistake(
            "1 and 0 instead of True and False",
            "The answer to a yes-or-no question is a bool: `return x == 0`, or `bool(x)`.",
            lambda A: int(_pruned(A)),
        ),
        Mistake(
            "the argument is emptied",
            "The answer is right, but the caller's matrix has lost its connections. Work on "
            "`adjacency.copy()`.",
            _emptied_in_place,
        ),
        Mistake(
            "every network is taken for feed-forward",
            "You answer True whatever the connections are.",
            lambda A: True,
        ),
        Mistake(
            "no network is taken for feed-forward",
            "You answer False every time, even where nothing ever leads back.",
            lambda A: False,
        ),
    ),
    alternatives=(
        Alternative("inputs taken out again and again", _pruned),
        Alternative("depth-first, with recursion", _depth_first),
        Alternative("who reaches whom", _reachable),
        Alternative(
            "no walk of n steps",
            lambda A: not np.linalg.matrix_power(A.astype(int), len(A)).any(),
        ),
        Alternative(
            "all powers, and their traces",
            lambda A: (
                sum(np.trace(np.linalg.matrix_power(A * 1.0, p)) for p in range(1, len(A) + 1)) == 0
            ),
        ),
    ),
)
