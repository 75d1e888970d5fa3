"""The outputs of a graded notebook: verdicts, and the safe part of a student's output.

Instructors open graded notebooks, also in nbgrader's pages, which show HTML as it is. So only text
and pictures are kept, and each output is built anew from parts that were checked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from course_utils.checking.display import as_html, as_text
from course_utils.checking.verdict import Verdict

Output = dict[str, Any]

MAX_OUTPUTS = 50
MAX_CHARACTERS = 64 * 1024
MAX_PICTURE = 2 * 1024 * 1024

_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_DEFUSING = (
    (re.compile(r"<(?=[A-Za-z/!?])"), "< "),
    (re.compile(r"!\[(?![^\[\]\n]{0,300}\]\(attachment:picture-\d+\.(?:png|jpeg)\))"), "! ["),
    (re.compile(r"\](?=\((?!https?://|attachment:picture-))"), "] "),
    (re.compile(r"\]:"), "] :"),
)
_PICTURES = ("image/png", "image/jpeg")


def verdict_outputs(verdict: Verdict, points: float, number: int) -> list[Output]:
    """Show the verdict; then the points as a result, which nbgrader reads as part marks."""
    return [
        {
            "output_type": "display_data",
            "data": {"text/html": as_html(verdict), "text/plain": as_text(verdict)},
            "metadata": {},
        },
        points_output(points, number),
    ]


def points_output(points: float, number: int) -> Output:
    """Show the points as a result, which nbgrader reads as part marks."""
    return {
        "output_type": "execute_result",
        "execution_count": number,
        "data": {"text/plain": repr(float(points))},
        "metadata": {},
    }


def share_of_test(outputs: Sequence[Output], possible: float) -> float:
    """Return the points that a cell of tests earns by its outputs, as nbgrader reads them.

    None after an error or a warning; a number that is shown as a result, if it is one; else all.
    """
    for output in outputs:
        kind = output.get("output_type")
        if kind == "error" or (kind == "stream" and output.get("name") == "stderr"):
            return 0.0
        if kind == "execute_result":
            data = output.get("data")
            shown = data.get("text/plain") if isinstance(data, dict) else None
            try:
                points = float(shown)  # type: ignore[arg-type]
            except (TypeError, ValueError):
                return possible
            return points if 0 <= points <= possible else possible
    return possible


def notice(text: str) -> Output:
    """Show a message in place of a cell's output."""
    return {"output_type": "stream", "name": "stdout", "text": f"{text}\n"}


def defused(text: str) -> str:
    """Return a student's Markdown such that no renderer makes markup, pictures or odd links of it.

    A blank is put where HTML, a picture or a link would begin; links to web pages stay, and pictures
    that `pictures.taken_out` has looked at.
    """
    for pattern, replacement in _DEFUSING:
        text = pattern.sub(replacement, text)
    return text


def harmless(outputs: list[Output]) -> list[Output]:
    """Return the outputs without all that a browser would run or fetch."""
    return [safe for output in outputs[:MAX_OUTPUTS] if (safe := _harmless(output))]


def _harmless(output: Output) -> Output | None:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": _text(output.get("text"))}
    if kind == "error":
        lines = output.get("traceback")
        return {
            "output_type": "error",
            "ename": _text(output.get("ename")),
            "evalue": _text(output.get("evalue")),
            "traceback": [_text(line) for line in lines[:200]] if isinstance(lines, list) else [],
        }
    data = output.get("data")
    if kind not in ("display_data", "execute_result") or not isinstance(data, dict):
        return None
    kept = {key: data[key] for key in _PICTURES if _is_picture(data.get(key))}
    if "text/plain" in data:
        kept["text/plain"] = _text(data["text/plain"])
    if not kept:
        return None
    # As a result it could be read as points; in a student's cell nothing is.
    return {"output_type": "display_data", "data": kept, "metadata": {}}


def _text(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode()


def _is_picture(value: object) -> bool:
    """Whether this is base64 and no more: nbconvert writes it into its page as it is."""
    if not isinstance(value, str) or len(value) > MAX_PICTURE:
        return False
    return _BASE64.fullmatch(value) is not None
