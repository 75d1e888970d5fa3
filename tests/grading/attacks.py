"""What submissions will do to the grader, as tables that one test walks over the lessons of two courses.

Each attack has no right answer but those that it names. To add one, add a line. An attack's hostile
answer is written for `sigmoid(z)`; in another lesson it bears the name of that lesson's first exercise.
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

Notebook = dict[str, Any]
Answers = dict[str, str]


@dataclass(frozen=True)
class Ground:
    """A released lesson that is attacked.

    Attributes
    ----------
    release : Notebook
    right : dict
        A right answer to each exercise; the first one is what a hostile answer stands for.
    head : str
        The first line of that answer, with `z` as its first argument.
    theft : str
        Code that takes the right function from the course.
    """

    release: Notebook
    right: Answers
    head: str
    theft: str

    @property
    def names(self) -> list[str]:
        return list(self.right)

    @property
    def wrong(self) -> Answers:
        return {
            name: source.split("\n")[0] + "\n    return None" for name, source in self.right.items()
        }

    def hostile(self, source: str) -> str:
        """Give code written for `sigmoid(z)` the name of this lesson's first exercise."""
        own = source.replace("def sigmoid(z):", self.head)
        return own.replace("sigmoid(z)", f"{self.names[0]}(z)")

    def filled(self, answers: Answers) -> Notebook:
        """Return the release with some cells' sources replaced, by grade_id or cell id."""
        notebook: Notebook = json.loads(json.dumps(self.release))
        for cell in notebook["cells"]:
            cell["source"] = answers.get(grade_id(cell) or cell["id"], cell["source"])
        return notebook


Work = Callable[[Ground], bytes]
# Which answers are right: all, or all but the hostile one.
ALL, OTHERS, NONE = "all", "others", "none"


@dataclass(frozen=True)
class Attack:
    """A submission, which answers of it are right, and whether it must be flagged."""

    name: str
    work: Work
    right: str = NONE
    flagged: bool = False
    folder: Callable[[Path], object] | None = None


def code(first: str, right: bool = False) -> Work:
    """Code that runs before wrong answers, or right ones."""
    return lambda ground: as_json(
        ground.filled(
            {"imports": f"import numpy as np\n{first}"} | (ground.right if right else ground.wrong)
        )
    )


def answer(sigmoid: str) -> Work:
    """One hostile answer; the others are right."""
    return lambda ground: as_json(
        ground.filled(ground.right | {ground.names[0]: ground.hostile(sigmoid)})
    )


def notebook(change: Callable[[Notebook], object], right: bool = False) -> Work:
    """Wrong answers, or right ones, in a notebook that was tampered with."""

    def work(ground: Ground) -> bytes:
        changed = ground.filled(ground.right if right else ground.wrong)
        change(changed)
        return as_json(changed)

    return work


def file(change: Callable[[bytes], bytes]) -> Work:
    """Right answers in a file that was damaged as a whole."""
    return lambda ground: change(as_json(ground.filled(ground.right)))


def anything(data: bytes) -> Work:
    """A file that is no notebook."""
    return lambda ground: data


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


def is_answer(cell: dict[str, Any]) -> bool:
    return bool(nbgrader(cell).get("solution")) and cell["cell_type"] == "code"


def checks_first(nb: Notebook) -> None:
    nb["cells"].sort(key=lambda cell: not is_check(cell))


def checks_twice(nb: Notebook) -> None:
    nb["cells"] += [{**deepcopy(cell), "id": f"again-{i}"} for i, cell in enumerate(checks(nb))]


def answers_twice(ground: Ground) -> bytes:
    """Wrong answers, and further down the right ones in cells of the same ids."""
    nb = ground.filled(ground.wrong)
    right = ground.filled(ground.right)["cells"]
    nb["cells"] += [{**cell, "id": f"again-{i}"} for i, cell in enumerate(right) if is_answer(cell)]
    return as_json(nb)


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


def in_format_3(ground: Ground, bad: int = 0) -> bytes:
    texts = ("import numpy as np", *ground.right.values())
    cells = [nbformat.v3.new_code_cell(input=text) for text in texts]
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


def all_in_one_cell(ground: Ground) -> bytes:
    answers = "\n".join(ground.right.values())
    return as_json(
        ground.filled({"title": "# Lesson", "imports": f"import numpy as np\n{answers}"})
    )


def half(ground: Ground) -> bytes:
    data = as_json(ground.filled(ground.right))
    return data[: data.index(f"def {ground.names[1]}".encode())]


def scripts(ground: Ground) -> bytes:
    """Scripts in an output, in a text and in an error."""
    text = "<script>evil()</script>"
    written = {
        "imports": SCRIPT,
        "why": f"{text}<img src=x onerror=evil()> [x](javascript:evil())",
        ground.names[0]: ground.hostile(f"def sigmoid(z): raise ValueError('{text}')"),
    }
    return as_json(ground.filled(written))


def stolen(ground: Ground) -> bytes:
    return as_json(ground.filled(ground.right | {ground.names[0]: ground.theft}))


no_work = anything(b"")


def plant(*names: str) -> Callable[[Path], None]:
    """Put files beside the notebook that would shadow packages."""

    def prepare(folder: Path) -> None:
        for name in names:
            (folder / name).write_text("def __getattr__(name): return lambda *a, **k: True\n")

    return prepare


def only_folder(folder: Path) -> Path:
    """Take the notebook away; return where it was."""
    path = folder / f"{folder.name}.ipynb"
    path.unlink()
    return path


