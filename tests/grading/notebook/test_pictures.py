"""Pictures in a student's text."""

import pytest

from course_utils.grading.notebook.pictures import MAX_PICTURES, taken_out
from course_utils.grading.notebook.safe_outputs import defused
from course_utils.grading.notebook.submission import parse
from tests.grading.notebook.test_submission import written

PNG = {"image/png": "aGFsbG8="}
JPEG = {"image/jpeg": "aGFsbG8="}


@pytest.mark.parametrize(
    ("source", "attachments", "expected", "kept"),
    [
        ("![a](attachment:x.png)", {"x.png": PNG}, "![a](attachment:picture-1.png)", [PNG]),
        ("![](attachment:a%20b.png)", {"a b.png": PNG}, "![](attachment:picture-1.png)", [PNG]),
        (
            "![](attachment:x)",
            {"x": {"image/png": ["aGFs", "bG8="]}},
            "![](attachment:picture-1.png)",
            [PNG],
        ),
        ("![a](data:image/jpeg;base64,aGFsbG8=)", None, "![a](attachment:picture-1.jpeg)", [JPEG]),
        (
            'x <img width=3 src="data:image/png;base64,aGFsbG8=" alt="a"/> y',
            None,
            "x ![picture](attachment:picture-1.png) y",
            [PNG],
        ),
        ("![a](attachment:x.png)", {"x.png": {"image/svg+xml": "<svg>"}}, None, []),
        ("![a](attachment:x.png)", {"x.png": {"image/png": '"onload='}}, None, []),
        ("![a](attachment:x.png)", {"x.png": 7}, None, []),
        ("![a](attachment:x.png)", [], None, []),
        ("![a](https://example.org/x.png)", {"x.png": PNG}, None, []),
    ],
)
def test_pictures_become_attachments_of_known_kinds(
    source: str, attachments: object, expected: str | None, kept: list[dict[str, str]]
) -> None:
    text, found = taken_out(source, attachments)
    assert text == (expected or source)
    assert list(found.values()) == kept


def test_a_kept_picture_is_shown_and_no_other() -> None:
    text, _ = taken_out("![a](attachment:x.png) ![b](attachment:y.png)", {"x.png": PNG})
    assert defused(text) == "![a](attachment:picture-1.png) ! [b] (attachment:y.png)"


def test_many_pictures_are_cut() -> None:
    text, found = taken_out("![](attachment:x)" * (MAX_PICTURES + 1), {"x": PNG})
    assert len(found) == MAX_PICTURES
    assert text.count("picture-") == MAX_PICTURES


def test_a_cell_with_a_large_picture_inside_is_read() -> None:
    cell = {
        "cell_type": "markdown",
        "source": f"![a](data:image/png;base64,{'A' * 1_000_000})",
        "metadata": {},
    }
    (read,) = parse(written(cells=[cell])).cells
    assert read["source"] == "![a](attachment:picture-1.png)"
    assert len(read["attachments"]["picture-1.png"]["image/png"]) == 1_000_000
