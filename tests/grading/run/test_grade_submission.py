"""One submission's way through a sandbox that stands in for the real one: no walls, same manners."""

import contextlib
import json
from dataclasses import dataclass, field, replace
from typing import Any

import nbformat
import pytest
from nbgrader.utils import determine_grade

from course_utils import exercises
from course_utils.checking.calling import call_here, failure_of
from course_utils.checking.outcome import Failure, Outcome
from course_utils.checking.verdict import GRADER_FAILED
from course_utils.grading.model import GradedSubmission, Job
from course_utils.grading.notebook.cells import as_json, grade_id, is_grade
from course_utils.grading.notebook.submission import Submission
from course_utils.grading.run import grade_submission
from course_utils.grading.run.grade_submission import grade, not_graded
from course_utils.lessons import LESSONS, Lesson
from tests.grading.conftest import LESSON, RIGHT, WRONG, fill_in

Notebook = dict[str, Any]
SEEDS = {"sigmoid": 1, "classify": 2, "as_network": 3}


@dataclass
class Result:
    outputs: list[dict[str, Any]]
    failure: Failure | None = None


@dataclass
class Bench:
    """Runs cells here. A cell or a function that says so takes the process with it."""

    ran: list[str] = field(default_factory=list)
    opened: int = 0
    restarted: int = 0
    open_now: int = 0
    waited: float = 0.0
    shown: list[dict[str, Any]] = field(default_factory=list)

    def open(self) -> "Bench":
        self.opened += 1
        self.restart()
        self.restarted -= 1
        return self

    def restart(self) -> None:
        self.restarted += 1
        self.open_now = 1
        self.alive = True
        self.names: dict[str, Any] = {}

    def within(self, seconds: float) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def close(self) -> None:
        self.alive = False
        self.open_now = 0

    def run_cell(self, source: str, cell_id: str) -> Result:
        assert self.alive
        self.ran.append(source)
        if "HANG" in source:
            self.close()
            return Result([], Failure("timeout", "30 s"))
        try:
            exec(source, self.names)
        except SyntaxError as error:
            failure = Failure("exception", error.msg, type(error).__name__, "", error.lineno)
            return Result([], failure)
        except Exception as error:
            return Result([], failure_of(error))
        return Result(self.shown)

    def call(self, name: str, arguments: tuple[Any, ...]) -> Outcome:
        if not self.alive:
            return Outcome(failure=Failure("crash"))
        if name not in self.names:
            return Outcome(failure=Failure("missing"))
        outcome = call_here(self.names[name], arguments)
        if outcome.failure and outcome.failure.message == "HANG":
            self.close()
            return Outcome(failure=Failure("timeout"))
        return outcome


def graded(
    release: Notebook, answers: dict[str, str], bench: Bench | None = None, seconds: float = 120.0
) -> Any:
    data = as_json(fill_in(release, answers))
    job = Job(Submission("ada", LESSON, data), release, SEEDS)
    return grade(job, (bench or Bench()).open, exercises.find, seconds=seconds)


def test_right_answers_earn_the_points_of_their_checks(release: Notebook) -> None:
    result = graded(release, RIGHT)
    assert result.earned == {
        "check_sigmoid": 2.0,
        "check_classify": 3.0,
        "check_as_network": 4.0,
        "why": 0.0,
    }
    assert all(v.status == "right" for v in result.verdicts.values())
    assert result.unanswered == ("why",)


def test_wrong_and_missing_answers_earn_nothing(release: Notebook) -> None:
    wrong = graded(release, WRONG)
    empty = graded(release, {})
    assert {v.status for v in wrong.verdicts.values()} == {"wrong"}
    assert {v.status for v in empty.verdicts.values()} == {"not started"}
    assert set(wrong.earned.values()) == set(empty.earned.values()) == {0.0}
    assert empty.unanswered == ("sigmoid", "classify", "as_network", "why")


@pytest.mark.parametrize(
    ("answers", "tests", "points"),
    [
        (RIGHT, "assert sigmoid(0.0) == 0.5", 2.0),
        (RIGHT, "assert sigmoid(0.0) == 1", 0.0),
        (WRONG, "assert sigmoid(0.0) == 0.5", 0.0),
        ({}, "sigmoid(0.0)", 0.0),
        (RIGHT, "HANG", 0.0),
    ],
)
def test_the_notebook_s_own_tests_are_run_as_the_solved_notebook_has_them(
    release: Notebook, answers: dict[str, str], tests: str, points: float
) -> None:
    cell = next(c for c in release["cells"] if grade_id(c) == "check_sigmoid")
    cell["source"] = "pass"
    cell["metadata"]["nbgrader"]["grade_id"] = "tests"
    job = Job(
        Submission("ada", LESSON, as_json(fill_in(release, answers))),
        release,
        {"classify": 1, "as_network": 2},
        tests={"tests": tests},
    )
    result = grade(job, Bench().open, exercises.find)
    assert result.earned["tests"] == points
    assert list(result.verdicts) == ["classify", "as_network"]
    shown = next(c for c in result.cells if grade_id(c) == "tests")
    assert "".join(shown["source"]) == "pass"
    if points:
        assert determine_grade(nbformat.from_dict(shown))[0] == points


