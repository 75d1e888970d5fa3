"""From the submission come answers and nothing else; what was done to the rest is flagged."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from course_utils.grading.notebook.cells import as_json, checksum, grade_id, nbgrader
from course_utils.grading.notebook.rebuild import (
    Rebuilt,
    RebuiltCell,
    exercises_of,
    points_of,
    rebuild,
    role_of,
)
from course_utils.grading.notebook.submission import parse

Notebook = dict[str, Any]
ANSWER = "def sigmoid(z):\n    return mine(z)"


def rebuilt_from(release: Notebook, notebook: Notebook) -> Rebuilt:
    return rebuild(release, parse(as_json(notebook)).cells)


def cell_of(notebook: Notebook, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(c for c in notebook["cells"] if c["id"] == name)
    return found


def place_of(notebook: Notebook, name: str) -> int:
    return notebook["cells"].index(cell_of(notebook, name))


def sources(rebuilt: Rebuilt) -> dict[str, str]:
    return {grade_id(p.cell) or p.cell["id"]: p.cell["source"] for p in rebuilt.places}


def extra(source: str, kind: str = "code", **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": kind,
        "id": f"x{abs(hash(source))}",
        "metadata": metadata,
        "source": source,
    }


def test_the_untouched_release_comes_back_as_it_is(release: Notebook) -> None:
    rebuilt = rebuilt_from(release, release)
    assert [p.cell for p in rebuilt.places] == release["cells"]
    assert rebuilt.flags == ()
    assert not any(p.touched for p in rebuilt.places)


def test_roles_exercises_and_points_are_read_from_the_release(release: Notebook) -> None:
    roles = [role_of(cell)[0] for cell in release["cells"]]
    assert roles == ["text", "course", *["answer", "check"] * 3, "demo", "written"]
    assert exercises_of(release) == ["sigmoid", "classify", "as_network"]
    assert points_of(release) == {
        "check_sigmoid": 2.0,
        "check_classify": 3.0,
        "check_as_network": 4.0,
        "why": 5.0,
    }


def test_answers_and_written_answers_are_taken(release: Notebook) -> None:
    work = deepcopy(release)
    cell_of(work, "sigmoid")["source"] = ANSWER
    cell_of(work, "why")["source"] = "because"
    rebuilt = rebuilt_from(release, work)
    assert sources(rebuilt)["sigmoid"] == ANSWER
    assert sources(rebuilt)["why"] == "because"
    assert [p.name for p in rebuilt.places if p.touched] == ["sigmoid", "why"]


def edited_check(work: Notebook) -> None:
    cell_of(work, "check_sigmoid")["source"] = "True"


def deleted_checks(work: Notebook) -> None:
    work["cells"] = [cell for cell in work["cells"] if role_of(cell)[0] != "check"]


def renamed_checks(work: Notebook) -> None:
    for cell in work["cells"]:
        if role_of(cell)[0] == "check":
            nbgrader(cell)["grade_id"] = "check_nothing"


def deleted_check(work: Notebook) -> None:
    del work["cells"][place_of(work, "check_sigmoid")]


def merged_check(work: Notebook) -> None:
    """Merge the check into the answer above it, as one command of JupyterLab does."""
    check = cell_of(work, "check_sigmoid")
    deleted_check(work)
    cell_of(work, "sigmoid")["source"] += f"\n\n{check['source']}"


def older_release(work: Notebook) -> None:
    """Work in a notebook that was released before the points and a check were changed."""
    check = cell_of(work, "check_sigmoid")
    check["source"] = "check(sigmoid)  # as it was"
    nbgrader(check)["points"] = 7
    nbgrader(check)["checksum"] = checksum(check)


def raised_points(work: Notebook) -> None:
    nbgrader(cell_of(work, "check_sigmoid"))["points"] = 100


def check_as_text(work: Notebook) -> None:
    cell_of(work, "check_sigmoid")["cell_type"] = "markdown"


def skipped_check(work: Notebook) -> None:
    cell_of(work, "check_sigmoid")["metadata"]["tags"] = ["skip-execution"]


def unlocked_check(work: Notebook) -> None:
    nbgrader(cell_of(work, "check_sigmoid")).update(solution=True, grade=False)
    cell_of(work, "check_sigmoid")["source"] = "True"


def duplicated_check(work: Notebook) -> None:
    copy = deepcopy(cell_of(work, "check_sigmoid"))
    work["cells"].append({**copy, "id": "copy", "source": "9.0"})


@pytest.mark.parametrize(
    "damage",
    [
        edited_check,
        deleted_checks,
        renamed_checks,
        raised_points,
        check_as_text,
        skipped_check,
        unlocked_check,
        duplicated_check,
    ],
)
def test_what_is_done_to_a_check_has_no_effect_and_is_flagged(
    release: Notebook, damage: Callable[[Notebook], None]
) -> None:
    work = deepcopy(release)
    damage(work)
    rebuilt = rebuilt_from(release, work)
    assert [p.cell for p in rebuilt.places if p.role == "check"] == [
        cell for cell in release["cells"] if role_of(cell)[0] == "check"
    ]
    assert any(flag.deliberate for flag in rebuilt.flags)


@pytest.mark.parametrize("change", [deleted_check, merged_check, older_release])
def test_what_happens_by_mistake_or_by_the_instructor_accuses_nobody(
    release: Notebook, change: Callable[[Notebook], None]
) -> None:
    work = deepcopy(release)
    change(work)
    flags = rebuilt_from(release, work).flags
    assert flags
    assert not [flag for flag in flags if flag.deliberate]


def test_a_cut_file_accuses_nobody(release: Notebook) -> None:
    first = parse(as_json(release)).cells[:3]
    assert any(flag.deliberate for flag in rebuild(release, first).flags)
    assert not any(flag.deliberate for flag in rebuild(release, first, whole=False).flags)


def test_a_check_before_its_answer_is_put_back(release: Notebook) -> None:
    work = deepcopy(release)
    work["cells"].insert(0, work["cells"].pop(place_of(work, "check_sigmoid")))
    rebuilt = rebuilt_from(release, work)
    assert [p.cell for p in rebuilt.places] == release["cells"]
    assert [flag.kind for flag in rebuilt.flags] == ["moved"]


@pytest.mark.parametrize(
    ("first", "second", "used"),
    [
        (ANSWER, None, ANSWER),  # None is the untouched stub
        (None, ANSWER, ANSWER),
        ("def sigmoid(z):\n    return other(z)", ANSWER, ANSWER),
        ("helper = 1", ANSWER, ANSWER),
        ("other = 2", "helper = 1", "helper = 1"),
        (None, None, None),
    ],
)
def test_of_duplicated_answers_the_last_that_answers_is_used(
    release: Notebook, first: str | None, second: str | None, used: str | None
) -> None:
    work = deepcopy(release)
    cell = cell_of(work, "sigmoid")
    stub = cell["source"]
    copy = {**deepcopy(cell), "id": "copy", "source": second or stub}
    cell["source"] = first or stub
    work["cells"].insert(place_of(work, "sigmoid") + 1, copy)
    rebuilt = rebuilt_from(release, work)
    assert sources(rebuilt)["sigmoid"] == (used or stub)
    assert [flag.kind for flag in rebuilt.flags] == ["duplicated"]
    defining = [p for p in rebuilt.places if "def sigmoid" in p.cell["source"]]
    assert len(defining) == (used != "helper = 1")


def test_the_halves_of_a_split_answer_are_both_run_in_order(release: Notebook) -> None:
    work = deepcopy(release)
    place = place_of(work, "sigmoid")
    half = {**deepcopy(work["cells"][place]), "id": "half", "source": "helper = 1"}
    work["cells"][place]["source"] = ANSWER
    work["cells"].insert(place, half)
    texts = [p.cell["source"] for p in rebuilt_from(release, work).places]
    assert texts.index("helper = 1") == texts.index(ANSWER) - 1


def test_a_deleted_answer_is_restored_as_the_stub_and_noted(release: Notebook) -> None:
    work = deepcopy(release)
    del work["cells"][place_of(work, "sigmoid")]
    rebuilt = rebuilt_from(release, work)
    assert [p.cell for p in rebuilt.places] == release["cells"]
    assert [(flag.kind, flag.deliberate) for flag in rebuilt.flags] == [("answer deleted", False)]


def test_answers_are_found_by_name_where_the_metadata_is_lost(release: Notebook) -> None:
    work = deepcopy(release)
    cell_of(work, "sigmoid")["source"] = ANSWER
    cell_of(work, "why")["source"] = "because"
    for cell in work["cells"]:
        cell["metadata"] = {}
    rebuilt = rebuilt_from(release, work)
    assert sources(rebuilt)["sigmoid"] == ANSWER
    assert sources(rebuilt)["why"] == "because"
    assert [(flag.kind, flag.deliberate) for flag in rebuilt.flags] == [("metadata lost", False)]
    assert len(rebuilt.places) == len(release["cells"])


def test_an_answer_that_became_text_is_still_an_answer(release: Notebook) -> None:
    work = deepcopy(release)
    cell_of(work, "sigmoid").update(source=ANSWER, cell_type="markdown")
    rebuilt = rebuilt_from(release, work)
    answer = next(p for p in rebuilt.places if p.name == "sigmoid" and p.role == "answer")
    assert (answer.cell["source"], answer.cell["cell_type"]) == (ANSWER, "code")


def test_the_students_own_cells_keep_their_places(release: Notebook) -> None:
    work = deepcopy(release)
    work["cells"].insert(place_of(work, "sigmoid"), extra("helper = 1", tags=["skip-execution"]))
    work["cells"].insert(place_of(work, "check_classify"), extra("a note", "markdown"))
    work["cells"].append(extra("last = 1"))
    work["cells"].insert(0, extra("first = 1"))
    rebuilt = rebuilt_from(release, work)
    texts = [p.cell["source"] for p in rebuilt.places]
    stub = cell_of(release, "sigmoid")["source"]
    assert texts.index("helper = 1") == texts.index(stub) - 1
    assert texts.index("a note") == texts.index("check(classify)") - 1
    assert (texts[0], texts[-1]) == ("first = 1", "last = 1")
    assert all(p.cell["metadata"] == {} for p in rebuilt.places if p.role == "extra")


def test_helpers_come_before_an_answer_that_was_moved_to_the_end(release: Notebook) -> None:
    work = deepcopy(release)
    answer = work["cells"].pop(place_of(work, "sigmoid"))
    work["cells"] += [extra("def mine(z): ..."), {**answer, "source": ANSWER}]
    texts = [p.cell["source"] for p in rebuilt_from(release, work).places]
    assert texts.index("def mine(z): ...") < texts.index(ANSWER)


def test_a_changed_import_cell_is_the_students_to_change(release: Notebook) -> None:
    work = deepcopy(release)
    cell_of(work, "imports")["source"] += "\nfrom scipy.special import expit"
    assert sources(rebuilt_from(release, work))["imports"].endswith("expit")


def test_unknown_metadata_and_tags_are_dropped(release: Notebook) -> None:
    work = deepcopy(release)
    work["metadata"]["kernelspec"] = {"name": "evil"}
    for cell in work["cells"]:
        cell["metadata"] |= {"tags": ["demo"], "evil": "x"}
    rebuilt = rebuilt_from(release, work)
    assert [p.cell["metadata"] for p in rebuilt.places] == [c["metadata"] for c in release["cells"]]


def test_an_empty_notebook_becomes_the_release(release: Notebook) -> None:
    rebuilt = rebuild(release, ())
    assert json.dumps([p.cell for p in rebuilt.places]) == json.dumps(release["cells"])
    assert rebuilt.flags == ()


def place_named(rebuilt: Rebuilt, name: str) -> RebuiltCell:
    return next(p for p in rebuilt.places if p.name == name and p.role != "check")


def test_a_stub_does_not_run_below_the_definition_in_a_cell_of_the_students(
    release: Notebook,
) -> None:
    work = deepcopy(release)
    work["cells"].insert(2, extra(f"{ANSWER}\n\ndef classify(z): return z"))
    rebuilt = rebuilt_from(release, work)
    for name, elsewhere in (("sigmoid", True), ("classify", True), ("as_network", False)):
        place = place_named(rebuilt, name)
        assert (place.elsewhere, place.runs == ()) == (elsewhere, elsewhere)


def test_a_definition_below_the_stub_changes_nothing(release: Notebook) -> None:
    work = deepcopy(release)
    work["cells"].append(extra(ANSWER))
    assert not place_named(rebuilt_from(release, work), "sigmoid").elsewhere


def test_of_a_changed_demo_cell_the_definitions_run(release: Notebook) -> None:
    work = deepcopy(release)
    cell_of(work, "demo")["source"] = "def helper(): pass\n%time train()\ntrain(helper)\nEPS = 1"
    rebuilt = rebuilt_from(release, work)
    (demo,) = (p for p in rebuilt.places if p.role == "demo")
    assert demo.runs == ("def helper():\n    pass\nEPS = 1",)
    (untouched,) = (p for p in rebuilt_from(release, release).places if p.role == "demo")
    assert untouched.runs == ()


def test_the_courses_imports_run_before_the_students(release: Notebook) -> None:
    work = deepcopy(release)
    cell_of(work, "imports")["source"] = "import torch\nimport numpy as np"
    (imports,) = (p for p in rebuilt_from(release, work).places if p.role == "course")
    assert imports.runs == (
        "import numpy as np\nfrom course_utils import check",
        "import torch\nimport numpy as np",
    )


def answer_below(work: Notebook) -> None:
    work["cells"].insert(place_of(work, "why") + 1, extra("because", "markdown"))


def answer_above(work: Notebook) -> None:
    work["cells"].insert(place_of(work, "why"), extra("because", "markdown"))


def answer_in_code(work: Notebook) -> None:
    work["cells"].append(extra("It is convex because"))


def answer_in_question(work: Notebook) -> None:
    question = {**extra("Why?", "markdown"), "id": "question"}
    work["cells"].insert(place_of(work, "why"), {**question, "source": "Why?\n\nBecause."})


def answer_lost(work: Notebook) -> None:
    cell = cell_of(work, "why")
    cell |= {"metadata": {}, "id": "other", "source": "because"}


@pytest.mark.parametrize(
    "change", [answer_below, answer_above, answer_in_code, answer_in_question, answer_lost]
)
def test_an_answer_in_words_that_stands_elsewhere_is_looked_for(
    release: Notebook, change: Callable[[Notebook], None]
) -> None:
    question = {**extra("Why?", "markdown"), "id": "question"}
    asked = deepcopy(release)
    if change is answer_in_question:
        asked["cells"].insert(place_of(asked, "why"), question)
    work = deepcopy(release)
    change(work)
    rebuilt = rebuilt_from(asked, work)
    assert place_named(rebuilt, "why").elsewhere
    assert "look" in [flag.kind for flag in rebuilt.flags]
    assert any("ecause" in p.cell["source"] for p in rebuilt.places)


def test_an_empty_answer_in_words_is_empty(release: Notebook) -> None:
    work = deepcopy(release)
    work["cells"].insert(0, extra("a note", "markdown"))
    rebuilt = rebuilt_from(release, work)
    assert not place_named(rebuilt, "why").elsewhere
    assert rebuilt.flags == ()


def test_a_picture_in_an_answer_is_kept(release: Notebook) -> None:
    work = deepcopy(release)
    picture = {"a b.png": {"image/png": "aGFsbG8="}}
    cell_of(work, "why").update(source="![x](attachment:a%20b.png)", attachments=picture)
    work["cells"].append(
        {**extra("![y](attachment:a%20b.png)", "markdown"), "attachments": picture}
    )
    kept = {"attachments": {"picture-1.png": {"image/png": "aGFsbG8="}}}
    rebuilt = rebuilt_from(release, work)
    assert place_named(rebuilt, "why").cell["attachments"] == kept["attachments"]
    assert place_named(rebuilt, "why").cell["source"] == "![x](attachment:picture-1.png)"
    assert rebuilt.places[-1].cell["attachments"] == kept["attachments"]


def test_what_was_written_into_a_locked_text_stays_beside_it(release: Notebook) -> None:
    about = {"grade_id": "q", "locked": True, "grade": False, "solution": False}
    question = {**extra("Why?", "markdown"), "id": "q", "metadata": {"nbgrader": about}}
    asked = deepcopy(release)
    asked["cells"].insert(place_of(asked, "why"), question)
    work = deepcopy(asked)
    cell_of(work, "q")["source"] = "Why?\n\nBecause."
    rebuilt = rebuilt_from(asked, work)
    texts = [p.cell["source"] for p in rebuilt.places]
    assert "Why?" in texts
    assert "Why?\n\nBecause." in texts
    assert place_named(rebuilt, "why").elsewhere
    assert not [flag for flag in rebuilt.flags if flag.deliberate]
