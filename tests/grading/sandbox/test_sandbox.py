"""The walls, tried from inside: what a submission reaches, and what is left when it is gone.

Each test runs code as a submission would, in both ways of building the walls where the machine
allows both: with the rights of root, and in a user namespace as any other user.
"""

import os
import shutil
import socket
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import course_utils
from course_utils.grading.sandbox import bubblewrap
from course_utils.grading.sandbox.limits import MIB, Limits
from course_utils.grading.sandbox.preloaded import SandboxUnavailable
from course_utils.grading.sandbox.sandbox import Sandbox
from course_utils.grading.sandbox.session import Session
from course_utils.lessons import LESSONS

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("needs_bubblewrap")]

LESSON = "02_neuron"
# To walk through all files takes long where the disk has not been read yet: hence the seconds.
SMALL = Limits(memory=192 * MIB, scratch=4 * MIB, processes=12, open_files=64, call_seconds=90.0)
WAYS = ("root", "user namespace") if bubblewrap.privileged() else ("user namespace",)
PACKAGE = Path(course_utils.__file__).parent


@pytest.fixture(scope="module", params=WAYS)
def sandbox(request: pytest.FixtureRequest, needs_bubblewrap: str) -> Iterator[Sandbox]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "user namespace":
            patch.setattr(bubblewrap, "privileged", lambda: False)
        with Sandbox(LESSON, limits=SMALL) as box:
            yield box


@pytest.fixture
def session(sandbox: Sandbox) -> Iterator[Session]:
    with sandbox.open() as opened:
        yield opened


def inside(session: Session, body: str, *arguments: Any) -> Any:
    """Run `body` as a submission's function `answer(*given)` and return what it returns."""
    source = "def answer(*given):\n" + textwrap.indent(textwrap.dedent(body), "    ")
    assert session.run_cell(source).failure is None
    outcome = session.call("answer", arguments)
    assert outcome.failure is None, outcome.failure
    return outcome.value


def raised(session: Session, body: str, *arguments: Any) -> str:
    """Run `body` and return the name of the exception that it must raise."""
    source = "def answer(*given):\n" + textwrap.indent(textwrap.dedent(body), "    ")
    assert session.run_cell(source).failure is None
    failure = session.call("answer", arguments).failure
    assert failure is not None
    assert failure.kind == "exception", failure
    return failure.error_type


# Files.


def test_only_the_system_and_the_packages_are_there(session: Session) -> None:
    seen = inside(session, "import os; return sorted(os.listdir('/'))")
    first = {path.parts[1] for path in bubblewrap._seen()}
    allowed = {".sandbox", "bin", "dev", "lib", "lib32", "lib64", "proc", "sbin", "tmp", *first}
    assert set(seen) <= allowed
    body = "import os; return sorted(os.listdir(given[0]))"
    assert inside(session, body, str(bubblewrap.COURSE)) == [".data", ".fonts", "course_utils"]


def test_files_of_the_grader_are_not(session: Session, tmp_path: Path) -> None:
    secret = tmp_path / "gradebook.db"
    secret.write_text("marks")
    places = [secret, Path.home() / ".bashrc", Path("/etc/passwd"), Path(__file__)]
    places += [
        Path.cwd() / "pyproject.toml",
        PACKAGE / "exercises",
        PACKAGE / "reference" / "neuron.py",
    ]
    found = inside(
        session,
        "import os; return [p for p in given[0] if os.path.exists(p)]",
        list(map(str, places)),
    )
    assert found == []


def test_nothing_can_be_written_but_the_scratch_folder(session: Session) -> None:
    body = """
        import os
        found = []
        for folder, inner, _ in os.walk("/"):
            inner[:] = [] if folder == "/proc" else inner
            if os.access(folder, os.W_OK):
                found.append(folder)
                inner[:] = []
        return found
        """
    # Terminals are made in /dev/pts, which the kernel keeps: no file can be.
    assert set(inside(session, body)) - {"/dev/pts"} == {str(bubblewrap.HOME), "/dev/shm"}
    assert raised(session, "open('/dev/pts/mine', 'w')") == "PermissionError"


