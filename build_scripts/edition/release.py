"""Releasing a version: its pages and its words are frozen for good.

In: a project whose build is good, the version's number. Out: `releases/X.Y.Z.tar.xz` (the pages, with a banner),
`releases/X.Y.Z.json` (what the version said), lines in the ledger; then a build that has the version below `/v/`.
Nothing is written unless everything that is asked for holds.
"""

from __future__ import annotations

import io
import re
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from edition.build import BUSY, Result, build
from edition.files import replace as files
from edition.model.addresses import RELEASE_PREFIX, target
from edition.model.edition import Edition, Settings
from edition.model.proofs import CHECKS
from edition.publish.build_info import write_build_info
from edition.publish.mkdocs_site import publish
from edition.source.settings import load_settings
from edition.stages.gather import gather
from edition.verify.links import check_links, read_page
from edition.versions.compare import texts
from edition.versions.ledger import load_ledger, standing
from edition.versions.record import record
from edition.versions.released import RELEASES, VERSION, Release, archive_path, sha256, snapshot, snapshot_path
from edition.write.table import write

CHANGELOG = "CHANGELOG.md"
# What a frozen version does without: what serves the site as a whole. Links to it lead to that of the latest version.
_LEFT_OUT = re.compile(
    r"404\.html|sitemap\.xml(?:\.gz)?|robots\.txt|search/.*|dts/.*|data/oai/.*|v/.*|edition-offline\.zip"
)
_LINK = re.compile(rb'(?<=[ \n])(href|action)="([^"#?:]+)(?=["#?])')
Progress = Callable[[str], None]


@dataclass
class Made:
    """What a release wrote, or would write, or why it cannot be made."""

    built: Result = field(default_factory=Result)
    refused: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)  # each file with what is in it

    @property
    def good(self) -> bool:
        return self.built.good and not self.refused


def release(root: Path, version: str, dry_run: bool = False, progress: Progress = lambda _: None) -> Made:
    """Release the edition as it stands as `version`. With `dry_run` only `docs/` and `site/` are brought up to date."""
    made = Made()
    settings = load_settings(root, [])
    made.refused = list(_objections(root, version, settings)) if settings else []
    if not made.refused:
        made.built = build(root, progress)
    if not made.good:
        return made
    with files.lock(root / ".cache") as mine:
        if not mine:
            made.refused = [BUSY]
            return made
        _release(root, version, dry_run, made, progress)
    if made.good and not dry_run:
        made.built = build(root, progress)
    return made


def _objections(root: Path, version: str, settings: Settings) -> list[str]:
    """Why a version of this number cannot be released now."""
    if not VERSION.fullmatch(version):
        return [f"{version!r} is not a version number: give three numbers separated by full stops, such as 1.0.0"]
    found = []
    if (root / snapshot_path(version)).exists():
        found.append(f"version {version} has already been released and cannot be changed: choose a higher number")
    if settings.version != version:
        found.append(f"source_texts/edition.yaml says version {settings.version}: first set version and released there")
    if not changelog(root, version):
        found.append(
            f"{CHANGELOG} has no entry for {version}: add the heading “## {version}, DATE” and list the changes below it"
        )
    higher = [
        p.stem for p in (root / RELEASES).glob("*.json") if VERSION.fullmatch(p.stem) and _key(p.stem) > _key(version)
    ]
    if higher:
        found.append(f"version {max(higher, key=_key)} has already been released: choose a higher number")
    return found


