"""What stands after the documents in the book: registers, index, passages, chronology, bibliography.

In: `Edition`, the `Volume` that is printed. Out: values that the templates of `print/` read. Locators are paragraphs; the
templates add the pages, which only the finished layout knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from edition.model.apparatus import SourceRef
from edition.model.dates import print_date
from edition.model.edition import CrossReference, Edition, Elsewhere, Heading, Located, Locator
from edition.model.names import REGISTERS, TITLES, Name, sort_key
from edition.model.typography import straight
from edition.model.works import Work
from edition.source.bibliography import GRADES
from edition.stages.index import merge
from edition.write.shared.calendar_rows import CalendarRows
from edition.write.shared.document import see_numbers, together, works
from edition.write.shared.index_elsewhere import by_document, elsewhere
from edition.write.shared.rows import Row, between, citation, item_place, plain, prose, sources
from edition.write.shared.volumes import Volume

GROUPS = {
    "primary": "Primary and institutional sources",
    "scholarly": "Scholarship",
    "reference": "Reference works",
    "other": "Other works",
}


def registers(edition: Edition, volume: Volume) -> list[dict[str, Any]]:
    """Every register that has names, each name with what is known of it and where it is mentioned."""
    names = {kind: [n for n in edition.register.of(kind) if n.id in volume.names] for kind in REGISTERS}
    made = [
        {
            "kind": kind,
            "title": TITLES[kind],
            "entries": [entry(edition, name, volume.mentions.get(str(name.id), ())) for name in names[kind]],
        }
        for kind in REGISTERS
    ]
    return [register for register in made if register["entries"]]


def entry(edition: Edition, name: Name, found: Sequence[Located]) -> dict[str, Any]:
    """A name with what is known of it, and with these of its mentions, which are in the order of the documents."""
    return {**known(edition, name), **where(edition, found)}


def known(edition: Edition, name: Name) -> dict[str, Any]:
    """What is known of a name: the part of its entry that is the same in every book."""
    return {
        "id": str(name.id),
        "heading": plain(name.sort),
        "also": _other_scripts(name),
        "dates": _dates(name),
        "text": prose(name.note or name.post or name.status or name.kept),
        "printed": between([plain(f) for f in dict.fromkeys(map(str, name.forms)) if f != straight(name.name)], "; "),
        "modern": plain(name.modern_name),
        "doubt": "" if name.certainty == "certain" else name.certainty,
        "sources": sources(edition, name.sources),
    }


def where(edition: Edition, found: Sequence[Located]) -> dict[str, Any]:
    """Where a name is mentioned: the part of its entry that depends on the documents of a book."""
    order = {id: n for n, id in enumerate(dict.fromkeys(m.document.id for m in found))}
    numbered = [
        Locator(m.document.id, n, n)
        for m in found
        if (n := m.document.paragraphs[m.mention.span.index].number) is not None
    ]
    return {"locators": _locators(edition, merge(numbered, order)), "head": _in_heads(edition, found)}


def _other_scripts(name: Name) -> Row:
    chinese = dict.fromkeys(c for c in (name.traditional, name.simplified) if c and c != name.name)
    return between([plain(text) for text in (*chinese, name.cyrillic) if text], ", ")


def _dates(name: Name) -> str:
    if name.born and name.died:
        return f"{print_date(name.born)} – {print_date(name.died)}"
    if name.born or name.died:
        return f"born {print_date(name.born)}" if name.born else f"died {print_date(name.died)}"
    return print_date(name.date) if name.date else ""


def _in_heads(edition: Edition, found: Iterable[Located]) -> list[list[str]]:
    """The documents in whose head (citation, summary) a name is mentioned: id and date."""
    documents = (m.document.id for m in found if m.document.paragraphs[m.mention.span.index].number is None)
    return [[id, edition.labels[id]] for id in dict.fromkeys(documents)]


def _locators(edition: Edition, found: Iterable[Locator], others: Iterable[Elsewhere] = ()) -> list[dict[str, Any]]:
    """Locators by document; the notes of each with what they are called, and their keys."""
    return [
        {
            "id": here.id,
            "date": edition.labels[here.id],
            "numbered": here.numbered,
            "ranges": [[str(x.first), str(x.last)] for x in here.paragraphs],
            "notes": [[notes.called, list(notes.keys)] for notes in here.notes],
        }
        for here in by_document(edition, found, others)
    ]


def index(edition: Edition, volume: Volume) -> list[dict[str, Any]]:
    """The analytical index."""
    return [heading(edition, one) for one in volume.index]


def heading(edition: Edition, heading: Heading) -> dict[str, Any]:
    """A heading of the index."""
    first = sort_key(heading.text)[0][:1].upper()
    return {
        "key": heading.text,
        "letter": first if first.isalpha() else "0–9",
        "text": plain(heading.text),
        **_where(edition, heading.locators, heading.own_elsewhere),
        "subheadings": [
            {"text": plain(text), **_where(edition, found, heading.elsewhere.get(text, ()))}
            for text, found in heading.subheadings
        ],
        "mentioned": heading.mentioned,
        "see": _targets(heading.see),
        "also": _targets(heading.see_also),
    }


def _where(edition: Edition, found: Sequence[Locator], others: Sequence[Elsewhere]) -> dict[str, Any]:
    """Where a heading or subheading leads: paragraphs and notes; what is in no document."""
    return {"locators": _locators(edition, found, others), "elsewhere": elsewhere(edition, others)}


def _targets(targets: Iterable[str]) -> Row:
    return between([[["link", f"i:{t.partition(' > ')[0]}", plain(t.replace(" > ", ": "))]] for t in targets], "; ")


def passages(edition: Edition, volume: Volume) -> list[dict[str, Any]]:
    """The matters on which passages bear on each other."""
    return [
        {
            "key": str(reference.key),
            "label": plain(reference.label),
            "note": prose(reference.note),
            "places": _places(edition, reference),
        }
        for reference in volume.cross_references
    ]


def _places(edition: Edition, reference: CrossReference) -> Row:
    """The passages of a cross-reference, then its items of the calendar."""
    rows = [together(edition, reference.passages), *(item_place(edition, place) for place in reference.items)]
    return between([row for row in rows if row], "; ")


def chronology(edition: Edition, volume: Volume) -> list[dict[str, Any]]:
    """Dated events with their sources, and the passages that bear on them."""
    return [
        {
            "date": print_date(event.date),
            "place": plain(event.place),
            "text": prose(event.event),
            "doubt": "" if event.certainty == "certain" else event.certainty,
            "note": prose(event.note),
            "sources": sources(edition, event.sources),
            "places": together(edition, event.passages),
        }
        for event in volume.chronology
    ]


def calendar(edition: Edition, volume: Volume) -> list[dict[str, Any]]:
    """The items of the calendar, each with its account and the facts about it."""
    rows = CalendarRows(edition)
    return [
        {
            "key": str(item.key),
            "heading": plain(rows.heading(item)),
            "mission": item.mission,
            "text": rows.account(item),
            "facts": rows.apparatus(item),
            "places": _locators(edition, rows.places(item)),
        }
        for item in volume.calendar.values()
    ]


def emendations(volume: Volume) -> list[dict[str, Any]]:
    """What was changed in each document."""
    return [
        {
            "short": str(document.apparatus.short_title),
            "rows": [
                [plain(e.rule), plain(f"line {e.place.line}"), plain(e.before), plain(e.after)]
                for e in document.emended.emendations
            ],
            "reasons": [plain(r) for r in dict.fromkeys(e.reason for e in document.emended.emendations)],
        }
        for document in volume.documents.values()
    ]


def remarks(volume: Volume) -> list[dict[str, Any]]:
    """Remarks on the text of each document: where, on which words, what."""
    made = []
    for document in volume.documents.values():
        rows = []
        for remark in sorted(document.remarks, key=lambda r: r.span):
            paragraph = document.paragraphs[remark.span.index]
            where: list[Any] = ["see", document.id, paragraph.id, paragraph.id, plain(paragraph.label)]
            if paragraph.number is not None:
                where = see_numbers(document, paragraph.number, paragraph.number)
            words = paragraph.text[remark.span.start : remark.span.end]
            rows.append([where, *plain(f", “{words}”: "), *prose(remark.note)])
        made.append({"short": str(document.apparatus.short_title), "rows": rows})
    return made


def bibliography(edition: Edition, volume: Volume) -> list[dict[str, Any]]:
    """Every work cited, in full, by grade; in the first volume the further reading by topic."""
    made, cited = [], edition.cited_works & volume.works
    for grade in GRADES:
        entries = works(
            edition, (SourceRef(w.key) for w in edition.works.values() if w.grade == grade and w.key in cited)
        )
        for entry in entries:
            entry["remarks"] = plain(" ".join(remarks_on(edition.works[entry["key"]])))
        made.append({"title": GROUPS[grade], "entries": entries})
    if volume.number == 1:
        made += _further_reading(edition, volume)
    return [part for part in made if part["entries"]]


def _further_reading(edition: Edition, volume: Volume) -> Iterator[dict[str, Any]]:
    """The works of each topic: short, with a link, where they are given in full above."""
    given = set(edition.cited_works & volume.works)
    for topic, keys in edition.further_reading.items():
        entries: list[dict[str, Any]] = []
        for key in keys:
            short = [["link", f"b:{key}", citation(edition.short[(key, "")])]]
            full = {"key": key if key in volume.works else "", "text": citation(edition.full[key], links=True)}
            entries.append({"key": "", "text": short} if key in given else full)
            given |= {key} & volume.works
        yield {"title": f"Further reading: {topic}", "entries": entries}


def remarks_on(work: Work) -> list[str]:
    """What readers should know of a work that is cited, in sentences."""
    said = [f"Title {work.title_form}."] if work.title_form else []
    said += [f"Consulted {work.consulted}."] if work.consulted else []
    return said + ([] if work.seen else ["Not read for this edition; cited from a listing, a summary or another work."])
