"""Explain a file that is not a notebook, from its first bytes, and what the student should do."""

from __future__ import annotations

import re

SAVE = "Open your notebook in JupyterLab, save it, and hand in the file that ends in .ipynb."
HEAD = 4096

# How a file begins, what kind of file that is, and what to do.
_KINDS = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), what, todo)
    for pattern, what, todo in (
        (
            rb"version https://git-lfs\.",
            "only the pointer that Git LFS keeps instead of your notebook",
            "Run `git lfs pull`, check that the notebook opens, and hand that file in.",
        ),
        (
            rb"<\?xml.*<key>URL</key>|\[InternetShortcut\]|\{\s*\"(doc_id|url)\"",
            "only a link to your notebook",
            "Follow the link, download the notebook itself, and hand that file in.",
        ),
        (
            rb"bplist|<\?xml.*<plist",
            "only the placeholder that iCloud keeps instead of your notebook",
            "Download the notebook from iCloud to your computer, and hand that file in.",
        ),
        (
            rb"(<!--.*?-->\s*)?<(!doctype html|html|head|body|\?xml)",
            "a web page, often the login page of a platform that was saved in the place of your "
            "notebook",
            "Log in, download the notebook itself, check that it opens, and hand that file in.",
        ),
        (
            rb"PK\x03\x04|PK\x05\x06|Rar!|7z\xbc\xaf|\x1f\x8b",
            "an archive (or a document of an office program) that was given the name of a notebook",
            "Unpack it, and hand in the notebook that is inside.",
        ),
        (rb"%PDF", "a PDF", SAVE),
        (rb"\x89PNG|\xff\xd8\xff|GIF8", "a picture", SAVE),
        (
            rb"#!|# ?%%|# In\s?\[|# -\*-|# coding|# ---\s+# jupyter|(import|from|def)\s+\w|"
            rb"#[^\n]*\n\s*(# ?%%|# In\s?\[|import\s)",
            "a Python script, not the notebook that it was made from",
            SAVE,
        ),
    )
)


def what_it_is(data: bytes) -> str:
    """Return what a file is if it can be no notebook, and what to do; otherwise nothing."""
    if not data.strip():
        return f"The file is empty. {SAVE}"
    if not data.strip(b"\0"):
        return (
            "The file holds nothing but zeros: it was copied or synchronized before it was "
            f"complete. {SAVE}"
        )
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, what, todo in _KINDS:
        if pattern.match(head):
            return f"The file is {what}. {todo}"
    return ""


def not_a_notebook(data: bytes) -> str:
    """Return the words for a file that could not be read, and that `what_it_is` does not know."""
    head = data[:HEAD]
    if b"\0" in head:
        return f"The file is not a notebook: it is not even text. {SAVE}"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return f"The file is damaged: it begins like a notebook, but no cell can be read. {SAVE}"
    return f"The file is text, but not a notebook. {SAVE}"
