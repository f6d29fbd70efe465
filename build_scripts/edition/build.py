"""The story of a build, from source texts to a proved site.

Everything is gathered before anything is written; what is written is first written elsewhere; the last good `docs/` and
`site/` stay whole until the new ones are finished.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from edition.files import replace as files
from edition.files.git import head
from edition.model.problem import Problem, errors
from edition.versions import released as releases

if TYPE_CHECKING:  # imported where they are needed: an unchanged project is told so in an instant
    from edition.model.edition import Edition

INPUTS = ("source_texts", "releases", "docs", "overrides", "mkdocs.yml", "requirements.txt")
BUSY = "another build is running in this folder: wait for it to finish"
Progress = Callable[[str], None]


@dataclass
class Result:
    """What a build made, or why it did not."""

    problems: list[Problem] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)  # of MkDocs or of the proof
    counts: dict[str, int] = field(default_factory=dict)
    written: int = 0
    new_addresses: int = 0
    seconds: float = 0.0
    unchanged: bool = False
    address: str = ""

    @property
    def good(self) -> bool:
        return not errors(self.problems) and not self.failures


def build(root: Path, progress: Progress = lambda _: None, fresh: bool = False) -> Result:
    """Build `docs/` and `site/` below `root`; nothing is replaced unless everything holds."""
    started, cache = time.monotonic(), root / ".cache"
    with files.lock(cache) as mine:
        if not mine:
            return Result(failures=[BUSY])
        with files.working(root, cache):
            result = _build_if_changed(root, cache, progress, fresh)
    result.seconds = time.monotonic() - started
    return result


def _build_if_changed(root: Path, cache: Path, progress: Progress, fresh: bool) -> Result:
    stamp, before = cache / "built", fingerprint(root)
    if not fresh and (root / "site/index.html").exists() and _read(stamp) == " ".join(before):
        return Result(unchanged=True)
    stamp.unlink(missing_ok=True)
    result = _build(root, cache, progress)
    after = fingerprint(root)
    if result.good and before.inputs == after.inputs:  # else an editor saved a file meanwhile
        stamp.write_text(" ".join(after), "utf-8")
    return result


def _make(root: Path, docs: Path, result: Result, progress: Progress) -> tuple[Edition, files.Stored] | None:
    """Stages 1 to 6: the edition, and all its pages in `docs`, beside those by hand; or None if anything is wrong."""
    from edition.check import check
    from edition.write.print.press import PrintFailure
    from edition.write.table import write

    checked = check(root, progress)
    result.problems, edition = list(checked.problems), checked.good
    if edition is None:
        return None
    result.counts, result.address = edition.counts, edition.settings.address
    result.new_addresses = checked.new_addresses
    files.copy_by_hand(root / "docs", docs)
    try:
        pages = write(edition, root, files.Stored(docs), lambda name: progress(f"typesetting {name}"))
    except PrintFailure as failure:
        result.failures = [str(failure)]
        return None
    taken = files.by_hand(root / "docs", pages)
    result.failures = [f"docs/{p} is a hand-written page, but a generated page must go there: rename it" for p in taken]
    return None if result.failures else (edition, pages)


def _build(root: Path, cache: Path, progress: Progress) -> Result:
    """Make and prove the new `docs/` and `site/` in a folder apart; only then do they take their places."""
    from edition.model.addresses import OFFLINE_COPY
    from edition.publish import offline_copy as offline
    from edition.publish.build_info import write_build_info
    from edition.publish.mkdocs_site import publish
    from edition.publish.search_index import write_search
    from edition.verify.site import check

    result, new = Result(), cache / "new"
    shutil.rmtree(new, ignore_errors=True)
    try:
        made = _make(root, new / "docs", result, progress)
        if made is None:
            return result
        edition, pages = made
        progress("building the site")
        result.failures = publish(root, edition.settings, new / "site", new / "docs")
        if not result.failures:
            progress("building the search index")
            result.failures = write_search(edition, new / "site")
        for release in releases.load_releases(root, []):
            result.problems += releases.unpack(root, release, new / "site")
        if result.good:
            write_build_info(root, new / "site", edition, {})  # the pages link to it
            (new / "site" / OFFLINE_COPY).touch()  # and to this
            found = check(root, new / "site", edition, lambda page: progress(f"proving {page}"))
            write_build_info(root, new / "site", edition, found)
            result.failures = [str(f) for findings in found.values() for f in findings]
        if result.good:
            progress("packing the offline copy")
            offline.write_copy(edition.settings, new / "site")
            result.written = files.stage(root / "docs", pages, cache)
            files.swap(new / "site", root / "site")
    finally:
        moved = not (cache / "journal.json").exists()  # else the next run moves what stands there still
        if moved:
            shutil.rmtree(new, ignore_errors=True)
    return result


class Fingerprint(NamedTuple):
    """Hashes of everything a site is made of, and of the generated pages; downloads are left out."""

    inputs: str  # commit, inputs, generator
    pages: str


def fingerprint(root: Path) -> Fingerprint:
    """What a site is made of, as it stands now below `root`."""
    inputs, pages = hashlib.sha256(head(root).encode()), hashlib.sha256()
    docs = root / "docs"
    made = {docs / path for path in files.pages(docs)}
    for top in (Path(__file__).parent, *(root / name for name in INPUTS)):
        for path in sorted(files.kept(top) if top == docs else top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest = pages if path in made else inputs
                digest.update(f"{path.relative_to(top.parent)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return Fingerprint(inputs.hexdigest(), pages.hexdigest())


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""
