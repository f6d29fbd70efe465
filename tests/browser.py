"""A headless Chromium and a site served to it on this machine.

Chromium is found by the variable CHROMIUM, else by its usual names. Where there is none a test is skipped and says so;
under CI (CI=true) that is a failure.
"""

from __future__ import annotations

import gzip
import http.server
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
PATIENT = 90_000  # milliseconds: as long as a slow machine with other work may take; it says nothing of the speed
LATENCY, PACE = 0.15, 400_000  # seconds, bytes a second
ONE_LINE = threading.Lock()  # for all that is sent at the same time
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
)


def find_chromium() -> str:
    """The path of a Chromium; skips the test, or fails under CI, where there is none."""
    found = os.environ.get("CHROMIUM") or next((p for n in NAMES if (p := shutil.which(n))), "")
    found = found or (MAC if Path(MAC).exists() else "")
    if not found:
        message = "no Chromium: install it (Debian: apt install chromium) or set CHROMIUM to its path"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENT)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(QUIET))
        yield browser
        browser.close()


def slow_down(page: Page, site: str) -> None:
    """Let it be sent to a page at the pace of a slow telephone.

    By the server, which is told so by a cookie: a Chromium that slows itself down sometimes waits for an answer for ever.
    """
    page.context.add_cookies([{"name": "pace", "value": "slow", "url": site}])


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """As hosts of static sites do; at the pace of a slow telephone where it is asked for (see `slow_down`)."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        if self._is_slow():
            time.sleep(LATENCY)
        super().do_GET()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        if not self._is_slow():
            return super().copyfile(source, outputfile)
        while part := source.read(PACE // 50):
            with ONE_LINE:
                time.sleep(len(part) / PACE)
            outputfile.write(part)

    def _is_slow(self) -> bool:
        return "pace=slow" in self.headers.get("Cookie", "")


class _Compressing(_Quiet):
    """As hosts of static sites do: what is text is sent compressed."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in (".html", ".css", ".js", ".json", ".svg") or not path.is_file():
            return super().do_GET()
        data = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        for name, value in (("Type", self.guess_type(str(path))), ("Encoding", "gzip"), ("Length", str(len(data)))):
            self.send_header(f"Content-{name}", value)
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def served(folder: Path, compressed: bool = False) -> Iterator[str]:
    """The address under which a folder is served on this machine."""
    handler = partial(_Compressing if compressed else _Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


class Watched:
    """A page that remembers what went wrong on it: errors, failed requests, requests to other hosts."""

    def __init__(self, browser: Browser, width: int = 1280, scheme: str = "light", script: bool = True) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=script,
        )
        self.context.set_default_timeout(PATIENT)
        self.page: Page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda m: self.wrong.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.wrong.append(str(e)))
        self.page.on("requestfailed", lambda r: self.wrong.append(f"failed: {r.url}"))
        self.page.on("request", lambda r: None if is_here(r.url) else self.wrong.append(f"foreign: {r.url}"))

    def __enter__(self) -> Watched:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.context.close()


def is_here(url: str) -> bool:
    """Whether an address is on this machine, or no address of a machine at all."""
    return url.startswith(("http://127.0.0.1:", "data:", "blob:http://127.0.0.1:"))
