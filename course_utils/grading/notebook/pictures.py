"""Pictures that a student has pasted into text: kept as attachments, of known kinds and sizes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

KINDS = ("image/png", "image/jpeg")
MAX_PICTURE = 8 * 1024 * 1024  # characters of base64
MAX_PICTURES = 20  # of a cell

# An editor keeps a pasted picture beside the text, or inside of it.
_ATTACHED = re.compile(r"!\[([^\[\]\n]{0,300})\]\(attachment:([^()\n]{1,200})\)")
_DATA = r"data:(image/png|image/jpeg);base64,([A-Za-z0-9+/=]*+)"
_INSIDE = re.compile(rf"!\[([^\[\]\n]{{0,300}})\]\({_DATA}\)")
_TAG = re.compile(rf"<img\b([^<>]{{0,200}}?)\bsrc=[\"']{_DATA}[\"'][^<>]{{0,200}}>")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*+")

Pictures = dict[str, dict[str, str]]


def taken_out(source: str, attachments: object) -> tuple[str, Pictures]:
    """Return a text whose pictures are all attachments, with names of ours, and these."""
    found: Pictures = {}
    known = attachments if isinstance(attachments, Mapping) else {}

    def place(kind: str, data: str, words: str, text: str) -> str:
        if len(found) == MAX_PICTURES or len(data) > MAX_PICTURE or not _BASE64.fullmatch(data):
            return text
        name = f"picture-{len(found) + 1}.{kind.removeprefix('image/')}"
        found[name] = {kind: data}
        return f"![{words}](attachment:{name})"

    def attached(match: re.Match[str]) -> str:
        kinds: Any = known.get(unquote(match[2])) or known.get(match[2])
        for kind in KINDS:
            data = kinds.get(kind) if isinstance(kinds, Mapping) else None
            if isinstance(data, list) and all(isinstance(line, str) for line in data):
                data = "".join(data)
            if isinstance(data, str):
                return place(kind, data, match[1], match[0])
        return match[0]

    source = _ATTACHED.sub(attached, source)
    source = _INSIDE.sub(lambda m: place(m[2], m[3], m[1], m[0]), source)
    source = _TAG.sub(lambda m: place(m[2], m[3], "picture", m[0]), source)
    return source, found
