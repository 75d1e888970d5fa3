"""Grade a lesson of a class: find what is to be done, grade it, keep the results, record them.

The graded notebook is written first, then the result file, then the gradebook. So a run that is
killed at any moment is completed by the next one: files and gradebook say what is left to do.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace

from course_utils.grading.course_root import CourseError, CourseRoot, seed_of
from course_utils.grading.gradebook.connection import unfit_name
from course_utils.grading.gradebook.lateness import parse_timestamp
from course_utils.grading.gradebook.writer import GradebookWriter
from course_utils.grading.model import (
    Fingerprints,
    GradedSubmission,
    Job,
    RunSettings,
    RunSummary,
)
from course_utils.grading.notebook.cells import Notebook, NotebookError, read_source
from course_utils.grading.notebook.rebuild import exercises_of, tests_of
from course_utils.grading.notebook.submission import Flag, find_students, read_submission
from course_utils.grading.run import fingerprints, result_files
from course_utils.grading.run.grade_submission import not_graded
from course_utils.grading.run.pool import grade_all

BATCH = 32
BATCH_SECONDS = 1.0
# Jobs that wait for each worker, so that none of them waits for a job.
QUEUE = 3


@dataclass(frozen=True)
class PreparedLesson:
    """What is the same for all submissions to a lesson."""

    root: CourseRoot
    lesson: str
    release: Notebook
    release_bytes: bytes
    secret: bytes
    grader: str  # the fingerprint of the grader's code
    exercises: dict[str, str]  # the fingerprint of each exercise
    data: tuple[tuple[str, bytes], ...] = ()  # files beside the notebook
    tests: dict[str, str] = field(default_factory=dict)  # the notebook's own tests, by grade_id

    def job(self, student: str) -> Job:
        """Read a student's submission, and return the job of grading all of it."""
        submission = read_submission(self.root.submitted, student, self.lesson)
        when = submission.timestamp
        if when and parse_timestamp(when) is None:
            said = f"timestamp.txt says {when[:40]!r}, which is no time; it counts as in time."
            submission = replace(submission, flags=(*submission.flags, Flag("time", said)))
        seeds = {n: seed_of(self.secret, student, self.lesson, n) for n in self.exercises}
        everything = fingerprints.of_parts(
            submission.fingerprint,
            self.grader,
            self.release_bytes,
            self.secret,
            self.data,
            self.tests,
        )
        origin = Fingerprints(submission.fingerprint, everything, self.exercises)
        return Job(submission, self.release, seeds, origin, data=self.data, tests=self.tests)


def prepare(root: CourseRoot, lesson_id: str) -> PreparedLesson:
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
    known = {exercise.name for exercise in root.definition.of_lesson(lesson_id)}
    unknown = [name for name in exercises_of(release) if name not in known]
    if unknown:
        raise CourseError(
            f"The release of {lesson_id} checks {', '.join(unknown)}, which the course does not "
            f"define. Run: course release {lesson_id}"
        )
    of_exercises = fingerprints.of_exercises(root.definition, lesson_id)
    return PreparedLesson(
        root,
        lesson_id,
        release,
        path.read_bytes(),
        root.secret(),
        fingerprints.of_grader(),
        {name: of_exercises[name] for name in exercises_of(release)},
        tuple((file.name, file.read_bytes()) for file in root.released_data(lesson_id)),
        _tests(root, lesson_id, release),
    )


def _tests(root: CourseRoot, lesson_id: str, release: Notebook) -> dict[str, str]:
    """Return the released tests as the solved notebook has them: with the hidden ones."""
    released = tests_of(release)
    if not released:
        return {}
    try:
        tests = tests_of(read_source(root.source(lesson_id)))
    except (OSError, NotebookError) as error:
        raise CourseError(f"{root.source(lesson_id)} is needed for its tests: {error}") from error
    if set(tests) != set(released):
        raise CourseError(
            f"The tests of {lesson_id} are not those of its release. Run: course release {lesson_id}"
        )
    return tests


