"""Archives of Moodle and Canvas into `submitted/`: the right work for the right student, or none."""

from __future__ import annotations

import json
import stat
import struct
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from course_utils.cli import app
from course_utils.grading.collecting import archive as archives
from course_utils.grading.collecting.archive import Archive
from course_utils.grading.collecting.collect import Collected, collect
from course_utils.grading.course_root import CourseError, CourseRoot
from course_utils.grading.gradebook.connection import open_gradebook

LESSON = "01_logistic_regression"
NOON = datetime(2026, 3, 2, 12, 0, 0)
LATER = datetime(2026, 3, 5, 9, 30, 0)


def made(path: Path, files: dict[str, bytes | str], time: datetime = NOON) -> Path:
    """Write an archive with these files."""
    with zipfile.ZipFile(path / "all.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, time.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, data)
    return path / "all.zip"


def said(found: list[Collected]) -> dict[str, str]:
    return {one.student: one.what for one in found}


def work(course: CourseRoot, student: str) -> str:
    return (course.submitted / student / LESSON / f"{LESSON}.ipynb").read_text()


def moodle(name: str, number: int, file: str = f"{LESSON}.ipynb", folder: bool = True) -> str:
    """Name a file as Moodle does, with or without folders."""
    return f"{name}_{number}_assignsubmission_file_{'/' if folder else ''}{file}"


def test_moodle_with_and_without_folders(course: CourseRoot, tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        moodle("Ada Lovelace", 101): "of ada",
        moodle("Émilie du Châtelet", 102, folder=False): "of émilie",
        moodle("Alan Turing", 103, "my work.ipynb"): "of alan",
        moodle("Alan Turing", 103, "notes.txt"): "a note",
        moodle("Kurt Gödel", 104, "proof.pdf"): "not a notebook",
        "Kurt Gödel_104_assignsubmission_onlinetext_/onlinetext.html": "text",
    }
    found = collect(course, made(tmp_path, files), LESSON)
    assert said(found) == {
        "ada-lovelace": "new",
        "émilie-du-châtelet": "new",
        "alan-turing": "new",
        "Kurt Gödel": "nothing",
    }
    assert work(course, "ada-lovelace") == "of ada"
    assert work(course, "émilie-du-châtelet") == "of émilie"
    assert work(course, "alan-turing") == "of alan"
    assert next(f.detail for f in found if f.student == "alan-turing") == (
        "handed in as my work.ipynb"
    )
    assert not (course.submitted / "alan-turing" / LESSON / "notes.txt").exists()


def test_canvas_takes_the_last_upload_and_remembers_the_number(
    course: CourseRoot, tmp_path: Path
) -> None:
    files: dict[str, bytes | str] = {
        f"lovelaceada_4711_900_{LESSON}.ipynb": "first",
        f"lovelaceada_LATE_4711_903_{LESSON}-2.ipynb": "third",
        f"lovelaceada_4711_902_{LESSON}-1.ipynb": "second",
        f"turingalan_late_4712_904_{LESSON}.ipynb": "of alan",
    }
    assert said(collect(course, made(tmp_path, files), LESSON)) == {
        "lovelaceada": "new",
        "turingalan": "new",
    }
    assert work(course, "lovelaceada") == "third"
    with open_gradebook(course.db_url()) as gradebook:
        assert gradebook.find_student("lovelaceada").lms_user_id == "4711"
    # Somebody of the same name is somebody else.
    other = made(tmp_path, {f"lovelaceada_5000_950_{LESSON}.ipynb": "of another"})
    assert said(collect(course, other, LESSON)) == {"lovelaceada-5000": "new"}
    assert work(course, "lovelaceada") == "third"


def test_a_student_of_the_gradebook_is_found_by_name(course: CourseRoot, tmp_path: Path) -> None:
    with open_gradebook(course.db_url()) as gradebook:
        gradebook.add_student("al815", first_name="Ada", last_name="Lovelace")
        gradebook.add_student("kg", first_name="Kurt", last_name="Gödel")
        gradebook.add_student("t1", first_name="Alan", last_name="Turing")
        gradebook.add_student("t2", first_name="Alan", last_name="Turing")
    files: dict[str, bytes | str] = {
        moodle("Ada Lovelace", 1): "of ada",
        moodle("Alan Turing", 2): "of whom?",
    }
    found = collect(course, made(tmp_path, files), LESSON)
    assert said(found) == {"al815": "new", "Alan Turing": "refused"}
    assert work(course, "al815") == "of ada"
    canvas = made(tmp_path, {f"gödelkurt_77_900_{LESSON}.ipynb": "of kurt"})
    assert said(collect(course, canvas, LESSON)) == {"kg": "new"}
    with open_gradebook(course.db_url()) as gradebook:
        assert gradebook.find_student("kg").lms_user_id == "77"


def test_two_of_one_name_get_nobodys_work(course: CourseRoot, tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {moodle("Lee Min", 1): "a", moodle("Lee Min", 2): "b"}
    found = collect(course, made(tmp_path, files), LESSON)
    assert [one.what for one in found] == ["refused", "refused"]
    assert not course.submitted.exists()


@pytest.mark.parametrize("folder", [True, False])
def test_a_file_name_cannot_pose_as_somebody_else(
    course: CourseRoot, tmp_path: Path, folder: bool
) -> None:
    pose = moodle("Ada Lovelace", 1, f"x/{LESSON}.ipynb" if folder else f"{LESSON}.ipynb", folder)
    files: dict[str, bytes | str] = {
        moodle("Ada Lovelace", 1): "of ada",
        moodle("Mallory", 2, pose, folder): "a worse ada",
    }
    found = collect(course, made(tmp_path, files), LESSON)
    assert said(found) == {"ada-lovelace": "new", "mallory": "new"}
    assert work(course, "ada-lovelace") == "of ada"


def test_newer_work_here_is_kept_and_that_is_said(course: CourseRoot, tmp_path: Path) -> None:
    name = moodle("Ada Lovelace", 1)
    collect(course, made(tmp_path, {name: "noon"}), LESSON)
    assert said(collect(course, made(tmp_path, {name: "noon"}), LESSON)) == {
        "ada-lovelace": "unchanged"
    }
    (later,) = collect(course, made(tmp_path, {name: "later"}, LATER), LESSON)
    assert later.what == "replaced"
    assert later.detail == "here 2026-03-02 12:00, in the archive 2026-03-05 09:30"
    (older,) = collect(course, made(tmp_path, {name: "noon"}), LESSON)
    assert older.what == "kept"
    assert "what is here is newer" in older.detail
    assert work(course, "ada-lovelace") == "later"
    (forced,) = collect(course, made(tmp_path, {name: "noon"}), LESSON, force=True)
    assert forced.what == "replaced"
    assert work(course, "ada-lovelace") == "noon"


def test_the_instructors_own_pattern_comes_first(course: CourseRoot, tmp_path: Path) -> None:
    config = course.path / "nbgrader_config.py"
    pattern = r"(?P<student_id>.+)\.at\.(?P<timestamp>[\d-]+)\.(?P<file_id>.+)"
    config.write_text(
        f"{config.read_text()}\nc.FileNameCollectorPlugin.named_regexp = {pattern!r}\n"
    )
    files: dict[str, bytes | str] = {
        "j.doe.at.2026-03-02.work.ipynb": "of j.doe",
        "a/b.at.2026-03-02.work.ipynb": "a folder of another",
        ".hidden.at.2026-03-02.work.ipynb": "hidden",
    }
    assert said(collect(course, made(tmp_path, files), LESSON)) == {
        "j.doe": "new",
        "a/b": "refused",
    }
    assert (course.submitted / "j.doe" / LESSON / "timestamp.txt").read_text() == "2026-03-02\n"


def test_paths_that_escape_links_and_bombs_are_refused_alone(
    course: CourseRoot, tmp_path: Path
) -> None:
    path = made(tmp_path, {moodle("Ada Lovelace", 1): "of ada"})
    link = zipfile.ZipInfo(moodle("Link", 2))
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    escapes = [
        f"../../{moodle('Up', 3)}",
        f"/{moodle('Root', 4)}",
        moodle("Back", 5, f"..\\..\\{LESSON}.ipynb"),
        f"C:/{moodle('Drive', 6)}",
    ]
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(link, "/etc/passwd")
        file.writestr(moodle("Bomb", 7), b"\0" * 5_000_000)
        for name in escapes:
            file.writestr(name, "escaped")
    found = collect(course, path, LESSON)
    refused = {one.student: one.detail for one in found if one.what == "refused"}
    assert refused[moodle("Link", 2)] == "it is a link or a device, not a file"
    assert refused[moodle("Bomb", 7)] == "it grows to more than 200 times its size"
    for name in escapes:
        assert refused[name] == "its path leads out of the archive", name
    assert [p.name for p in course.submitted.iterdir()] == ["ada-lovelace"]
    assert not list(tmp_path.glob("*.ipynb"))


def test_a_size_that_lies_is_refused(course: CourseRoot, tmp_path: Path) -> None:
    path = made(tmp_path, {moodle("Ada Lovelace", 1): b"a" * 3000})
    data = path.read_bytes()
    lie = data.replace(struct.pack("<L", 3000), struct.pack("<L", 10))
    assert lie != data
    path.write_bytes(lie)
    (one,) = collect(course, path, LESSON)
    assert one.what == "refused"
    assert "damaged" in one.detail


def test_an_archive_that_is_too_much_is_refused_whole(
    course: CourseRoot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path, {moodle("Ada Lovelace", n): "x" * 100 for n in range(4)})
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    with pytest.raises(CourseError, match="4 files"):
        collect(course, path, LESSON)
    monkeypatch.setattr(archives, "MAX_ENTRIES", 4)
    monkeypatch.setattr(archives, "MAX_TOTAL", 399)
    with pytest.raises(CourseError, match="at most"):
        Archive(path)
    monkeypatch.setattr(archives, "MAX_TOTAL", 400)
    Archive(path).__exit__()


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04 cut"])
def test_what_is_no_archive_is_refused(course: CourseRoot, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(data)
    with pytest.raises(CourseError, match="not a zip archive"):
        collect(course, path, LESSON)


@pytest.mark.parametrize("name", ["", ".", moodle("Ada", 1, f"{LESSON}-{'9' * 5000}.ipynb")])
def test_an_odd_name_stops_no_other_file(course: CourseRoot, tmp_path: Path, name: str) -> None:
    path = made(tmp_path, {moodle("Bob", 2): "of bob"})
    odd = zipfile.ZipInfo("odd")
    odd.filename = name
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(odd, "odd")
    assert said(collect(course, path, LESSON))["bob"] == "new"


def test_names_of_no_known_system_are_refused(course: CourseRoot, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="named_regexp"):
        collect(course, made(tmp_path, {"ada/lesson.ipynb": "x"}), LESSON)


def test_several_notebooks_without_the_lessons_name_are_refused(
    course: CourseRoot, tmp_path: Path
) -> None:
    files: dict[str, bytes | str] = {
        moodle("Ada Lovelace", 1, "a.ipynb"): "a",
        moodle("Ada Lovelace", 1, "b.ipynb"): "b",
    }
    (one,) = collect(course, made(tmp_path, files), LESSON)
    assert (one.what, one.detail) == (
        "refused",
        f"2 notebooks, none of them named {LESSON}.ipynb",
    )


def test_a_moodle_zip_of_today(course: CourseRoot, tmp_path: Path) -> None:
    with open_gradebook(course.db_url()) as gradebook:
        gradebook.add_student("al815", first_name="Ada", last_name="Lovelace")
    inside = "_assignsubmission_file"
    files: dict[str, bytes | str] = {
        f"Group 7-Ada Lovelace_1{inside}/deep/er/{LESSON}.ipynb": "of ada",
        f"O'Brien, Conan_2{inside}/{LESSON}.ipynb.txt": "of conan",
        f"Con_3{inside}/.ipynb_checkpoints/{LESSON}-checkpoint.ipynb": "an old one",
        f"Con_3{inside}/{LESSON}.ipynb": "of con",
        f"__MACOSX/Con_3{inside}/._{LESSON}.ipynb": "resource fork",
        f"Con_3{inside}/._{LESSON}.ipynb": "resource fork",
        f"Participant_1001{inside}/{LESSON}.ipynb": "of somebody",
        f"Group 7-Participant_1002{inside}/{LESSON}.ipynb": "of somebody else",
        "grading worksheet.csv": "a table",
    }
    found = collect(course, made(tmp_path, files), LESSON)
    assert said(found) == {
        "al815": "new",
        "o-brien-conan": "new",
        "student-con": "new",
        "participant-1001": "new",
        "participant-1002": "new",
        "grading worksheet.csv": "nobody's",
    }
    assert work(course, "al815") == "of ada"
    assert work(course, "student-con") == "of con"
    why = {one.student: one.why for one in found}
    assert why["al815"] == "by the name in the gradebook"
    assert why["participant-1001"] == "marking is blind"
    assert sorted(p.name for p in (course.submitted / "student-con" / LESSON).iterdir()) == [
        f"{LESSON}.ipynb"
    ]


def test_a_canvas_zip_of_today(course: CourseRoot, tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        f"de_la_cruzana_4711_900_{LESSON}.ipynb": "of ana",
        f"anon_x7Yb2_903_{LESSON}.ipynb": "of somebody",
        f"anon_4713_904_{LESSON}.ipynb": "of one who is called anon",
        f"anon_Q8Yb2_LATE_905_{LESSON}.ipynb": "of somebody else",
        "readme": "no name of Canvas",
    }
    found = collect(course, made(tmp_path, files), LESSON)
    assert said(found) == {
        "de-la-cruzana": "new",
        "anon-x7yb2": "new",
        "anon": "new",
        "anon-q8yb2": "new",
        "readme": "nobody's",
    }
    assert work(course, "de-la-cruzana") == "of ana"


@pytest.mark.parametrize("names", [[" (1)", " (2)"], ["", " (1)"], ["-Copy1", "-Copy2"]])
@pytest.mark.parametrize("in_time", [True, False])
def test_of_several_copies_the_newest_is_taken(
    course: CourseRoot, tmp_path: Path, names: list[str], in_time: bool
) -> None:
    old, new = (moodle("Ada", 1, f"{LESSON}{name}.ipynb") for name in names)
    path = made(tmp_path, {new: "new"}, LATER if in_time else NOON)
    with zipfile.ZipFile(path, "a") as file:
        file.writestr(zipfile.ZipInfo(old, NOON.timetuple()[:6]), "old")
    (one,) = collect(course, path, LESSON)
    assert (one.what, one.detail, one.file) == ("new", "the newest of 2", new)
    assert work(course, "ada") == "new"


def test_a_notebook_that_was_zipped_again_is_unpacked(course: CourseRoot, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    files: dict[str, bytes | str] = {
        f"__MACOSX/._{LESSON}.ipynb": "fork",
        f"lesson/{LESSON}.ipynb": "of ada",
    }
    packed = made(inner, files).read_bytes()
    archive: dict[str, bytes | str] = {
        moodle("Ada", 1, "work.zip"): packed,
        moodle("Bob", 2, "work.zip"): b"PK no archive",
        moodle("Cyd", 3, "work.zip"): made(inner, {"a.txt": "x"}).read_bytes(),
    }
    found = {one.student: one for one in collect(course, made(tmp_path, archive), LESSON)}
    assert {name: one.what for name, one in found.items()} == {
        "ada": "new",
        "bob": "refused",
        "cyd": "nothing",
    }
    assert found["ada"].file.endswith(f"work.zip/lesson/{LESSON}.ipynb")
    assert work(course, "ada") == "of ada"


@pytest.mark.parametrize(
    ("due", "expected"),
    [(datetime(2026, 3, 4), "2026-03-05 "), (datetime(2026, 3, 9), "2026-03-09 00:01:00 UTC")],
)
def test_what_canvas_calls_late_is_late(
    course: CourseRoot, tmp_path: Path, due: datetime, expected: str
) -> None:
    with open_gradebook(course.db_url()) as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate=due)
    files: dict[str, bytes | str] = {
        f"lovelaceada_LATE_1_900_{LESSON}.ipynb": "of ada",
        f"turingalan_2_901_{LESSON}.ipynb": "of alan",
    }
    found = collect(course, made(tmp_path, files, LATER), LESSON)
    assert {one.student: one.detail for one in found} == {
        "lovelaceada": "late, says Canvas",
        "turingalan": "",
    }
    stamp = (course.submitted / "lovelaceada" / LESSON / "timestamp.txt").read_text()
    assert stamp.startswith(expected)
    assert not (course.submitted / "turingalan" / LESSON / "timestamp.txt").exists()


def test_what_is_replaced_and_who_was_given_what_is_kept(
    course: CourseRoot, tmp_path: Path
) -> None:
    name = f"lovelaceada_LATE_1_900_{LESSON}.ipynb"
    collect(course, made(tmp_path, {name: "first"}), LESSON)
    name = f"lovelaceada_1_910_{LESSON}.ipynb"
    for number, text in enumerate(("second", "third"), 1):
        time = LATER.replace(minute=number)
        (one,) = collect(course, made(tmp_path, {name: text}, time), LESSON)
        assert one.what == "replaced"
    kept = sorted((course.state / "earlier" / LESSON / "lovelaceada").rglob("*.ipynb"))
    assert [path.read_text() for path in kept] == ["first", "second"]
    assert kept[0].with_name("timestamp.txt").exists()
    assert not (course.submitted / "lovelaceada" / LESSON / "timestamp.txt").exists()
    record = (course.state / "collected" / f"{LESSON}.jsonl").read_text().splitlines()
    assert [json.loads(line)["what"] for line in record] == ["new", "replaced", "replaced"]
    assert json.loads(record[-1]) | {"time": ""} == {
        "time": "",
        "archive": "all.zip",
        "student": "lovelaceada",
        "what": "replaced",
        "why": "by Canvas's number 1",
        "file": name,
        "detail": "here 2026-03-05 09:01, in the archive 2026-03-05 09:02",
    }


def test_a_name_in_utf_8_that_does_not_say_so_is_read(course: CourseRoot, tmp_path: Path) -> None:
    name = moodle("Kurt Gödel", 1)
    path = made(tmp_path, {name: "of kurt"})
    data = bytearray(path.read_bytes())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + place + 1] &= ~0x08  # says: not in UTF-8
    path.write_bytes(data)
    assert said(collect(course, path, LESSON)) == {"kurt-gödel": "new"}


def test_the_command_names_everybody_and_fails_where_a_file_is_nobodys(
    course: CourseRoot, tmp_path: Path
) -> None:
    files: dict[str, bytes | str] = {moodle("Ada", 1): "of ada"}
    arguments = ["collect", "--root", str(course.path), str(made(tmp_path, files)), LESSON]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert f"ada: new (a new student, by name): {moodle('Ada', 1)}" in result.output
    made(tmp_path, files | {"bob/work.ipynb": "of bob"})
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "bob/work.ipynb: nobody's" in result.output
