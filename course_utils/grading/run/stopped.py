"""What a cell stopped with that is no fault of its code: a module, a socket or a lock is not there."""

from __future__ import annotations

import re

from course_utils.checking.outcome import Failure
from course_utils.grading.notebook.submission import Flag

MISSING = (
    "While work is graded there is no network, no socket (asyncio needs one) and no lock on a part of a "
    "file (SQLite needs one, but not in memory)."
)
# By the type of the error and its message: what the walls around submissions do not let through.
_WALLS = (
    (r"PermissionError|BlockingIOError", r"Operation not permitted"),
    (r"OperationalError", r"access permission denied"),  # SQLite locks parts of its file
    (r"URLError|gaierror|ConnectionError|ConnectError", r"name resolution|Name or service|resolve"),
)


def flags_of(failure: Failure | None, where: str) -> list[Flag]:
    """Return what the instructor should know of a cell that stopped; nothing of an ordinary error."""
    if failure is None:
        return []
    if failure.error_type == "ModuleNotFoundError":
        return [Flag("missing module", f"{failure.message}, in the cell of {where}.")]
    for error, words in _WALLS:
        if re.fullmatch(error, failure.error_type) and re.search(words, failure.message):
            said = f"The cell of {where} stopped with {failure.error_type}: {failure.message}."
            return [Flag("walls", f"{said} {MISSING}")]
    return []
