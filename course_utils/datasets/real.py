"""The two real data sets. Source, license and citation of each stand in the text file beside it."""

import gzip
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent
# A digit's pixel counts the dark points of a 4 by 4 block.
BLACKEST = 16


class BreastCancer(NamedTuple):
    """Cells of 569 breast tumors, measured under the microscope; one tumor per row.

    Attributes
    ----------
    X : ndarray of float, shape (569, 30)
        The mean, the standard error and the largest ("worst") of ten measures of the nuclei, in the
        units of the source: very different from feature to feature.
    y : ndarray of int, shape (569,)
        0 for malignant (212 of them), 1 for benign (357).
    feature_names : tuple of 30 str
    target_names : tuple of 2 str
        ``("malignant", "benign")``, so that ``target_names[y[i]]`` is a word.
    """

    X: NDArray[np.float64]
    y: NDArray[np.int_]
    feature_names: tuple[str, ...]
    target_names: tuple[str, str]


class Digits(NamedTuple):
    """Handwritten digits, 1797 images of 8 by 8 pixels; one image per column.

    Attributes
    ----------
    X : ndarray of float, shape (64, 1797)
        Darkness from 0 (white) to 1 (black), in steps of 1/16; an image's rows end to end.
    labels : ndarray of int, shape (1797,)
        The digit that was written, 0 to 9.
    """

    X: NDArray[np.float64]
    labels: NDArray[np.int_]

    @property
    def images(self) -> NDArray[np.float64]:
        """The same pixels as pictures, shape (1797, 8, 8)."""
        return self.X.T.reshape(-1, 8, 8)


def load_breast_cancer() -> BreastCancer:
    """Load the Wisconsin diagnostic breast-cancer data.

    Returns
    -------
    BreastCancer
        New arrays on every call: what is done to them harms nobody else.

    References
    ----------
    Street, Wolberg and Mangasarian (1993); see breast_cancer.txt beside this module.

    Examples
    --------
    >>> cancer = load_breast_cancer()
    >>> cancer.X.shape, cancer.feature_names[0], cancer.target_names[cancer.y[0]]
    ((569, 30), 'mean radius', 'malignant')
    """
    names, table = _read("breast_cancer.csv.gz")
    feature_names = tuple(name.replace("_", " ") for name in names[:-1])
    X, y = np.ascontiguousarray(table[:, :-1]), table[:, -1].astype(int)
    return BreastCancer(X, y, feature_names, ("malignant", "benign"))


def load_digits() -> Digits:
    """Load the handwritten digits.

    Returns
    -------
    Digits
        New arrays on every call: what is done to them harms nobody else.

    References
    ----------
    Alpaydin and Kaynak (1998); see digits.txt beside this module.

    Examples
    --------
    >>> digits = load_digits()
    >>> digits.X.shape, digits.images.shape, digits.labels[:5]
    ((64, 1797), (1797, 8, 8), array([0, 1, 2, 3, 4]))
    """
    _, table = _read("digits.csv.gz")
    return Digits(np.ascontiguousarray(table[:, :-1].T) / BLACKEST, table[:, -1].astype(int))


def _read(file_name: str) -> tuple[list[str], NDArray[np.float64]]:
    """Read a table: its column names, and its numbers."""
    with gzip.open(FOLDER / file_name, "rt", encoding="ascii") as file:
        names = next(file).strip().split(",")
        return names, np.loadtxt(file, delimiter=",")