def link(folder: Path) -> None:
    """Hand in a link to another student's work."""
    path = only_folder(folder)
    path.symlink_to(folder.parents[1] / "honest" / folder.name / path.name)


def folder_for_file(folder: Path) -> None:
    only_folder(folder).mkdir()


def pipe_for_file(folder: Path) -> None:
    os.mkfifo(only_folder(folder))


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
for pattern in ('/**/gradebook.db', '/**/.course/secret', '/**/submitted/**/*.ipynb', '/**/notebooks/*/*.ipynb', '/**/checks/*.py'):
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

STEAL = """import os
for number in range(3, 1024):
    try:
        os.set_blocking(number, False)
        while os.read(number, 10**6): pass
    except OSError: pass"""
BUSY = """import os
for _ in range(29):
    if os.fork() == 0:
        while True: pass"""
SOCKETS = """import socket
held = []
while True: held.append(socket.socketpair()); held[-1][0].send(bytes(10**6))"""
LOCKS = """def sigmoid(z):
    import fcntl
    file = open('locks', 'w')
    for place in range(10**7): fcntl.lockf(file, fcntl.LOCK_EX, 1, 2 * place)"""

FORGING = [
    Attack("allclose", code("np.allclose = np.isclose = lambda *a, **k: True"), flagged=True),
    Attack("testing", code("np.testing.assert_allclose = print"), flagged=True),
    Attack("builtins", code("import builtins\nbuiltins.abs = lambda x: 0.0"), flagged=True),
    Attack("liar", answer(f"{LIAR}def sigmoid(z): return Liar(0)"), OTHERS, flagged=True),
    Attack("subclass", answer(SUBCLASS), OTHERS, flagged=True),
    Attack("objects", answer("def sigmoid(z): return np.full(z.shape, None)"), OTHERS),
    Attack("nan", answer("def sigmoid(z): return np.full(z.shape, np.nan)"), OTHERS),
]
TAMPERING = [
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
    Attack("answers duplicated", answers_twice, ALL),
    Attack("another lesson", notebook(renamed_everywhere)),
    Attack("torch first", code("import torchx\nimport numpy as np", right=True), ALL),
    Attack("all in one cell", all_in_one_cell, ALL),
    Attack("old schema", notebook(old_schema, right=True), ALL),
    Attack(
        "metadata lost",
        notebook(lambda nb: [c.update(metadata={}) for c in nb["cells"]], right=True),
        ALL,
    ),
    Attack("no cells", notebook(without(lambda c: True))),
    Attack("empty file", no_work),
    Attack("not JSON", anything(b"Dear grader")),
    Attack("not UTF-8", anything(b"\xff\x00\xfe{}")),
    Attack("a login page", anything(b"<!DOCTYPE html><title>Log in</title>")),
    Attack("a pointer", anything(b"version https://git-lfs.github.com/spec/v1\n")),
    Attack("a script", lambda ground: f"# %%\n{ground.right[ground.names[0]]}\n".encode()),
    Attack("half a file", half),
    Attack("Windows-1252", file(lambda data: data.replace(b'"# Lesson', b'"# L\xe9sson')), ALL),
    Attack("a stray line", file(lambda data: data + b"Sent from my phone"), ALL),
    Attack("one byte short", file(lambda data: data.rstrip()[:-1]), ALL),
    Attack("the last cell cut", file(lambda data: data[: data.rindex(b'"id": "why"')]), ALL),
    Attack("deep JSON", anything(b"[" * 1_000_000)),
    Attack("format 3", in_format_3, ALL),
    Attack("format 3, bad outputs", lambda ground: in_format_3(ground, 5_000), ALL),
    Attack("50 MB of output", notebook(much_output, right=True), ALL),
    Attack("thousands of cells", notebook(many_cells)),
    Attack(
        "wrong kernel",
        notebook(lambda nb: nb["metadata"].update(kernelspec={"name": "R"}), right=True),
        ALL,
    ),
    Attack("no notebook", no_work, folder=only_folder),
    Attack("a folder for a file", no_work, folder=folder_for_file),
    Attack("a pipe for a file", no_work, folder=pipe_for_file),
    Attack("an unknown notebook", notebook(lambda nb: None, right=True), ALL, folder=unknown_extra),
]
INTERPRETER = [
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
    Attack("answer key", stolen, OTHERS, flagged=True),
    Attack("frames", code(FRAME), flagged=True),
]
ESCAPING = [
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
]
EXHAUSTING = [
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
]
# What costs the grader itself, or those who are graded beside it.
NEIGHBORS = [
    Attack(
        "a long chain", code(f"try: ''{'.b' * 1500}\nexcept AttributeError: pass", right=True), ALL
    ),
    Attack("messages stolen", code(STEAL)),
    Attack("busy children", code(BUSY), flagged=True),
    Attack("memory in sockets", code(SOCKETS), flagged=True),
    Attack("memory in locks", answer(LOCKS), OTHERS),
]
REST = [
    Attack("scripts", scripts),
    # Honest trouble
    Attack(
        "warnings and prints",
        code("import sys, warnings\nwarnings.warn('x')\nprint('x', file=sys.stderr)", right=True),
        ALL,
    ),
    Attack("a typo", answer("def sigmoid(z) return z"), OTHERS),
    Attack("a missing package", code("import tensorflow", right=True), ALL),
    Attack("another order", answer("def sigmoid(z): return later(z)"), OTHERS),
]
TABLE = [*FORGING, *TAMPERING, *INTERPRETER, *ESCAPING, *EXHAUSTING, *NEIGHBORS, *REST]
