"""Show a verdict: as HTML, in Jupyter's light or dark theme, and as plain text."""

from __future__ import annotations

from html import escape

from course_utils.checking.verdict import GRADER_FAILED, Verdict

TITLES = {
    "right": ("\N{CHECK MARK}", "right"),
    "wrong": ("\N{MULTIPLICATION X}", "not yet right"),
    "not started": ("\N{WHITE CIRCLE}", "not started yet"),
    "error": ("!", "could not be judged"),
    GRADER_FAILED: ("!", "not judged: the grader failed"),
}
# Okabe and Ito's colors, which survive color blindness; a sign and a word stand beside each.
COLORS = {
    "right": "#009E73",
    "wrong": "#D55E00",
    "not started": "#7f7f7f",
    "error": "#CC79A7",
    GRADER_FAILED: "#F0E442",
}
# The statuses that come with more text.
TOLD = ("wrong", "error", GRADER_FAILED)
CELLS = {
    "=": ("right", "transparent", "inherit"),
    "+": ("a little too large", "#F3C9A5", "#222"),
    "++": ("too large", "#D55E00", "#fff"),
    "-": ("a little too small", "#A9CDE6", "#222"),
    "--": ("too small", "#0072B2", "#fff"),
    "?": ("not finite", "#CC79A7", "#222"),
}


def as_text(verdict: Verdict) -> str:
    """Return the verdict as plain text."""
    sign, title = TITLES[verdict.status]
    lines = [f"{sign} {verdict.exercise}: {title}{_part(verdict)}"]
    if verdict.status == "right" and verdict.message:
        lines.append(f"  {verdict.message}")
    if verdict.status in TOLD:
        lines.append(f"  {verdict.message}")
        if verdict.mistake:
            lines.append(f"  This looks like: {verdict.mistake}.")
        if verdict.hint:
            lines.append(f"  Hint: {verdict.hint}")
        if verdict.place:
            lines.append(f"  {verdict.place}")
            lines += [f"    {line}" for line in verdict.place.code]
        if verdict.inputs:
            lines.append(f"  Called with: {verdict.inputs}")
        if verdict.picture:
            lines.append(f"  Where it differs ({_legend(verdict)}):")
            lines += ["    " + " ".join(f"{c:2}" for c in row).rstrip() for row in verdict.picture]
        lines += [
            f"  {_sign(g.passed)} {g.title}" for g in verdict.groups if len(verdict.groups) > 1
        ]
    return "\n".join(lines)


def as_html(verdict: Verdict) -> str:
    """Return the verdict as one self-contained ``div``; every text of a student is escaped."""
    sign, title = TITLES[verdict.status]
    color = COLORS[verdict.status]
    parts = [
        f'<div role="status" style="border-left:4px solid {color};padding:0.4em 0.8em;'
        "margin:0.2em 0;background:var(--jp-layout-color1,transparent);"
        'color:var(--jp-content-font-color1,inherit);max-width:46em;line-height:1.45">',
        f'<div><b><span aria-hidden="true" style="color:{color}">{sign}</span> '
        f"<code>{escape(verdict.exercise)}</code>: {title}</b>{_part(verdict)}</div>",
    ]
    if verdict.status == "right" and verdict.message:
        parts.append(_message(verdict.message))
    if verdict.status in TOLD:
        parts.append(_message(verdict.message))
        if verdict.mistake:
            parts.append(f"<div><b>This looks like: {_code(verdict.mistake)}.</b></div>")
        if verdict.hint:
            parts.append(f"<div>{_code(verdict.hint)}</div>")
        if verdict.place:
            code = escape("\n".join(verdict.place.code))
            parts.append(f"<div><b>{_code(str(verdict.place))}</b></div>")
            parts.append(f'<pre style="margin:0.2em 1em"><mark>{code}</mark></pre>')
        parts.append(_picture(verdict))
        parts.append(_groups(verdict))
        if verdict.inputs:
            parts.append(
                '<div style="font-size:90%;opacity:0.8">Called with: '
                f"<code>{escape(verdict.inputs)}</code></div>"
            )
    parts.append("</div>")
    return "".join(parts)


def _part(verdict: Verdict) -> str:
    return f" ({verdict.earned:.0%} of the points)" if 0 < verdict.earned < 1 else ""


def _sign(passed: bool) -> str:
    return "\N{CHECK MARK}" if passed else "\N{MULTIPLICATION X}"


def _code(text: str) -> str:
    """Escape a text, and mark what is between backticks as code."""
    pieces = escape(text).split("`")
    return "".join(f"<code>{p}</code>" if i % 2 else p for i, p in enumerate(pieces))


def _message(message: str) -> str:
    first, _, rest = message.partition("\n")
    code = f'<pre style="margin:0.2em 1em">{escape(rest.strip())}</pre>' if rest.strip() else ""
    return f"<div>{_code(first)}</div>{code}"


def _groups(verdict: Verdict) -> str:
    if len(verdict.groups) < 2:
        return ""
    items = "".join(
        f"<span style='margin-right:1.2em'>{_sign(g.passed)} {_code(g.title)}"
        f"{'' if g.passed else ' (fails)'}</span>"
        for g in verdict.groups
    )
    return f'<div style="font-size:90%">{items}</div>'


def _picture(verdict: Verdict) -> str:
    if not verdict.picture:
        return ""
    rows = "".join(
        "<tr style='background:none'>"
        + "".join(
            f'<td title="{CELLS[c][0]}" style="width:1.2em;height:1.2em;padding:0;line-height:1;text-align:center;'
            f"border:1px solid var(--jp-border-color2,#bbb);background:{CELLS[c][1]};"
            f'color:{CELLS[c][2]}">{c}</td>'
            for c in row
        )
        + "</tr>"
        for row in verdict.picture
    )
    return (
        '<table style="border-collapse:collapse;margin:0.3em 0" aria-label="where it differs">'
        f'<caption style="caption-side:bottom;text-align:left;font-size:90%;color:inherit;white-space:nowrap">{_legend(verdict)}'
        f"</caption><tbody>{rows}</tbody></table>"
    )


def _legend(verdict: Verdict) -> str:
    used = {c for row in verdict.picture for c in row}
    return ", ".join(f"{sign} {CELLS[sign][0]}" for sign in CELLS if sign in used)
