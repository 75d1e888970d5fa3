from collections.abc import Callable

import numpy as np
import pytest

from course_utils.checking.calling import caller_of
from course_utils.checking.judge import judge
from course_utils.checking.verdict import Verdict
from course_utils.checking.verify import prove
from course_utils.exercises.neural_networks import EXERCISES
from course_utils.exercises.neural_networks.count_parameters import COUNT_PARAMETERS


def judged(answer: Callable[..., object], seed: int = 7) -> Verdict:
    return judge(COUNT_PARAMETERS, caller_of(answer), np.random.default_rng(seed))


def test_the_check_is_sound() -> None:
    assert EXERCISES == (COUNT_PARAMETERS,)
    proof = prove(COUNT_PARAMETERS, (101, 102, 103, 104, 105, 106))
    assert proof.problems == []
    assert proof.named == len(COUNT_PARAMETERS.mistakes) > 0
    assert proof.alternatives_passed == len(COUNT_PARAMETERS.alternatives) > 0


def test_all_sizes_of_a_case_differ() -> None:
    rng = np.random.default_rng(3)
    for group in COUNT_PARAMETERS.groups:
        for _ in range(20):
            (sizes,) = next(group.cases(rng))
            assert len(set(sizes)) == len(sizes) >= 2
            assert all(type(n) is int and n > 1 for n in sizes)


def test_an_answer_for_one_hidden_layer_only_earns_nothing() -> None:
    verdict = judged(lambda sizes: sizes[1] * (sizes[0] + 1) + sizes[-1] * (sizes[1] + 1))
    assert verdict.status == "wrong"
    assert verdict.earned == 0


def test_an_answer_that_fails_without_a_hidden_layer_keeps_a_part() -> None:
    def careless(sizes: list[int]) -> int:
        if len(sizes) == 2:
            return 0
        return sum(sizes[i] * (sizes[i - 1] + 1) for i in range(1, len(sizes)))

    assert judged(careless).earned == pytest.approx(0.75)
