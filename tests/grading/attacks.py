"""What submissions will do to the grader, as a table that one test walks.

Each attack has no right answer but those that it names. To add one, add a line.
"""

import json
import os
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from course_utils.grading.notebook.cells import as_json, grade_id, nbgrader
from tests.grading.conftest import LESSON, RIGHT, WRONG, fill_in

Notebook = dict[str, Any]
Work = Callable[[Notebook], bytes]
ALL = ("sigmoid", "classify", "as_network")


@dataclass(frozen=True)
class Attack:
    """A submission, the exercises of it that are right, and whether it must be flagged."""

    name: str
    work: Work
    right: tuple[str, ...] = ()
    flagged: bool = False
    folder: Callable[[Path], None] | None = None


def code(first: str, answers: dict[str, str] = WRONG) -> Work:
    """Wrong answers, and code that runs before them."""
    return lambda release: as_json(
        fill_in(release, {"imports": f"import numpy as np\n{first}", **answers})
    )


def answer(sigmoid: str, **others: str) -> Work:
    """One hostile answer; the other two are right."""
    return lambda release: as_json(fill_in(release, RIGHT | {"sigmoid": sigmoid} | others))


def notebook(change: Callable[[Notebook], object], answers: dict[str, str] = WRONG) -> Work:
    """Wrong answers in a notebook that was tampered with."""

    def work(release: Notebook) -> bytes:
        changed = fill_in(release, answers)
        change(changed)
        return as_json(changed)

    return work


def file(change: Callable[[bytes], bytes]) -> Work:
    """Right answers in a file that was damaged as a whole."""
    return lambda release: change(as_json(fill_in(release, RIGHT)))


def checks(nb: Notebook) -> list[dict[str, Any]]:
    return [cell for cell in nb["cells"] if grade_id(cell).startswith("check_")]


def each_check(**changes: Any) -> Callable[[Notebook], None]:
    def change(nb: Notebook) -> None:
        for cell in checks(nb):
            cell.update(deepcopy(changes))

    return change


def each_about(**changes: Any) -> Callable[[Notebook], None]:
    def change(nb: Notebook) -> None:
        for cell in checks(nb):
            nbgrader(cell).update(changes)

    return change


def without(condition: Callable[[dict[str, Any]], bool]) -> Callable[[Notebook], None]:
    def change(nb: Notebook) -> None:
        nb["cells"] = [cell for cell in nb["cells"] if not condition(cell)]

    return change


def is_check(cell: dict[str, Any]) -> bool:
    return grade_id(cell).startswith("check_")


def checks_first(nb: Notebook) -> None:
    nb["cells"].sort(key=lambda cell: not is_check(cell))


def checks_twice(nb: Notebook) -> None:
    nb["cells"] += [{**deepcopy(cell), "id": f"again-{i}"} for i, cell in enumerate(checks(nb))]


def answers_twice(nb: Notebook) -> None:
    cells = [cell for cell in nb["cells"] if grade_id(cell) in ALL]
    copies = [{**deepcopy(cell), "source": RIGHT[grade_id(cell)]} for cell in cells]
    nb["cells"] += copies


def renamed_everywhere(nb: Notebook) -> None:
    """Make it a notebook of a lesson with other exercises, which uses the answer key as ours do."""
    for cell in nb["cells"]:
        if grade_id(cell):
            nbgrader(cell)["grade_id"] = f"other_{grade_id(cell)}"
            cell["source"] = cell["source"].replace("def ", "def other_")
    nb["cells"][1]["source"] = "from course_utils.reference import neuron"


def old_schema(nb: Notebook) -> None:
    for cell in nb["cells"]:
        if about := nbgrader(cell):
            cell["metadata"]["nbgrader"] = {"grade_id": about["grade_id"], "schema_version": 0}


def in_format_3(release: Notebook, bad: int = 0) -> bytes:
    cells = [
        nbformat.v3.new_code_cell(input=text) for text in ("import numpy as np", *RIGHT.values())
    ]
    cells[0]["outputs"] = [{"output_type": "bad", "metadata": []}] * bad
    return json.dumps(
        nbformat.v3.new_notebook(worksheets=[nbformat.v3.new_worksheet(cells=cells)])
    ).encode()


