"""Damaged and invented messages for the judge: each is a value or a `CodecError`, and costs little.

`python -m tests.grading.sandbox.fuzz_codec 100000` for a long hunt.
"""

from __future__ import annotations

import contextlib
import json
import random
import struct
import sys
import tracemalloc
from typing import Any

import numpy as np

from course_utils.checking.outcome import Failure, Foreign, Outcome
from course_utils.checking.probes import Probe
from course_utils.grading.sandbox.codec import CodecError, decode, encode
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.sandbox.messages import outcome_from_data, outcome_to_data

# The most that reading a message may take: what JSON's and NumPy's objects are larger than their
# bytes (64 for a list that was written in 3), and a little for Python itself.
MEMORY_A_BYTE = 64
MEMORY = 64 * 1024

WORDS: list[Any] = ["list", "tuple", "dict", "array", "scalar", "complex", "foreign", "probe"]
WORDS += ["generator", "<f8", "<i8", "|b1", "<c16", "|O", "waves", "cubic", "a", "ff", "missing"]
WORDS += [0, 1, -1, 2, 3, 2**31, 2**62, 2**63, 2**80, 1.5, 1e300, float("nan"), None, True, []]


def fuzz(count: int, seed: int) -> tuple[int, int]:
    """Read so many messages; return how many were read and how many were refused.

    Raises
    ------
    AssertionError
        If one took too much memory, or was read as something that could not have been sent.
    Exception
        Whatever reading one raised other than `CodecError`.
    """
    chance = random.Random(seed)
    limits = Limits()
    honest = [encode(value, limits) for value in _values(np.random.default_rng(seed))]
    read = 0
    tracemalloc.start()
    try:
        for _ in range(count):
            message = _message(chance, honest)
            tracemalloc.reset_peak()
            before, _ = tracemalloc.get_traced_memory()
            with contextlib.suppress(CodecError):
                value = decode(message, limits)
                read += 1
                encode(value, limits)
                outcome_from_data(value, 2)
            _, peak = tracemalloc.get_traced_memory()
            assert peak - before <= MEMORY + MEMORY_A_BYTE * len(message), message[:200]
    finally:
        tracemalloc.stop()
    return read, count - read


def _values(rng: np.random.Generator) -> list[object]:
    arrays = (rng.normal(size=(3, 4)), rng.integers(0, 2, 5) > 0, np.zeros((0, 3), np.int32))
    failure = Failure("exception", "no", "ValueError", "x = 1", 3)
    return [
        None,
        [1, -2.5, "text", True, 1j],
        arrays,
        {"W": arrays[0], "b": [np.float32(1), np.int64(2)]},
        [(arrays[0], arrays[1]), [], ()],
        rng,
        Probe("cubic", tuple(rng.normal(size=(3, 2)))),
        Foreign("Thing"),
        outcome_to_data(Outcome(arrays[0], None, (1, arrays[1]), ("a warning",), 0.5)),
        outcome_to_data(Outcome(failure=failure)),
    ]


def _message(chance: random.Random, honest: list[bytes]) -> bytes:
    kind = chance.randrange(6)
    if kind == 0:
        return chance.randbytes(chance.randrange(60))
    message = bytearray(chance.choice(honest))
    if kind == 1:
        return _with_tree(json.dumps(_tree(chance, 4)).encode(), message)
    (length,) = struct.unpack_from("!I", message)
    if kind == 2:
        tree = json.loads(bytes(message[4 : 4 + length]))
        return _with_tree(json.dumps(_damage(chance, tree)).encode(), message)
    for _ in range(chance.randint(1, 4)):
        _scratch(chance, message, kind)
    return bytes(message)


def _with_tree(tree: bytes, message: bytearray) -> bytes:
    """Put another tree before the contents of a message."""
    (length,) = struct.unpack_from("!I", message)
    return struct.pack("!I", len(tree)) + tree + bytes(message[4 + length :])


def _tree(chance: random.Random, depth: int) -> object:
    if depth == 0 or chance.random() < 0.4:
        return chance.choice(WORDS)
    entries = [_tree(chance, depth - 1) for _ in range(chance.randrange(5))]
    return [chance.choice(WORDS[:9]), *entries]


def _damage(chance: random.Random, tree: object) -> object:
    """Change one node of a tree for another."""
    if not isinstance(tree, list) or not tree or chance.random() < 0.2:
        return _tree(chance, 2)
    place = chance.randrange(len(tree))
    return [*tree[:place], _damage(chance, tree[place]), *tree[place + 1 :]]


def _scratch(chance: random.Random, message: bytearray, kind: int) -> None:
    place = chance.randrange(len(message) + 1)
    end = min(place + chance.randint(1, 8), len(message))
    if kind == 3 and place < len(message):
        message[place] ^= 1 << chance.randrange(8)
    elif kind == 4:
        message[place:end] = chance.randbytes(chance.randrange(8))
    else:
        message[place:end] = message[:end][: chance.randrange(9)]


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    good, bad = fuzz(wanted, seed=random.randrange(2**32))
    print(f"{wanted} messages: {good} read, {bad} refused, nothing else")
