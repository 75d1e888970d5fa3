"""Grade many submissions at once: any `concurrent.futures.Executor` will do.

By default local processes, each with one sandbox. What runs in them is `grade_here`, a function of
its arguments alone, so it can as well be sent to another machine.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import replace
from functools import partial
from multiprocessing.connection import wait as wait_for
from multiprocessing.util import Finalize
from pathlib import Path

from course_utils.course import course_at, installed_course
from course_utils.grading.model import GradedSubmission, Job, SandboxSettings
from course_utils.grading.run.grade_submission import grade, not_graded
from course_utils.grading.run.processors import Processor
from course_utils.grading.run.reader import Reader
from course_utils.grading.sandbox.preloaded import SandboxUnavailable
from course_utils.grading.sandbox.sandbox import Sandbox

# If the process dies each time that a submission is graded, it is tried this many times.
ATTEMPTS = 3


# Each thread that grades has its own sandbox, since its end is what the kernel watches, and processor.
_own = threading.local()
_all: set[Sandbox | Reader] = set()


def grade_here(job: Job, settings: SandboxSettings) -> GradedSubmission:
    """Grade a submission in this process, which keeps its sandbox for the next one."""
    sandbox = _sandbox(job.submission.lesson, settings, job.data)
    try:
        seconds = settings.limits.submission_seconds
        limits = replace(settings.limits, submission_seconds=min(seconds, job.seconds or seconds))
        open_session = partial(sandbox.open, limits)
        return grade(job, open_session, sandbox.course.find, _reader().read, seconds)
    except Exception:
        close_sandbox()  # whatever is wrong with it, the next submission gets a new one
        raise


def _sandbox(
    lesson_id: str, settings: SandboxSettings, data: tuple[tuple[str, bytes], ...]
) -> Sandbox:
    wanted = lesson_id, settings, data
    if getattr(_own, "wanted", None) != wanted:
        close_sandbox()
        if not _all:
            Finalize(None, _close_all, exitpriority=10)
        hidden = [Path(folder) for folder in settings.hidden]
        if getattr(_own, "processor", None) is None:
            _own.processor = Processor()
        sandbox = Sandbox(
            lesson_id,
            settings.isolation,
            settings.limits,
            hidden,
            _own.processor.number,
            course_at(settings.course) if settings.course else installed_course(),
            data,
        ).__enter__()
        _all.add(sandbox)
        _own.wanted, _own.sandbox = wanted, sandbox
    kept: Sandbox = _own.sandbox
    return kept


def _reader() -> Reader:
    if getattr(_own, "reader", None) is None:
        _own.reader = Reader()
        _all.add(_own.reader)
    kept: Reader = _own.reader
    return kept


def close_sandbox() -> None:
    """Close this thread's sandbox and reader, if it has them."""
    if getattr(_own, "reader", None) is not None:
        _own.reader.close()
        _all.discard(_own.reader)
        _own.reader = None
    if getattr(_own, "wanted", None) is not None:
        _own.wanted = None
        _own.sandbox.close()
        _all.discard(_own.sandbox)
        _own.processor.release()
        _own.processor = None


def _close_all() -> None:
    while _all:
        _all.pop().close()


def local_pool(workers: int) -> ProcessPoolExecutor:
    """Return an executor of local processes, which share what has been loaded once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(workers, context, initializer=_start)


def _start() -> None:
    """Make a worker process end in order: by our signal, or when the command itself is gone."""
    # Ctrl-C is for the command alone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: _end())
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    command = multiprocessing.parent_process()
    if command is not None:
        wait_for([command.sentinel])
        _end()


def _end() -> None:
    try:
        _close_all()
    finally:
        os._exit(1)


def grade_all(
    jobs: Iterable[Job],
    make_executor: Callable[[], Executor],
    settings: SandboxSettings,
    window: int,
) -> Generator[GradedSubmission, None, None]:
    """Yield results as they come, with at most `window` submissions at work at a time.

    If a worker process dies, no other result is lost: all submissions that were at work are tried
    again, one at a time, so that the one at fault is found.
    """
    waiting = iter(jobs)
    again: list[tuple[Job, int]] = []
    executor: Executor | None = None
    on_the_way: dict[Future[GradedSubmission], tuple[Job, int]] = {}
    try:
        while True:
            room = 1 if again else window
            broken = False
            while len(on_the_way) < room and not broken:
                job, attempt = again.pop() if again else (next(waiting, None), 1)
                if job is None:
                    break
                executor = executor or make_executor()
                try:
                    on_the_way[executor.submit(grade_here, job, settings)] = job, attempt
                except BrokenExecutor:
                    again.append((job, attempt))
                    broken = True
            if not on_the_way and not again:
                return
            done, _ = wait(on_the_way, return_when=FIRST_COMPLETED)
            for future in done:
                job, attempt = on_the_way.pop(future)
                error = _fault(future)
                if error is None:
                    yield future.result()
                elif attempt < ATTEMPTS:
                    again.append((job, attempt + 1))
                elif isinstance(error, SandboxUnavailable):
                    raise error
                else:
                    reason = f"The grader failed on this submission: {error!r}"
                    yield not_graded(job, reason)
                broken = broken or isinstance(error, BrokenExecutor)
            if broken:
                again += [(job, attempt + 1) for job, attempt in on_the_way.values()]
                on_the_way.clear()
                stop(executor)
                executor = None
    finally:
        stop(executor, wait=not on_the_way)


def _fault(future: Future[GradedSubmission]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as error:  # a cluster may lose what it was given
        return error


def stop(executor: Executor | None, wait: bool = False) -> None:
    """End an executor; unless `wait`, end what still runs in it too."""
    if executor is None:
        return
    processes = list((getattr(executor, "_processes", None) or {}).values())
    # The thread that minds the processes has to end before Python does.
    minder = getattr(executor, "_executor_manager_thread", None)
    executor.shutdown(wait=wait, cancel_futures=True)
    for process in processes:
        with contextlib.suppress(OSError, ValueError):
            process.terminate()
    for process in processes:
        process.join(5)
    if minder is not None:
        minder.join(5)
