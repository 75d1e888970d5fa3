"""What all tests share: seeded random numbers, and the tools that a machine may lack.

A test that needs such a tool asks for it by a fixture and is skipped without it, with a word on
what to install. Where the environment sets COURSE_NO_SKIP (as .ci/run does), every skip is a
failure.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Generator
from pathlib import Path

# Before NumPy is imported, here and in all that tests start: on busy processors the threads of its
# matrix products wait for each other, and lesson 08's training takes 30 s in place of 2.
os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1"))

import matplotlib
import numpy as np
import pytest
from filelock import FileLock
from hypothesis import settings

# Makes a folder of a name by a function, unless another process has done so.
Once = Callable[[str, Callable[[Path], object]], Path]

# Not by MPLBACKEND: kernels that a test starts would inherit it and show no figures.
matplotlib.use("agg")


# Hypothesis draws the same examples in every run, and never judges a test by its time.
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")

# A shell lets what it starts in the background ignore Ctrl-C, and so would all that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--site``: the tests that build the web site take minutes, and have a target of their own."""
    parser.addoption("--site", action="store_true", help="the tests of the built web site, alone")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need the built site, or with ``--site`` all others."""
    wanted = config.getoption("--site")
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        needs_site = "site" in getattr(item, "fixturenames", ())
        (kept if needs_site == wanted else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


@pytest.fixture
def rng() -> np.random.Generator:
    """Give random numbers, the same in every run and for every test."""
    return np.random.default_rng(20260101)


@pytest.fixture(scope="session")
def needs_bubblewrap() -> str:
    """Give the path of a bubblewrap that works on this machine."""
    path = shutil.which("bwrap")
    if path is None:
        pytest.skip("bubblewrap is missing; on Debian: apt install bubblewrap")
    # Present is not enough: a container may forbid the namespaces that it is there to make.
    trial = subprocess.run(
        [path, "--unshare-all", "--ro-bind", "/", "/", "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    if trial.returncode != 0:
        pytest.skip(f"bubblewrap cannot make its walls here: {trial.stderr.strip()}")
    return path


@pytest.fixture(scope="session")
def needs_chromium() -> str:
    """Give the path of Chromium, as Playwright's `executable_path`."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is missing; on Debian: apt install chromium")
    return path


@pytest.fixture(scope="session")
def needs_libraries() -> None:
    """Ask for the libraries of the lessons' closing cells."""
    for name in ("sklearn", "torch"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is missing: make .venv/.has-bridge")


@pytest.fixture(scope="session")
def needs_postgres() -> Path:
    """Give the folder of PostgreSQL's server programs (`initdb`, `pg_ctl`, `postgres`)."""
    path = shutil.which("initdb")
    if path is not None:
        return Path(path).resolve().parent
    # Debian keeps them off the PATH, a folder for each version.
    found = list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is missing; on Debian: apt install postgresql")
    return max(found, key=lambda program: int(program.parts[-3])).parent


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Give a function that makes a folder once for all test processes; nobody may change it.

    Whichever process is the first to ask makes it; the others wait.
    """
    # pytest-xdist gives each process a folder beside the others'.
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def once(name: str, make: Callable[[Path], object]) -> Path:
        folder, is_made = shared / name, shared / f"{name}.made"
        with FileLock(shared / f"{name}.lock"):
            if not is_made.exists():
                shutil.rmtree(folder, ignore_errors=True)
                make(folder)
                is_made.touch()
        return folder

    return once


@pytest.fixture(scope="session")
def site(once: Once) -> Path:
    """Give the web site, with Python in it.

    Where the environment names one in COURSE_SITE (as .ci/run does), that one is taken.
    """
    if built := os.environ.get("COURSE_SITE"):
        return Path(built).resolve(strict=True)
    if shutil.which("npm") is None:
        pytest.skip("npm is missing; on Debian: apt install npm")
    from site_builder.site import build_site

    root = Path(__file__).parents[1]
    return once("site", lambda to: build_site(root, to, root / ".site-cache", vendor=True))


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure where nothing may be skipped."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("COURSE_NO_SKIP"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"COURSE_NO_SKIP is set, and this was to be skipped: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """See to the skips of single tests."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """See to the skips of whole modules."""
    report = yield
    _refuse_skip(report)
    return report
