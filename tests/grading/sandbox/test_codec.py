"""Values cross as they are, or not at all; what is no message is refused by one exception."""

import json
import pickle
import struct
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_utils.checking.outcome import Foreign
from course_utils.checking.probes import Probe
from course_utils.grading.sandbox.codec import CodecError, decode, encode
from course_utils.grading.sandbox.limits import Limits
from tests.grading.sandbox.fuzz_codec import fuzz

LIMITS = Limits()
INT64 = st.integers(-(2**63) + 1, 2**63 - 1)
DTYPES = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(),
    hnp.unsigned_integer_dtypes(),
    hnp.floating_dtypes(sizes=(16, 32, 64)),
    hnp.complex_number_dtypes(sizes=(64, 128)),
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    INT64,
    st.floats(),
    st.complex_numbers(),
    st.text(st.characters(codec="utf-8")),
    hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, min_side=0)),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.text("abc"), inner, max_size=4),
    ),
    max_leaves=8,
)


def there_and_back(value: object, limits: Limits = LIMITS) -> object:
    return decode(encode(value, limits), limits)


def same(a: object, b: object) -> bool:
    """Compare without the codec's help: exact types, and the bits of each number."""
    if type(a) is not type(b):
        return False
    if isinstance(a, (np.ndarray, np.generic)) and isinstance(b, (np.ndarray, np.generic)):
        native = a.dtype.newbyteorder("=")
        return (
            native == b.dtype and a.shape == b.shape and a.astype(native).tobytes() == b.tobytes()
        )
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (float, complex)):
        return repr(a) == repr(b)
    return a == b


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    assert same(value, there_and_back(value))


@pytest.mark.parametrize("code", "?bhilqBHILQefdFD")
def test_a_numpy_scalar_stays_one(code: str) -> None:
    scalar = np.dtype(code).type(1)
    back = there_and_back(scalar)
    assert isinstance(back, np.generic)
    assert back.dtype == scalar.dtype
    assert back == scalar


def test_arrays_are_fresh_writable_and_in_c_order() -> None:
    sent = np.asfortranarray(np.arange(6.0).reshape(2, 3))[:, ::-1]
    back = there_and_back(sent)
    assert isinstance(back, np.ndarray)
    assert back.flags.c_contiguous
    assert back.flags.writeable
    back[:] = 0
    assert sent.any()


