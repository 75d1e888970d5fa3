"""``python -m site_builder build`` and ``serve``: the web site, into ``site/``; ``pins``: newer versions for it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from course_utils.grading.notebook.cells import NotebookError
from site_builder.fetching import SiteError
from site_builder.new_pins import renew
from site_builder.serving import serve
from site_builder.site import build_site

ROOT = Path(__file__).parents[1]
CACHE = ROOT / ".site-cache"


def main() -> int:
    """Do what the command line says; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m site_builder", description=__doc__)
    parser.add_argument("command", choices=("build", "serve", "pins"))
    parser.add_argument("--vendor", action="store_true", help="Pyodide from the site itself")
    parser.add_argument("--folder", type=Path, default=ROOT / "site", help="where the site is")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    try:
        if options.command == "build":
            build_site(ROOT, options.folder, CACHE, options.vendor)
            print(f"The site is in {options.folder}. To look at it: make site-serve")
        elif options.command == "pins":
            renew(ROOT / "requirements.txt")
        else:
            serve(options.folder, options.port)
    except (SiteError, NotebookError) as error:
        print(f"{error}\nNothing was changed.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
