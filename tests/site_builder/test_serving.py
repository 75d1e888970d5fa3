"""The small web server."""

from __future__ import annotations

import urllib.request
from pathlib import Path
from threading import Thread

import pytest

from site_builder.fetching import SiteError
from site_builder.serving import server


def test_it_gives_the_types_that_browsers_ask_for(tmp_path: Path) -> None:
    kinds = {"index.html": "text/html", "a.mjs": "text/javascript", "a.wasm": "application/wasm"}
    for name in kinds:
        (tmp_path / name).touch()
    with server(tmp_path, 0) as web:
        thread = Thread(target=web.serve_forever)
        thread.start()
        for name, kind in kinds.items():
            address = f"http://127.0.0.1:{web.server_port}/{name}"
            with urllib.request.urlopen(address) as answer:
                assert answer.headers["Content-Type"] == kind
        web.shutdown()
        thread.join()


def test_without_a_site_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="make site"):
        server(tmp_path, 0)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    (tmp_path / "index.html").touch()
    with server(tmp_path, 0) as web, pytest.raises(SiteError, match=f"Port {web.server_port}"):
        server(tmp_path, web.server_port)
