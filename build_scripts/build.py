"""The story of a build, from source texts to a proved site.

Everything is gathered before anything is written; what is written is first written elsewhere; the last good `docs/` and
`site/` stay whole until the new ones are finished.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from build_scripts import files
from build_scripts.problem import Problem, errors

INPUTS = ("source_texts", "build_scripts", "docs", "overrides", "mkdocs.yml", "requirements.txt")
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
            return Result(failures=["another build is at work in this folder: wait for it to end"])
        files.recover(root / "site")
        files.finish(root / "docs", cache)
        stamp = cache / "built"
        if not fresh and (root / "site/index.html").exists() and _read(stamp) == fingerprint(root):
            return Result(unchanged=True, seconds=time.monotonic() - started)
        stamp.unlink(missing_ok=True)
        result = _build(root, cache, progress)
        if result.good:
            stamp.write_text(fingerprint(root), "utf-8")
    result.seconds = time.monotonic() - started
    return result


def write_docs(root: Path, result: Result, progress: Progress) -> object | None:
    """Stages 1 to 6: read everything, and bring `docs/` up to date if there is no error. Returns the edition."""
    from build_scripts.gather import gather
    from build_scripts.ledger import check_ledger
    from build_scripts.write import write

    edition = gather(root, result.problems, lambda id: progress(f"reading {id}"))
    if edition is None or errors(result.problems):
        return None
    result.counts, result.address = edition.counts, edition.settings.address
    result.new_addresses = len(check_ledger(root, edition, result.problems))
    if errors(result.problems):
        return None
    progress("writing docs/")
    result.written = files.stage(root / "docs", write(edition, root), root / ".cache")
    return edition


def _build(root: Path, cache: Path, progress: Progress) -> Result:
    from build_scripts.gather import Edition
    from build_scripts.publish import publish
    from build_scripts.verify import verify

    result = Result()
    edition = write_docs(root, result, progress)
    if not isinstance(edition, Edition):
        return result
    progress("building the site")
    new = Path(tempfile.mkdtemp(prefix="site-", dir=cache))
    try:
        result.failures = publish(root, edition.settings, new)
        if not result.failures:
            result.failures = [str(f) for f in verify(root, new, edition, lambda page: progress(f"proving {page}"))]
        if not result.failures:
            new.chmod(0o755)
            files.swap(new, root / "site")
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return result


def fingerprint(root: Path) -> str:
    """A hash of everything a site is made of."""
    digest = hashlib.sha256()
    for name in INPUTS:
        top = root / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(root)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""
