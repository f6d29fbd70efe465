"""Comparing a released version with the current edition, place by place.

In: what two versions said at each address, and the ledger. Out: `Change`s: what was changed, divided, joined, moved,
withdrawn or added. Knows no file and no format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from edition.model.edition import Edition
from edition.versions.ledger import Line, resolve
from edition.versions.released import Texts


@dataclass(frozen=True)
class Change:
    """What became of one place: its address then (now, if it is new), the words then and now, where it leads."""

    address: str
    label: str
    kind: str  # changed | split | merged | moved | withdrawn | new
    before: str
    after: str
    targets: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()  # those addresses now at which there are words that were not there then
    why: str = ""

    @property
    def page(self) -> str:
        return self.address.partition("#")[0]


def texts(edition: Edition) -> dict[str, tuple[str, str]]:
    """What the edition says at each address that has words: (what a reader calls the place, the words)."""
    found: dict[str, tuple[str, str]] = {}
    for document in edition.documents.values():
        found[document.address] = (str(document.apparatus.short_title), document.title)
        for paragraph in document.paragraphs:
            if paragraph.number is not None or paragraph.id.startswith("s-"):
                found[f"{document.address}#{paragraph.id}"] = (paragraph.label, paragraph.text)
        for mark in document.notes:
            note, where = mark.note, document.paragraphs[mark.span.index].label
            cited = ["".join(r.text for r in edition.short[(str(s.work), s.at)]) for s in note.sources]
            words = f"{note.text} Sources: {'; '.join(cited)}." if cited else str(note.text)
            found[f"{document.address}#fn-{note.key}"] = (f"note “{note.quote.at}” at {where}", words)
    for name in edition.register.names.values():
        found[name.address] = (name.name, ". ".join(t for t in (name.name, name.post, name.status, name.note) if t))
    for reference in edition.cross_references:
        found[f"/cross-references/#x-{reference.key}"] = (reference.label, f"{reference.label}. {reference.note}")
    for event in edition.chronology:
        found[f"/chronology/#c-{event.key}"] = (f"event of {event.date}", f"{event.date}: {event.event} {event.note}")
    for item in edition.calendar.values():
        found[item.address] = (item.short_title, f"{item.date}: {item.short_title}. {item.subject} {item.note}")
    for figure in edition.figures:
        found[f"/figures/#f-{figure.key}"] = (figure.label, f"{figure.says} {figure.found}")
    return {address: (label, " ".join(words.split())) for address, (label, words) in found.items()}


def compare(then: Texts, now: Texts, ledger: Mapping[str, Line]) -> list[Change]:
    """Every place that is not as it was, in the order of the older version; what is new comes last."""
    changes, reached = [], set[str]()
    for address, (label, words) in then.items():
        if address in now:
            if now[address][1] != words:
                changes.append(Change(address, label, "changed", words, now[address][1], (), (address,)))
            continue
        line = ledger.get(address)
        kind = line.state if line and line.state != "live" else "withdrawn"
        ends = tuple(e for e in resolve(address, ledger) if e in now) if kind != "withdrawn" else ()
        reached |= set(ends)
        why = line.target if line and kind == "withdrawn" else ""
        after, altered = " ".join(now[e][1] for e in ends), tuple(e for e in ends if now[e][1] not in words)
        changes.append(Change(address, label, kind if ends else "withdrawn", words, after, ends, altered, why))
    new = (a for a in now if a not in then and a not in reached)
    return changes + [Change(a, now[a][0], "new", "", now[a][1]) for a in new]


def difference(before: str, after: str, around: int = 8) -> Iterator[tuple[str, str]]:
    """The words of two texts as runs: ("same" | "out" | "in" | "cut", words); long unchanged runs are cut in the middle."""
    a, b = before.split(), after.split()
    opcodes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for n, (kind, i, j, k, m) in enumerate(opcodes):
        if kind == "equal":
            yield from _shortened(a[i:j], around if n else 0, around if n + 1 < len(opcodes) else 0)
            continue
        if i < j:
            yield "out", " ".join(a[i:j])
        if k < m:
            yield "in", " ".join(b[k:m])


def _shortened(words: Sequence[str], left: int, right: int) -> Iterator[tuple[str, str]]:
    """A run of unchanged words, of which the first and the last few are kept where it is long."""
    if len(words) <= left + right + 4:
        yield "same", " ".join(words)
        return
    if left:
        yield "same", " ".join(words[:left])
    yield "cut", "…"
    if right:
        yield "same", " ".join(words[-right:])
