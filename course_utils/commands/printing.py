"""What a student wrote, made fit for a terminal."""

from __future__ import annotations


def printable(text: str) -> str:
    """Show what would control a terminal as what it is: the text may be the student's."""
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)
