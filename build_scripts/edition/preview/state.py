"""The state of a preview: the last good edition, what is wrong now, and what the browser is to show of both.

In: the project's folder; word that files have changed. Out: pages as HTML, and for each page a state as data. Threads that
serve pages wait here for the next state. Knows nothing of HTTP.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from mkdocs.exceptions import MkDocsException

from edition.check import check
from edition.model.edition import Checked, Edition
from edition.model.problem import Problem
from edition.preview import pages
from edition.preview.places import place_of
from edition.problems.excerpt import excerpt
from edition.problems.report import help_of, summary
from edition.stages.cache import Unchanged

MARK = "/preview/"  # addresses of the preview itself begin so; no page of the edition does


@dataclass(frozen=True)
class ShownProblem:
    """A problem as the browser shows it. Without a page it is shown on all, without an id at the head of its page."""

    page: str
    id: str
    severity: str
    kind: str
    place: str
    message: str
    excerpt: str
    cure: str
    help: str


class Preview:
    """One project's preview; all threads may use it."""

    def __init__(self, root: Path, address: str) -> None:
        self.root, self.address = root, address
        self.readings = Unchanged()
        self.written = pages.Written()
        self.edition: Edition | None = None
        self.checked = Checked(None, ())
        self.shown: tuple[ShownProblem, ...] = ()
        self.failure = ""  # of MkDocs's settings
        self.round = self.frames = 0
        self.changed = threading.Condition(threading.RLock())
        self.update()

    def update(self, frame: bool = False) -> Checked:
        """Read everything again; `frame` where settings, looks or hand-written pages were changed. The last good pages stay."""
        checked = check(self.root, readings=self.readings)
        with self.changed:
            if checked.good:
                self.edition = checked.good
                self.written = pages.written(checked.good, self.root, self.written)
            if self.round == 0:
                self.frame = pages.load_frame(self.root, self.address, self.written.all().paths)
            elif frame:
                self._reload()
            if self.edition:
                pages.expect(self.frame, self.edition)
            self.checked = checked
            self.shown = tuple(self._shown(problem) for problem in checked.problems)
            self.round += 1
            self.changed.notify_all()
        return checked

    def _reload(self) -> None:
        try:
            self.frame, self.failure = pages.load_frame(self.root, self.address, self.written.paths), ""
            self.frames += 1
        except MkDocsException as error:
            self.failure = str(error)

    def _shown(self, problem: Problem) -> ShownProblem:
        page, id = place_of(problem, self.root, self.checked.edition)
        place = problem.place
        return ShownProblem(
            pages.address_of(self.frame, page),
            id,
            problem.severity,
            problem.kind,
            f"{place.path}:{place.line}:{place.column}",
            problem.message,
            "\n".join(excerpt(self.root / place.path, place)),
            problem.cure,
            help_of(problem),
        )

    def page(self, address: str) -> str | None:
        """The page at an address, with what follows the preview in it; None where there is none."""
        with self.changed:
            path = pages.page_at(self.frame, address)
            if not path:
                return None
            made = pages.render(self.frame, path, self.written.page(path))
            return self._followed(made, address)

    def lost(self, address: str) -> str:
        """The page for an address at which nothing stands."""
        with self.changed:
            return self._followed(pages.not_found(self.frame), address)

    def _followed(self, html: str, address: str) -> str:
        head = (
            f'<link rel="stylesheet" href="{MARK}preview.css">'
            f'<script src="{MARK}preview.js" data-round="{self.round}" data-hash="{self._hash(address)}" defer></script>'
        )
        return html.replace("</head>", f"{head}</head>", 1)

    def file(self, address: str) -> tuple[bytes, str] | None:
        """(bytes, media type) of a file that is no page."""
        with self.changed:
            return pages.file_at(self.frame, self.root, address)

    def state(self, address: str, after: int, seconds: float) -> dict[str, object]:
        """What the browser is to show at an address, once there is a round after one; the same round when time is up."""
        with self.changed:
            self.changed.wait_for(lambda: self.round > after, seconds)
            return {
                "round": self.round,
                "hash": self._hash(address),
                "good": not self.checked.errors and not self.failure,
                "summary": self.failure or summary(self.checked),
                "problems": [asdict(shown) for shown in self.shown],
            }

    def _hash(self, address: str) -> str:
        """What tells whether a page is still as it was: its Markdown, or the file by hand, and the looks of all."""
        path = pages.page_at(self.frame, address)
        markdown = self.written.page(path) if path else None
        if path and markdown is None:
            markdown = self.frame.files.src_uris[path].content_string
        return hashlib.sha256(f"{self.frames}\0{path}\0{markdown}".encode()).hexdigest()[:16]
