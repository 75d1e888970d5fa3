"""A conversation with a submission: its cells run, its functions are called, and it cannot cheat.

Everything here holds with walls and without them (`--isolation process`).
"""

import os
import signal
import textwrap
from collections.abc import Iterator
from typing import Any, get_args

import numpy as np
import pytest

from course_utils.checking.outcome import Failure, Foreign, Outcome
from course_utils.checking.probes import Probe
from course_utils.grading.sandbox.codec import CodecError
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.sandbox.preloaded import Isolation
from course_utils.grading.sandbox.sandbox import Sandbox
from course_utils.grading.sandbox.session import Session

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("needs_bubblewrap")]

LIMITS = Limits(cell_seconds=20, call_seconds=20, submission_seconds=60, output=2000)
HURRIED = Limits(cell_seconds=0.5, call_seconds=0.5)


@pytest.fixture(scope="module", params=get_args(Isolation))
def sandbox(request: pytest.FixtureRequest, needs_bubblewrap: str) -> Iterator[Sandbox]:
    with Sandbox("02_neuron", request.param, LIMITS) as box:
        yield box


@pytest.fixture
def session(sandbox: Sandbox) -> Iterator[Session]:
    with sandbox.open() as opened:
        yield opened


@pytest.fixture
def hurried(sandbox: Sandbox) -> Iterator[Session]:
    with sandbox.open(HURRIED) as opened:
        yield opened


def run(session: Session, source: str) -> list[dict[str, Any]]:
    result = session.run_cell(textwrap.dedent(source))
    assert result.failure is None, result.failure
    return result.outputs


def failed(result: Any) -> Failure:
    failure = result.failure
    assert isinstance(failure, Failure)
    return failure


# An honest notebook.


def test_a_cell_shows_what_it_prints_and_its_last_value(session: Session) -> None:
    outputs = run(
        session,
        """
        import os, sys
        print("one"); print("two")
        print("oh", file=sys.stderr)
        display("shown")
        !echo of a program
        os.system("echo of another")
        6 * 7
        """,
    )
    assert [(o["output_type"], o.get("name")) for o in outputs] == [
        ("stream", "stdout"),
        ("stream", "stderr"),
        ("display_data", None),
        ("stream", "stdout"),
        ("execute_result", None),
        ("stream", "stdout"),
    ]
    assert [o["text"].split() for o in outputs if "text" in o] == [
        ["one", "two"],
        ["oh"],
        ["of", "a", "program"],
        ["of", "another"],
    ]
    assert outputs[4]["data"] == {"text/plain": "42"}
    assert outputs[4]["execution_count"] == 1
    assert run(session, "_ + 1")[0]["data"] == {"text/plain": "43"}
    assert run(session, "os.system('echo of a third');")[0]["text"] == "of a third\n"


def test_a_cell_that_raises_says_where(session: Session) -> None:
    result = session.run_cell("x = 1\ny = x / 0\n")
    assert failed(result) == Failure(
        "exception", "division by zero", "ZeroDivisionError", "y = x / 0", 2
    )
    assert result.outputs[-1]["ename"] == "ZeroDivisionError"
    assert "y = x / 0" in "\n".join(result.outputs[-1]["traceback"])
    assert failed(session.run_cell("def f(:\n    pass")).error_type == "SyntaxError"
    assert run(session, "x")[0]["data"] == {"text/plain": "1"}


def test_a_notebooks_usual_lines_pass(session: Session) -> None:
    outputs = run(
        session,
        """
        %matplotlib inline
        %config InlineBackend.figure_format = "retina"
        %load_ext autoreload
        import numpy as np
        import matplotlib.pyplot as plt
        from course_utils import check, datasets, figures, progress, reference, widgets
        import course_utils.figures.neuron as pictures
        plt.plot([1, 2]); plt.show()
        def f(x):
            return x
        check(f)
        progress()
        figures.anything_at_all(f)
        widgets.neuron.play(f)
        pictures.boundary(f)
        """,
    )
    assert outputs == []