def test_the_scratch_folder_is_small_and_empty_for_each(sandbox: Sandbox) -> None:
    fill = """
        for number in range(100):
            with open(f"file{number}", "wb") as file:
                file.write(bytes(1 << 20))
        """
    for _ in range(2):
        with sandbox.open() as opened:
            assert inside(opened, "import os; return os.listdir('.')") == ["matplotlib"]
            assert raised(opened, fill) == "OSError"


def test_the_answer_key_of_this_and_later_lessons_is_nowhere(session: Session) -> None:
    later = LESSONS[2:]
    key = {f"{lesson.module}.py" for lesson in later}
    body = """
        import os
        found = []
        for folder, inner, files in os.walk("/"):
            inner[:] = [] if folder == "/proc" else inner
            for name in files:
                if name in given[0] or name.endswith(".ipynb"):
                    with open(os.path.join(folder, name), errors="replace") as file:
                        if "course_utils" in file.read():
                            found.append(os.path.join(folder, name))
        return found
        """
    pictures = {f"{bubblewrap.COURSE}/course_utils/{kind}" for kind in ("figures", "widgets")}
    found = inside(session, body, sorted(key))
    assert [path for path in found if os.path.dirname(path) not in pictures] == []
    for lesson in later:
        name = f"course_utils.reference.{lesson.module}"
        assert raised(session, f"import {name}") == "ModuleNotFoundError"
    assert raised(session, "import course_utils.exercises") == "ModuleNotFoundError"
    assert raised(session, "import course_utils.grading.sandbox.sandbox") == "ModuleNotFoundError"


def test_the_key_of_earlier_lessons_is_there(session: Session) -> None:
    body = "from course_utils import reference; return reference.sigmoid(given[0])"
    assert np.allclose(inside(session, body, np.array([0.0])), 0.5)


def test_a_folder_within_the_system_can_be_hidden(
    needs_bubblewrap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import nbformat

    folder = Path(nbformat.__file__).parent
    body = "import os; return [os.listdir(given[0]), os.access(given[0], os.W_OK)]"
    with Sandbox(LESSON, hidden=[folder]) as box, box.open() as opened:
        assert inside(opened, body, str(folder)) == [[], False]


INSTALLED = """
from course_utils.grading.sandbox.package_copy import PACKAGE
from course_utils.grading.sandbox.sandbox import Sandbox
assert PACKAGE.parent.name == "site-packages", PACKAGE
with Sandbox("02_neuron") as box, box.open() as session:
    session.run_cell("import os, course_utils")
    session.run_cell("def answer(path): return os.listdir(path), course_utils.__file__")
    print(session.call("answer", (str(PACKAGE),)).value)
    session.run_cell("def answer(path): return os.listdir(path)")
    print("nbformat" in session.call("answer", (str(PACKAGE.parent),)).value)
"""


def test_an_installed_package_is_hidden_and_replaced(needs_bubblewrap: str, tmp_path: Path) -> None:
    packages = tmp_path / "site-packages"
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, packages / "course_utils", ignore=without)
    (packages / "nbformat").mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", INSTALLED],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    copy = bubblewrap.COURSE / "course_utils" / "__init__.py"
    assert done.stdout.splitlines() == [str(([], str(copy))), "True"], done.stderr


# Other processes, the network, the kernel.


def test_only_its_own_processes_are_seen(session: Session) -> None:
    body = "import os; return [os.getpid(), sorted(p for p in os.listdir('/proc') if p.isdigit())]"
    assert inside(session, body) == [1, ["1"]]


OPEN_FILES = """
    import os
    links = []
    for number in os.listdir("/proc/self/fd"):
        try:
            links.append(os.readlink(f"/proc/self/fd/{number}").split(":")[0].split(" ")[0])
        except FileNotFoundError:
            pass
    return sorted(link for link in links if not link.startswith(os.environ["HOME"]))
    """


