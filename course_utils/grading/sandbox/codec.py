"""Values as bytes, in a format that carries data and nothing else.

A message is the length of a tree, the tree as JSON, and the raw contents of its arrays one after
the other. In the tree None, booleans, integers, floats and strings stand for themselves; everything
else is a JSON list whose first entry says what it is::

    ["list", a, b]   ["tuple", a, b]   ["dict", ["k", "l"], a, b]   ["complex", re, im]
    ["array", "<f8", [2, 3]]   ["scalar", "<f8"]      their contents follow the tree
    ["foreign", "type name"]   ["probe", kind, a, b]   ["generator", state, increment, has, kept]

A message never names a class or a function to call, so a hostile message can at worst yield a wrong
value. Only the exact type of a value decides what it is: no method of a student's object is ever
called, and an instance of a subclass is `Foreign`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils.checking.outcome import Foreign
from course_utils.checking.probes import Probe
from course_utils.grading.sandbox.limits import Limits

DTYPES: tuple[str, ...] = ("|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8")
DTYPES += ("<f2", "<f4", "<f8", "<c8", "<c16")
SCALARS = frozenset(np.dtype(code).type for code in "?bhilqBHILQefdFD")
INTEGER_BITS = 63
STATE_BITS = 128
MOST_DIMENSIONS = 32
TYPE_NAME = 100

_LENGTH = struct.Struct("!I")


class CodecError(ValueError):
    """A value is too large to be written, or what was read is not a message."""


def encode(value: object, limits: Limits) -> bytes:
    """Return `value` as a message.

    Raises
    ------
    CodecError
        If it is larger or deeper than `limits` allow. A value of another type than the format
        knows is no error: it is sent as `Foreign`.
    """
    return _Writer(limits).message(value)


def decode(message: bytes | bytearray | memoryview, limits: Limits) -> Any:
    """Return the value of a message; arrays are fresh, writable and in C order.

    Raises
    ------
    CodecError
        If it is not exactly one message within `limits`, whatever is wrong with it.
    """
    return _Reader(message, limits).value()


class _Writer:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.items = 0
        self.size = 0
        self.contents: list[bytes] = []

    def message(self, value: object) -> bytes:
        tree = json.dumps(self.node(value, 0), separators=(",", ":")).encode("ascii")
        if len(tree) > self.limits.tree:
            raise CodecError(f"more than {self.limits.tree} bytes beside its arrays")
        message = b"".join((_LENGTH.pack(len(tree)), tree, *self.contents))
        if len(message) > self.limits.frame:
            raise CodecError(f"more than {self.limits.frame} bytes")
        return message

    def node(self, value: object, depth: int) -> object:
        self.items += 1
        if self.items > self.limits.items:
            raise CodecError(f"more than {self.limits.items} values")
        if depth > self.limits.depth:
            raise CodecError(f"containers in containers, more than {self.limits.depth} deep")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        write = _WRITERS.get(kind)
        if write is not None:
            return write(self, value, depth)
        if kind in SCALARS:
            return self.scalar(value)
        return self.foreign(value)

    def foreign(self, value: object) -> list[object]:
        # The name as the type itself holds it: a metaclass cannot put a property in its place.
        name: str = type.__dict__["__name__"].__get__(type(value))
        return ["foreign", name[:TYPE_NAME]]

    def integer(self, value: Any, depth: int) -> object:
        return value if value.bit_length() <= INTEGER_BITS else self.foreign(value)

    def text(self, value: Any, depth: int) -> object:
        if len(value) > self.limits.text:
            raise CodecError(f"a text of more than {self.limits.text} characters")
        return value

    def complex_number(self, value: Any, depth: int) -> object:
        return ["complex", value.real, value.imag]

    def sequence(self, value: Any, depth: int) -> object:
        return [type(value).__name__, *(self.node(entry, depth + 1) for entry in value)]

    def dictionary(self, value: Any, depth: int) -> object:
        if any(type(key) is not str for key in value):
            return ["foreign", "dict with keys other than strings"]
        keys = [self.text(key, depth) for key in value]
        return ["dict", keys, *(self.node(entry, depth + 1) for entry in value.values())]

    def array(self, value: Any, depth: int) -> object:
        code = value.dtype.newbyteorder("<").str
        if code not in DTYPES:
            return ["foreign", f"array of {value.dtype.name}"[:TYPE_NAME]]
        self.content(value.astype(code, copy=False))
        return ["array", code, list(value.shape)]

    def scalar(self, value: Any) -> object:
        code = value.dtype.newbyteorder("<").str
        self.content(np.asarray(value, dtype=code))
        return ["scalar", code]

    def content(self, array: NDArray[Any]) -> None:
        self.size += array.nbytes
        if self.size > self.limits.frame:
            raise CodecError(f"arrays of more than {self.limits.frame} bytes")
        self.contents.append(array.tobytes())

    def probe(self, value: Any, depth: int) -> object:
        arrays = [self.node(entry, depth + 1) for entry in value.coefficients]
        return ["probe", value.kind, *arrays]

    def generator(self, value: Any, depth: int) -> object:
        state = value.bit_generator.state
        if type(value.bit_generator) is not np.random.PCG64:
            return self.foreign(value)
        numbers = (state["state"]["state"], state["state"]["inc"])
        kept = (state["has_uint32"], state["uinteger"])
        return ["generator", *(f"{number:x}" for number in numbers + kept)]


_WRITERS: dict[type, Callable[[_Writer, object, int], object]] = {
    int: _Writer.integer,
    str: _Writer.text,
    complex: _Writer.complex_number,
    list: _Writer.sequence,
    tuple: _Writer.sequence,
    dict: _Writer.dictionary,
    np.ndarray: _Writer.array,
    Probe: _Writer.probe,
    np.random.Generator: _Writer.generator,
    Foreign: lambda writer, value, depth: ["foreign", value.type_name],  # type: ignore[attr-defined]
}


class _Reader:
    def __init__(self, message: bytes | bytearray | memoryview, limits: Limits) -> None:
        self.limits = limits
        self.items = 0
        view = memoryview(message)
        if not _LENGTH.size <= len(view) <= limits.frame:
            raise CodecError("a message of impossible length")
        (length,) = _LENGTH.unpack_from(view)
        if length > min(limits.tree, len(view) - _LENGTH.size):
            raise CodecError("a tree of impossible length")
        self.start = _LENGTH.size + length
        self.view = view
        try:
            self.tree = json.loads(bytes(view[_LENGTH.size : self.start]))
        except (ValueError, RecursionError) as error:
            raise CodecError("a tree that is not JSON") from error

    def value(self) -> object:
        value = self.node(self.tree, 0)
        if self.start != len(self.view):
            raise CodecError("more bytes than values")
        return value

    def node(self, node: object, depth: int) -> object:
        self.items += 1
        if self.items > self.limits.items:
            raise CodecError("too many values")
        if depth > self.limits.depth:
            raise CodecError("containers too deep in each other")
        if isinstance(node, str):
            return self.text(node)
        if isinstance(node, int):
            return self.integer(node)
        if node is None or isinstance(node, float):
            return node
        if not isinstance(node, list) or not node or not isinstance(node[0], str):
            raise CodecError("a node that says not what it is")
        read = _READERS.get(node[0])
        if read is None:
            raise CodecError("a node of an unknown kind")
        return read(self, node[1:], depth)

    def integer(self, value: int) -> int:
        if value.bit_length() > INTEGER_BITS:
            raise CodecError("an integer that no array could hold")
        return value

    def text(self, node: object) -> str:
        if not isinstance(node, str) or len(node) > self.limits.text:
            raise CodecError("not a text, or too long")
        # A lone surrogate could not be printed or written to a file later on.
        return node.encode("utf-8", "backslashreplace").decode("utf-8")

    def entries(self, nodes: list[object], depth: int) -> list[object]:
        return [self.node(entry, depth + 1) for entry in nodes]

    def dictionary(self, nodes: list[object], depth: int) -> dict[str, object]:
        keys = nodes[0] if nodes else None
        if not isinstance(keys, list) or len(keys) != len(nodes) - 1:
            raise CodecError("a dictionary with keys and values that do not pair")
        names = [self.text(key) for key in keys]
        return dict(zip(names, self.entries(nodes[1:], depth), strict=True))

    def complex_number(self, nodes: list[object], depth: int) -> complex:
        match nodes:
            case [float(real), float(imaginary)]:
                return complex(real, imaginary)
        raise CodecError("not a complex number")

    def dtype(self, code: object) -> np.dtype[Any]:
        if not isinstance(code, str) or code not in DTYPES:
            raise CodecError("not a type of array that may cross")
        return np.dtype(code)

    def array(self, nodes: list[object], depth: int) -> NDArray[Any]:
        if len(nodes) != 2 or not isinstance(nodes[1], list):
            raise CodecError("not an array")
        dtype, shape = self.dtype(nodes[0]), nodes[1]
        if len(shape) > MOST_DIMENSIONS:
            raise CodecError("an array of too many dimensions")
        # A length is bounded even beside a length of 0: a sum along it would be as large.
        if any(type(n) is not int or not 0 <= n <= self.limits.frame for n in shape):
            raise CodecError("an array with an impossible length")
        if prod(n for n in shape if n) > self.limits.frame:
            raise CodecError("an array with impossible lengths")
        return self.content(dtype, prod(shape)).reshape(shape)

    def scalar(self, nodes: list[object], depth: int) -> object:
        if len(nodes) != 1:
            raise CodecError("not a number")
        return self.content(self.dtype(nodes[0]), 1)[0]

    def content(self, dtype: np.dtype[Any], count: int) -> NDArray[Any]:
        end = self.start + dtype.itemsize * count
        if end > len(self.view):
            raise CodecError("fewer bytes than values")
        raw = self.view[self.start : end]
        self.start = end
        if dtype == np.bool_:
            # A byte other than 0 or 1 would be a truth value that equals neither.
            return np.frombuffer(raw, np.uint8) != 0
        return np.frombuffer(raw, dtype).copy()

    def foreign(self, nodes: list[object], depth: int) -> Foreign:
        if len(nodes) != 1:
            raise CodecError("not a name of a type")
        return Foreign(self.text(nodes[0])[:TYPE_NAME])

    def probe(self, nodes: list[object], depth: int) -> Probe:
        if not nodes:
            raise CodecError("not a probe")
        arrays = tuple(self.entries(nodes[1:], depth))
        if not all(isinstance(array, np.ndarray) for array in arrays):
            raise CodecError("a probe of other things than arrays")
        try:
            return Probe(self.text(nodes[0]), arrays)  # type: ignore[arg-type]
        except ValueError as error:
            raise CodecError("not a probe") from error

    def generator(self, nodes: list[object], depth: int) -> np.random.Generator:
        if len(nodes) != 4:
            raise CodecError("not a generator")
        try:
            state, increment, has, kept = (int(self.text(node), 16) for node in nodes)
        except ValueError as error:
            raise CodecError("not a generator") from error
        if min(state, increment, has, kept) < 0 or has > 1 or kept.bit_length() > 32:
            raise CodecError("not a generator")
        if max(state, increment).bit_length() > STATE_BITS:
            raise CodecError("not a generator")
        bits = np.random.PCG64(0)
        bits.state = {
            "bit_generator": "PCG64",
            "state": {"state": state, "inc": increment},
            "has_uint32": has,
            "uinteger": kept,
        }
        return np.random.Generator(bits)


_READERS: dict[str, Callable[[_Reader, list[object], int], object]] = {
    "list": _Reader.entries,
    "tuple": lambda reader, nodes, depth: tuple(reader.entries(nodes, depth)),
    "dict": _Reader.dictionary,
    "array": _Reader.array,
    "scalar": _Reader.scalar,
    "complex": _Reader.complex_number,
    "foreign": _Reader.foreign,
    "probe": _Reader.probe,
    "generator": _Reader.generator,
}
