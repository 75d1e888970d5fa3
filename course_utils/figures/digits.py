"""Images of handwritten digits: moved, turned, made from a drawing; and many small ones in one array.

An image is a column of 64 numbers from 0 to 1, its eight rows laid end to end.
"""

from __future__ import annotations

import numpy as np

SIDE = 8  # pixels along each side of a digit
INK = 32  # and of a drawing
WIDEST = 26  # columns of a drawing that a digit may take; its height takes all


def named(digit: int) -> str:
    """Return a digit with its article: "a 7", "an 8"."""
    return f"{'an' if digit == 8 else 'a'} {digit}"


def moved(X: np.ndarray, right: int, down: int = 0) -> np.ndarray:
    """Move images, columns of `X`, by whole pixels; white comes in from the edge."""
    images = X.T.reshape(-1, SIDE, SIDE)
    result = np.zeros_like(images)

    def places(shift: int) -> tuple[slice, slice]:
        """Return where pixels come from and where they go, along one side."""
        kept = max(SIDE - abs(shift), 0)
        first = slice(0, kept), slice(SIDE - kept, SIDE)
        return first if shift >= 0 else first[::-1]

    (from_row, to_row), (from_column, to_column) = places(down), places(right)
    result[:, to_row, to_column] = images[:, from_row, from_column]
    return result.reshape(-1, SIDE * SIDE).T


def turned(x: np.ndarray, degrees: float) -> np.ndarray:
    """Turn one image (64,) clockwise about its middle."""
    angle = np.deg2rad(degrees)
    rows, columns = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    from_columns = np.cos(angle) * columns + np.sin(angle) * rows
    from_rows = -np.sin(angle) * columns + np.cos(angle) * rows
    middle = (SIDE - 1) / 2
    return sampled(x.reshape(SIDE, SIDE), from_rows + middle, from_columns + middle).ravel()


def sampled(image: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return the image at these places, between pixels by bilinear weights; 0 outside."""
    padded = np.pad(image, 1)
    rows = np.clip(rows + 1, 0, padded.shape[0] - 1)
    columns = np.clip(columns + 1, 0, padded.shape[1] - 1)
    top = np.minimum(rows.astype(int), padded.shape[0] - 2)
    left = np.minimum(columns.astype(int), padded.shape[1] - 2)
    down, right = rows - top, columns - left
    return (
        (1 - down) * (1 - right) * padded[top, left]
        + (1 - down) * right * padded[top, left + 1]
        + down * (1 - right) * padded[top + 1, left]
        + down * right * padded[top + 1, left + 1]
    )


def from_drawing(ink: np.ndarray, centered: bool = True) -> np.ndarray:
    """Turn a drawing (32, 32) of numbers from 0 to 1 into an image (64,) like those of the data.

    Each pixel is the mean of a block of 4 by 4. `centered` first scales what was drawn to the full
    height and moves it to the middle, as the makers of the data did with their forms.
    """
    if centered and ink.max() > 0:
        rows, columns = (np.flatnonzero(ink.max(axis=axis) > 0) for axis in (1, 0))
        height, width = (float(part[-1] - part[0] + 1) for part in (rows, columns))
        scale = min(INK / height, WIDEST / width)
        places = np.arange(INK) - (INK - 1) / 2
        from_rows = places / scale + (rows[0] + rows[-1]) / 2
        from_columns = places / scale + (columns[0] + columns[-1]) / 2
        ink = sampled(ink, *np.meshgrid(from_rows, from_columns, indexing="ij"))
    block = INK // SIDE
    return ink.reshape(SIDE, block, SIDE, block).mean(axis=(1, 3)).ravel()


def tiled(rows: np.ndarray, columns: int) -> np.ndarray:
    """Lay images, rows of an array (n, 64), side by side in one array, with nan between them.

    Each is scaled so that its largest entry in size is 1.
    """
    count = -(-len(rows) // columns)
    sheet = np.full((count * (SIDE + 1) + 1, columns * (SIDE + 1) + 1), np.nan)
    for number, row in enumerate(rows):
        top, left = (1 + (SIDE + 1) * place for place in divmod(number, columns))
        largest = max(float(np.abs(row).max()), 1e-12)
        sheet[top : top + SIDE, left : left + SIDE] = row.reshape(SIDE, SIDE) / largest
    return sheet