def test_a_function_is_called_on_what_it_is_sent(session: Session) -> None:
    run(
        session,
        "import numpy as np\ndef f(W, parts, rng, probe): return W @ parts['x'], probe(W[0])",
    )
    W, x = np.arange(6.0).reshape(2, 3), np.ones((3, 1))
    probe = Probe("cubic", (np.ones(3), np.zeros(3), np.zeros(3)))
    outcome = session.call("f", (W, {"x": x}, np.random.default_rng(0), probe))
    assert outcome.failure is None
    assert isinstance(outcome.value, tuple)
    value, number = outcome.value
    assert np.array_equal(value, W @ x)
    assert number == 9.0
    assert np.array_equal(outcome.arguments[0], W)
    assert outcome.seconds > 0


def test_a_changed_argument_comes_back_changed(session: Session) -> None:
    run(session, "def f(z):\n    z *= 2\n    return z")
    outcome = session.call("f", (np.ones(2),))
    assert outcome.arguments[0].tolist() == [2.0, 2.0]


def test_what_came_of_a_call_is_told(session: Session) -> None:
    run(
        session,
        """
        import warnings
        number = 3
        def todo(): raise NotImplementedError
        def wrong(): raise ValueError("no such thing")
        def leave(): raise SystemExit(3)
        def interrupt(): raise KeyboardInterrupt
        def warned(): warnings.warn("careful"); return 1
        def deep(): return deep()
        def loud(): print("x" * 10**6); return 1
        def large(): return np.zeros(10**8)
        def ask(): return input()
        """,
    )
    kinds = {
        "nothing": "missing",
        "number": "not_callable",
        "todo": "not_started",
        "wrong": "exception",
        "leave": "exception",
        "interrupt": "exception",
        "deep": "exception",
        "ask": "exception",
        "large": "exception",
    }
    assert {name: failed(session.call(name, ())).kind for name in kinds} == kinds
    wrong = failed(session.call("wrong", ()))
    assert (wrong.error_type, wrong.message) == ("ValueError", "no such thing")
    assert wrong.line.endswith('raise ValueError("no such thing")')
    assert failed(session.call("wrong", (1,))).error_type == "TypeError"
    assert session.call("warned", ()).warnings == ("careful",)
    assert session.call("loud", ()).value == 1


def test_two_sessions_know_nothing_of_each_other(sandbox: Sandbox) -> None:
    drawn = []
    for _ in range(2):
        with sandbox.open() as opened:
            assert failed(opened.run_cell("kept")).error_type == "NameError"
            run(opened, "import numpy as np\nkept = 1\nopen('kept', 'w').close()")
            run(opened, "def draw(): return np.random.rand(3)")
            assert (
                run(opened, "import os; os.listdir()")[0]["data"]["text/plain"].count("kept") == 1
            )
            drawn.append(opened.call("draw", ()).value)
    assert np.array_equal(
        np.array(drawn[0]), np.array(drawn[1])
    )  # a replayed grade has the same luck


def test_only_one_session_is_open_at_a_time(sandbox: Sandbox, session: Session) -> None:
    with pytest.raises(RuntimeError, match="still open"):
        sandbox.open()
    assert session.alive


def test_arguments_that_are_too_large_are_the_callers_mistake(session: Session) -> None:
    with pytest.raises(CodecError):
        session.call("f", ("x" * (LIMITS.text + 1),))
    assert failed(session.run_cell("'" + "x" * LIMITS.text + "'")).kind == "unreadable"
    assert run(session, "1")


# Time, crashes, and going on after them.


def test_a_loop_that_will_not_stop_is_stopped(hurried: Session) -> None:
    stubborn = """
        def answer(x):
            while True:
                try:
                    while True: pass
                except BaseException: pass
        """
    run(hurried, stubborn)
    failure = failed(hurried.call("answer", (1,)))
    assert failure.kind == "timeout"
    assert "`answer`" in failure.message
    assert not hurried.alive
    assert failed(hurried.call("answer", (1,))).kind == "crash"
    hurried.restart()
    run(hurried, "def other(x): return x + 1")
    assert hurried.call("other", (1,)).value == 2
    failure = failed(hurried.run_cell("import time; time.sleep(60)", "solve"))
    assert (failure.kind, failure.message) == ("timeout", "no end after 0.5 s of cell solve")


