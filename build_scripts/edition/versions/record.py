"""Recording addresses in the ledger: the only thing that writes it.

In: `Edition`, and what an editor says of old addresses. Out: lines appended to `source_texts/ledger.tsv`.
What is said of a page is said of every place on it that is gone too, unless something else is said of that place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from edition.model.edition import Edition
from edition.model.problem import Problem
from edition.versions.ledger import Line, append, load_ledger, standing

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class _Known:
    """What the ledger has, what stands now, and the version that is being recorded."""

    ledger: Mapping[str, Line]
    now: Mapping[str, str]
    version: str


def record(
    root: Path,
    edition: Edition,
    changed: Iterable[str] = (),
    withdrawn: Iterable[str] = (),
    moved: Pairs = (),
    why: str = "",
    split: Pairs = (),
    merged: Pairs = (),
) -> int:
    """Append every new address and the changes named. Returns the number of lines; raises ValueError on a wrong address.

    `split` gives an old address and the new ones with commas between; a new address may be `#p3`, a place on the same page.
    """
    known = _known(root, edition)
    lines = [_changed(address, known, why) for address in changed]
    retired = [_onward(old, "split", new.split(","), known) for old, new in split]
    retired += [_onward(old, "merged", [new], known) for old, new in merged]
    retired += [_onward(old, "moved", [new], known) for old, new in moved]
    retired += [_withdrawn(address, known, why) for address in withdrawn]
    lines += _with_places(retired, known)
    lines += [Line(a, "live", known.version, hash, "") for a, hash in known.now.items() if a not in known.ledger]
    return append(root, lines)


def lines_of_move(root: Path, edition: Edition, old: str, new: str, state: str = "moved") -> list[Line]:
    """The lines that say that what stood at a page stands at another one now, which is recorded with its places.

    Raises ValueError where something was published on the old page and has no place on the new one.
    """
    known = _known(root, edition)
    lines = list(_with_places([_onward(old, state, [new], known)], known))
    pages = {line.target.partition("#")[0] for line in lines}
    added = [a for a in known.now if a.partition("#")[0] in pages and a not in known.ledger]
    return [*lines, *(Line(a, "live", known.version, known.now[a], "") for a in added)]


def _known(root: Path, edition: Edition) -> _Known:
    problems: list[Problem] = []
    known = _Known(load_ledger(root, problems), standing(root, edition), edition.settings.version)
    if problems:
        raise ValueError(
            f"{problems[0].place.path}:{problems[0].place.line}: {problems[0].message}: {problems[0].cure}"
        )
    return known


def _changed(address: str, known: _Known, why: str) -> Line:
    if address not in known.ledger or address not in known.now:
        raise ValueError(f"{address} is not in both the ledger and the edition")
    return Line(address, "live", known.version, known.now[address], why)


def _withdrawn(address: str, known: _Known, why: str) -> Line:
    _check_gone(address, known)
    if not why:
        raise ValueError(f"use --why to give the reason for withdrawing {address}")
    return Line(address, "withdrawn", known.version, "-", why)


def _onward(old: str, state: str, new: Iterable[str], known: _Known) -> Line:
    """The line of an address that leads to others, all of which stand."""
    _check_gone(old, known)
    page = old.partition("#")[0]
    targets = [page + t.strip() if t.strip().startswith("#") else t.strip() for t in new]
    for target in targets:
        if target not in known.now:
            raise ValueError(f"{target or 'nothing'} is not an address in the edition")
    if state == "split" and len(set(targets)) < 2:
        raise ValueError(f"{old} must be split into two or more: give the addresses separated by commas, or use --move")
    return Line(old, state, known.version, "-", " ".join(targets))


def _check_gone(address: str, known: _Known) -> None:
    if address not in known.ledger:
        raise ValueError(f"{address} was never recorded")
    if address in known.now:
        raise ValueError(f"{address} is still in the edition: remove it first")


def _with_places(lines: Iterable[Line], known: _Known) -> Iterator[Line]:
    """The lines, each page's followed by those of the places on it for which there is none."""
    lines = list(lines)
    said = {line.address for line in lines}
    for line in lines:
        yield line
        for place in _places(line.address, known):
            if place not in said:
                yield _like(line, place, known)


def _places(address: str, known: _Known) -> list[str]:
    """The places on a page that were published and are gone, and the page of drawings that belongs to a document."""
    if not address.endswith("/"):
        return []
    beside = address.replace("/documents/", "/strips/", 1)
    gone = (a for a, line in known.ledger.items() if line.state == "live" and a not in known.now)
    return [a for a in gone if a.startswith(f"{address}#") or (a == beside and a != address)]


def _like(page: Line, place: str, known: _Known) -> Line:
    """What is said of a page, said of a place on it: withdrawn too, or moved to the same place on the new page."""
    if page.state == "withdrawn":
        return Line(place, "withdrawn", known.version, "-", page.target)
    _, hash, fragment = place.partition("#")
    new = page.target.split()[0] + hash + fragment if hash else page.target.replace("/documents/", "/strips/", 1)
    if page.state == "split" or new not in known.now:
        raise ValueError(f"also record where {place} went: there is no {new}")
    return Line(place, page.state, known.version, "-", new)
