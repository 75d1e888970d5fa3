"""Run a command and say how long it took and how much memory its processes held at most."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

SANDBOX = b"COURSE_SANDBOX=1"
LOOK_EVERY = 0.1


@dataclass
class Run:
    """What came of a command: seconds, and MiB at most (VmHWM) by kind of process."""

    seconds: float
    code: int
    output: str
    peaks: dict[str, float] = field(default_factory=dict)


def run(
    command: list[str], folder: Path, limit: float | None = None, **environment: str
) -> Run | None:
    """Run a command to its end; nothing if that takes longer than `limit` seconds."""
    beside = str(Path(sys.executable).parent)
    path = os.pathsep.join([beside, os.environ.get("PATH", "")])
    peaks: dict[str, dict[int, int]] = {"command": {}, "worker": {}, "sandbox": {}}
    start = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        ended = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, peaks, ended))
        watch.start()
        try:
            output, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            process.terminate()
            process.communicate()
            return None
        finally:
            ended.set()
            watch.join()
    seconds = time.perf_counter() - start
    most = {kind: max(own.values(), default=0) / 1024 for kind, own in peaks.items()}
    return Run(seconds, process.returncode, output, most)


def _watch(pid: int, peaks: dict[str, dict[int, int]], ended: threading.Event) -> None:
    """Note the high-water marks of a process and all below it."""
    while not ended.wait(LOOK_EVERY):
        waiting = [pid]
        while waiting:
            one = waiting.pop()
            with contextlib.suppress(OSError):
                status = Path(f"/proc/{one}/status").read_text()
                marks = [line for line in status.splitlines() if line.startswith("VmHWM:")]
                kind = "command" if one == pid else "worker"
                if SANDBOX in Path(f"/proc/{one}/environ").read_bytes():
                    kind = "sandbox"
                if marks:
                    peaks[kind][one] = int(marks[0].split()[1])
                children = Path(f"/proc/{one}/task/{one}/children").read_text()
                waiting += [int(child) for child in children.split()]