def test_no_check_is_judged_where_tests_have_run(release: Notebook) -> None:
    about = {"grade": True, "locked": True, "points": 1, "grade_id": "tests", "schema_version": 3}
    test = {"cell_type": "code", "id": "tests", "metadata": {"nbgrader": about}, "source": "pass"}
    release["cells"].insert(1, test)
    right = RIGHT["sigmoid"].replace("def sigmoid", "def key")
    answers = {
        "sigmoid": "def sigmoid(z):\n    return key(z)",
        "classify": "def classify(y_hat, threshold=0.5):\n    return sigmoid(key(y_hat))",
        "as_network": RIGHT["as_network"],
    }
    data = as_json(fill_in(release, answers))
    tests = {"tests": f"import numpy as np\n{right}"}
    bench = Bench()
    result = grade(
        Job(Submission("ada", LESSON, data), release, SEEDS, tests=tests),
        bench.open,
        exercises.find,
    )
    assert result.earned["tests"] == 1
    assert [result.verdicts[name].passed for name in SEEDS] == [False, False, True]
    # At the end, a fresh process runs what stands above the test, and the test.
    assert bench.ran[-5] == tests["tests"]
    assert bench.ran.count(tests["tests"]) == 1


def test_a_written_answer_is_left_to_a_person(release: Notebook) -> None:
    assert "why" not in graded(release, {"why": "because"}).earned


def test_cells_run_in_order_without_checks_and_demos(release: Notebook) -> None:
    bench = Bench()
    graded(release, RIGHT, bench)
    assert bench.ran == ["import numpy as np\nfrom course_utils import check", *RIGHT.values()]
    assert (bench.opened, bench.open_now) == (1, 0)


def test_an_answer_in_words_that_may_stand_elsewhere_is_left_to_a_person(
    release: Notebook,
) -> None:
    notebook = fill_in(release, RIGHT)
    words = {"cell_type": "markdown", "id": "x", "metadata": {}, "source": "because"}
    notebook["cells"].append(words)
    job = Job(Submission("ada", LESSON, as_json(notebook)), release, SEEDS)
    result = grade(job, Bench().open, exercises.find)
    assert "why" not in result.earned
    assert result.unanswered == ()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("def sigmoid(z)\n    return z", "SyntaxError: expected ':', in line 1."),
        ("def sigmoid(z):\n\tx = 1\n        return z", "TabError"),
        ("def sigmoid(z):\n    return\N{NO-BREAK SPACE}z", "U+00A0, in line 2."),
        ("import torchx\ndef sigmoid(z): return z", "No module named 'torchx'"),
        ("x = undefined\ndef sigmoid(z): return z", "name 'undefined' is not defined"),
    ],
)
def test_what_a_cell_stops_with_is_said_of_its_function(
    release: Notebook, answer: str, words: str
) -> None:
    result = graded(release, RIGHT | {"sigmoid": answer})
    message = result.verdicts["sigmoid"].message
    assert words in message
    assert "There is no function named `sigmoid`" in message
    assert result.verdicts["classify"].status == "right"


def test_a_missing_module_is_counted(release: Notebook) -> None:
    result = graded(release, RIGHT | {"imports": "import torchx\nimport numpy as np"})
    assert all(verdict.status == "right" for verdict in result.verdicts.values())
    assert [(flag.kind, flag.reason) for flag in result.log] == [
        ("missing module", "No module named 'torchx', in the cell of imports.")
    ]


@pytest.mark.parametrize("name", list(RIGHT))
def test_a_hanging_cell_costs_its_exercise_alone(release: Notebook, name: str) -> None:
    bench = Bench()
    result = graded(release, RIGHT | {name: "HANG"}, bench)
    statuses = {n: v.status for n, v in result.verdicts.items()}
    assert statuses == dict.fromkeys(RIGHT, "right") | {name: "error"}
    assert bench.restarted == 1
    assert "did not end in time" in result.log[0].reason
    assert result.log[0].kind == "time-out"


