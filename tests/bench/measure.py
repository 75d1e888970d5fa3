"""Run a command and say how long it took and how much memory its processes held at most."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

SANDBOX = b"COURSE_SANDBOX=1"
LOOK_EVERY = 0.1
END_SECONDS = 20


@dataclass(frozen=True)
class Run:
    """What came of a command.

    `processor` is the processor time of all its processes, which says more than `seconds` where a
    machine has other work; `peaks` are MiB at most (VmHWM) by kind of process.
    """

    seconds: float
    processor: float
    output: str
    peaks: dict[str, float]


def run(command: list[str], folder: Path, limit: float | None = None) -> Run:
    """Run a command to its end, or for `limit` seconds at most.

    Raises
    ------
    subprocess.CalledProcessError
        If it fails.
    """
    beside = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": os.pathsep.join([beside, os.environ.get("PATH", "")])}
    peaks: dict[str, dict[int, int]] = {"command": {}, "worker": {}, "sandbox": {}}
    spent = [0.0]
    start = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        ended = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, peaks, spent, ended))
        watch.start()
        try:
            output, _ = process.communicate(timeout=limit)
            if process.returncode:
                raise subprocess.CalledProcessError(process.returncode, command, output)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(END_SECONDS)
            process.kill()
            output = ""
        finally:
            ended.set()
            watch.join()
    seconds = time.perf_counter() - start
    most = {kind: max(own.values(), default=0) / 1024 for kind, own in peaks.items()}
    return Run(seconds, max(spent), output, most)


def _watch(
    pid: int, peaks: dict[str, dict[int, int]], spent: list[float], ended: threading.Event
) -> None:
    """Note the high-water marks of a process and of all below it, and their processor time."""
    while not ended.wait(LOOK_EVERY):
        waiting, ticks = [pid], 0
        while waiting:
            one = waiting.pop()
            with contextlib.suppress(OSError):
                status = Path(f"/proc/{one}/status").read_text()
                kind = "command" if one == pid else "worker"
                if SANDBOX in Path(f"/proc/{one}/environ").read_bytes():
                    kind = "sandbox"
                for line in status.splitlines():
                    if line.startswith("VmHWM:"):
                        peaks[kind][one] = int(line.split()[1])
                # Its own time, in user and system mode, and that of its children that have ended.
                after_name = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
                ticks += sum(map(int, after_name[11:15]))
                children = Path(f"/proc/{one}/task/{one}/children").read_text()
                waiting += [int(child) for child in children.split()]
        spent.append(ticks / os.sysconf("SC_CLK_TCK"))


def pace() -> str:
    """Say how fast this machine is just now: some swing by half within minutes."""
    start, total = time.perf_counter(), 0
    for i in range(5_000_000):
        total += i
    return f"5 million additions in Python took {time.perf_counter() - start:.2f} s"


def load() -> str:
    """Say what else this machine has to do."""
    with contextlib.suppress(OSError):
        return f"{os.getloadavg()[0]:.1f} processes running on {os.cpu_count()} processors"
    return f"{os.cpu_count()} processors"