def test_the_time_of_a_submission_is_counted_over_restarts(sandbox: Sandbox) -> None:
    limits = Limits(cell_seconds=60, submission_seconds=0.5)
    with sandbox.open(limits) as opened:
        for _ in range(2):
            failure = failed(opened.run_cell("import time; time.sleep(60)"))
            assert failure.kind == "timeout"
            assert "0.5 s, all that it has" in failure.message
            opened.restart()


ENDINGS = {
    "import os; os._exit(7)": "status 7",
    "import ctypes; ctypes.string_at(0)": "SIGSEGV",
    "import os, time; os.close(3); time.sleep(60)": "closed the line",
    "import os; os.close(3)": "status 1",
    "import os; os.abort()": "SIG",
}


@pytest.mark.parametrize("source", ENDINGS)
def test_a_crash_is_a_verdict(session: Session, source: str) -> None:
    failure = failed(session.run_cell(source))
    assert failure.kind == "crash"
    assert ENDINGS[source] in failure.message
    assert not session.alive
    session.restart()
    run(session, f"def answer():\n    {source}")
    failure = failed(session.call("answer", ()))
    assert failure.kind == "crash"
    assert ENDINGS[source] in failure.message


def test_a_fork_leaves_one_that_answers(session: Session) -> None:
    run(session, "import os; pid = os.fork()")
    run(session, "def f(x): os.fork(); return x")
    assert [session.call("f", (n,)).value for n in range(3)] == [0, 1, 2]


def test_a_thread_left_behind_does_no_harm(session: Session) -> None:
    run(
        session,
        """
        import threading, time
        def work():
            while True:
                print("still here"); time.sleep(0.001)
        threading.Thread(target=work, daemon=True).start()
        def f(x): return x
        """,
    )
    assert [session.call("f", (n,)).value for n in range(3)] == [0, 1, 2]


def test_endless_output_is_cut(session: Session) -> None:
    outputs = run(session, "for n in range(10**5): print(n)\n'the last'")
    assert len(outputs) == 2
    assert "left out" in outputs[1]["text"]
    assert sum(len(output["text"]) for output in outputs) == LIMITS.output
    outputs = run(session, "!yes | head -c 1000000")
    assert sum(len(output["text"]) for output in outputs) == LIMITS.output
    outputs = run(session, "import os\nfor _ in range(100): os.write(1, b'x' * 10**5)")
    assert sum(len(output["text"]) for output in outputs) == LIMITS.output


def test_the_next_submission_finds_a_new_process_where_the_loaded_one_died(
    sandbox: Sandbox,
) -> None:
    preloaded = sandbox.preloaded
    assert preloaded is not None
    with sandbox.open() as opened:
        assert preloaded._process is not None
        os.kill(preloaded._process.pid, signal.SIGKILL)
        assert failed(opened.run_cell("import time; time.sleep(60)")).kind == "crash"
    with sandbox.open() as opened:
        assert run(opened, "1")
    assert preloaded._process is not None
    os.kill(preloaded._process.pid, signal.SIGKILL)
    preloaded._process.wait()
    with sandbox.open() as opened:
        assert run(opened, "1")


# Answers that are no answers.


def test_what_cannot_cross_is_foreign(session: Session) -> None:
    run(
        session,
        """
        import numpy as np
        class Liar(float):
            def __eq__(self, other): return True
        class Array(np.ndarray): pass
        values = [Liar(1), np.zeros(1).view(Array), np.array([1, None]), lambda: 1, object]
        def answer(n): return values[n]
        """,
    )
    got = [session.call("answer", (n,)).value for n in range(5)]
    names = ["Liar", "Array", "array of object", "function", "type"]
    assert got == [Foreign(name) for name in names]


def test_a_value_without_end_is_unreadable(session: Session) -> None:
    run(session, "loop = []\nloop.append(loop)\ndef answer(): return loop")
    assert failed(session.call("answer", ())).kind == "unreadable"
    run(session, "def answer(): return [0] * 10**6")
    assert failed(session.call("answer", ())).kind == "unreadable"
    assert session.alive