def _key(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def changelog(root: Path, version: str) -> tuple[str, ...]:
    """What CHANGELOG.md says of a version: its items, or its paragraphs, as plain text. Empty if it says nothing."""
    path = root / CHANGELOG
    text = path.read_text("utf-8-sig") if path.exists() else ""
    parts = re.split(rf"(?m)^## \[?{re.escape(version)}\]?(?![\w.]).*$", text, maxsplit=1)
    entry = re.split(r"(?m)^## ", parts[1], maxsplit=1)[0] if len(parts) == 2 else ""
    items = re.split(r"\n\s*\n|^\s*[-*] ", entry, flags=re.MULTILINE)
    return tuple(plain for item in items if (plain := " ".join(re.sub(r"[`*]|^#+ ", "", item.strip()).split())))


def _release(root: Path, version: str, dry_run: bool, made: Made, progress: Progress) -> None:
    """Freeze the pages, then write the archive, the snapshot and the ledger, in this order."""
    edition = gather(root, made.built.problems)
    if edition is None:
        return
    progress("freezing the pages")
    pages = _freeze(root, edition, made)
    if not made.good:
        return
    archive = pack(pages)
    hashes = {name: sha256(data) for name, data in pages.items()}
    day, changes = edition.settings.released, changelog(root, version)
    frozen = snapshot(Release(version, day, changes, sha256(archive), len(archive), hashes, texts(edition)))
    new = len([a for a in standing(root, edition) if a not in load_ledger(root, [])])
    made.written = [
        f"{archive_path(version)}: {len(pages):,} files, {len(archive):,} bytes",
        f"{snapshot_path(version)}: {len(texts(edition)):,} places with their words, {len(frozen):,} bytes",
        f"source_texts/ledger.tsv: {new + 2} lines, for the new addresses and the version",
    ]
    if not dry_run:
        _keep(root / archive_path(version), archive)
        _keep(root / snapshot_path(version), frozen)
        record(root, edition)


def _freeze(root: Path, edition: Edition, made: Made) -> dict[str, bytes]:
    """The pages of the version by their names, built apart; their links are proved, as they will stand below /v/."""
    version, new = edition.settings.version, root / ".cache/release"
    folder = new / "site" / RELEASE_PREFIX / version
    shutil.rmtree(new, ignore_errors=True)
    try:
        files.copy_by_hand(root / "docs", new / "docs")
        write(edition, root, files.Stored(new / "docs"), frozen=True)
        made.refused = publish(root, edition.settings, folder, new / "docs", frozen=True)
        write_build_info(root, folder, edition, dict.fromkeys(CHECKS, ()))  # the build just now found nothing wrong
        found = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
        pages = {name: to_latest(name, p.read_bytes()) for name, p in found.items() if not _LEFT_OUT.fullmatch(name)}
        for name, path in found.items():
            path.unlink() if name not in pages else path.write_bytes(pages[name])
        made.refused += _broken(root, new / "site", version, pages)
        return pages
    finally:
        shutil.rmtree(new, ignore_errors=True)


def to_latest(name: str, data: bytes) -> bytes:
    """A page whose links to what a version does without lead out of its folder, to that of the latest version."""
    up = "../" * (name.count("/") + 2)

    def outside(match: re.Match[bytes]) -> bytes:
        goal = target(name, match[2].decode())
        if not _LEFT_OUT.fullmatch(goal):
            return match[0]
        return match[1] + b'="' + (up + goal.removesuffix("index.html")).encode()

    return _LINK.sub(outside, data) if name.endswith(".html") else data


def _broken(root: Path, site: Path, version: str, pages: dict[str, bytes]) -> list[str]:
    """Broken links of the frozen pages, within the version or from it to the latest one."""
    for child in (root / "site").iterdir():
        if child.name != RELEASE_PREFIX:
            (site / child.name).symlink_to(child.resolve())
    read = {f"{RELEASE_PREFIX}/{version}/{n}": read_page(data) for n, data in pages.items() if n.endswith(".html")}
    comparison = f"versions/{version}/"  # made by the build that follows
    read = {n: replace(p, links=tuple(x for x in p.links if not x.endswith(comparison))) for n, p in read.items()}
    return [str(f) for f in check_links(read, site)]


def pack(pages: dict[str, bytes]) -> bytes:
    """An archive of files: sorted, without owners, rights and times of this machine."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:xz", format=tarfile.PAX_FORMAT, preset=9) as archive:
        for name, data in sorted(pages.items()):
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = len(data), 0o644, 0
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def _keep(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or not there."""
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)