@contextlib.contextmanager
def one_run_at_a_time(root: CourseRoot) -> Iterator[None]:
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

    def __init__(self, root: CourseRoot, lesson_id: str, settings: RunSettings) -> None:
        self.root = root
        self.lesson_id = lesson_id
        self.settings = settings
        self.prepared = prepare(root, lesson_id)
        self.students = find_students(root.submitted, lesson_id)
        self.summary = RunSummary(lesson_id, total=len(self.students))
        self.unchanged: list[GradedSubmission] = []  # seen, but not yet compared with the gradebook
        self.kept: set[str] = set()  # students whose result is on disk
        self.slow: deque[str] = deque()  # students whose work did not end soon

    def run(self) -> Generator[GradedSubmission, None, None]:
        """Grade what is to be graded; yield every result, old ones too, once it is recorded."""
        start = time.monotonic()
        batch: dict[str, GradedSubmission] = {}
        one: GradedSubmission | None = None
        since = start
        with one_run_at_a_time(self.root), GradebookWriter(self.root, self.lesson_id) as writer:
            graded = self._graded()
            try:
                for one in graded:
                    batch[one.student] = self._keep(one)
                    if len(batch) >= BATCH or time.monotonic() - since > BATCH_SECONDS:
                        yield from self._record(writer, batch)
                        since = time.monotonic()
            except CourseError:
                batch.clear()  # it cannot be recorded now; the results are kept
                raise
            except KeyboardInterrupt:
                if one is not None:  # it may have been on its way to the disk
                    batch[one.student] = self._keep(one)
                raise
            finally:
                graded.close()
                # Ctrl-C, or a fault: what has been graded is recorded all the same.
                recorded = list(self._record(writer, batch))
            yield from recorded
            writer.refresh_penalties()
        self.summary.seconds = time.monotonic() - start

    def _graded(self) -> Generator[GradedSubmission, None, None]:
        """Yield results. What does not end soon is graded after all others, while there is time.

        No mark depends on that: a result that was cut is thrown away, and the submission is graded
        from the beginning with all the time that is due to it, or not at all.
        """
        at_once = self.settings.workers
        for jobs, queue in ((self._jobs(), QUEUE * at_once), (self._slow_jobs(), at_once)):
            results = grade_all(jobs, self.settings.make_executor, self.settings.sandbox, queue)
            with contextlib.closing(results):
                for one in results:
                    if one.cut:
                        self.slow.append(one.student)
                    else:
                        yield one
        self.summary.too_slow += self.slow
        for job in (job for student in self.slow for job in self._jobs_of(student)):
            graded = not_graded(job, self._too_slow())
            yield replace(graded, seconds=self.settings.quick_seconds)

    def _jobs(self) -> Iterator[Job]:
        """Yield the jobs; note for later what is known to be slow."""
        quick = self.settings.quick_seconds
        share = quick if quick < self.settings.sandbox.limits.submission_seconds else None
        for student in self.students:
            if unfit := unfit_name(student):
                self.summary.failed.append(f"{student}: {unfit}")
                continue
            before = result_files.load(self.root, student, self.lesson_id)
            was_slow = before is not None and before.seconds >= quick
            for job in self._jobs_of(student):
                if share and was_slow and not job.new_version:
                    self.slow.append(student)
                else:
                    yield replace(job, seconds=share)

    def _slow_jobs(self) -> Iterator[Job]:
        end = time.monotonic() + self.settings.slow_seconds
        while self.slow and time.monotonic() < end:
            yield from self._jobs_of(self.slow.popleft())

    def _too_slow(self) -> str:
        quick, slow = self.settings.quick_seconds, self.settings.slow_seconds
        return (
            f"Not graded yet: it needs more than {quick:g} s, and the {slow:g} s that there are for "
            "all such submissions were over before its turn."
        )

    def _jobs_of(self, student: str) -> Iterator[Job]:
        """Yield the job of grading a student's submission, unless nothing is to be done."""
        job = self.prepared.job(student)
        before = result_files.load(self.root, student, self.lesson_id)
        if before is not None:
            same_work = job.fingerprints.submission == before.fingerprints.submission
            job = replace(job, new_version=not same_work)
            changed = self._changed(job, before)
            if changed == []:
                self.summary.unchanged += 1
                self.unchanged.append(replace(before, timestamp=job.submission.timestamp))
                return
            if changed:
                self.summary.again.update(changed)
                kept = {n: v for n, v in before.verdicts.items() if n not in changed}
                job = replace(job, kept=kept)
        yield job

    def _changed(self, job: Job, before: GradedSubmission) -> list[str] | None:
        """Return the exercises to be judged again; nothing if that is all of them."""
        folder = self.root.autograded(before.student, self.lesson_id)
        is_there = (folder / f"{self.lesson_id}.ipynb").is_file()
        if self.settings.force or before.failed or not is_there:
            return None
        return job.fingerprints.changed_since(before.fingerprints)

    def _keep(self, graded: GradedSubmission) -> GradedSubmission:
        """Write the result to disk; return it without the notebook, which needs much memory."""
        if graded.failed and graded.student not in self.summary.too_slow:
            why = graded.reason or " ".join(flag.reason for flag in graded.log)
            self.summary.failed.append(f"{graded.student}: {why}")
        result_files.save(self.root, graded)
        self.kept.add(graded.student)
        self.summary.graded = len(self.kept)
        return replace(graded, notebook=b"")

    def _record(
        self, writer: GradebookWriter, batch: dict[str, GradedSubmission]
    ) -> Iterator[GradedSubmission]:
        """Record a batch, and of the unchanged submissions those that the gradebook lacks."""
        unchanged, self.unchanged = self.unchanged, []
        missing = [graded for graded in unchanged if not writer.has(graded)]
        for graded in missing:
            result_files.save_timestamp(self.root, graded.student, self.lesson_id, graded.timestamp)
        new = list(batch.values())
        if new or missing:
            writer.write([*new, *missing])
        batch.clear()
        yield from [*unchanged, *new]
