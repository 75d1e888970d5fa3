"""Runs inside Pyodide: compiles the modules of the archives in /wheels, so that no visitor's browser has to.

They are wheels, and Python's own library, which is imported from its archive.

A module of the course keeps its source beside it, since checks read it; others are compiled alone.
"""

import importlib.util
import re
import sys
import zipfile
from pathlib import Path

# Where the browser's Python has the packages, and its library.
PACKAGES = "/lib/python3.14/site-packages"
LIBRARY = "/lib/python314.zip"
KEEP_SOURCE = ("course_utils/",)
# Documentation of these is not kept; who asks for help asks about NumPy.
WITHOUT_DOCS = ("matplotlib/", "PIL/")
# What no lesson uses: each file has to come over the net, and to be unpacked at every visit.
LEFT_OUT = re.compile(
    r"(^|/)(tests|sample_data|_examples)/"
    r"|\.(pyi|pxd|pyx|a|c|h|afm)$"  # for who builds on it
    r"|^micropip/"  # nothing is installed
    r"|^IPython/(sphinxext|terminal/(?!__init__|pt_inputhooks))"
    r"|^numpy/(f2py|_core/include|_core/lib|linalg/lapack_lite)"
    r"|^matplotlib/testing/"
    r"|^matplotlib/mpl-data/(images|fonts/afm|fonts/pdfcorefonts)/"
    r"|^matplotlib/mpl-data/fonts/ttf/(DejaVuSerif|DejaVuSansMono-|Humor)"
    r"|^PIL/_(imagingcms|imagingft|imagingmath|imagingmorph|imagingtk|webp|avif)\."
    r"|^pygments/lexers/(?!__init__|_mapping|python|special)"
)


def compiled(folder: str, name: str, source: bytes) -> bytes:
    """Return the code of a module as in a .pyc that is never compared with its source."""
    import _frozen_importlib_external as external

    place = f"{folder}/{name}"
    level = 2 if name.startswith(WITHOUT_DOCS) else 0
    code = compile(source, place, "exec", dont_inherit=True, optimize=level)
    return bytes(external._code_to_hash_pyc(code, importlib.util.source_hash(source), False))


def rewrite(wheel: Path) -> None:
    """Put the compiled modules into a wheel, or into the library's archive."""
    place = LIBRARY if wheel.suffix == ".zip" else PACKAGES
    with zipfile.ZipFile(wheel) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            if LEFT_OUT.search(name):
                continue
            keep = not name.endswith(".py") or name.startswith(KEEP_SOURCE)
            try:
                code = compiled(place, name, content) if name.endswith(".py") else b""
            except SyntaxError:  # a template of a module
                keep, code = True, b""
            if keep:
                archive.writestr(name, content)
            if code and keep:
                folder, _, module = name.rpartition("/")
                cached = f"{module[:-3]}.{sys.implementation.cache_tag}.pyc"
                archive.writestr(f"{folder}/__pycache__/{cached}", code)
            elif code:
                archive.writestr(f"{name}c", code)


for place in sorted(Path("/wheels").iterdir()):
    rewrite(place)
