"""The bubblewrap command: what a submission sees of this machine, and where."""

from __future__ import annotations

import os
import shutil
import site
import sys
from collections.abc import Iterable
from pathlib import Path

from course_utils.grading.sandbox.package_copy import PACKAGE

# Where the sandbox has the package's copy, the list of fonts and the scratch folder. Not in /tmp or
# /home: Python itself may be there (in a checkout in /tmp, for instance).
COURSE = Path("/.sandbox/course")
HOME = Path("/.sandbox/home")
LINKS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64")
SYSTEM = ("/usr", "/etc/alternatives", "/etc/ld.so.cache", "/etc/localtime")
CAP_SYS_ADMIN = 21


def command(course: Path, hidden: Iterable[Path]) -> list[str]:
    """Return the call of bubblewrap, up to the program that it is to start.

    Parameters
    ----------
    course : Path
        The folder that the submission sees as `COURSE`.
    hidden : iterable of Path
        Folders that it must not see even if they lie within one that it does, such as a checkout of
        the course in /usr/local.
    """
    arguments = [
        shutil.which("bwrap") or "bwrap",
        "--unshare-ipc",
        "--unshare-net",
        "--unshare-pid",
        "--unshare-uts",
    ]
    if not privileged():
        arguments += ["--unshare-user", "--uid", "0", "--gid", "0"]
    arguments += ["--cap-add", "ALL", "--hostname", "course", "--die-with-parent", "--new-session"]
    for link in map(Path, LINKS):
        if link.is_symlink():
            arguments += ["--symlink", os.readlink(link), str(link)]
        elif link.exists():
            arguments += ["--ro-bind", str(link), str(link)]
    seen = _seen()
    # Left to itself, bubblewrap makes the folders on the way readable by its own user alone.
    on_the_way = {parent for path in (*seen, COURSE, HOME) for parent in path.parents[:-1]}
    for path in sorted(on_the_way):
        arguments += ["--perms", "0755", "--dir", str(path)]
    masks = {place for folder in hidden for place in _places(folder, seen)}
    for path in sorted(seen | masks, key=lambda path: len(path.parts)):
        arguments += ["--tmpfs", str(path)] if path in masks else ["--ro-bind", *[str(path)] * 2]
    arguments += ["--ro-bind", str(course), str(COURSE)]
    arguments += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", str(HOME)]
    # Mapped as shared, it is memory that no process seems to hold.
    arguments += ["--ro-bind", "/dev/null", "/dev/zero"]
    if not any(Path("/tmp") in path.parents for path in seen):
        arguments += ["--symlink", str(HOME), "/tmp"]
    for path in sorted(masks):
        arguments += ["--remount-ro", str(path)]
    return [*arguments, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--"]


def to_hide() -> list[Path]:
    """Return where the package itself lies: the checkout around it, or its folder where installed."""
    checkout = PACKAGE.parent
    return [checkout if (checkout / "pyproject.toml").exists() else PACKAGE]


def privileged() -> bool:
    """Return whether the grader is root with the right to make namespaces of processes and files."""
    if os.geteuid() != 0:
        return False
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapEff:"):
            return bool(int(line.split()[1], 16) >> CAP_SYS_ADMIN & 1)
    return False


def extra_packages() -> list[Path]:
    """Return folders of packages that Python finds only for this user, not by its own place."""
    own = {_real(Path(folder)) for folder in site.getsitepackages()}
    return [path for path in package_folders() if _real(path) not in own]


def package_folders() -> list[Path]:
    """Return the folders of installed packages that this Python searches."""
    folders = map(Path, sys.path)
    return [f for f in folders if f.name in ("site-packages", "dist-packages") and f.is_dir()]


def _seen() -> set[Path]:
    """Return the parts of the system and of Python that are needed, under their usual names."""
    wanted = [Path(name) for name in SYSTEM]
    for prefix in {sys.prefix, sys.base_prefix, str(_real(Path(sys.base_prefix)))}:
        for part in ("bin", "lib", "lib64", "pyvenv.cfg"):
            wanted.append(Path(prefix) / part)
    wanted += package_folders()
    return {path for path in wanted if path.exists() and not path.is_symlink()}


def _places(folder: Path, seen: Iterable[Path]) -> list[Path]:
    """Return the names that a folder has in what is seen, with symbolic links followed."""
    folder = _real(folder)
    real = [(path, _real(path)) for path in seen]
    return [path / folder.relative_to(r) for path, r in real if r == folder or r in folder.parents]


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def missing() -> str:
    """Return what is missing for bubblewrap, or an empty string."""
    if sys.platform != "linux":
        return "bubblewrap runs on Linux only"
    return "" if shutil.which("bwrap") else "bubblewrap is not installed"
