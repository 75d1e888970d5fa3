"""Lesson 03: which connections make a feed-forward network."""

from collections.abc import Sequence

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Array, Exercise, Group, Rng, drawn, fixed
from course_utils.reference import forward_propagation as key


def _acyclic(rng: Rng, n: int) -> Array:
    """Draw connections from earlier to later neurons, with a path through all of them."""
    return np.triu(rng.random((n, n)) < 0.4, 1) | np.eye(n, k=1, dtype=bool)


def _relabeled(A: Array, order: Array) -> tuple:
    return (A[np.ix_(order, order)],)


def _with_cycle(rng: Rng, A: Array, start: int, last: int) -> Array:
    """Send a connection back, so that a cycle of three or more neurons closes, but none of two."""
    end = int(rng.integers(start + 2, last + 1))
    A[start, end], A[end, start] = False, True
    return A


def _without_cycle(rng: Rng) -> tuple:
    n = (6, 7)[rng.integers(2)]
    return _relabeled(_acyclic(rng, n), rng.permutation(n))


def _somewhere_a_cycle(rng: Rng) -> tuple:
    n = (6, 7)[rng.integers(2)]
    A = _with_cycle(rng, _acyclic(rng, n), int(rng.integers(n - 2)), n - 1)
    return _relabeled(A, rng.permutation(n))


@drawn
def _ring(rng: Rng, k: int, *, fed: bool) -> tuple:
    """Draw a ring of k neurons that feeds neuron 0: there is no shorter cycle.

    If `fed`, an input neuron feeds the ring; otherwise every neuron is fed by another one.
    """
    n = k + 2 + fed
    A = np.zeros((n, n), dtype=bool)
    for i in range(k):
        A[2 + i, 2 + (i + 1) % k] = True
    A[2, 1] = A[1, 0] = True
    A[n - 1, 2] |= fed
    return _relabeled(A, np.r_[0, 1 + rng.permutation(n - 1)])


def _ring_alone(rng: Rng) -> tuple:
    """Draw a ring of all neurons: every one feeds one and is fed by one."""
    n = (5, 6)[rng.integers(2)]
    return _relabeled(np.roll(np.eye(n, dtype=bool), 1, axis=1), rng.permutation(n))


def _both_ways(rng: Rng) -> tuple:
    """Draw connections each of which goes both ways."""
    A = _acyclic(rng, 5)
    return (A | A.T,)


def _late_ring(rng: Rng) -> tuple:
    """Draw a long way, in the order of the numbers, to a cycle of the last three neurons."""
    A = np.eye(int(rng.integers(20, 25)), k=1, dtype=bool)
    A[-1, -3] = True
    return (A,)


def _one_layer(rng: Rng) -> tuple:
    """Connect every input with every output."""
    n, inputs = ((6, 4), (7, 3))[rng.integers(2)]
    A = np.zeros((n, n), dtype=bool)
    A[:inputs, inputs:] = True
    return (A,)


def _three_layers(rng: Rng) -> tuple:
    """Connect three layers of two neurons, each with the next."""
    A = np.zeros((6, 6), dtype=bool)
    A[:2, 2:4] = A[2:4, 4:] = True
    return _relabeled(A, rng.permutation(6))


def _out_of_reach(rng: Rng) -> tuple:
    """Put a cycle where neuron 0, which is the output here, does not lead; everybody is fed."""
    A = _with_cycle(rng, _acyclic(rng, 5), 0, 3)
    return _relabeled(A, np.r_[4, rng.permutation(4)])


def _in_order(rng: Rng) -> tuple:
    """Draw connections in the order of the numbers, where ways part and meet again."""
    A = _acyclic(rng, 6)
    A[0, 2] = A[1, 3] = True
    return (A,)


def _apart(rng: Rng) -> tuple:
    """Put a cycle beside a chain: no input leads to it."""
    A = np.zeros((6, 6), dtype=bool)
    A[0, 1] = A[1, 2] = A[3, 4] = A[4, 5] = A[5, 3] = True
    return _relabeled(A, np.r_[0, 1 + rng.permutation(5)])


@drawn
def _with_connection(rng: Rng, n: int, start: int, end: int) -> tuple:
    A = _acyclic(rng, n)
    A[start, end] = True
    return _relabeled(A, rng.permutation(n))


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


RINGS = [_ring(k, fed=k % 2 == 1) for k in (3, 4, 5, 14)]