class Liar(float):
    """Compares equal to everything, and would answer for itself if it were asked."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__

    def __repr__(self) -> str:
        raise AssertionError("a method of the student's object was called")

    __array__ = __float__ = __reduce__ = __str__ = __repr__  # type: ignore[assignment]


class Meta(type):
    @property
    def __name__(cls) -> str:  # type: ignore[override]
        raise AssertionError("a method of the student's class was called")


class Pair(NamedTuple):
    a: int
    b: int


class Array(np.ndarray):
    pass


FOREIGN: dict[str, Callable[[], object]] = {
    "Liar": lambda: Liar(1.0),
    "Array": lambda: np.zeros(2).view(Array),
    "matrix": lambda: np.zeros((2, 2)).view(np.matrix),
    "MaskedArray": lambda: np.ma.masked_array([1.0], [True]),
    "array of object": lambda: np.array([1, None]),
    "array of longdouble": lambda: np.zeros(2, np.longdouble),
    "array of str64": lambda: np.array(["ab"]),
    "array of datetime64[D]": lambda: np.array(["2020-01-01"], "M8[D]"),
    "datetime64": lambda: np.datetime64("2020-01-01"),
    "function": lambda: same,
    "set": lambda: {1},
    "bytes": lambda: b"x",
    "OrderedDict": OrderedDict,
    "Pair": lambda: Pair(1, 2),
    "dict with keys other than strings": lambda: {1: 2},
    "int": lambda: 2**64,
    "MyType": lambda: Meta("MyType", (), {})(),
    "RandomState": lambda: np.random.RandomState(0),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_data_is_named_and_left_behind(name: str) -> None:
    back = there_and_back([FOREIGN[name]()])
    said = "array of longdouble" if name == "array of longdouble" else name
    assert isinstance(back, list)
    assert isinstance(back[0], Foreign)
    if name == "array of longdouble":  # its name is the machine's
        assert back[0].type_name.startswith("array of ")
    else:
        assert back[0].type_name == said


def test_a_generator_goes_on_where_it_was() -> None:
    rng = np.random.default_rng(5)
    rng.random(3)
    rng.integers(9, size=1, dtype=np.int32)  # leaves half a number in store
    back = there_and_back(rng)
    assert isinstance(back, np.random.Generator)
    assert np.array_equal(
        back.integers(9, size=8, dtype=np.int32), rng.integers(9, size=8, dtype=np.int32)
    )
    assert np.array_equal(back.normal(size=4), rng.normal(size=4))


def test_a_generator_of_another_kind_is_foreign() -> None:
    assert there_and_back(np.random.Generator(np.random.MT19937(0))) == Foreign("Generator")


def test_a_probe_is_the_same_function() -> None:
    probe = Probe("waves", tuple(np.random.default_rng(0).normal(size=(3, 4))))
    back = there_and_back(probe)
    assert isinstance(back, Probe)
    theta = np.linspace(-1, 1, 4)
    assert back(theta) == probe(theta)


def nested(depth: int) -> object:
    return [nested(depth - 1)] if depth else 0


SMALL = Limits(frame=4096, tree=1024, depth=4, items=20, text=50)


@pytest.mark.parametrize(
    "value",
    [
        np.zeros(600),
        [np.zeros(300)] * 2,
        nested(5),
        [0] * 20,
        "x" * 51,
        ["é" * 50] * 19,
        {"x" * 51: 0},
    ],
    ids=["array", "arrays", "depth", "items", "text", "tree", "key"],
)
def test_too_much_is_refused_by_writer_and_reader(value: object) -> None:
    with pytest.raises(CodecError):
        encode(value, SMALL)
    with pytest.raises(CodecError):
        decode(encode(value, LIMITS), SMALL)


def test_a_list_that_holds_itself_is_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(CodecError):
        encode(loop, LIMITS)


def message(tree: object, contents: bytes = b"") -> bytes:
    text = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return struct.pack("!I", len(text)) + text + contents


DAMAGED = {
    "empty": b"",
    "no tree": struct.pack("!I", 0),
    "short": struct.pack("!I", 10) + b"1",
    "pickle": pickle.dumps([1]),
    "pickle as tree": message(pickle.dumps([1])),
    "not JSON": message(b"[1"),
    "not UTF-8": message(b'"\xff"'),
    "deep": message(b"[" * 100_000 + b"]" * 100_000),
    "digits": message(b"9" * 10_000),
    "integer": message(2**63),
    "object": message({"a": 1}),
    "empty list": message([]),
    "kind unknown": message(["module", "os"]),
    "kind no text": message([["list"]]),
    "bytes left over": message(1, b"x"),
    "bytes missing": message(["array", "<f8", [2]], b"12345678"),
    "bytes for nobody": message(["array", "<f8", [0]], b"12345678"),
    "object dtype": message(["array", "|O", [1]], b"12345678"),
    "dtype no text": message(["array", ["<f8"], [1]], b"12345678"),
    "dtype void": message(["array", "|V8", [1]], b"12345678"),
    "dtype long": message(["array", "<f16", [1]], bytes(16)),
    "dimension negative": message(["array", "<f8", [-1]]),
    "dimension boolean": message(["array", "|b1", [True]], b"1"),
    "dimension float": message(["array", "|b1", [1.0]], b"1"),
    "dimensions huge": message(["array", "<f8", [2**62, 2**62]]),
    "dimension huge beside none": message(["array", "<f8", [0, 2**40]]),
    "dimensions large beside none": message(["array", "<f8", [0, *[2**20] * 10]]),
    "dimensions many": message(["array", "<f8", [1] * 65], bytes(8)),
    "shape no list": message(["array", "<f8", 1], bytes(8)),
    "shape missing": message(["array", "<f8"], bytes(8)),
    "scalar of nothing": message(["scalar"]),
    "complex": message(["complex", 1.0]),
    "complex text": message(["complex", "a", "b"]),
    "dict": message(["dict"]),
    "dict unpaired": message(["dict", ["a"], 1, 2]),
    "dict with other keys": message(["dict", [1], 1]),
    "foreign": message(["foreign"]),
    "foreign number": message(["foreign", 1]),
    "probe": message(["probe"]),
    "probe unknown": message(["probe", "exec", *[["array", "|b1", [0]]] * 3]),
    "probe of numbers": message(["probe", "waves", 1, 2, 3]),
    "generator": message(["generator", "1", "1", "0"]),
    "generator no hex": message(["generator", "x", "1", "0", "0"]),
    "generator negative": message(["generator", "-1", "1", "0", "0"]),
    "generator large": message(["generator", "f" * 33, "1", "0", "0"]),
    "generator store": message(["generator", "1", "1", "2", "0"]),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_message_is_refused(name: str) -> None:
    with pytest.raises(CodecError):
        decode(DAMAGED[name], LIMITS)


def test_a_truth_value_is_one_of_two() -> None:
    assert decode(message(["array", "|b1", [3]], b"\x00\x01\x07"), LIMITS).tolist() == [
        False,
        True,
        True,
    ]
    back = decode(message(["array", "|b1", [1]], b"\x07"), LIMITS)
    assert back.view(np.uint8)[0] == 1


def test_text_can_be_written_to_a_file() -> None:
    text = decode(message(b'["foreign", "\\ud800"]'), LIMITS).type_name
    assert text.encode("utf-8") == b"\\ud800"


def test_thousands_of_damaged_messages() -> None:
    read, refused = fuzz(4000, seed=1)
    assert read + refused == 4000
    assert min(read, refused) > 200  # damage that is always seen, or never, would test nothing
