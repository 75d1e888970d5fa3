"""The site as it is built by default: Python's core from Pyodide's CDN, all else from the site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from site_builder.fetching import npm_package, take_from_npm
from site_builder.lite import build_lite
from site_builder.pyodide import CDN, CORE, pyodide_version
from tests.browser.lite import Visitor, served

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".site-cache"
LOCK = "course/static/pyodide/pyodide-lock.json"
KINDS = {"mjs": "text/javascript", "wasm": "application/wasm", "zip": "application/zip"}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def default_site(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the app as `make site` builds it, with the lessons of the other site."""
    folder = tmp_path_factory.mktemp("default")
    (folder / "work").mkdir()
    (folder / "site").mkdir()
    shutil.copy(site / "index.html", folder / "site")
    app = folder / "site" / "course"
    build_lite(app, folder / "work", CACHE, site / "notebooks", vendor=False)
    yield folder / "site"
    shutil.rmtree(folder)


def test_the_core_comes_from_the_cdn_and_all_else_from_the_site(
    chromium: Browser, site: Path, default_site: Path
) -> None:
    place = f"https://cdn.jsdelivr.net/pyodide/v{pyodide_version()}/full/"
    assert CDN.format(version=pyodide_version()) == place
    assert (default_site / LOCK).read_bytes() == (site / LOCK).read_bytes()
    core = npm_package("pyodide", CACHE)

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(place)
        route.fulfill(
            body=take_from_npm(core, name),
            content_type=KINDS[name.rpartition(".")[2]],
            headers={"Access-Control-Allow-Origin": "*"},
        )

    with served(default_site) as address:
        visitor = Visitor.come(chromium, address)
        visitor.context.route(f"{place}*", answer)
        notebook = visitor.open("00_neural_networks")
        said = notebook.execute("import numpy, course_utils\nprint(course_utils.check)")
        assert said.startswith("<function check")
        assert set(visitor.left) == {place + name for name in CORE}
        visitor.context.close()


def test_a_wheel_that_was_changed_on_the_way_is_refused(visitor: Visitor) -> None:
    def change(route: Route) -> None:
        body = route.fetch().body()
        route.fulfill(body=body[:-1] + bytes([body[-1] ^ 1]))

    visitor.context.route("**/cycler-*.whl", change)
    notebook = visitor.open("00_neural_networks")
    assert "No module named 'cycler'" in notebook.execute("import cycler")
