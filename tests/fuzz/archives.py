"""Archives as Moodle and Canvas make them, with names and contents that go wrong, collected again and again."""

from __future__ import annotations

import io
import random
import shutil
import zipfile
from collections import Counter
from pathlib import Path

from course_utils.grading.collecting.collect import Collected, collect
from course_utils.grading.course_root import CourseError, CourseRoot
from tests.grading.conftest import LESSON, make_course

PEOPLE: tuple[str, ...] = (
    "Ada Lovelace",
    "O'Brien, Conan",
    "Émilie du Châtelet",
    "李 四",
    "de_la_Cruz Ana",
    "Con",
)
PEOPLE += ("Jean-Luc A-B", "=cmd()", "Participant", "Ada Lovelace", "x" * 150, "…", "anon", "Nul.")
CANVAS = ("lovelaceada", "obrienconan", "de_la_cruzana", "anon_x7Yb2", "李四", "con", "lovelaceada")
BEFORE = ("", "", "", "Group 7-", "Gruppe Ä_2-", "all/")
FILES: tuple[str, ...] = (f"{LESSON}.ipynb",) * 6 + (
    f"{LESSON} (1).ipynb",
    f"{LESSON}-Copy1.ipynb",
    "work.ipynb",
)
FILES += (f"{LESSON}.ipynb.txt", f"a/b/{LESSON}.ipynb", f"._{LESSON}.ipynb", "notes.pdf", "all.zip")
FILES += (
    f".ipynb_checkpoints/{LESSON}-checkpoint.ipynb",
    f"__MACOSX/{LESSON}.ipynb",
    "../up.ipynb",
)
MARKS = ("/", "..", "../", "\\", "\0", "\n", "_", "_1", "é", ":", "_LATE", ".", "\u202e", "C:/")


def fuzz(count: int, seed: int, folder: Path) -> Counter[str]:
    """Collect so many archives, each into a course of its own in `folder`; count what became of the files.

    Raises
    ------
    AssertionError
        If a file went where it must not, or replaced another.
    Exception
        Whatever collecting one raised that is not for the instructor to read.
    """
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    make_course(folder / "released")
    for number in range(count):
        names = made_up_names(chance)
        is_damaged = chance.random() < 0.15
        data = archive(chance, names)
        if is_damaged:
            data = damaged(chance, data)
        place = folder / "place"
        course = CourseRoot.open(shutil.copytree(folder / "released", place / "course"))
        path = place / "all.zip"
        path.write_bytes(data)
        try:
            found = look_at(course, path)
        except CourseError:
            counts["archives refused"] += 1
        except BaseException:
            print(f"archive {number} of seed {seed}: {names!r}")
            raise
        else:
            counts.update(one.what for one in found)
        assert {one.name for one in place.iterdir()} == {"course", "all.zip"}
        shutil.rmtree(place)
    return counts


def look_at(course: CourseRoot, path: Path) -> list[Collected]:
    """Collect an archive twice: each student has one work, and the second time nothing happens."""
    first = collect(course, path, LESSON)
    # All contents differ, so two who were taken for one would replace or keep each other's work.
    assert not {one.what for one in first} & {"replaced", "kept", "unchanged"}
    taken = [one for one in first if one.what == "new"]
    assert len({one.student for one in taken}) == len(taken)
    before = works(course)
    assert len(before) == len(set(before.values())) == len(taken)
    assert all(one.why and one.file for one in taken)
    again = collect(course, path, LESSON)
    # Of two names that differ in a hyphen alone, both may be refused once one of them is known.
    assert not {one.what for one in again} & {"new", "replaced", "kept"}
    assert works(course) == before
    assert not (course.state / "earlier").exists()
    return first


def works(course: CourseRoot) -> dict[Path, bytes]:
    """Return the works that were handed in; nothing else may be there but their times."""
    found = {path for path in course.submitted.rglob("*") if path.is_file()}
    notebooks = set(course.submitted.glob(f"*/{LESSON}/{LESSON}.ipynb"))
    assert {path.name for path in found - notebooks} <= {"timestamp.txt"}
    return {path: path.read_bytes() for path in notebooks}


def made_up_names(chance: random.Random) -> list[str]:
    """Return the names of one system's archive, some of them changed at a place."""
    is_moodle = chance.random() < 0.5
    names = []
    for number in range(chance.randint(1, 8)):
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            name = (moodle if is_moodle else canvas)(chance, number)
            if chance.random() < 0.1:
                at = chance.randrange(len(name) + 1)
                name = name[:at] + chance.choice(MARKS) + name[at + chance.choice((0, 1)) :]
            names.append(name)
    return names


def moodle(chance: random.Random, number: int) -> str:
    who = chance.choice(BEFORE) + PEOPLE[number % len(PEOPLE)]
    end = chance.choice(("_/", "/", "_"))
    return f"{who}_{100 + number}_assignsubmission_file{end}{chance.choice(FILES)}"


def canvas(chance: random.Random, number: int) -> str:
    late = chance.choice(("", "", "_LATE"))
    file = chance.choice(FILES).replace("/", "_")
    return f"{CANVAS[number % len(CANVAS)]}{late}_{4000 + number}_{chance.randrange(9)}_{file}"


def archive(chance: random.Random, names: list[str], depth: int = 0) -> bytes:
    """Return an archive with a content of its own for each name; a zip holds an archive again."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in dict.fromkeys(names):
            content = chance.randbytes(30)
            if name.endswith(".zip") and depth < 2:
                inner = [chance.choice(FILES) for _ in range(chance.randrange(4))]
                content = archive(chance, inner, depth + 1)
            info = zipfile.ZipInfo(name, (2026, 3, 1, chance.randrange(24), 0, 0))
            is_link = chance.random() < 0.05
            info.external_attr = (0o120777 if is_link else 0o644) << 16
            file.writestr(info, content)
    return out.getvalue()


def damaged(chance: random.Random, data: bytes) -> bytes:
    """Return an archive that lacks its end, or has other bytes in places."""
    if chance.random() < 0.2:
        return data[: chance.randrange(len(data))]
    changed = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)
