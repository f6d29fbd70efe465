"""Released versions: what stands in `releases/`, and their pages below `/v/`.

In: `releases/X.Y.Z.json` (what the version said) and `releases/X.Y.Z.tar.xz` (its pages). Out: `Release`s, and the pages
unpacked into a site. A release is written once, by `release`; nothing here writes to `releases/`.
An archive is taken only for what its list of files says: plain files of these names with these hashes, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import re
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from edition.files.text import CONTROL
from edition.model.addresses import RELEASE_PREFIX
from edition.model.problem import Place, Problem

RELEASES = "releases"


VERSION = re.compile(r"(?:0|[1-9][0-9]{0,5})(?:\.(?:0|[1-9][0-9]{0,5})){2}")


LARGEST = 64 * 1024 * 1024  # bytes of one file; nothing in an edition comes near it


_NAME = re.compile(r"(?!.*(?:^|/)\.\.?(?:/|$))[^/\\:\x00-\x1f]+(?:/[^/\\:\x00-\x1f]+)*")


_ADDRESS = re.compile(r"/[\w./-]*(?:#[\w.-]+)?")


_CURE = "restore the file as committed: released files are never changed"


Texts = Mapping[str, tuple[str, str]]  # by address: what a reader calls the place, and its words


@dataclass(frozen=True)
class Release:
    """A version as it was published."""

    version: str
    date: str  # its day, as in 1999-12-31
    changes: tuple[str, ...]  # what CHANGELOG.md said of it
    archive: str  # SHA-256 of the archive
    size: int  # of the archive, in bytes
    files: Mapping[str, str]  # the pages and what they need: path -> SHA-256
    texts: Texts

    @property
    def order(self) -> tuple[int, ...]:
        return tuple(int(n) for n in self.version.split("."))


def archive_path(version: str) -> str:
    return f"{RELEASES}/{version}.tar.xz"


def snapshot_path(version: str) -> str:
    return f"{RELEASES}/{version}.json"


def standing_releases(root: Path) -> dict[str, str]:
    """The addresses of all released versions, with the hashes of the two files behind them."""
    found = {}
    for path in sorted((root / RELEASES).glob("*.json")):
        archive = root / archive_path(path.stem)
        found[f"/versions/{path.stem}/"] = sha256(path.read_bytes())[:16]
        found[f"/{RELEASE_PREFIX}/{path.stem}/"] = sha256(archive.read_bytes())[:16] if archive.is_file() else "missing"
    return found


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def load_releases(root: Path, problems: list[Problem]) -> tuple[Release, ...]:
    """All releases, the newest first; one whose files are not as they were written is reported and left out."""
    made = []
    for path in sorted((root / RELEASES).glob("*.json")):
        shown = f"{RELEASES}/{path.name}"
        release = _load(path)
        if release is None or release.version != path.stem:
            problems.append(Problem("release-damaged", Place(shown), "not a valid release file", _CURE))
            continue
        archive = root / archive_path(release.version)
        if not archive.is_file() or sha256(archive.read_bytes()) != release.archive:
            message = "the pages of this version are missing or have been altered"
            problems.append(Problem("release-damaged", Place(archive_path(release.version)), message, _CURE))
            continue
        made.append(release)
    return tuple(sorted(made, key=lambda r: r.order, reverse=True))


def _load(path: Path) -> Release | None:
    """The release that a file describes; None where it is not as `release` writes it."""
    try:
        data = json.loads(path.read_bytes().decode("utf-8"))
        release = Release(
            version=str(data["version"]),
            date=date.fromisoformat(data["date"]).isoformat(),
            changes=tuple(map(str, data["changes"])),
            archive=str(data["archive"]),
            size=int(data["size"]),
            files={str(name): str(hash) for name, hash in data["files"].items()},
            texts={str(address): (str(label), str(words)) for address, (label, words) in data["texts"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    whole = VERSION.fullmatch(release.version) and all(map(_NAME.fullmatch, release.files))
    whole = whole and all(map(_ADDRESS.fullmatch, release.texts)) and not CONTROL.search(str(data))
    return release if whole else None


def snapshot(release: Release) -> bytes:
    """The file that `load_releases` reads."""
    data = {
        "version": release.version,
        "date": release.date,
        "changes": release.changes,
        "archive": release.archive,
        "size": release.size,
        "files": dict(sorted(release.files.items())),
        "texts": release.texts,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def unpack(root: Path, release: Release, site: Path) -> list[Problem]:
    """Put the pages of a release below `site`/v/. Returns what is wrong with the archive; then nothing is to be kept."""
    path = archive_path(release.version)
    folder, left = site / RELEASE_PREFIX / release.version, dict(release.files)
    if _linked(release, root / "site", folder):
        return []
    try:
        for name, data in _members(root / path):
            if left.pop(name, "") != sha256(data):
                return [_hostile(path, f"{name!r} was not part of the release")]
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    except (tarfile.TarError, lzma.LZMAError, EOFError, ValueError) as error:
        return [_hostile(path, f"the archive cannot be unpacked: {error}")]
    return [_hostile(path, f"{len(left)} released files are missing")] if left else []


def _linked(release: Release, last: Path, folder: Path) -> bool:
    """Take the pages from the last site where they stand there as released: much quicker than to unpack them again."""
    if not (last / RELEASE_PREFIX / release.version).is_dir() or differing(release, last):
        return False
    try:
        shutil.copytree(last / RELEASE_PREFIX / release.version, folder, copy_function=os.link)
    except OSError:  # a disk that has no links
        shutil.rmtree(folder, ignore_errors=True)
        return False
    return True


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files of an archive; ValueError at anything else in it: a link, a device, a name that leads elsewhere."""
    with tarfile.open(path, "r:xz") as archive:
        for member in archive:
            if not member.isreg() or not _NAME.fullmatch(member.name) or member.size > LARGEST:
                raise ValueError(f"{member.name!r} is not a regular file inside the version's folder")
            file = archive.extractfile(member)
            yield member.name, file.read() if file else b""


def _hostile(path: str, message: str) -> Problem:
    return Problem("release-damaged", Place(path), message, _CURE)


def differing(release: Release, site: Path) -> list[str]:
    """The files of a release that stand otherwise, or not at all, or beside it, below `site`/v/."""
    folder = site / RELEASE_PREFIX / release.version
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    wrong = [n for n, hash in release.files.items() if n not in found or sha256(found[n].read_bytes()) != hash]
    return sorted({*wrong, *(set(found) - set(release.files))})
