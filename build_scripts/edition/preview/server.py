"""The preview over HTTP, on this machine only.

In: a `Preview`. Out: a server: pages and files, what follows the preview in them (`preview/preview.js`), and its state.
A browser asks for the state and is answered when there is a new one, or after a while: it need not ask again and again.
"""

from __future__ import annotations

import json
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from edition.preview.state import MARK, Preview

OWN = Path(__file__).parent / "assets"
TYPES = {".js": "text/javascript", ".css": "text/css"}
_PATIENCE = (
    20.0  # seconds after which the state is told though it is the same: the browser sees that we are still there
)


class _Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    protocol_version = "HTTP/1.1"

    def __init__(self, preview: Preview, *arguments: Any) -> None:
        self.preview = preview
        super().__init__(*arguments)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        address = unquote(parts.path)
        if address == f"{MARK}state":
            self._state(parse_qs(parts.query))
        elif address.startswith(MARK):
            self._own(address.removeprefix(MARK))
        elif address.endswith("/") and (page := self.preview.page(address)) is not None:
            self._answer(200, page.encode(), "text/html; charset=utf-8")
        elif found := self.preview.file(address):
            self._answer(200, *found)
        elif not address.endswith("/") and self.preview.page(f"{address}/") is not None:
            self._answer(301, b"", "text/html", f"{parts.path}/")
        else:
            self._answer(404, self.preview.lost(address).encode(), "text/html; charset=utf-8")

    def _state(self, asked: dict[str, list[str]]) -> None:
        after = asked.get("after", ["-1"])[0]
        known = int(after) if after.removeprefix("-").isdigit() else -1
        state = self.preview.state(asked.get("page", ["/"])[0], known, _PATIENCE)
        self._answer(200, json.dumps(state, ensure_ascii=False).encode(), "application/json")

    def _own(self, name: str) -> None:
        path = OWN / name
        if name in ("preview.js", "preview.css"):
            self._answer(200, path.read_bytes(), TYPES[path.suffix])
        else:
            self._answer(404, b"", "text/plain")

    def _answer(self, code: int, data: bytes, media_type: str, to: str = "") -> None:
        try:
            self.send_response(code)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-store")
            if to:
                self.send_header("Location", to)
            self.end_headers()
            self.wfile.write(data)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the reader went to another page

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the terminal is for what is wrong."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Of a browser that goes away in the middle of a question nothing is said; the rest is told as always."""
        import sys

        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def server(preview: Preview, port: int) -> ThreadingHTTPServer:
    """A server that is not started yet; raises OSError where the port is taken."""
    return _Server(("127.0.0.1", port), partial(_Handler, preview))
