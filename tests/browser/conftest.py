"""What the tests in a browser share: Chromium, JupyterLab, and the web site with somebody who comes to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.lab import Lab, browser, new_page, server
from tests.browser.lite import Visitor, served


@pytest.fixture(scope="module")
def chromium(needs_chromium: str) -> Iterator[Browser]:
    """Give a browser.

    Not for longer than a module: while Playwright runs, no other test can use asyncio.
    """
    with browser(needs_chromium) as chromium:
        yield chromium


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Give a folder and the address where JupyterLab serves it: it takes seconds to start."""
    folder = tmp_path_factory.mktemp("lab")
    with server(folder) as address:
        yield folder, address


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Page:
    """Give a page for all notebooks of a module."""
    return new_page(chromium)


@pytest.fixture
def lab(page: Page, jupyterlab: tuple[Path, str]) -> Iterator[Lab]:
    """Give JupyterLab in a browser."""
    lab = Lab(page, *jupyterlab)
    yield lab
    lab.end()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Give the address of the site."""
    with served(site) as address:
        yield address


@pytest.fixture
def visitor(chromium: Browser, address: str) -> Iterator[Visitor]:
    """Give somebody whose requests may not leave the site."""
    visitor = Visitor.come(chromium, address)
    yield visitor
    assert visitor.left == []
    visitor.context.close()


@pytest.fixture(scope="module")
def again(
    chromium: Browser,
    needs_chromium: str,
    address: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Visitor]:
    """Give one browser for all tests of a module: what the first has loaded is in its cache."""
    profile = tmp_path_factory.mktemp("profile")
    visitor = Visitor.with_profile(chromium, needs_chromium, address, profile)
    yield visitor
    visitor.context.close()


@pytest.fixture
def regular(again: Visitor) -> Iterator[Visitor]:
    """Give somebody whose browser has the site's files in its cache, and no notebook in its storage."""
    page = again.context.new_page()
    storage = {"origin": again.address.rstrip("/"), "storageTypes": "all"}
    again.context.new_cdp_session(page).send("Storage.clearDataForOrigin", storage)
    yield again
    for page in again.context.pages:
        page.close()
    assert again.left == []
