"""A stub for figures and widgets: it has every function, and none does anything.

The sandbox's copy of the package has this file in place of each module of figures/ and widgets/.
"""

from typing import Any


class Nothing:
    """Every attribute can be called, and every call returns None."""

    def __call__(self, *arguments: object, **keywords: object) -> None:
        """Take any arguments and return None."""

    def __getattr__(self, name: str) -> "Nothing":
        if name.startswith("__"):
            raise AttributeError(name)
        return self


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return Nothing()
