"""Shared by all pages: compiled templates, the style sheet, and a policy for the browser.

A page fetches nothing. Its policy allows the style sheet and the script that we wrote, each by
its fingerprint, and nothing else: even markup that slipped in would be neither styled nor run.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape


@cache
def template(name: str) -> Any:
    """Return a compiled template of this package. Every value is escaped."""
    environment = Environment(
        loader=PackageLoader("course_utils.reports", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda value: f"{value:.4g}"
    environment.filters["code"] = code
    return environment.get_template(name)


def code(text: str) -> Markup:
    """Return a text escaped, and what stands between backticks in it as code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))


@cache
def text_of(name: str) -> str:
    """Return a style sheet or a script of this package as it is written into a page."""
    return files("course_utils.reports").joinpath(name).read_text(encoding="utf-8")


@cache
def policy(style: str, script: str = "") -> str:
    """Return the Content-Security-Policy of a page with this style sheet and this script."""
    allowed = ["default-src 'none'", f"style-src '{_fingerprint(style)}'"]
    if script:
        allowed.append(f"script-src '{_fingerprint(script)}'")
    return "; ".join([*allowed, "base-uri 'none'", "form-action 'none'"])


def _fingerprint(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
