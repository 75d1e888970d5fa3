"""Run the course's notebooks and store their outputs, without what changes from run to run.

`make notebooks` runs all of them; `python -m tests.refresh 02_neuron` runs one.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from course_utils.checking.display import TITLES
from course_utils.library import CELL, STORED

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def run(path: Path) -> nbformat.NotebookNode:
    """Return the notebook at `path`, executed from top to bottom in its own folder."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    )
    return client.execute()


def clean(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take out of `notebook`, in place, what differs from run to run or from machine to machine."""
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    for cell in notebook.cells:
        kept = {
            key: cell.metadata[key]
            for key in ("jupyter", "nbgrader", "tags")
            if key in cell.metadata
        }
        cell.metadata = nbformat.from_dict(kept)
        if cell.cell_type == "code":
            cell.outputs = _coalesced(cell.outputs)
        for output in cell.get("outputs", ()):
            if "data" in output:
                # A live widget's id is of one run; the picture beside it stays.
                output.data.pop(WIDGET_VIEW, None)
                output.metadata = nbformat.from_dict({})
    return notebook


def _coalesced(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Join neighboring pieces of one stream: where a kernel cuts it depends on the clock."""
    joined: list[nbformat.NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def not_right(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the ids of checks whose stored verdict does not say that the answer is right."""
    return [
        cell.metadata["nbgrader"]["grade_id"]
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith("check_")
        and not any(_says_right(output) for output in cell.get("outputs", ()))
    ]


def _says_right(output: nbformat.NotebookNode) -> bool:
    sign = TITLES["right"][0]
    return str(output.get("data", {}).get("text/plain", "")).startswith(sign)


def library_output(notebook: nbformat.NotebookNode) -> str:
    """Return what the cell "The same in a library" printed; nothing if there is none."""
    cells = [cell for cell in notebook.cells if cell.get("id") == CELL]
    return "".join(output.text for cell in cells for output in cell.outputs)


def keep_library_output(lesson_id: str, notebook: nbformat.NotebookNode) -> None:
    """Store it for those who do not have the library, or put it back where there is none.

    Raises
    ------
    SystemExit
        If the library is not installed and nothing is stored.
    """
    text = library_output(notebook)
    if not text:
        return
    kept = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}
    if "is not installed here" not in text:
        words = json.dumps(kept | {lesson_id: text}, indent=2, sort_keys=True, ensure_ascii=False)
        STORED.write_text(words + "\n", encoding="utf-8")
    elif lesson_id in kept:
        (cell,) = (cell for cell in notebook.cells if cell.get("id") == CELL)
        cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=kept[lesson_id])]
        print(f"{lesson_id}: without its library, the closing cell keeps its stored output.")
    else:
        raise SystemExit(f"{lesson_id}: install the libraries first: make .venv/.has-bridge")


def main(arguments: list[str]) -> int:
    """Refresh the named lessons, or all; return the exit code."""
    paths = {path.stem: path for path in sorted(Path("notebooks").glob("*/*.ipynb"))}
    parser = argparse.ArgumentParser("python -m tests.refresh", description=__doc__)
    parser.add_argument("lesson", nargs="*", help="such as 02_neuron; if none is named, all")
    # The path of a notebook names its lesson as well.
    lessons = [Path(name).stem for name in parser.parse_args(arguments).lesson] or list(paths)
    for unknown in [lesson for lesson in lessons if lesson not in paths]:
        parser.error(f"no notebook of {unknown!r} in notebooks/; there are {', '.join(paths)}")
    os.environ.setdefault("PYTHONPATH", os.getcwd())
    for lesson in lessons:
        path, start = paths[lesson], time.perf_counter()
        try:
            notebook = clean(run(path))
        except CellExecutionError as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 1
        keep_library_output(lesson, notebook)
        for name in not_right(notebook):
            print(f"{path}: {name} is not right, and its verdict is stored. Correct the solution.")
        nbformat.validate(notebook)
        nbformat.write(notebook, path)
        print(f"{path}: {time.perf_counter() - start:.1f} s, {path.stat().st_size / 1024:.0f} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