@pytest.mark.parametrize("name", list(RIGHT))
def test_a_hanging_function_costs_its_exercise_alone(release: Notebook, name: str) -> None:
    hanging = WRONG[name].replace("return None", "raise ValueError('HANG')")
    result = graded(release, RIGHT | {name: hanging})
    statuses = {n: v.status for n, v in result.verdicts.items()}
    assert statuses == dict.fromkeys(RIGHT, "right") | {name: "error"}


def test_a_cell_that_hangs_only_when_run_again_is_left_out_too(
    release: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench()
    run = Bench.run_cell

    def moody(self: Bench, source: str, cell_id: str) -> Result:
        again = bench.ran.count(source) > 0 and "def sigmoid" in source
        return run(self, "HANG" if again else source, cell_id)

    monkeypatch.setattr(Bench, "run_cell", moody)
    result = graded(release, RIGHT | {"classify": "HANG"}, bench)
    assert result.verdicts["as_network"].status == "right"


def test_restarts_are_bounded(release: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grade_submission, "RESTARTS", 1)
    result = graded(release, {"imports": "HANG", "sigmoid": "HANG", **WRONG, "classify": "HANG"})
    assert "used up" in result.verdicts["as_network"].message
    assert result.verdicts["as_network"].failure == "timeout"


def test_the_whole_submission_has_its_time(release: Notebook) -> None:
    result = graded(release, RIGHT, seconds=0.0)
    assert all("used up" in v.message for v in result.verdicts.values())


def test_own_cells_that_take_long_leave_time_for_judging(
    release: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grade_submission, "SLOW", 0.0)
    monkeypatch.setattr(grade_submission, "OWN", 1e-12)
    notebook = fill_in(release, RIGHT | {"sigmoid": "def sigmoid(z): return helper(z)"})
    helper = "def helper(z): return 0.5 * (1 + np.tanh(z / 2))"
    slow = [f"{helper}\nsum(range(9))", "x = 1\nsum(range(9))", "HANG\nsum(range(9))"]
    cells = [
        {"cell_type": "code", "id": f"x{n}", "metadata": {}, "outputs": [], "source": source}
        for n, source in enumerate(slow)
    ]
    notebook["cells"][2:2] = cells
    bench = Bench()
    job = Job(Submission("ada", LESSON, as_json(notebook)), release, SEEDS)
    result = grade(job, bench.open, exercises.find)
    assert all(verdict.status == "right" for verdict in result.verdicts.values())
    assert [source for source in bench.ran if "range" in source] == slow[:1]
    assert "x = 1" in bench.ran


def test_time_in_which_the_machine_was_busy_does_not_count(release: Notebook) -> None:
    result = graded(release, RIGHT, Bench(waited=100.0), seconds=0.0)
    assert all(v.status == "right" for v in result.verdicts.values())


def test_what_cannot_be_read_has_its_reason_in_every_verdict(release: Notebook) -> None:
    job = Job(Submission("ada", LESSON, b"Dear grader"), release, SEEDS)
    result = grade(job, Bench().open, exercises.find)
    assert "not a notebook" in result.reason
    assert {v.message for v in result.verdicts.values()} == {result.reason}
    assert set(result.earned.values()) == {0.0}
    nbformat.validate(nbformat.from_dict(json.loads(result.notebook)))


def test_a_fault_of_the_judge_is_no_mark_and_no_exception(
    release: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(grade_submission, "judge", broken)
    result = graded(release, RIGHT)
    assert {v.status for v in result.verdicts.values()} == {GRADER_FAILED}
    assert result.failed
    assert not [name for name in result.earned if name.startswith("check_")]
    assert "ZeroDivisionError: ours" in result.log[0].reason


def test_a_submission_that_could_not_be_graded_has_its_reason(release: Notebook) -> None:
    result = not_graded(Job(Submission("ada", LESSON, b""), release, SEEDS), "no luck")
    assert result.reason == "no luck"
    assert result.failed
    assert result.earned == {}  # no mark, which is not 0


def test_nbgrader_reads_the_same_marks_from_the_notebook(release: Notebook) -> None:
    half = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"  # overflows: part marks
    result = graded(release, RIGHT | {"sigmoid": half, "why": "because"})
    notebook = nbformat.from_dict(json.loads(result.notebook))
    nbformat.validate(notebook)
    assert 0 < result.earned["check_sigmoid"] < 2
    for cell in notebook.cells:
        if is_grade(cell):
            assert determine_grade(cell)[0] == result.earned.get(grade_id(cell))


def test_inputs_differ_with_the_seed_and_repeat_with_it(release: Notebook) -> None:
    def inputs(seed: int) -> tuple[str, str]:
        job = Job(
            Submission("ada", LESSON, as_json(fill_in(release, WRONG))),
            release,
            SEEDS | {"sigmoid": seed},
        )
        verdict = grade(job, Bench().open, exercises.find).verdicts["sigmoid"]
        return verdict.inputs, verdict.message

    assert inputs(1) == inputs(1)
    assert len({inputs(seed) for seed in range(12)}) > 1


def test_a_notebook_holds_so_much_output_and_no_more(
    release: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grade_submission, "MAX_OUTPUT", 2500)
    printed = {"output_type": "stream", "name": "stdout", "text": "x" * 1000}
    found = graded(release, RIGHT, Bench(shown=[printed]))
    texts = [
        output["text"]
        for cell in found.cells
        for output in cell.get("outputs", [])
        if output["output_type"] == "stream"
    ]
    assert [len(text) for text in texts[:2]] == [1000, 1000]
    assert len(texts) > 2
    assert all("left out" in text for text in texts[2:])


def test_what_a_browser_would_run_is_not_passed_on(release: Notebook) -> None:
    script = "<script>alert(1)</script>"
    data = {"text/html": script, "image/png": f'"{script}', "image/svg+xml": script}
    picture = {"image/png": "aGVsbG8=", "text/plain": script}
    shown: list[dict[str, Any]] = [
        {"output_type": "display_data", "data": data, "metadata": {}},
        {"output_type": "execute_result", "data": picture, "metadata": {"x": 1}},
        {"output_type": "stream", "name": "evil", "text": 7},
        {"output_type": "error", "ename": 1, "evalue": None, "traceback": "x"},
        {"output_type": "unknown"},
    ]
    result = graded(release, RIGHT, Bench(shown=shown))
    notebook = nbformat.from_dict(json.loads(result.notebook))
    nbformat.validate(notebook)
    answer = next(c for c in notebook.cells if grade_id(c) == "sigmoid")
    display, stream, error = answer.outputs
    assert display.data == picture
    assert (stream.name, stream.text, error.traceback) == ("stdout", "", [])


def test_a_result_survives_being_written_and_read(release: Notebook) -> None:
    result = graded(release, {**WRONG, "imports": "import socket"})
    assert result.suspicious
    read = GradedSubmission.from_dict(json.loads(json.dumps(result.to_dict())))
    assert read == replace(result, notebook=b"")
    assert not read.new_version


OVER_SIGMOID = """
def as_network(beta, beta_0):
    half = sigmoid(np.zeros(1))[0]
    return 2 * half * beta[None, :], np.array([[beta_0]])
"""


@pytest.mark.parametrize(
    "helper", [WRONG["sigmoid"], "def sigmoid(z):\n    raise NotImplementedError"]
)
def test_a_right_function_over_a_wrong_helper_earns_its_points(
    release: Notebook, helper: str
) -> None:
    result = graded(release, RIGHT | {"sigmoid": helper, "as_network": OVER_SIGMOID})
    assert result.earned["check_sigmoid"] == 0.0
    assert result.earned["check_as_network"] == 4.0
    assert "`sigmoid`, which it calls, is not right yet" in result.verdicts["as_network"].message


def test_a_wrong_function_over_a_wrong_helper_is_told_of_its_own_mistake(
    release: Notebook,
) -> None:
    wrong = OVER_SIGMOID.replace("return 2 * half", "return -2 * half")
    result = graded(release, RIGHT | {"sigmoid": WRONG["sigmoid"], "as_network": wrong})
    assert result.earned["check_as_network"] == 0.0
    assert result.verdicts["as_network"].mistake == "the sign is flipped"


def test_a_helper_is_replaced_in_a_fresh_process_and_only_where_it_is_used(
    release: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grade_submission._Run, "_find_places", lambda run: None)
    bench = Bench()
    graded(release, RIGHT | {"sigmoid": WRONG["sigmoid"], "classify": WRONG["classify"]}, bench)
    assert bench.restarted == 0
    graded(release, RIGHT | {"sigmoid": WRONG["sigmoid"], "as_network": OVER_SIGMOID}, bench)
    assert bench.restarted == 1


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_an_answer_of_the_course_holds_no_later_answer_of_its_lesson(lesson: Lesson) -> None:
    """What a submission gets for a wrong helper says nothing of what it is still asked for."""
    names = [exercise.name for exercise in exercises.of_lesson(lesson.id)]
    for position, exercise in enumerate(exercises.of_lesson(lesson.id)):
        cell = exercise.cell()
        later = [name for name in names[position + 1 :] if f"def {name}(" in cell]
        assert later == [], f"{exercise.name} holds {later}"
