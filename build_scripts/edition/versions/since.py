"""What earlier versions left behind: old addresses, released versions, and what has changed since each.

In: the ledger, `releases/`, the edition. Out: `Past`, for the writers of pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from edition.model.edition import Edition
from edition.versions.compare import Change, compare, texts
from edition.versions.ledger import Line, load_ledger, resolve
from edition.versions.released import Release, Texts, load_releases

_LABELS = {"p": "¶ {}", "fn-": "the note “{}”", "s-": "the heading “{}”"}


@dataclass(frozen=True)
class Since:
    """A release, and what has changed since."""

    release: Release
    pages: Mapping[str, tuple[Change, ...]]  # by the address that a page had in the release, or has if it is new
    documents: Mapping[str, str]  # the address of each document now -> its address in the release

    @property
    def changes(self) -> list[Change]:
        return [change for found in self.pages.values() for change in found]


@dataclass(frozen=True)
class Past:
    """The past of an edition. In the pages of a release `frozen` is set: they know of no other version."""

    ledger: Mapping[str, Line]
    retired: Mapping[str, tuple[Line, ...]]  # the addresses that are no longer used, by their page
    releases: tuple[Since, ...]  # the newest first
    now: Mapping[str, str]  # what stands now: address -> what a reader calls the place
    frozen: bool = False


def load_past(root: Path, edition: Edition, frozen: bool = False) -> Past:
    """The past of an edition; what is wrong with its files was reported by `check_ledger` and `load_releases`."""
    ledger = load_ledger(root, [])
    retired: dict[str, tuple[Line, ...]] = {}
    for line in ledger.values():
        if line.state != "live":
            page = line.address.partition("#")[0]
            retired[page] = (*retired.get(page, ()), line)
    releases = () if frozen else load_releases(root, [])
    said = texts(edition) if retired or releases else {}
    since = tuple(_since(release, said, ledger) for release in releases)
    return Past(ledger, retired, since, {address: label for address, (label, _) in said.items()}, frozen)


def _since(release: Release, said: Texts, ledger: Mapping[str, Line]) -> Since:
    pages: dict[str, list[Change]] = {}
    for change in compare(release.texts, said, ledger):
        pages.setdefault(change.page, []).append(change)
    then = [a for a in release.texts if a.startswith("/documents/") and "#" not in a]
    documents = {end: a for a in then for end in resolve(a, ledger)}
    return Since(release, {page: without_mere_moves(found) for page, found in pages.items()}, documents)


def without_mere_moves(changes: list[Change]) -> tuple[Change, ...]:
    """The changes of a page; where it moved as a whole, not those of its places that moved with it unchanged."""
    if not any(c.kind == "moved" and "#" not in c.address for c in changes):
        return tuple(changes)
    return tuple(c for c in changes if "#" not in c.address or c.kind != "moved" or c.before != c.after)


def called(past: Past, address: str, page: str = "") -> str:
    """What a reader calls an address: "¶ 3", "the note “key in words”"; with its document unless that is the page itself."""
    path, _, fragment = address.partition("#")
    kind = next((k for k in _LABELS if fragment.startswith(k) and (k != "p" or fragment[1:2].isdigit())), "")
    words = fragment.removeprefix(kind).replace("-", " ")
    name = _LABELS[kind].format(words) if kind else past.now.get(address, fragment or path)
    whole = past.now.get(path, path)
    return name if not fragment or path == page or name == whole else f"{name} of {whole}"
