"""What the tests of the web site share: a browser, the site's address, and somebody who comes to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.lab import browser
from tests.browser.lite import Visitor, served


@pytest.fixture(scope="module")
def chromium(needs_chromium: str) -> Iterator[Browser]:
    """Give a browser."""
    with browser(needs_chromium) as chromium:
        yield chromium


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
