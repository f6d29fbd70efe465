"""Waiting until files change.

In: folders. Out: a function that waits for the next change, and for the end of it: programs write a file in several steps.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_QUIET = 0.05  # seconds without a change after which a change is at its end
_READ_ONLY = ("opened", "closed_no_write")


class _Changes(FileSystemEventHandler):
    """Remembers which files were changed."""

    def __init__(self) -> None:
        self.seen = threading.Event()
        self.paths: set[str] = set()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _READ_ONLY and not event.is_directory:
            self.paths |= {str(p) for p in (event.src_path, event.dest_path) if p}
            self.seen.set()

    def wait(self) -> set[Path]:
        """The files of the next change, when it is at its end."""
        self.seen.wait()
        while self.seen.is_set():
            self.seen.clear()
            self.seen.wait(_QUIET)
        paths, self.paths = self.paths, set()
        return {Path(p) for p in paths}


@contextmanager
def changes(places: Iterable[Path]) -> Iterator[Callable[[], set[Path]]]:
    """Watch files and folders, with all that is in them, for as long as the context is open; those that are not there are not."""
    handler, observer = _Changes(), Observer()
    for place in places:
        if place.exists():
            observer.schedule(handler, str(place), recursive=place.is_dir())
    observer.start()
    try:
        yield handler.wait
    finally:
        observer.stop()
        observer.join()
