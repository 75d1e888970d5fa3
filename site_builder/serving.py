"""A small web server for the site on one's own machine."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from site_builder.fetching import SiteError


class Handler(SimpleHTTPRequestHandler):
    """Serves files with the types that browsers ask for, and says nothing about each."""

    protocol_version = "HTTP/1.1"  # one connection for many files
    extensions_map = {  # noqa: RUF012  # the base class has it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".ipynb": "application/x-ipynb+json",
    }

    def log_message(self, format: str, *_arguments: object) -> None:
        """Say nothing."""


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of `folder` on this machine's own address; port 0 takes a free one.

    Raises
    ------
    SiteError
        If there is no site, or the port is taken.
    """
    if not (folder / "index.html").exists():
        raise SiteError(f"There is no site in {folder}. Run: make site")
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(folder)))
    except OSError as error:
        raise SiteError(f"Port {port} is taken: {error}. Another: --port 8001") from error


def serve(folder: Path, port: int) -> None:
    """Serve `folder` until Ctrl-C."""
    with server(folder, port) as web:
        print(f"The site is at http://127.0.0.1:{web.server_port}/ (Ctrl-C ends it)")
        try:
            web.serve_forever()
        except KeyboardInterrupt:
            print()
