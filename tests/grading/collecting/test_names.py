"""Names of files in the archives of Moodle and Canvas: whose they are."""

from __future__ import annotations

import pytest

from course_utils.grading.collecting.names import (
    Named,
    assign,
    folder_name,
    is_left_behind,
    named,
    system_of,
)
from course_utils.grading.gradebook.class_marks import Person


@pytest.mark.parametrize(
    ("system", "name", "expected"),
    [
        ("Moodle", "Ada L_1_assignsubmission_file_/a.ipynb", Named("Ada L", "a.ipynb", "", "1")),
        ("Moodle", "Ada L_1_assignsubmission_file/a.ipynb", Named("Ada L", "a.ipynb", "", "1")),
        ("Moodle", "Ada L_1_assignsubmission_file_a.ipynb", Named("Ada L", "a.ipynb", "", "1")),
        ("Moodle", "all/Ada L_1_assignsubmission_file_/a", Named("Ada L", "a", "", "1")),
        (
            "Moodle",
            "A_1_assignsubmission_file_/B_2_assignsubmission_file_/a",
            Named("A", "B_2_assignsubmission_file_/a", "", "1"),
        ),
        ("Moodle", "ada/a.ipynb", None),
        ("Canvas", "lada_12_34_a.ipynb", Named("lada", "a.ipynb", "12")),
        ("Canvas", "lada_LATE_12_34_a.ipynb", Named("lada", "a.ipynb", "12", late=True)),
        ("Canvas", "de_la_cruz_12_34_a.ipynb", Named("de_la_cruz", "a.ipynb", "12")),
        ("Canvas", "lada_12_34_bob_56_78_a.ipynb", Named("lada", "bob_56_78_a.ipynb", "12")),
        ("Canvas", "anon_x7Yb2_34_a.ipynb", Named("anon_x7Yb2", "a.ipynb")),
        ("Canvas", "anon_x7Yb2_LATE_12_34_a.ipynb", Named("anon_x7Yb2", "a.ipynb", late=True)),
        ("Canvas", "lada_12_a.ipynb", None),
    ],
)
def test_a_name_says_whose_a_file_is(system: str, name: str, expected: Named | None) -> None:
    assert named(system, name) == expected


def test_the_system_is_the_one_that_fits_most_names() -> None:
    moodle, canvas = "Ada_1_assignsubmission_file_/a", "lada_12_34_a.ipynb"
    assert system_of([moodle, canvas, moodle]) == "Moodle"
    assert system_of([moodle, canvas, canvas]) == "Canvas"


PEOPLE = [
    Person("al", "Ada", "Lovelace", "ada@example.org", "12"),
    Person("kg", "Kurt", "Gödel"),
    Person("t1", "Alan", "Turing"),
    Person("t2", "Alan", "Turing"),
    Person("amp", "Anne-Marie", "Pol"),
    Person("jean-luc"),
    Person("jeanluc"),
]


@pytest.mark.parametrize(
    ("owner", "student", "why"),
    [
        (Named("whoever", "", "12"), "al", "by Canvas's number 12"),
        (Named("Ada Lovelace", ""), "al", "by the name in the gradebook"),
        (Named("Lovelace, Ada", ""), "al", "by the name in the gradebook"),
        (Named("Group 1-Kurt Gödel", ""), "kg", "by the name in the gradebook"),
        (Named("Group 1-Anne-Marie Pol", ""), "amp", "by the name in the gradebook"),
        (Named("Alan Turing", ""), "", "the gradebook has two of this name"),
        (Named("Jean Luc", ""), "jean-luc", "by the name in the gradebook"),
        (Named("Jeanluc", ""), "jeanluc", "by the name in the gradebook"),
        (Named("Jean-Lu'c", ""), "", "the gradebook has two of this name"),
        (Named("Participant", "", "", "77"), "participant-77", "marking is blind"),
        (Named("lovelaceada", "", "99"), "lovelaceada", "a new student, by name"),
        (Named("al", "", "99"), "al-99", "a new student, by name"),
        (Named("...", ""), "", "the name has no letters"),
    ],
)
def test_a_student_is_found_with_a_reason(owner: Named, student: str, why: str) -> None:
    assert assign([owner], PEOPLE) == [(student, why)]


@pytest.mark.parametrize(
    "name", ["._a.ipynb", "x/.ipynb_checkpoints/a.ipynb", "__MACOSX/x/a", "a/Thumbs.db"]
)
def test_what_systems_leave_behind_is_known(name: str) -> None:
    assert is_left_behind(name)
    assert not is_left_behind(
        name.replace("._", "").replace("/.", "/").replace("__", "").replace(".db", "")
    )


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("Ada Lovelace", "ada-lovelace"),
        ("../../etc", "etc"),
        ("  O'Neil, J.  ", "o-neil-j"),
        ("..", ""),
        ("李 明", "李-明"),
        ("x" * 300, "x" * 100),
        ("Aux", "student-aux"),
        ("COM1", "student-com1"),
    ],
)
def test_a_folder_name_is_tame(name: str, folder: str) -> None:
    assert folder_name(name) == folder
