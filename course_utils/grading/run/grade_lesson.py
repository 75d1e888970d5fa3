"""Grade a class: find what is to be done, grade it, keep the results, record them.

The order makes a run that is killed at any moment one that the next run completes: the graded
notebook, then the result, then the gradebook. What is on disk and in the gradebook says what is
left; there is no other memory.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace

from course_utils.exercises import of_lesson
from course_utils.grading.course_root import CourseError, CourseRoot, seed_of
from course_utils.grading.gradebook.record import Entry, Recorder, unfit_name
from course_utils.grading.notebook.cells import Notebook, NotebookError, read_source
from course_utils.grading.notebook.rebuild import exercises_of
from course_utils.grading.notebook.submission import find_students, pick_up
from course_utils.grading.run import fingerprints, result_files
from course_utils.grading.run.grade_submission import GradedSubmission, Job
from course_utils.grading.run.pool import Finished, Walls, grade_all

BATCH = 32
BATCH_SECONDS = 1.0


@dataclass
class Summary:
    """What came of a run on one lesson, as it grows."""

    lesson: str
    total: int = 0
    unchanged: int = 0
    graded: int = 0
    again: set[str] = field(default_factory=set)  # exercises that have changed since the last run
    failed: list[str] = field(default_factory=list)  # student and reason
    seconds: float = 0.0


@dataclass(frozen=True)
class Settings:
    """How a class is graded."""

    make_executor: Callable[[], Executor]
    walls: Walls
    window: int
    force: bool = False


@dataclass(frozen=True)
class Task:
    """A submission to be graded, with the fingerprints under which its result is kept."""

    job: Job
    key: str
    submission: str
    definitions: dict[str, str]

    def changed(self, before: result_files.Result) -> list[str] | None:
        """Return the exercises that have changed since; nothing if all is to be graded."""
        if before.key != self.key:
            return None
        return [name for name, of in self.definitions.items() if before.definitions.get(name) != of]

    def keeping(self, before: result_files.Result, changed: list[str]) -> Task:
        """Return the task of judging only what has changed."""
        verdicts = before.graded.verdicts
        kept = {name: verdicts[name] for name in verdicts if name not in changed}
        return replace(self, job=replace(self.job, kept=kept))

    def result(self, graded: GradedSubmission, key: str | None = None) -> result_files.Result:
        """Return what is to be kept of this task."""
        key = self.key if key is None else key
        return result_files.Result(key, self.submission, self.definitions, graded)


@dataclass(frozen=True)
class Prepared:
    """What is the same for all submissions to a lesson."""

    root: CourseRoot
    lesson: str
    release: Notebook
    release_bytes: bytes
    secret: bytes
    marking: str
    definitions: dict[str, str]

    def task(self, student: str) -> Task:
        """Pick up a student's submission."""
        handed_in = pick_up(self.root.submitted, student, self.lesson)
        submission = result_files.fingerprint(handed_in)
        key = result_files.key_of(submission, self.marking, self.release_bytes, self.secret)
        seeds = {n: seed_of(self.secret, student, self.lesson, n) for n in self.definitions}
        return Task(Job(handed_in, self.release, seeds), key, submission, self.definitions)


def prepare(root: CourseRoot, lesson_id: str) -> Prepared:
    """Read a lesson's release.

    Raises
    ------
    CourseError
        If the lesson was not released, or asks for an exercise that does not exist.
    """
    path = root.released(lesson_id)
    if not path.is_file():
        raise CourseError(f"{lesson_id} has no release yet. Run: course release {lesson_id}")
    try:
        release = read_source(path)
    except NotebookError as error:
        raise CourseError(f"{error}\nRun: course release {lesson_id}") from error
    known = {exercise.name for exercise in of_lesson(lesson_id)}
    unknown = [name for name in exercises_of(release) if name not in known]
    if unknown:
        raise CourseError(
            f"The release of {lesson_id} checks {', '.join(unknown)}, which the course does not "
            f"define. Run: course release {lesson_id}"
        )
    of_exercises = fingerprints.of_exercises(lesson_id)
    return Prepared(
        root,
        lesson_id,
        release,
        path.read_bytes(),
        root.secret(),
        fingerprints.marking(),
        {name: of_exercises[name] for name in exercises_of(release)},
    )


