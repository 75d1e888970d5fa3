"""What a worker may report, and what it may not."""

import pytest

from course_utils.checking.outcome import Failure, Outcome
from course_utils.grading.sandbox.codec import CodecError
from course_utils.grading.sandbox.messages import (
    HEADER,
    MESSAGE,
    failure_from_data,
    failure_to_data,
    frame,
    is_sealed,
    new_key,
    outcome_from_data,
    outcome_to_data,
)

RAISED = Failure("exception", "no such thing", "ValueError", "raise ValueError", 3)


@pytest.mark.parametrize("failure", [None, RAISED, Failure("missing"), Failure("unreadable", "x")])
def test_a_failure_arrives_as_it_was_sent(failure: Failure | None) -> None:
    assert failure_from_data(failure_to_data(failure)) == failure


def test_an_outcome_arrives_without_the_workers_time() -> None:
    sent = Outcome(1.5, None, (2,), ("careful",), seconds=9.0)
    assert outcome_from_data(outcome_to_data(sent), 1) == Outcome(1.5, None, (2,), ("careful",))


@pytest.mark.parametrize("kind", ["timeout", "crash", "right"])
def test_a_worker_cannot_report_what_only_the_grader_finds(kind: str) -> None:
    with pytest.raises(CodecError):
        failure_from_data((kind, "", "", "", None))


def test_long_texts_are_cut_on_both_sides() -> None:
    long = "x" * (2 * MESSAGE)
    data = failure_to_data(Failure("exception", long))
    assert data is not None
    assert len(str(data[1])) == MESSAGE
    read = failure_from_data(("exception", long, "", "", None))
    assert read is not None
    assert len(read.message) == MESSAGE


def test_a_failed_call_has_no_value_and_no_arguments() -> None:
    data = (1.0, failure_to_data(RAISED), (), (), 0.0)
    assert outcome_from_data(data, 1).value is None
    with pytest.raises(CodecError):
        outcome_from_data((None, failure_to_data(RAISED), (1,), (), 0.0), 1)


def test_a_frame_says_its_number_and_length() -> None:
    key = new_key()
    sent = frame(key, 7, b"abc")
    number, length, seal = HEADER.unpack(sent[: HEADER.size])
    assert (number, length, sent[HEADER.size :]) == (7, 3, b"abc")
    assert is_sealed(key, 7, seal, b"abc")


def test_a_frame_of_another_session_number_or_content_is_void() -> None:
    key = new_key()
    _, _, seal = HEADER.unpack(frame(key, 7, b"abc")[: HEADER.size])
    assert not is_sealed(new_key(), 7, seal, b"abc")
    assert not is_sealed(key, 8, seal, b"abc")
    assert not is_sealed(key, 7, seal, b"abd")
