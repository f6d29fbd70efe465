"""A preview that follows the editor: problems in the terminal, pages in the browser.

In: the project's folder. Out: a server on this machine until it is interrupted. `docs/` is written anew when anything in
`source_texts/` changes; MkDocs sees the change and rebuilds the pages.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from mkdocs.commands.serve import serve as mkdocs_serve
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from build_scripts.build import write_docs
from build_scripts.problem import Problem

_QUIET = 0.3  # seconds without a change before a rebuild: editors write a file in several steps


class _Changes(FileSystemEventHandler):
    """Calls back once when files have stopped changing."""

    def __init__(self, act: Callable[[], None]) -> None:
        self.act = act
        self.timer: threading.Timer | None = None

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed", "closed_no_write") or event.is_directory:
            return
        if self.timer:
            self.timer.cancel()
        self.timer = threading.Timer(_QUIET, self.act)
        self.timer.daemon = True
        self.timer.start()


def serve(root: Path, port: int, show: Callable[[list[Problem]], None], say: Callable[[str], None]) -> None:
    """Write `docs/`, watch `source_texts/`, and let MkDocs serve until interrupted."""

    def write() -> None:
        result = write_docs(root)
        show(result.problems)
        for failure in result.failures:
            say(failure)
        say(
            f"docs/: {result.written} files written."
            if result.good
            else "docs/ left as it was until this is put right."
        )

    write()
    observer = Observer()
    observer.schedule(_Changes(write), str(root / "source_texts"), recursive=True)
    observer.start()
    try:
        mkdocs_serve(str(root / "mkdocs.yml"), dev_addr=f"127.0.0.1:{port}", strict=False)
    finally:
        observer.stop()
        observer.join()