IS_FEED_FORWARD = Exercise(
    reference=key.is_feed_forward,
    groups=(
        Group(
            "networks with and without a cycle of three or more neurons",
            [_without_cycle, _in_order, _somewhere_a_cycle, _late_ring, *RINGS],
            weight=3,
            count=3,
            hint="A neuron may come into a cycle after any number of steps, and neurons may be "
            "numbered in any order.",
        ),
        Group("a ring of all neurons", _ring_alone, weight=0.5),
        Group(
            "a chain of neurons, short or long",
            fixed((np.eye(5, k=1, dtype=bool),), (np.eye(104, k=1, dtype=bool),)),
            weight=0.5,
            count=1,
        ),
        Group("layers, each connected with the next", [_one_layer, _three_layers], weight=0.5),
        Group("a cycle that neuron 0 does not lead to", _out_of_reach, count=3),
        Group("a cycle that no input leads to", _apart, weight=0.5),
        Group("two neurons that feed each other", [_with_connection(6, 1, 0), _both_ways]),
        Group("a neuron that feeds itself", _with_connection(5, 0, 0)),
    ),
    mistakes=wrong_answers("""
## only self-loops are looked for
# The diagonal shows who feeds itself. A signal can also come back after two, three or more
# steps: follow the connections further. (Or does your loop return in its first round?)
not bool(adjacency.diagonal().any())
## only cycles of two are looked for
# `A & A.T` finds neurons that feed each other (and themselves). Longer ways round, such as 0 to
# 1 to 2 to 0, have no pair of that kind in them.
not bool((adjacency & adjacency.T).any())
## two neurons that feed each other are missed
# Coming straight back to where you came from is harmless on an undirected graph. Here
# connections have a direction, and i to j to i is a cycle of two.
_depth_first(adjacency, parent_is_no_cycle=True)
## self-loops are missed
# A neuron that feeds itself is the shortest cycle of all: look at the diagonal too.
_pruned(adjacency & ~np.eye(len(adjacency), dtype=bool))
## neurons are taken to be numbered from input to output
# A connection to a lower number is no cycle in itself: the numbers are only names. Ask whether
# *some* order exists in which all connections lead onward.
not bool(np.tril(adjacency).any())
## two paths that meet are taken for a cycle
# Reaching a neuron a second time is no cycle if it was by another path: skip connections do
# that. It is one only if the neuron lies on the path that you are walking now.
_depth_first(adjacency, seen_is_cycle=True)
## only one connection of a neuron is followed
# A `return` inside the loop over the neurons ends it with the first connection. Follow all of
# them, and say True only after the loop.
return _pruned(adjacency & (np.cumsum(adjacency, axis=1) == 1))
## the search starts at neuron 0 only
# What neuron 0 cannot reach, you never look at. Start from every neuron in turn.
_depth_first(adjacency, starts=(0,))
## one neuron without input is taken as proof
# Every feed-forward network has a neuron that nobody feeds, but a network with such a neuron may
# have a cycle further on. Take it out and look at the rest again.
not bool(adjacency.any(axis=0).all())
## the inputs are taken out only once
# After the first neurons are gone, others have nobody left who feeds them. Repeat until none is
# left, or until nothing changes.
inner = adjacency.any(axis=0)
return not adjacency[np.ix_(inner, inner)].any()
## only closed walks of n steps are counted
# The trace of the n-th power counts ways back of exactly n steps. A cycle of three among seven
# neurons is not there after seven. Ask of every length, or whether *any* walk of n steps exists.
not bool(np.trace(np.linalg.matrix_power(adjacency.astype(int), len(adjacency))))
## walks are one step too short
# Without a cycle the longest walk among n neurons has n - 1 steps. Ask for one of n.
not np.linalg.matrix_power(adjacency.astype(int), len(adjacency) - 1).any()
## True and False are swapped
# You find the cycles rightly, and return True where there is one. Feed-forward means that there
# is none.
not _pruned(adjacency)
## 1 and 0 instead of True and False
# The answer to a yes-or-no question is a bool: `return x == 0`, or `bool(x)`.
int(_pruned(adjacency))
## every network is taken for feed-forward
# You answer True whatever the connections are.
True
## no network is taken for feed-forward
# You answer False where nothing ever leads back. If you take neurons out one by one: what a
# neuron that is out feeds does not count any more.
False
"""),
    alternatives=right_answers("""
## inputs taken out again and again
alive = list(range(len(adjacency)))
while (sources := [j for j in alive if not any((adjacency[i, j] for i in alive))]):
    alive = [j for j in alive if j not in sources]
return not alive
## depth-first, with recursion
done = set()

def leads_back(i, path):
    if i in path:
        return True
    if i in done:
        return False
    done.add(i)
    return any(leads_back(j, (*path, i)) for j in np.flatnonzero(adjacency[i]))

return not any(leads_back(i, ()) for i in range(len(adjacency)))
## who reaches whom
reach = adjacency.copy()
for k in range(len(adjacency)):
    reach |= reach[:, [k]] & reach[[k], :]
return not reach.diagonal().any()
## no walk of n steps
not np.linalg.matrix_power(adjacency.astype(int), len(adjacency)).any()
## all powers, and their traces
sum((np.trace(np.linalg.matrix_power(adjacency * 1.0, p)) for p in range(1, len(adjacency) + 1))) == 0
"""),
)
