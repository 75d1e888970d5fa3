import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from course_utils.datasets import split


@given(st.integers(1, 200), st.floats(0, 0.45), st.floats(0, 0.45), st.integers(0, 2**32 - 1))
def test_every_example_is_in_exactly_one_part(m: int, v: float, t: float, seed: int) -> None:
    parts = split(m, np.random.default_rng(seed), validation=v, test=t)
    assert_array_equal(np.sort(np.concatenate(parts)), np.arange(m))
    assert (parts.validation.size, parts.test.size) == (round(v * m), round(t * m))


def test_the_generator_alone_decides() -> None:
    first, again, other = (split(50, np.random.default_rng(seed)).train for seed in (1, 1, 2))
    assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert not np.array_equal(first, np.arange(first.size))


@pytest.mark.parametrize(("validation", "test"), [(0.5, 0.5), (-0.1, 0.2), (0.2, -0.1), (0.9, 0.9)])
def test_shares_that_leave_nothing_to_train_on_are_refused(validation: float, test: float) -> None:
    with pytest.raises(ValueError, match="0 or more and add up to less than 1"):
        split(50, np.random.default_rng(0), validation, test)
