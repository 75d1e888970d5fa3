"""A course on disk: its secret, the seeds made from it, and files that are whole or not there."""

import os
from pathlib import Path

import pytest

from course_utils.grading.course_root import CourseError, CourseRoot, seed_of, write_atomically
from tests.grading.conftest import LESSON


def test_the_secret_is_made_once_and_is_its_owners(course: CourseRoot) -> None:
    (course.state / "secret").unlink(missing_ok=True)
    secret = course.secret()
    assert len(secret) == 64
    assert course.secret() == secret
    assert (course.state / "secret").stat().st_mode & 0o777 == 0o600


def test_the_environment_comes_before_the_file(
    course: CourseRoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_SECRET", "ours")
    assert course.secret() == b"ours"


def test_seeds_differ_by_each_of_their_parts() -> None:
    parts = (b"secret", "ada", LESSON, "sigmoid")
    others = [(*parts[:n], part, *parts[n + 1 :]) for n, part in enumerate((b"x", "x", "x", "x"))]
    seeds = {seed_of(*these) for these in (parts, *others)}  # type: ignore[arg-type]
    assert len(seeds) == 5
    assert seed_of(b"s", "ab", "c", "d") != seed_of(b"s", "a", "bc", "d")
    assert seed_of(*parts) == seed_of(*parts)


def test_a_folder_that_is_no_course_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="--root"):
        CourseRoot.open(tmp_path)


def test_lessons_that_are_not_there_are_named(course: CourseRoot) -> None:
    assert course.lessons() == [LESSON]
    with pytest.raises(CourseError, match="the lessons are"):
        course.lessons(["99_nothing"])
    with pytest.raises(CourseError, match="does not exist"):
        course.lessons(["02_neuron"])


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "file"
    write_atomically(path, b"old", mode=0o600)
    assert path.stat().st_mode & 0o777 == 0o600

    def full(descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_the_time_of_a_submission_is_a_setting(course: CourseRoot) -> None:
    assert course.seconds("submission") == 120.0
    config = course.path / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(f"{before}\nc.CourseGrader.submission_seconds = 10\n")
    assert course.seconds("submission") == 10.0
    for wrong in ("'long'", "0", "True", "float('nan')"):
        config.write_text(f"{before}\nc.CourseGrader.submission_seconds = {wrong}\n")
        with pytest.raises(CourseError, match="submission_seconds"):
            course.seconds("submission")