def test_no_way_to_the_grader_is_open(session: Session) -> None:
    assert inside(session, OPEN_FILES) == ["/dev/null", "socket"]


def test_no_capability_and_no_way_to_one(session: Session) -> None:
    status = inside(session, "return open('/proc/self/status').read()")
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(fields[name], 16) == 0
    assert fields["NoNewPrivs"] == "1"
    assert fields["Seccomp"] == "2"
    assert fields["Threads"] == "1"


@pytest.mark.parametrize(
    "call",
    [
        "unshare(0x10000000)",
        "syscall(56 if os.uname().machine == 'x86_64' else 220, 0x10000000 | 17, 0, 0, 0, 0)",
        "ptrace(0, 0, 0, 0)",
        "mount(b'none', b'/usr', b'tmpfs', 0, None)",
        "umount2(b'/usr', 2)",
        "memfd_create(b'x', 0)",
        "shmget(0, 4096, 0o1600)",
        "mmap(None, 4096, 3, 0x21, -1, 0)",
        "open(b'/dev/zero', 2)",
        "sched_setaffinity(0, 8, (ctypes.c_long * 1)(1))",
        "setuid(0) or libc.chroot(b'/usr')",
        "socket(2, 1, 0)",
        "socketpair(1, 1, 0, ctypes.byref((ctypes.c_int * 2)()))",
        "fcntl(os.open('f', os.O_RDWR | os.O_CREAT), 6, ctypes.create_string_buffer(32))",
        "fcntl(os.open('f', os.O_RDWR | os.O_CREAT), 37, ctypes.create_string_buffer(32))",
    ],
)
def test_a_system_call_that_no_answer_needs_is_refused(session: Session, call: str) -> None:
    body = f"import ctypes, os; libc = ctypes.CDLL(None); return libc.{call}"
    assert inside(session, body) == -1


def test_the_network_is_not_there(session: Session) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        connect = "import socket; socket.create_connection((given[0], given[1]), 5)"
        assert raised(session, connect, "127.0.0.1", port) == "PermissionError"
    assert raised(session, connect, "192.0.2.1", 80) == "PermissionError"
    assert raised(session, "import socket; socket.getaddrinfo('example.org', 80)") == "gaierror"


def test_a_socket_by_name_does_not_cross_the_wall(session: Session) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0course-test")
        server.listen()
        body = "import socket; socket.socket(socket.AF_UNIX).connect('\\0course-test')"
        assert raised(session, body) == "PermissionError"


def test_the_environment_is_ours(session: Session) -> None:
    environment = inside(session, "import os; return dict(os.environ)")
    assert not {"COURSE_SECRET", "SSH_AUTH_SOCK", "XDG_RUNTIME_DIR"} & set(environment)
    known = {"COURSE_SANDBOX", "HOME", "IPYTHONDIR", "LANG", "LOGNAME", "MALLOC_ARENA_MAX"}
    known |= {"MPLBACKEND", "MPLCONFIGDIR", "PATH", "PIP_NO_INDEX", "PWD", "TERM", "TMPDIR", "USER"}
    threads = {name for name in environment if name.endswith("_NUM_THREADS")}
    assert {n for n in environment if not n.startswith("PYTHON")} - threads <= known
    assert environment["HOME"] == str(bubblewrap.HOME)


# Exhaustion.


def test_one_process_that_takes_too_much_is_told_so(session: Session) -> None:
    assert raised(session, "return bytes(1 << 30)") == "MemoryError"
    assert session.alive


def test_many_processes_that_take_too_much_are_ended(session: Session) -> None:
    body = """
        import os, time
        for _ in range(6):
            if os.fork() == 0:
                kept = bytearray(os.urandom(1 << 20)) * 80
                time.sleep(60)
                os._exit(0)
        time.sleep(60)
        """
    source = "def answer():\n" + textwrap.indent(textwrap.dedent(body), "    ")
    assert session.run_cell(source).failure is None
    failure = session.call("answer", ()).failure
    assert failure is not None
    assert failure.kind == "crash"
    assert "192 MiB of memory" in failure.message


