"""The first module that the kernel imports: it makes the start of IPython short.

The visitor's notebooks are already there. Python looks into their folder first, and each look is a request to
the page: a hundred while the kernel starts. Here it becomes the last place to look.

IPython's first module imports its terminal, and its completion a library that guesses what code would give.
A page has no terminal, and completes by what is there: both would take as long as all the rest of the start.
"""

import sys
import types
from pathlib import Path

sys.path.remove("")
sys.path.append("")

terminal = types.ModuleType("IPython.terminal.embed")
terminal.embed = None
sys.modules[terminal.__name__] = terminal

settings = Path.home() / ".ipython" / "profile_default" / "ipython_config.py"
settings.parent.mkdir(parents=True, exist_ok=True)
# The kernel switches that library on without a look whether it is there.
settings.write_text(
    "c.InteractiveShellApp.exec_lines = ['get_ipython().Completer.use_jedi = False']\n"
)
