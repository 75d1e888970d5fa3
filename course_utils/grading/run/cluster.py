"""Grade on many machines: the same function, sent to a Dask cluster.

A worker of the cluster needs `course-utils[grading,cluster]` of the same version, bubblewrap, and
one thread (``dask worker --nthreads 1 --nworkers N``): a sandbox belongs to the thread that made it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from course_utils.course import course_at
from course_utils.grading.course_root import CourseError
from course_utils.grading.run.fingerprints import of_exercises, of_grader

T = TypeVar("T")
CONNECT_SECONDS = 10


def version(folder: str) -> str:
    """Return a fingerprint of all code that marks depend on, as it is where this is called.

    `folder` is the course's. Where it does not exist, the course is the one that is installed.
    """
    course = course_at(folder)
    exercises = (f for lesson in course.lessons for f in of_exercises(course, lesson.id).values())
    return hashlib.sha256(" ".join((of_grader(), *exercises)).encode()).hexdigest()


class ClusterExecutor(Executor):
    """Runs functions on the cluster of a Dask scheduler, for the course in `folder`.

    Raises
    ------
    CourseError
        If `distributed` is not installed, nobody answers at the address, there is no worker, or a
        worker has another version of the course; and if others could read and write along.
    """

    def __init__(self, address: str, folder: str, without_tls: bool = False) -> None:
        try:
            from distributed import Client, Security
        except ImportError:
            raise CourseError(
                "Dask is not installed. Run: pip install 'course-utils[cluster]'"
            ) from None
        if not (is_safe(address) or without_tls):
            raise CourseError(
                f"{address} is on another machine and without TLS: whoever reaches that scheduler "
                "can run code as you, and read the course's secret. Set up TLS (README, \"On a "
                'cluster") and use tls://..., or, where nobody else is on that network, add '
                "--without-tls."
            )
        # The three files are in Dask's own settings.
        security = Security(require_encryption=address.startswith("tls://"))
        try:
            self.client = Client(
                address, timeout=CONNECT_SECONDS, set_as_default=False, security=security
            )
        except (OSError, ValueError, RuntimeError, TypeError) as error:
            raise CourseError(f"No Dask scheduler answers at {address}: {error}") from None
        try:
            self._look_at_workers(address, folder)
        except BaseException:
            self.client.close()
            raise
        self.executor = self.client.get_executor(pure=False)

    def _look_at_workers(self, address: str, folder: str) -> None:
        try:
            versions: dict[str, Any] = self.client.run(version, folder, on_error="return")
        except ValueError:
            versions = {}
        if not versions:
            raise CourseError(f"The scheduler at {address} has no workers yet. Start some.")
        ours = version(folder)
        for worker, found in versions.items():
            if found != ours:
                raise CourseError(
                    f"The Dask worker {worker} has another version of the course, or none. "
                    "Install this one there."
                )

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Send a call to the cluster."""
        future: Future[T] = self.executor.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; unless `wait`, give up what is on its way."""
        self.executor.shutdown(wait=wait)
        self.client.close()


def is_safe(address: str) -> bool:
    """Whether nobody but this user, and root, can reach a scheduler or listen to what it is told."""
    scheme, _, rest = address.rpartition("://")
    host = rest.partition("/")[0].rpartition(":")[0].strip("[]")
    return scheme == "tls" or scheme == "inproc" or host in ("localhost", "127.0.0.1", "::1")


def threads(address: str, folder: str, without_tls: bool = False) -> int:
    """Return how many submissions a cluster can grade at a time; errors as for the executor."""
    executor = ClusterExecutor(address, folder, without_tls)
    try:
        return sum(executor.client.nthreads().values())
    finally:
        executor.shutdown()