def test_a_fork_bomb_stays_within_its_number(sandbox: Sandbox) -> None:
    bomb = """
        import os
        def answer():
            while True:
                if os.fork() == 0:
                    while True:
                        pass
        """
    with sandbox.open() as opened:
        own_user = inside(opened, "import os; return os.getuid()") != 0
        assert opened.run_cell(textwrap.dedent(bomb)).failure is None
        failure = opened.call("answer", ()).failure
        assert failure is not None
        if own_user or os.geteuid() != 0:
            assert failure.error_type == "BlockingIOError"
        else:  # the kernel bounds no user namespace of root; we count
            assert failure.message == "it started more than 12 processes"
    with sandbox.open() as opened:
        assert inside(opened, "return 1") == 1


def test_too_many_open_files_are_refused(session: Session) -> None:
    body = "kept = [open('/dev/null') for _ in range(100)]"
    assert raised(session, body) == "OSError"


def processes_with(mark: str) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if mark.encode() in line:
            found.append(folder.name)
    return found


def test_a_daemon_does_not_outlive_its_session(sandbox: Sandbox) -> None:
    mark = "86417.25"
    body = f"""
        import os, subprocess, sys
        program = '''
        import os, signal, time
        for number in (1, 2, 15):
            signal.signal(number, signal.SIG_IGN)
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execvp("sleep", ["sleep", "{mark}"])
        '''
        subprocess.run([sys.executable, "-c", __import__("textwrap").dedent(program)], check=True)
        while not any("{mark}" in open(f"/proc/{{p}}/cmdline").read()
                      for p in os.listdir("/proc") if p.isdigit() and p != "1"):
            pass
        return True
        """
    with sandbox.open() as opened:
        assert inside(opened, body)
        assert processes_with(mark)
    assert not processes_with(mark)


def test_nothing_is_left_of_a_sandbox(needs_bubblewrap: str) -> None:
    box = Sandbox(LESSON)
    with box, box.open() as opened:
        folder = box._folder
        assert folder is not None
        assert inside(opened, "return 1") == 1
        assert processes_with(str(folder))
    assert not folder.exists()
    assert not processes_with(str(folder))


# Where it cannot be built.


def test_without_bubblewrap_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(
        SandboxUnavailable, match=r"not installed.*apt install.*--isolation process"
    ):
        Sandbox(LESSON).__enter__()


def test_where_namespaces_are_forbidden_it_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(SandboxUnavailable, match=r"No permissions.*--isolation process"):
        Sandbox(LESSON).__enter__()


def test_an_unknown_lesson_is_named() -> None:
    with pytest.raises(ValueError, match="99_nothing"):
        Sandbox("99_nothing")


def test_a_grader_with_many_open_files_leaves_none_of_them_open_inside(
    needs_bubblewrap: str,
) -> None:
    files = [os.open(os.devnull, os.O_RDONLY) for _ in range(200)]
    try:
        with Sandbox(LESSON) as sandbox, sandbox.open() as session:
            assert inside(session, OPEN_FILES) == ["/dev/null", "socket"]
    finally:
        for file in files:
            os.close(file)


# The answer needs 0.6 s. With half of a processor it has that in time, with less it is given more time.
BUSY = """import os
for _ in range(12):
    if os.fork() == 0:
        while True: pass"""
WORKS = """import time
def answer():
    begin = time.process_time()
    while time.process_time() - begin < 0.6: pass
    return 1.0"""


def test_an_answer_is_not_late_since_a_neighbor_keeps_the_machine_busy() -> None:
    limits = Limits(call_seconds=1.5)
    with (
        Sandbox(LESSON, limits=limits) as one,
        Sandbox(LESSON, limits=limits) as other,
        one.open() as hostile,
        other.open() as honest,
    ):
        honest.run_cell(WORKS)
        assert hostile.run_cell(BUSY).failure is None
        assert honest.call("answer", ()).value == 1.0