FORGE = """
import os, struct, sys
from course_utils.grading.sandbox.codec import encode
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.sandbox.messages import frame
def stolen():
    at = sys._getframe()
    while "key" not in at.f_locals:
        at = at.f_back
    return at.f_locals["key"]
def send(number, message):
    os.write(3, frame(stolen(), number, message))
def say(number, value):
    send(number, encode(value, Limits()))
RIGHT = (1.0, None, (0,), (), 0.0)
"""

FORGERIES = {
    "early, for the next request": "say(3, RIGHT)",
    "for another request": "say(9, RIGHT); os._exit(0)",
    "with another key": "os.write(3, frame(bytes(16), 2, encode(RIGHT, Limits()))); os._exit(0)",
    "noise": "os.write(3, os.urandom(100)); os._exit(0)",
    "a length without end": "os.write(3, struct.pack('!II', 2, 2**32 - 1)); os._exit(0)",
    "half a message": "os.write(3, struct.pack('!II', 2, 50) + b'x'); os._exit(0)",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_reply_ends_the_session(session: Session, name: str) -> None:
    run(session, FORGE)
    session.run_cell(FORGERIES[name])
    outcome = session.call("answer", (0,))
    assert failed(outcome).kind == "crash"
    assert not session.alive


NONSENSE = {
    "no outcome": "1",
    "not five": "(1.0, None, (0,), ())",
    "arguments missing": "(1.0, None, (), (), 0.0)",
    "arguments no tuple": "(1.0, None, [0], (), 0.0)",
    "an unknown failure": "(None, ('right', '', '', '', None), (), (), 0.0)",
    "a failure of the judge": "(None, ('timeout', '', '', '', None), (), (), 0.0)",
    "a failure in part": "(None, ('exception',), (), (), 0.0)",
    "no warnings": "(1.0, None, (0,), (1,), 0.0)",
    "no time": "(1.0, None, (0,), (), 'fast')",
    "never": "(1.0, None, (0,), (), float('nan'))",
}


@pytest.mark.parametrize("name", NONSENSE)
def test_a_reply_that_says_nothing_is_unreadable(session: Session, name: str) -> None:
    run(session, FORGE)
    # The function answers in the worker's place, with the right number, and stops the worker.
    run(session, f"def answer(x): say(3, {NONSENSE[name]}); import time; time.sleep(60)")
    assert failed(session.call("answer", (0,))).kind == "unreadable"


def test_time_is_measured_on_this_side(session: Session) -> None:
    run(session, FORGE)
    run(session, "import time\ndef answer(x): time.sleep(0.05); say(3, RIGHT); time.sleep(60)")
    outcome = session.call("answer", (0,))
    assert outcome.value == 1.0
    assert outcome.seconds >= 0.05


SABOTAGE = [
    "import json; json.dumps = lambda *a, **k: 'null'",
    "import course_utils.grading.sandbox.inside.worker as w; w.encode = lambda *a: b''",
    "import course_utils.checking.calling as c; c.call_here = None",
    "import sys; sys.modules.clear()",
    "import builtins; builtins.isinstance = lambda *a: True; builtins.len = lambda x: 0",
    "import socket; socket.socket.sendall = None",
    "get_ipython().user_ns.clear()",
    "get_ipython().user_ns = None",
    "get_ipython().run_cell = lambda *a, **k: None",
    "get_ipython().cell_outputs = None",
    "import sys; sys.stdout = sys.stderr = None",
    "import sys; sys.settrace(lambda *a: 1 / 0)",
    "import gc; [o.clear() for o in gc.get_objects() if type(o) is dict and o is not globals()]",
]


@pytest.mark.parametrize("source", SABOTAGE)
def test_a_worker_turned_inside_out_only_harms_itself(sandbox: Sandbox, source: str) -> None:
    with sandbox.open(Limits(cell_seconds=2, call_seconds=2)) as opened:
        opened.run_cell("def answer(x): return x")
        opened.run_cell(source)
        outcome = opened.call("answer", (1,))
        assert isinstance(outcome, Outcome)
        assert outcome.failure or outcome.value == 1
        opened.run_cell("1 + 1")
    with sandbox.open() as opened:
        run(opened, "def answer(x): return x + 1")
        assert opened.call("answer", (1,)).value == 2
