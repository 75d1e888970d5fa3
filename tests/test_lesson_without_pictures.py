"""A lesson may have no pictures and no controls of its own."""

from __future__ import annotations

from types import ModuleType

import pytest

from course_utils import figures, widgets
from course_utils.lessons import Lesson


@pytest.mark.parametrize(("package", "name"), [(figures, "relu_curve"), (widgets, "relu_dial")])
def test_an_unknown_name_is_told_where_a_lesson_has_no_such_module(
    package: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "LESSONS", (Lesson("99_bare", "Bare", "nothing"),))
    with pytest.raises(AttributeError, match=name):
        getattr(package, name)
