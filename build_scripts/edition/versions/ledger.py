"""The ledger: every address that was ever published, and the words that stood there.

In: `Edition`, `source_texts/ledger.tsv`. Out: problems where an address was dropped, reused or silently changed; new lines.
Append-only: a later line for an address stands for it. States: live; moved and merged (to one address); split (into
several); withdrawn (with the reason). A build never writes it; `edition record` does, when an editor says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from edition.files.text import read_text
from edition.model.edition import Edition
from edition.model.names import REGISTERS
from edition.model.problem import Place, Problem
from edition.versions.released import standing_releases

LEDGER = "source_texts/ledger.tsv"
COLUMNS = ("address", "state", "version", "hash", "target or reason")
STATES = ("live", "moved", "split", "merged", "withdrawn")
_RESTORE = "restore the files of that version in releases/ as committed; they are never changed"
ONWARD = ("moved", "split", "merged")  # the states that lead to other addresses
CALENDAR = "/calendar/"  # where there is one
FIXED = (
    "/",
    "/names/",
    "/index/",
    "/cross-references/",
    "/chronology/",
    "/timeline/",
    "/map/",
    "/strips/",
    "/figures/",
    "/errata/",
    "/cite/",
    "/search/",
    "/documents/",
    "/index/speakers/",
    "/about/sources/",
    "/about/coverage/",
    "/about/problems/",
    "/about/colophon/",
    "/versions/",
)


@dataclass(frozen=True)
class Line:
    """One line of the ledger."""

    address: str
    state: str
    version: str
    hash: str
    target: str  # the addresses it leads to, with spaces between; the reason where it is withdrawn; else empty
    number: int = 0

    @property
    def targets(self) -> tuple[str, ...]:
        """The addresses that an old one leads to."""
        return tuple(self.target.split()) if self.state in ONWARD else ()


def standing(root: Path, edition: Edition) -> dict[str, str]:
    """Every address that stands now, with its hash: those of the edition and those of its releases."""
    return addresses(edition) | standing_releases(root)


def addresses(edition: Edition) -> dict[str, str]:
    """Every address of the edition with the hash of its words; "-" where the words may change (a note, an entry)."""
    found = dict.fromkeys(FIXED, "-")
    for document in edition.documents.values():
        found |= {document.address: "-", f"/strips/{document.id}/": "-"}
        for paragraph in document.paragraphs:
            if paragraph.number is not None:
                found[f"{document.address}#{paragraph.id}"] = words_hash(paragraph.text)
            elif paragraph.id.startswith("s-"):
                found[f"{document.address}#{paragraph.id}"] = "-"
        found |= {f"{document.address}#fn-{mark.note.key}": "-" for mark in document.notes}
    found |= {f"/{register}/": "-" for register in REGISTERS if edition.register.of(register)}
    found |= {name.address: "-" for name in edition.register.names.values()}
    found |= {f"/cross-references/#x-{reference.key}": "-" for reference in edition.cross_references}
    found |= {f"/chronology/#c-{event.key}": "-" for event in edition.chronology}
    if edition.abbreviations:
        found["/about/abbreviations/"] = "-"
        found |= {f"/about/abbreviations/#a-{a.key}": "-" for a in edition.abbreviations}
    if any(n.post for n in edition.register.of("people")):
        found["/about/persons/"] = "-"
    found |= {address: "-" for item in edition.calendar.values() for address in (CALENDAR, item.address)}
    return found | {f"/figures/#f-{figure.key}": "-" for figure in edition.figures}


def words_hash(text: str) -> str:
    """The hash of a paragraph's words: white space does not count."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def load_ledger(root: Path, problems: list[Problem]) -> dict[str, Line]:
    """The last line of every address; empty where there is no ledger yet."""
    if not (root / LEDGER).exists():
        return {}
    lines: dict[str, Line] = {}
    for number, text in enumerate((read_text(root, LEDGER, problems) or "").split("\n"), start=1):
        cells = text.split("\t")
        if not text or text.startswith("#") or tuple(cells) == COLUMNS:
            continue
        if len(cells) != len(COLUMNS) or cells[1] not in STATES:
            cure = (
                f"each line has {len(COLUMNS)} tab-separated cells: {', '.join(COLUMNS)}; states: {', '.join(STATES)}"
            )
            problems.append(Problem("bad-value", Place(LEDGER, number), "not a valid ledger line", cure))
            continue
        lines[cells[0]] = Line(cells[0], cells[1], cells[2], cells[3], cells[4], number)
    return lines


