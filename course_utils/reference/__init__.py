"""The answer key: one module per lesson, found only when asked for.

``reference.forward`` is the function of lesson 03, ``reference.forward_propagation`` that lesson's
module. Nothing is imported before it is asked for, and a lesson imports earlier lessons only, so a
lesson's key works where the later ones are absent.

One name is both an exercise and a lesson's module: ``reference.neuron`` is the module, as Python's
imports would have it; ``reference.find("neuron")`` is the function.
"""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from course_utils.lessons import LESSONS


def find(name: str) -> Callable[..., Any]:
    """Return the reference function of this name, from the first lesson that defines it.

    Raises
    ------
    AttributeError
        If no lesson whose module is present defines such a function.

    Examples
    --------
    >>> find("sigmoid").__module__
    'course_utils.reference.logistic_regression'
    """
    for lesson in LESSONS:
        module = _lesson_module(lesson.module)
        function: Callable[..., Any] | None = vars(module).get(name) if module else None
        # Later lessons import from earlier ones: only what a module defines itself is its own.
        if callable(function) and function.__module__ == f"{__name__}.{lesson.module}":
            return function
    raise AttributeError(f"no lesson's answer key that is present here defines {name!r}")


def _lesson_module(name: str) -> ModuleType | None:
    """Import a lesson's module; None if its file is absent."""
    qualified = f"{__name__}.{name}"
    try:
        return import_module(qualified)
    except ModuleNotFoundError as error:
        if error.name == qualified:
            return None
        raise


def __getattr__(name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if any(lesson.module == name for lesson in LESSONS):
        return import_module(f"{__name__}.{name}")
    # Kept as an attribute: in a loop of training to find it takes longer than to call it.
    function = globals()[name] = find(name)
    return function
