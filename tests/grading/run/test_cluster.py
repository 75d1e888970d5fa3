"""Grading on a real Dask scheduler, with workers in processes of their own."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import dask.config
import pytest
from typer.testing import CliRunner, Result

from course_utils.cli import app
from course_utils.grading.course_root import CourseRoot
from course_utils.grading.run.cluster import is_safe
from tests.grading.conftest import RIGHT, WRONG, HandIn
from tests.grading.run.test_grade_lesson import Marks, marks, run

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("needs_bubblewrap")]


Started = tuple[subprocess.Popen[bytes], str]


def start(log: Path, words: str, name: str, *arguments: str) -> Started:
    """Start a program of Dask; return it and the line of its log with these words."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{name}", *arguments]
    with log.open("wb") as file:
        process = subprocess.Popen(command, stderr=file, stdout=file)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        lines = [line for line in log.read_text().splitlines() if words in line]
        if lines:
            return process, lines[0]
        time.sleep(0.05)
    process.kill()
    raise AssertionError(log.read_text())


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """Give the address of a scheduler with no worker yet."""
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    process, line = start(tmp_path / "scheduler.log", "Scheduler at:", "scheduler", *options)
    yield line.split()[-1]
    process.terminate()
    process.wait()


@pytest.fixture
def workers(scheduler: str, tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Give two workers of that scheduler."""
    options = [scheduler, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    options += ["--local-directory", str(tmp_path)]
    started = [
        start(tmp_path / f"worker-{number}.log", "Registered to:", "worker", *options)[0]
        for number in range(2)
    ]
    yield started
    for process in started:
        process.terminate()
    for process in started:
        process.wait()


def grade(course: CourseRoot, address: str, *options: str) -> Result:
    command = ["grade", "--root", str(course.path), "--scheduler", address, *options]
    return CliRunner().invoke(app, command)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("tcp://127.0.0.1:8786", True),
        ("localhost:8786", True),
        ("tcp://[::1]:8786", True),
        ("tls://10.0.0.5:8786", True),
        ("tcp://10.0.0.5:8786", False),
        ("10.0.0.5:8786", False),
        ("ws://cluster.example.org:80", False),
        ("tcp://127.0.0.1.example.org:8786", False),
    ],
)
def test_only_this_machine_goes_without_tls(address: str, safe: bool) -> None:
    assert is_safe(address) == safe


def test_a_cluster_without_tls_is_refused_unless_it_is_asked_for(
    course: CourseRoot, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course_utils.grading.run.cluster.CONNECT_SECONDS", 1)
    hand_in("ada", RIGHT)
    result = grade(course, "tcp://192.0.2.1:8786")
    assert result.exit_code == 2
    assert "without TLS" in result.output
    result = grade(course, "tcp://192.0.2.1:8786", "--without-tls")
    assert "No Dask scheduler" in result.output


def certificate(folder: Path) -> tuple[str, str]:
    """Make a certificate that signs itself, as the README shows it."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is missing; on Debian: apt install openssl")
    key, certificate = str(folder / "key.pem"), str(folder / "certificate.pem")
    options = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=course"]
    command = [program, "req", *options, "-keyout", key, "-out", certificate]
    subprocess.run(command, check=True, capture_output=True)
    return key, certificate


def test_a_cluster_with_tls_is_reached_with_its_certificate_alone(
    course: CourseRoot, hand_in: HandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course_utils.grading.run.cluster.CONNECT_SECONDS", 3)
    hand_in("ada", RIGHT)
    key, public = certificate(tmp_path)
    options = ["--protocol", "tls", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    options += ["--tls-ca-file", public, "--tls-cert", public, "--tls-key", key]
    process, line = start(tmp_path / "tls.log", "Scheduler at:", "scheduler", *options)
    try:
        address = line.split()[-1]
        assert "No Dask scheduler" in grade(course, address).output
        names = {"ca-file": public, "client.cert": public, "client.key": key}
        with dask.config.set({f"distributed.comm.tls.{n}": path for n, path in names.items()}):
            assert "no workers" in grade(course, address).output
            plain = address.replace("tls://", "tcp://")
            assert "No Dask scheduler" in grade(course, plain).output
    finally:
        process.terminate()
        process.wait()


def test_a_cluster_gives_the_marks_of_this_machine_though_a_worker_dies(
    course: CourseRoot,
    hand_in: HandIn,
    scheduler: str,
    workers: list[subprocess.Popen[bytes]],
) -> None:
    for number in range(30):
        hand_in(f"student-{number:02}", RIGHT if number % 3 else WRONG)

    def kill_one_when_it_is_busy() -> None:
        deadline = time.monotonic() + 60
        while not list((course.state / "results").glob("*/*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(workers[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_one_when_it_is_busy)
    killer.start()
    result = grade(course, scheduler)
    killer.join()
    assert result.exit_code == 0, result.output
    assert "30 graded" in result.output
    assert workers[0].wait() == -signal.SIGKILL
    on_the_cluster: Marks = marks(course)
    run(course, force=True)
    assert len(on_the_cluster) == 30
    assert marks(course) == on_the_cluster


def test_a_cluster_that_is_not_there_or_empty_is_named(
    course: CourseRoot, hand_in: HandIn, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course_utils.grading.run.cluster.CONNECT_SECONDS", 1)
    hand_in("ada", RIGHT)
    for address, words in (("tcp://127.0.0.1:1", "No Dask scheduler"), (scheduler, "no workers")):
        result = grade(course, address)
        assert result.exit_code == 2, result.output
        assert words in result.output
