"""Lesson 03's interactive picture: one layer as blocks, for any batch, and what can go wrong."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import pairwise
from typing import Any

import ipywidgets as ipw
import numpy as np

from course_utils.figures.forward_propagation.blocks import Block, draw_blocks
from course_utils.figures.forward_propagation.layers import draw_layers
from course_utils.figures.stage import empty
from course_utils.figures.style import Picture, new_figure
from course_utils.widgets.explorer import Explorer, own_or_reference

__all__ = ["layer_explorer"]

SIZES = (3, 5, 4, 2)
ACTIVATIONS = ("tanh", "relu", "sigmoid")
LARGEST_BATCH = 7
ROOM = (38.5, 7.0)  # squares: the widest and the tallest that a setting needs

FITS = "none"
ROWS = "A_prev has its examples in rows"
TRANSPOSED = "W is transposed"
FLAT = "b is flat, shape (n,)"
NO_LAYER = "X is used instead of A_prev"
SLIPS = (FITS, ROWS, TRANSPOSED, FLAT, NO_LAYER)

Layer = tuple[np.ndarray, np.ndarray, np.ndarray, str]


def layer_explorer(layer_forward: Callable[..., Any] | None = None) -> Explorer:
    """Send batches of any size through a layer, correctly or with a mistake, and see the shapes.

    Parameters
    ----------
    layer_forward : callable, optional
        The student's own; the reference stands in for one that does not work yet.
    """
    rng = np.random.default_rng(8)
    parameters = [(rng.normal(size=(n, k)), rng.normal(size=(n, 1))) for k, n in pairwise(SIZES)]
    X = rng.normal(size=(SIZES[0], LARGEST_BATCH))
    probe = (X, *parameters[0], "tanh")
    picture, (top, bottom) = new_figure(9.4, 3.7, 2, 1, height_ratios=(1, 1.9))
    functions, note = own_or_reference({"layer_forward": layer_forward}, {"layer_forward": probe})
    through = functions["layer_forward"]
    marked: int | None = None

    def into(layer: int, m: int) -> Layer:
        """Return what the layer gets: A_prev, W, b and the name of its activation."""
        A = X[:, :m]
        for (W, b), name in zip(parameters[: layer - 1], ACTIVATIONS, strict=False):
            A, _ = _pair(through, (A, W, b, name))
        return A, *parameters[layer - 1], ACTIVATIONS[layer - 1]

    def draw(layer: int, m: int, slip: str) -> tuple[Picture, str]:
        try:
            right = into(layer, m)
            expected = _pair(through, right)
        except Exception as error:
            # A student's function may work on the probe and fail here.
            alt = "The network, without results: layer_forward stops with an error."
            show(None, [Block("$X$", X[:, :1], "k", "m")], "no result", alt)
            return picture, f"<code>layer_forward</code> stops: <code>{_said(error)}</code>"
        given = _with_slip(right, slip, X[:, :m])
        try:
            got = _pair(through, given)
        except Exception as error:
            blocks = _into(layer, given, slip, fits=False)
            show(layer, blocks, "does not fit: no Z", _alt(layer, blocks, slip))
            return picture, _why(given, _said(error))
        blocks = _into(layer, given, slip) + _out_of(layer, given, slip, got, expected)
        show(layer, blocks, "", _alt(layer, blocks, slip))
        return picture, _compared(got, expected, right, slip)

    def show(layer: int | None, blocks: list[Block], after: str, alt: str) -> None:
        nonlocal marked
        if marked != layer or not top.lines:
            marked = layer
            empty(top)
            draw_layers(top, SIZES, marked=layer, diameter=13)
            top.set(ylim=(-2.6, 2.6))
        empty(bottom)
        draw_blocks(bottom, blocks, ROOM, after)
        picture.alt = alt

    for layer in range(1, len(SIZES)):
        draw(layer, 1, FITS)  # lays out the formulas in advance, so that the first move is fast
    return Explorer(
        draw,
        {
            "layer": ipw.IntSlider(value=2, min=1, max=len(SIZES) - 1, description="layer l"),
            "m": ipw.IntSlider(value=4, min=1, max=LARGEST_BATCH, description="batch m (examples)"),
            "slip": ipw.Dropdown(
                options=SLIPS,
                value=FITS,
                description="mistake",
            ),
        },
        note,
    )


def _pair(through: Callable[..., Any], layer: Layer) -> tuple[np.ndarray, np.ndarray]:
    """Call a layer, and make sure that it returns two matrices."""
    A, Z = (np.asarray(part, dtype=float) for part in through(*layer))
    if A.ndim != 2 or Z.ndim != 2 or A.shape != Z.shape:
        raise ValueError(f"A has shape {A.shape} and Z {Z.shape}; two equal matrices are needed")
    return A, Z


def _with_slip(layer: Layer, slip: str, X: np.ndarray) -> Layer:
    A_prev, W, b, name = layer
    if slip == ROWS:
        return A_prev.T, W, b, name
    if slip == TRANSPOSED:
        return A_prev, W.T, b, name
    if slip == FLAT:
        return A_prev, W, b.ravel(), name
    if slip == NO_LAYER:
        return X, W, b, name
    return layer


def _said(error: Exception) -> str:
    return escape(f"{type(error).__name__}: {error}"[:300])


def _why(given: Layer, said: str) -> str:
    A_prev, W, b, _ = given
    product = W.shape[1] == A_prev.shape[0]
    because = (
        f"b of shape {b.shape} would have to match the {A_prev.shape[1]} columns of Z."
        if product
        else f"W has {W.shape[1]} columns, but its input has {A_prev.shape[0]} rows."
    )
    return f"It does not fit. {because}<br>NumPy says <code>{said}</code>"


def _compared(
    got: tuple[np.ndarray, np.ndarray],
    expected: tuple[np.ndarray, np.ndarray],
    right: Layer,
    slip: str,
) -> str:
    A_prev, W, _, name = right
    (n, k), m = W.shape, A_prev.shape[1]
    if slip == FITS:
        return (
            f"({n} × {k}) @ ({k} × {m}) + ({n} × 1) gives {n} × {m}: the two inner sizes, {k}, are equal, "
            f"and b is added to each of the {m} columns. {name} keeps the shape."
        )
    if got[1].shape != expected[1].shape:
        rows, columns = got[1].shape
        return (
            f"<b>No error, and a wrong shape.</b> Z should be {n} × {m} and is {rows} × {columns}. "
            "The next layer may or may not stop with an error."
        )
    wrong = int(np.count_nonzero(_differs(got[1], expected[1])))
    if wrong == 0:
        return "Here this makes no difference: the input is the right one."
    return (
        f"<b>No error, and a wrong answer:</b> the sizes fit by accident, and {wrong} of {n * m} "
        "entries of Z (with a black corner) are not what they should be. With most other m NumPy gives an error."
    )


def _differs(got: np.ndarray, expected: np.ndarray) -> np.ndarray:
    return ~np.isclose(got, expected)


def _into(layer: int, given: Layer, slip: str, fits: bool = True) -> list[Block]:
    """Return W, the input and b as blocks."""
    A_prev, W, b, _ = given
    clash = W.shape[1] != A_prev.shape[0]
    flat = b.ndim == 1
    came = "$X$" if slip == NO_LAYER or layer == 1 else f"$A^{{[{layer - 1}]}}$"
    return [
        Block(
            "$W^\\top$" if slip == TRANSPOSED else f"$W^{{[{layer}]}}$",
            W,
            *(("k", "n") if slip == TRANSPOSED else ("n", "k")),
            clash="columns" if clash else "",
        ),
        Block(
            came if slip != ROWS else f"{came}, transposed",
            A_prev,
            {ROWS: "m", NO_LAYER: "$n_0$"}.get(slip, "k"),
            "k" if slip == ROWS else "m",
            "@",
            clash="rows" if clash else "",
        ),
        Block(
            f"$b^{{[{layer}]}}$",
            np.atleast_2d(b),
            "" if flat else "n",
            "n" if flat else "",
            "+",
            clash="columns" if flat and not fits else "",
        ),
    ]


def _out_of(
    layer: int,
    given: Layer,
    slip: str,
    got: tuple[np.ndarray, np.ndarray],
    expected: tuple[np.ndarray, np.ndarray],
) -> list[Block]:
    """Return Z and A as blocks, with the entries marked that are not as expected."""
    fits = got[1].shape == expected[1].shape
    sides = ("n", "m") if slip == FITS else ("rows", "columns")
    wrong = [_differs(g, e) if fits else None for g, e in zip(got, expected, strict=True)]
    return [
        Block(f"$Z^{{[{layer}]}}$", got[1], *sides, "=", wrong[1]),
        Block(f"{given[-1]}($Z$)", got[0], *sides, "$\\to$", wrong[0]),
    ]


def _alt(layer: int, blocks: list[Block], slip: str) -> str:
    shapes = ", ".join(" by ".join(map(str, block.values.shape)) for block in blocks)
    return (
        f"Above, a network of {SIZES[0]}, {SIZES[1]}, {SIZES[2]} and {SIZES[3]} neurons with layer "
        f"{layer} marked. Below, W, its input, b{', Z and A' if len(blocks) == 5 else ''} as blocks of "
        f"{shapes} numbers. Mistake: {slip}."
    )
