"""What other software found on our data, so that lessons can compare without installing it."""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "reported.json"


class ReportedFit(NamedTuple):
    """A logistic regression fitted by scikit-learn, without a penalty, to standardized features.

    Attributes
    ----------
    version : str
        The version of scikit-learn that found it.
    features : tuple of str
        Which features of `load_breast_cancer` it used, each standardized over all examples.
    beta : ndarray, shape (p,)
    beta_0 : float
        For the probability that the tumor is malignant.
    """

    version: str
    features: tuple[str, ...]
    beta: NDArray[np.float64]
    beta_0: float


class ReportedDigits(NamedTuple):
    """How well scikit-learn's network reads the digits of ``split(1797, default_rng(0))``.

    Attributes
    ----------
    version : str
        The version of scikit-learn.
    hidden : int
        Neurons of its one hidden layer.
    seen, validation, test : float
        Accuracy on the training set, which it learned from, and on the other two.
    """

    version: str
    hidden: int
    seen: float
    validation: float
    test: float


def scikit_learn_fit() -> ReportedFit:
    """Return the coefficients that scikit-learn's ``LogisticRegression(C=inf)`` found.

    A test fits them again and compares.

    Examples
    --------
    >>> scikit_learn_fit().features
    ('mean radius', 'mean texture', 'mean smoothness')
    """
    found = json.loads(FILE.read_text())["logistic_regression"]
    return ReportedFit(
        found["version"], tuple(found["features"]), np.array(found["beta"]), found["beta_0"]
    )


def scikit_learn_digits() -> ReportedDigits:
    """Return what ``MLPClassifier(hidden_layer_sizes=(128,), max_iter=400, random_state=0)`` read.

    A test trains it again and compares.

    Examples
    --------
    >>> scikit_learn_digits().hidden
    128
    """
    return ReportedDigits(**json.loads(FILE.read_text())["digits"])
