"""Controls moved without a pause: JupyterLab gives each a thread of its own in the kernel."""

from __future__ import annotations

import pytest

from tests.browser.lab import Lab
from tests.browser.widgets import explorers

pytestmark = pytest.mark.browser

CELLS = (
    "from course_utils import widgets\nexplorer = widgets.initialization_explorer()\nexplorer",
    # What stands there is what a new one with these settings shows.
    """new = widgets.initialization_explorer()
for name, value in explorer.values.items():
    new.controls[name].value = value
new.redraw()
explorer.image.value == new.image.value, explorer.reading.value == new.reading.value""",
)


def test_controls_moved_without_a_pause_leave_a_whole_picture(lab: Lab) -> None:
    lab.write("drag.ipynb", *CELLS)
    notebook = lab.open("drag.ipynb")
    notebook.run_all()
    page = notebook.page
    (box,) = explorers(notebook)
    for slider in box.locator(".widget-hslider .noUi-handle").all():
        slider.focus()
        for _ in range(6):
            page.keyboard.press("ArrowLeft")
    notebook.wait_idle()
    page.wait_for_timeout(1500)  # pictures that are still on their way
    notebook.run_cell(1)
    (shown,) = notebook.outputs()[1]["outputs"]
    assert shown["data"]["text/plain"] == "(True, True)"
    assert notebook.errors == []