def check_ledger(root: Path, edition: Edition, problems: list[Problem]) -> list[str]:
    """Compare the edition with its ledger. Returns the addresses that are not recorded yet."""
    ledger, now = load_ledger(root, problems), standing(root, edition)
    elsewhere = {hash: address for address, hash in now.items() if hash != "-"}
    for line in ledger.values():
        if problem := _wrong(line, now, elsewhere) or _lost(line, ledger, now):
            problems.append(problem)
    return [a for a in now if a not in ledger]


def _wrong(line: Line, now: Mapping[str, str], elsewhere: Mapping[str, str]) -> Problem | None:
    """What is wrong with one address: dropped, changed or used for something else."""
    place, address = Place(LEDGER, line.number, 1, len(line.address)), line.address
    if line.state == "live" and address not in now:
        cure = (
            f"restore it, or record where it went: edition record --move {address} NEW, or --split, --merge, --withdraw"
        )
        if address.startswith(("/v/", "/versions/")):
            cure = _RESTORE
        return Problem("ledger-dropped", place, f"{address} was published but is missing", cure)
    if line.state == "live" and line.hash not in ("-", now[address]):
        cure = f"restore the words, or run: edition record --change {address}"
        if line.hash in elsewhere:
            cure = (
                f"they are now at {elsewhere[line.hash]}; make sure that every paragraph keeps its number "
                "(numbers: in the apparatus)"
            )
        if address.startswith(("/v/", "/versions/")):
            cure = _RESTORE
        return Problem("ledger-changed", place, f"the words of {address} differ from those published", cure)
    if line.state != "live" and address in now:
        cure = "choose another ID: addresses are never reused"
        return Problem("ledger-reused", place, f"{address} was {line.state} and has been reused", cure)
    return None


def _lost(line: Line, ledger: Mapping[str, Line], now: Mapping[str, str]) -> Problem | None:
    """An old address that leads to nothing, or only round in a ring."""
    ends = resolve(line.address, ledger)
    wrong = [e for e in ends if e not in now and ledger.get(e, line).state != "withdrawn"]
    if line.state not in ONWARD or (ends and not wrong):
        return None
    place = Place(LEDGER, line.number, 1, len(line.address))
    leads = f"leads to {wrong[0]}, which is not an address in the edition" if wrong else "leads back to itself"
    cure = f"record its new target: edition record --move {line.address} NEW"
    return Problem("ledger-lost", place, f"{line.address} {leads}", cure)


def resolve(address: str, ledger: Mapping[str, Line]) -> tuple[str, ...]:
    """The addresses at which an old one ends: live, withdrawn, or not known. Empty if it leads round in a ring."""
    seen, ends, ahead = {address}, dict[str, None](), [address]
    while ahead:
        at = ahead.pop(0)
        targets = ledger[at].targets if at in ledger else ()
        if not targets:
            ends[at] = None
        ahead += [t for t in targets if t not in seen]
        seen |= set(targets)
    return tuple(ends)


def append(root: Path, lines: Iterable[Line]) -> int:
    """Append lines to the ledger, which is begun where there is none. Returns how many."""
    path = root / LEDGER
    text = path.read_text("utf-8") if path.exists() else "\t".join(COLUMNS) + "\n"
    text += "" if text.endswith("\n") else "\n"
    added = [f"{x.address}\t{x.state}\t{x.version}\t{x.hash}\t{' '.join(x.target.split())}" for x in lines]
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text + "".join(f"{a}\n" for a in added), "utf-8")
    temporary.replace(path)
    return len(added)
