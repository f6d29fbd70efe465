"""The ledger: every address that was ever published, and the words that stood there.

In: `Edition`, `source_texts/ledger.tsv`. Out: problems where an address was dropped, reused or silently changed; new lines.
Append-only: a later line for an address stands for it. States: live, moved (to a target), withdrawn.
A build never writes it; `edition record` does, when an editor says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from build_scripts.gather import Edition
from build_scripts.problem import Place, Problem
from build_scripts.register import KINDS
from build_scripts.text_file import read_text

PATH = "source_texts/ledger.tsv"
COLUMNS = ("address", "state", "version", "hash", "target or reason")
STATES = ("live", "moved", "withdrawn")
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
)


@dataclass(frozen=True)
class Line:
    """One line of the ledger."""

    address: str
    state: str
    version: str
    hash: str
    target: str
    number: int = 0


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
    found |= {f"/{register}/": "-" for register in KINDS if edition.register.of(register)}
    found |= {name.address: "-" for name in edition.register.names.values()}
    found |= {f"/cross-references/#x-{reference.key}": "-" for reference in edition.cross_references}
    found |= {f"/chronology/#c-{event.key}": "-" for event in edition.chronology}
    return found | {f"/figures/#f-{figure.key}": "-" for figure in edition.figures}


def words_hash(text: str) -> str:
    """The hash of a paragraph's words: white space does not count."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def load_ledger(root: Path, problems: list[Problem]) -> dict[str, Line]:
    """The last line of every address; empty where there is no ledger yet."""
    if not (root / PATH).exists():
        return {}
    lines: dict[str, Line] = {}
    for number, text in enumerate((read_text(root, PATH, problems) or "").split("\n"), start=1):
        cells = text.split("\t")
        if not text or text.startswith("#") or tuple(cells) == COLUMNS:
            continue
        if len(cells) != len(COLUMNS) or cells[1] not in STATES:
            cure = (
                f"a line has {len(COLUMNS)} cells with tabs between: {', '.join(COLUMNS)}; states: {', '.join(STATES)}"
            )
            problems.append(Problem("bad-value", Place(PATH, number), "this is no line of a ledger", cure))
            continue
        lines[cells[0]] = Line(cells[0], cells[1], cells[2], cells[3], cells[4], number)
    return lines


def check_ledger(root: Path, edition: Edition, problems: list[Problem]) -> list[str]:
    """Compare the edition with its ledger. Returns the addresses that are not recorded yet."""
    ledger, now = load_ledger(root, problems), addresses(edition)
    for line in ledger.values():
        place = Place(PATH, line.number, 1, len(line.address))
        if line.state == "live" and line.address not in now:
            cure = f"put it back, or: edition record --move {line.address} NEW, or --withdraw {line.address}"
            problems.append(Problem("ledger-dropped", place, f"{line.address} was published and is gone", cure))
        elif line.state == "live" and line.hash not in ("-", now[line.address]):
            cure = f"restore the words, or: edition record --change {line.address}"
            problems.append(
                Problem("ledger-changed", place, f"the words of {line.address} are not those published", cure)
            )
        elif line.state != "live" and line.address in now:
            cure = "choose another id: an address is never used for something else"
            problems.append(Problem("ledger-reused", place, f"{line.address} was {line.state} and is used again", cure))
    return [a for a in now if a not in ledger]


def append(root: Path, lines: Iterable[Line]) -> int:
    """Append lines to the ledger, which is begun where there is none. Returns how many."""
    path = root / PATH
    text = path.read_text("utf-8") if path.exists() else "\t".join(COLUMNS) + "\n"
    text += "" if text.endswith("\n") else "\n"
    added = [f"{x.address}\t{x.state}\t{x.version}\t{x.hash}\t{' '.join(x.target.split())}" for x in lines]
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text + "".join(f"{a}\n" for a in added), "utf-8")
    temporary.replace(path)
    return len(added)