def much_output(nb: Notebook) -> None:
    text = {"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}
    nb["cells"][1]["outputs"] = [text]


def many_cells(nb: Notebook) -> None:
    cell = {"cell_type": "code", "metadata": {}, "source": "x = 1", "outputs": []}
    nb["cells"] += [{**cell, "id": f"many-{i}"} for i in range(5000)]


def no_work(release: Notebook) -> bytes:
    return b""


def plant(*names: str) -> Callable[[Path], None]:
    """Put files beside the notebook that would shadow packages."""

    def prepare(folder: Path) -> None:
        for name in names:
            (folder / name).write_text("def __getattr__(name): return lambda *a, **k: True\n")

    return prepare


def link(folder: Path) -> None:
    """Hand in a link to another student's work."""
    path = folder / f"{LESSON}.ipynb"
    path.unlink()
    path.symlink_to(folder.parents[1] / "honest" / LESSON / path.name)


def only_folder(folder: Path) -> None:
    (folder / f"{LESSON}.ipynb").unlink()


def folder_for_file(folder: Path) -> None:
    only_folder(folder)
    (folder / f"{LESSON}.ipynb").mkdir()


def pipe_for_file(folder: Path) -> None:
    only_folder(folder)
    os.mkfifo(folder / f"{LESSON}.ipynb")


def unknown_extra(folder: Path) -> None:
    (folder / "another.ipynb").write_text("{}")


LIAR = """class Liar(float):
    def __eq__(self, other): return True
    __array__ = __float__ = lambda self, *a, **k: 1.0
    __hash__ = None
"""
SUBCLASS = """class Lies(np.ndarray):
    def __array_finalize__(self, other): pass
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __array_function__(self, *a, **k): return True
    def __array_ufunc__(self, *a, **k): return True
def sigmoid(z): return np.zeros(z.shape).view(Lies)"""
TRANSFORMER = """import ast
class Pass(ast.NodeTransformer):
    def visit_Call(self, node): return ast.Constant(9.0)
get_ipython().ast_transformers.append(Pass())"""
HOOK = """import sys
class Hook:
    def find_spec(self, name, path=None, target=None): raise ImportError('no')
sys.meta_path.insert(0, Hook())"""
DAEMON = """import subprocess, threading, time
subprocess.Popen(['sleep', '600'], start_new_session=True)
threading.Thread(target=time.sleep, args=(600,)).start()"""
FORKED = """import os
if os.fork() == 0:
    if os.fork() == 0:
        os.setsid()
        import time; time.sleep(600)"""
WRITE_FDS = """import os
for number in range(3, 64):
    try: os.write(number, b'right' * 1000)
    except OSError: pass"""
KILL = """import os, signal
for pid in (os.getppid(), 1, -1):
    try: os.kill(pid, signal.SIGKILL)
    except OSError: pass"""
READ = """import glob, os
found = ''
for pattern in ('/**/gradebook.db', '/**/.course/secret', '/**/submitted/**/*.ipynb', '/**/notebooks/*/*.ipynb'):
    for path in glob.glob(pattern, recursive=True, include_hidden=True):
        try: found += open(path, errors='replace').read()[:500]
        except OSError: pass
for path in glob.glob('/proc/*/environ'):
    try: found += open(path).read()
    except OSError: pass
assert not found.replace('\\0', '').count('submitted'), found
print('FOUND', len(found) if 'secret' in found or 'nbgrader' in found else 0)"""
FRAME = """import sys
frame = sys._getframe()
while frame:
    for value in list(frame.f_locals.values()) + list(frame.f_globals.values()):
        if callable(getattr(value, 'judge', None)): value.judge = lambda *a: 1.0
    frame = frame.f_back"""
SCRIPT = """from IPython.display import HTML, Javascript, display
display(HTML('<script>evil()</script>'), Javascript('evil()'))
print('<script>evil()</script>')"""

OTHERS = ("classify", "as_network")
TABLE = [
    # Comparison
    Attack("allclose", code("np.allclose = np.isclose = lambda *a, **k: True"), flagged=True),
    Attack("testing", code("np.testing.assert_allclose = print"), flagged=True),
    Attack("builtins", code("import builtins\nbuiltins.abs = lambda x: 0.0"), flagged=True),
    Attack("liar", answer(f"{LIAR}def sigmoid(z): return Liar(0)"), OTHERS, flagged=True),
    Attack("subclass", answer(SUBCLASS), OTHERS, flagged=True),
    Attack("objects", answer("def sigmoid(z): return np.full(z.shape, None)"), OTHERS),
    Attack("nan", answer("def sigmoid(z): return np.full(z.shape, np.nan)"), OTHERS),
    # Notebook
    Attack("checks edited", notebook(each_check(source="9.0")), flagged=True),
    Attack("checks deleted", notebook(without(is_check)), flagged=True),
    Attack("checks duplicated", notebook(checks_twice)),
    Attack("checks first", notebook(checks_first)),
    Attack("checks renamed", notebook(each_about(grade_id="check_x")), flagged=True),
    Attack("points raised", notebook(each_about(points=100)), flagged=True),
    Attack("checks as text", notebook(each_check(cell_type="markdown")), flagged=True),
    Attack(
        "checks skipped", notebook(each_check(metadata={"tags": ["skip-execution"]})), flagged=True
    ),
    Attack("answers deleted", notebook(without(lambda c: grade_id(c) in ALL)), flagged=False),
    Attack("answers duplicated", notebook(answers_twice), ALL),
    Attack("another lesson", notebook(renamed_everywhere)),
    Attack(
        "torch first", answer(RIGHT["sigmoid"], imports="import torchx\nimport numpy as np"), ALL
    ),
    Attack(
        "all in one cell",
        lambda release: as_json(
            fill_in(
                release,
                {
                    "title": "# Lesson",
                    "imports": "import numpy as np\n" + "\n".join(RIGHT.values()),
                },
            )
        ),
        ALL,
    ),
    Attack("old schema", notebook(old_schema, RIGHT), ALL),
    Attack(
        "metadata lost",
        notebook(lambda nb: [c.update(metadata={}) for c in nb["cells"]], RIGHT),
        ALL,
    ),
    Attack("no cells", notebook(without(lambda c: True))),
    Attack("empty file", no_work),
    Attack("not JSON", lambda release: b"Dear grader"),
    Attack("not UTF-8", lambda release: b"\xff\x00\xfe{}"),
    Attack("a login page", lambda release: b"<!DOCTYPE html><title>Log in</title>"),
    Attack("a pointer", lambda release: b"version https://git-lfs.github.com/spec/v1\n"),
    Attack("a script", lambda release: f"# %%\n{RIGHT['sigmoid']}\n".encode()),
    Attack("half a file", file(lambda data: data[: data.index(b"def classify")])),
    Attack("Windows-1252", file(lambda data: data.replace(b'"# Lesson', b'"# L\xe9sson')), ALL),
    Attack("a stray line", file(lambda data: data + b"Sent from my phone"), ALL),
    Attack("one byte short", file(lambda data: data.rstrip()[:-1]), ALL),
    Attack("the last cell cut", file(lambda data: data[: data.rindex(b'"id": "why"')]), ALL),
    Attack("deep JSON", lambda release: b"[" * 1_000_000),
    Attack("format 3", in_format_3, ALL),
    Attack("format 3, bad outputs", lambda release: in_format_3(release, 5_000), ALL),
    Attack("50 MB of output", notebook(much_output, RIGHT), ALL),
    Attack("thousands of cells", notebook(many_cells)),
    Attack(
        "wrong kernel",
        notebook(lambda nb: nb["metadata"].update(kernelspec={"name": "R"}), RIGHT),
        ALL,
    ),
    Attack("no notebook", no_work, folder=only_folder),
    Attack("a folder for a file", no_work, folder=folder_for_file),
    Attack("a pipe for a file", no_work, folder=pipe_for_file),
    Attack("an unknown notebook", notebook(lambda nb: None, RIGHT), ALL, folder=unknown_extra),
    # Interpreter
    Attack("AST transformer", code(TRANSFORMER), flagged=True),
    Attack(
        "input transformer",
        code("get_ipython().input_transformers_post.append(lambda l: ['9.0'])"),
        flagged=True,
    ),
    Attack(
        "custom exceptions",
        code("get_ipython().set_custom_exc((Exception,), lambda *a: None)\n1/0"),
        flagged=True,
    ),
    Attack(
        "no tracebacks",
        code("get_ipython().showtraceback = lambda *a, **k: None\n1/0"),
        flagged=True,
    ),
    Attack(
        "modules swapped",
        code("import sys\nsys.modules['numpy'] = sys.modules['json'] = sys"),
        flagged=True,
    ),
    Attack("import hook", code(HOOK), flagged=True),
    Attack("check redefined", code("check = lambda f: 9.0"), flagged=True),
    Attack(
        "packages shadowed",
        notebook(lambda nb: None),
        flagged=True,
        folder=plant("numpy.py", "course_utils.py"),
    ),
    Attack(
        "answer key",
        answer("from course_utils.reference.logistic_regression import sigmoid"),
        OTHERS,
        flagged=True,
    ),
    Attack("frames", code(FRAME), flagged=True),
    # Escape
    Attack("reads everything", code(READ), flagged=True),
    Attack(
        "writes everywhere",
        code(
            "for p in ('/tmp/pwned', '/pwned', '/usr/pwned', '../pwned'):\n try: open(p, 'w').write('x')\n except OSError: pass"
        ),
    ),
    Attack(
        "socket", code("import socket\nsocket.create_connection(('1.1.1.1', 53), 1)"), flagged=True
    ),
    Attack("daemon and thread", code(DAEMON), flagged=True),
    Attack("double fork", code(FORKED), flagged=True),
    Attack("kills its parent", code(KILL), flagged=True),
    Attack("writes to the pipe", code(WRITE_FDS)),
    Attack("a link", no_work, flagged=True, folder=link),
    # Exhaustion
    Attack("endless answer", answer("def sigmoid(z):\n    while True: pass"), OTHERS),
    Attack("endless cell", answer("while True: pass"), OTHERS),
    Attack(
        "swallows interrupts",
        answer("while True:\n    try:\n        while True: pass\n    except BaseException: pass"),
        OTHERS,
    ),
    Attack("sleep", answer("def sigmoid(z):\n    import time\n    time.sleep(600)"), OTHERS),
    Attack(
        "memory bomb",
        answer("def sigmoid(z):\n    x = [np.ones(10**8) for _ in range(10**4)]"),
        OTHERS,
    ),
    Attack(
        "fork bomb",
        answer("def sigmoid(z):\n    import os\n    while True: os.fork()"),
        OTHERS,
        flagged=True,
    ),
    Attack(
        "full disk",
        answer(
            "def sigmoid(z):\n    with open('/tmp/full', 'wb') as f:\n        while True: f.write(bytes(10**7))"
        ),
        OTHERS,
    ),
    Attack("endless output", answer("while True: print('x' * 10**6)"), OTHERS),
    Attack("deep recursion", answer("def sigmoid(z): return sigmoid(z)"), OTHERS),
    Attack("sys.exit", answer("def sigmoid(z):\n    import sys\n    sys.exit(0)"), OTHERS),
    Attack(
        "os._exit", answer("def sigmoid(z):\n    import os\n    os._exit(0)"), OTHERS, flagged=True
    ),
    Attack(
        "segmentation fault",
        answer("def sigmoid(z):\n    import ctypes\n    ctypes.string_at(0)"),
        OTHERS,
        flagged=True,
    ),
    Attack("input", answer("def sigmoid(z): return float(input())"), OTHERS),
    Attack("huge value", answer("def sigmoid(z): return np.zeros(10**8)"), OTHERS),
    Attack(
        "nested value",
        answer("def sigmoid(z):\n    x = []\n    for _ in range(10**5): x = [x]\n    return x"),
        OTHERS,
    ),
    # The reader
    Attack(
        "scripts",
        lambda release: as_json(
            fill_in(
                release,
                {
                    "imports": SCRIPT,
                    "why": "<script>evil()</script><img src=x onerror=evil()> [x](javascript:evil())",
                    "sigmoid": "def sigmoid(z): raise ValueError('<script>evil()</script>')",
                },
            )
        ),
    ),
    # Honest trouble
    Attack(
        "warnings and prints",
        code("import sys, warnings\nwarnings.warn('x')\nprint('x', file=sys.stderr)", RIGHT),
        ALL,
    ),
    Attack("a typo", answer("def sigmoid(z) return z"), OTHERS),
    Attack("a missing package", code("import tensorflow", RIGHT), ALL),
    Attack("another order", answer("def sigmoid(z): return later(z)"), OTHERS),
]
