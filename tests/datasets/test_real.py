import gzip
from pathlib import Path

import numpy as np
import pytest
import sklearn.datasets
from numpy.testing import assert_array_equal

from course_utils import datasets

FOLDER = Path(datasets.__file__).parent


def test_breast_cancer_is_scikit_learns_to_the_last_digit() -> None:
    ours, theirs = datasets.load_breast_cancer(), sklearn.datasets.load_breast_cancer()
    assert_array_equal(ours.X, theirs.data)
    assert_array_equal(ours.y, theirs.target)
    assert ours.feature_names == tuple(theirs.feature_names)
    assert ours.target_names == tuple(theirs.target_names)


def test_digits_are_scikit_learns_in_columns_from_0_to_1() -> None:
    ours, theirs = datasets.load_digits(), sklearn.datasets.load_digits()
    assert_array_equal(ours.X, theirs.data.T / 16)
    assert_array_equal(ours.labels, theirs.target)
    assert_array_equal(ours.images, theirs.images / 16)


def test_types_are_what_the_lessons_expect() -> None:
    cancer, digits = datasets.load_breast_cancer(), datasets.load_digits()
    assert cancer.X.dtype == digits.X.dtype == np.float64
    assert np.issubdtype(cancer.y.dtype, np.integer)
    assert np.issubdtype(digits.labels.dtype, np.integer)
    assert cancer.X.flags.c_contiguous
    assert digits.X.flags.c_contiguous


def test_every_call_gives_new_arrays() -> None:
    digits = datasets.load_digits()
    digits.X[:] = 9.0
    assert datasets.load_digits().X.max() == 1.0


@pytest.mark.parametrize("name", ["breast_cancer", "digits"])
def test_a_text_beside_the_data_says_where_it_is_from(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    for word in (f"{name}.csv.gz", "Source ", "CC BY 4.0", "Cite as", "https://doi.org/10.24432/"):
        assert word in text


@pytest.mark.parametrize("name", ["breast_cancer", "digits"])
def test_the_files_are_plain_tables_and_small(name: str) -> None:
    path = FOLDER / f"{name}.csv.gz"
    assert path.stat().st_size < 60_000
    header = gzip.decompress(path.read_bytes()).splitlines()[0].decode("ascii")
    assert len(header.split(",")) == {"breast_cancer": 31, "digits": 65}[name]
