"""IPython without a terminal, a history or a kernel: it runs a cell and keeps what it shows."""

from __future__ import annotations

import base64
import builtins
import io
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from course_utils.checking.calling import failure_of
from course_utils.checking.outcome import Failure

KEPT = ("text/plain", "image/png", "image/jpeg")
# Things that most notebooks do, done once here, so that each of them need not load it again.
WARM_UP = ("from course_utils import *", "display(1)", "%timeit -n1 -r1 1", "1 / 0", "def")
CUT = "\n[more was written than is kept: the rest is left out]\n"


class CellOutputs:
    """The outputs of one cell, up to a number of characters."""

    def __init__(self, most: int) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.room = max(most - len(CUT), 0)
        self.cut = False

    def write(self, name: str, text: str) -> None:
        """Add text to a stream; what follows on the same stream is one output."""
        kept = text[: self.room]
        self.room -= len(kept)
        self._append(name, kept)
        if len(kept) < len(text):
            self._note()

    def add(self, output: dict[str, Any]) -> None:
        """Add an output as a whole, or the note that it does not fit."""
        size = size_of(output)
        if size > self.room:
            self._note()
        else:
            self.room -= size
            self.outputs.append(output)

    def _note(self) -> None:
        if not self.cut:
            self.cut = True
            self._append("stderr", CUT)

    def _append(self, name: str, text: str) -> None:
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        elif text:
            self.outputs.append({"output_type": "stream", "name": name, "text": text})

    def clear(self) -> None:
        """Forget what was shown; its characters still count."""
        self.outputs.clear()


def size_of(output: dict[str, Any]) -> int:
    """Return how many characters an output holds."""
    texts = [output.get("ename", ""), output.get("evalue", ""), *output.get("traceback", [])]
    return sum(map(len, [*texts, *output.get("data", {}).values()]))


def bundle(data: dict[str, Any]) -> dict[str, str]:
    """Return what is kept of a display: its text and its bitmaps."""
    kept = {}
    for kind in KEPT:
        value = data.get(kind)
        if isinstance(value, bytes):
            value = base64.b64encode(value).decode("ascii")
        if isinstance(value, str):
            kept[kind] = value
    return kept


class Stream(io.TextIOBase):
    """A standard stream that writes to the cell_outputs of the cell that runs."""

    def __init__(self, shell: Shell, name: str) -> None:
        self.shell = shell
        self.name = name

    encoding = "utf-8"

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Take text; refuse everything else, as a file does."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.shell.cell_outputs.write(self.name, text)
        return len(text)

    def fileno(self) -> int:
        """Return the file of this process that a program started by a cell would write to."""
        return 1 if self.name == "stdout" else 2


class Publisher(DisplayPublisher):
    """Takes what `display` shows."""

    shell: Any

    def publish(self, data: Any, metadata: Any = None, *args: Any, **keywords: Any) -> None:
        """Record a display."""
        output = {"output_type": "display_data", "data": bundle(data), "metadata": {}}
        self.shell.cell_outputs.add(output)

    def clear_output(self, wait: bool = False) -> None:
        """Forget what the cell has shown so far."""
        self.shell.cell_outputs.clear()


class Hook(DisplayHook):
    """Takes the value of a cell's last expression."""

    shell: Any

    def write_output_prompt(self) -> None:
        """Write nothing: the number is part of the output."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Record the value."""
        self.shell.cell_outputs.add(
            {
                "output_type": "execute_result",
                "execution_count": self.prompt_count,
                "data": bundle(format_dict),
                "metadata": {},
            }
        )

    def finish_displayhook(self) -> None:
        """Write no line after it either."""
        self._is_active = False


class Shell(InteractiveShell):
    """IPython as a notebook knows it: magics, `!`, display, tracebacks; all of it recorded."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)

    cell_outputs = CellOutputs(0)

    def ask_exit(self) -> None:
        """Go on after `exit()`: there is no session to leave."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        try:
            message = str(evalue)
        except Exception:
            message = "(its message cannot be shown)"
        error = {"output_type": "error", "ename": etype.__name__, "evalue": message}
        self.cell_outputs.add({**error, "traceback": [str(line) for line in stb]})

    def capture(self) -> None:
        """From now on, take what Python prints."""
        sys.stdout = Stream(self, "stdout")
        sys.stderr = Stream(self, "stderr")

    def record(self, source: str, most: int) -> tuple[list[dict[str, Any]], Failure | None]:
        """Run a cell; return its outputs and why it stopped, if it did not end."""
        self.cell_outputs = CellOutputs(most)
        result = self.run_cell(source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
        return self.cell_outputs.outputs, None if error is None else _failure(error)


def _failure(error: BaseException) -> Failure:
    if isinstance(error, SyntaxError):
        line = (error.text or "").strip()
        return Failure("exception", str(error.msg), type(error).__name__, line, error.lineno)
    return failure_of(error)


def _refuse(prompt: object = "") -> str:
    raise RuntimeError("input() has nobody to ask: your notebook runs by itself when it is graded")


def _ignore(line: str) -> None:
    """Replace a magic that has nothing to do here."""


def start() -> Shell:
    """Return the one shell, with its parts loaded that the first cell would load."""
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    shell: Shell = Shell.instance(config=config, colors="nocolor")
    builtins.input = _refuse
    # Nobody looks at pictures here, and drawing them takes time. Without them `%config` knows
    # nothing of how they are to look, which many notebooks set.
    shell.magics_manager.magics["line"].update(matplotlib=_ignore, config=_ignore)
    for source in WARM_UP:
        shell.record(source, 1000)
    shell.reset(new_session=True)
    return shell
