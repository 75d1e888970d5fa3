"""Make text from students safe to print."""

from __future__ import annotations


def printable(text: str) -> str:
    """Escape characters that control a terminal: the text may be a student's."""
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)
