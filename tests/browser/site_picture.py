"""Draws images/site.png anew: a page of the book in ``site/``, on a desk and on a phone.

``make site``, then ``python -m tests.browser.site_picture``.
"""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.lab import browser
from tests.browser.lite import served

ROOT = Path(__file__).parents[2]
HEIGHT = 700


def picture(chromium: Browser, address: str, width: int, scheme: str) -> Image.Image:
    """Return the page of lesson 01 in a window of this width."""
    page = chromium.new_page(viewport={"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    # Python is not needed to read.
    page.route("**/pyodide/**", lambda route: route.abort())
    page.goto(f"{address}01_logistic_regression.html#exercise-sigmoid-z")
    page.wait_for_selector("mjx-container", state="attached")
    page.wait_for_timeout(2000)
    shown = Image.open(BytesIO(page.screenshot()))
    page.close()
    return shown


def main() -> None:
    """Draw the picture."""
    with served(ROOT / "site") as address, browser(shutil.which("chromium") or "") as chromium:
        desk = picture(chromium, address, 1180, "light")
        phone = picture(chromium, address, 390, "dark")
    both = Image.new("RGB", (desk.width + phone.width + 20, HEIGHT), "white")
    both.paste(desk, (0, 0))
    both.paste(phone, (desk.width + 20, 0))
    both.quantize(128).save(ROOT / "images" / "site.png", optimize=True)


if __name__ == "__main__":
    main()