@contextlib.contextmanager
def only_one(root: CourseRoot) -> Iterator[None]:
    """Let no other run write into this course meanwhile; the lock of a killed run is gone with it.

    Raises
    ------
    CourseError
        If another run is at work.
    """
    import fcntl

    root.state.mkdir(mode=0o700, exist_ok=True)
    with (root.state / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(
                "This course is being graded already. Wait until that has ended."
            ) from None
        yield


class LessonRun:
    """One lesson of one class; raises what `prepare` raises."""

    def __init__(self, root: CourseRoot, lesson_id: str, settings: Settings) -> None:
        self.root = root
        self.lesson_id = lesson_id
        self.settings = settings
        self.prepared = prepare(root, lesson_id)
        self.students = find_students(root.submitted, lesson_id)
        self.summary = Summary(lesson_id, total=len(self.students))
        self.known: list[Entry] = []
        self.taken: dict[str, tuple[Task, bool]] = {}  # what is being graded, and if it is new

    def run(self) -> Generator[GradedSubmission, None, None]:
        """Grade what is to be graded; yield every result, old ones too, once it is recorded."""
        start = time.monotonic()
        batch: list[Entry] = []
        since = start
        with only_one(self.root), Recorder(self.root, self.lesson_id) as recorder:
            finished = grade_all(
                self._jobs(),
                self.settings.make_executor,
                self.settings.walls,
                self.settings.window,
            )
            try:
                for one in finished:
                    batch.append(self._keep(one))
                    if len(batch) >= BATCH or time.monotonic() - since > BATCH_SECONDS:
                        yield from self._record(recorder, batch)
                        since = time.monotonic()
            except CourseError:
                batch.clear()  # it cannot be recorded now; the results are kept
                raise
            finally:
                finished.close()
                # Ctrl-C, or a fault: what has been graded is recorded all the same.
                recorded = list(self._record(recorder, batch))
            yield from recorded
        self.summary.seconds = time.monotonic() - start

    def _jobs(self) -> Iterator[Job]:
        for student in self.students:
            if unfit := unfit_name(student):
                self.summary.failed.append(f"{student}: {unfit}")
                continue
            task = self.prepared.task(student)
            before = result_files.load(self.root, student, self.lesson_id)
            changed = None
            if before and self._is_there(student) and not self.settings.force:
                changed = task.changed(before)
            if before and changed == []:
                self.summary.unchanged += 1
                timestamp = task.job.handed_in.timestamp
                self.known.append(Entry(before.graded, timestamp, new=False))
                continue
            if before and changed:
                self.summary.again.update(changed)
                task = task.keeping(before, changed)
            self.taken[student] = task, before is None or before.submission != task.submission
            yield task.job

    def _is_there(self, student: str) -> bool:
        folder = self.root.autograded(student, self.lesson_id)
        return (folder / f"{self.lesson_id}.ipynb").is_file()

    def _keep(self, finished: Finished) -> Entry:
        graded = finished.graded
        task, new = self.taken.pop(graded.student)
        if finished.failed:
            why = graded.reason or " ".join(graded.log)
            self.summary.failed.append(f"{graded.student}: {why}")
        # No key is never valid: the next run tries again.
        result = task.result(graded, key="" if finished.failed else None)
        timestamp = task.job.handed_in.timestamp
        result_files.save(self.root, result, finished.notebook, timestamp)
        self.summary.graded += 1
        return Entry(graded, timestamp, new)

    def _record(self, recorder: Recorder, batch: list[Entry]) -> Iterator[GradedSubmission]:
        """Record a batch, and of the unchanged submissions those that the gradebook lacks."""
        known, self.known = self.known, []
        missing = [e for e in known if not recorder.has(e.graded, e.timestamp)]
        for entry in missing:
            timestamp = entry.timestamp
            result_files.save_timestamp(self.root, entry.graded.student, self.lesson_id, timestamp)
        entries = [*batch, *missing]
        if entries:
            recorder.record(entries)
        batch.clear()
        for entry in [*known, *(e for e in entries if e not in missing)]:
            yield entry.graded
