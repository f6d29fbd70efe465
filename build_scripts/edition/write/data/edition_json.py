"""Stage 6, write: what the edition holds besides its texts, as JSON and as tables.

In: `Edition`. Out: `data/edition.json` in the form that `docs/schemas/edition-1.json` describes: registers, mentions,
cross-references, chronology, figures, calendar, index, works cited; `names.csv`, `mentions.csv`,
`index.csv`, `cross-references.csv`, and `calendar.csv` where there is a calendar, for a spreadsheet.
The texts and the notes are in the files of the documents (`write.data.document_json`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from edition.model.addresses import address_of, beside, canonical
from edition.model.edition import Edition, Elsewhere, Heading, Locator, NoteLocator, PageLocator, Passage
from edition.model.names import IDENTIFIERS, Name, filing
from edition.model.typography import unmarked
from edition.model.works import Work
from edition.write.data import calendar as format_calendar
from edition.write.data.document_json import passage, place, sources
from edition.write.formats import to_json, without_empty

EDITION_SCHEMA = "schemas/edition-1.json"
DATA = "data"
Json = dict[str, Any]


def write_data(edition: Edition) -> dict[str, bytes]:
    """The whole as JSON, and its tables."""
    items = _table(format_calendar.COLUMNS, format_calendar.rows(edition)) if edition.calendar else b""
    return {
        f"{DATA}/edition.json": to_json(_edition(edition)),
        f"{DATA}/names.csv": _table(_NAMES, (_name_row(edition, n) for n in _names(edition))),
        f"{DATA}/mentions.csv": _table(_MENTIONS, (_mention_row(edition, m) for m in _mentions(edition))),
        f"{DATA}/index.csv": _table(_INDEX, _index_rows(edition)),
        f"{DATA}/cross-references.csv": _table(_REFERENCES, _reference_rows(edition)),
        **without_empty({f"{DATA}/calendar.csv": items}),
    }


def _edition(edition: Edition) -> Json:
    settings = edition.settings
    return {
        "$schema": canonical(edition, f"/{EDITION_SCHEMA}"),
        "title": settings.title,
        "description": settings.description,
        "editors": list(settings.editors),
        "version": settings.version,
        "released": settings.released,
        "address": settings.address,
        "counts": edition.counts,
        "documents": list(_documents(edition)),
        "names": [_name(edition, n) for n in _names(edition)],
        "mentions": list(_mentions(edition)),
        "cross_references": list(_cross_references(edition)),
        "chronology": list(_chronology(edition)),
        "figures": list(_figures(edition)),
        "calendar": format_calendar.items(edition),
        "index": list(_index(edition)),
        "works": [_work(edition.works[key]) for key in edition.full if key in edition.cited_works],
    }


def _work(work: Work) -> Json:
    """A work as CSL; what is noted of it without the marks of its italics."""
    return {key: unmarked(value) if key == "note" else value for key, value in work.csl.items()}


def _documents(edition: Edition) -> Iterator[Json]:
    for document in edition.documents.values():
        yield {
            "id": document.id,
            "title": document.title,
            "short_title": str(document.apparatus.short_title),
            "date": str(document.apparatus.date),
            "address": canonical(edition, document.address),
            "data": canonical(edition, f"/{beside(document, '.json')}"),
            "paragraphs": len(document.body),
            "notes": len(document.notes),
        }


def _names(edition: Edition) -> list[Name]:
    """Every name, by register and in filing order."""
    return sorted(edition.register.names.values(), key=lambda n: (n.register, filing(n)))


def _name(edition: Edition, name: Name) -> Json:
    said = {
        "kind": name.kind,
        "born": name.born,
        "died": name.died,
        "date": name.date,
        "post": unmarked(name.post),
        "status": unmarked(name.status),
        "note": unmarked(name.note),
        "location": dict(name.location),
        "identifiers": {kind: IDENTIFIERS[kind].format(value) for kind, value in name.identifiers},
        "sources": sources(edition, name.sources),
    }
    return {
        "id": str(name.id),
        "register": name.register,
        "address": canonical(edition, name.address),
        "name": str(name.name),
        "sort": str(name.sort),
        "certainty": name.certainty,
        "spellings": [{"system": system, "spelling": spelling} for system, spelling in name.spellings],
        **without_empty(said),
    }


def _mentions(edition: Edition) -> Iterator[Json]:
    """Every mention, in the order of the documents and of their text."""
    for document in edition.documents.values():
        for mention in document.mentions:
            where = {"document": document.id, **place(document, mention.span)}
            said = {"certainty": mention.certainty, "note": unmarked(mention.note)}
            yield {"name": str(mention.name), **where, **without_empty(said)}


def _passages(edition: Edition, passages: Iterable[Passage]) -> list[Json]:
    return [{"document": p.document, **passage(edition.documents[p.document], p.extent)} for p in passages]


def _cross_references(edition: Edition) -> Iterator[Json]:
    for reference in edition.cross_references:
        yield {
            "key": str(reference.key),
            "address": canonical(edition, f"/cross-references/#x-{reference.key}"),
            "label": str(reference.label),
            "note": unmarked(reference.note),
            "passages": _passages(edition, reference.passages),
            **without_empty({"items": format_calendar.places(reference.items)}),
        }


def _chronology(edition: Edition) -> Iterator[Json]:
    for event in edition.chronology:
        said = {
            "place": unmarked(event.place),
            "names": [str(n) for n in event.names],
            "note": unmarked(event.note),
            "sources": sources(edition, event.sources),
            "passages": _passages(edition, event.passages),
        }
        yield {
            "key": str(event.key),
            "address": canonical(edition, f"/chronology/#c-{event.key}"),
            "date": str(event.date),
            "event": unmarked(event.event),
            "certainty": event.certainty,
            **without_empty(said),
        }


def _figures(edition: Edition) -> Iterator[Json]:
    for figure in edition.figures:
        yield {
            "key": str(figure.key),
            "address": canonical(edition, f"/figures/#f-{figure.key}"),
            "label": unmarked(figure.label),
            "says": unmarked(figure.says),
            "found": unmarked(figure.found),
            "sources": sources(edition, figure.sources),
            "passages": _passages(edition, figure.passages),
        }


def _index(edition: Edition) -> Iterator[Json]:
    for heading in edition.index:
        subheadings = [
            {"heading": text, "locators": _locators(found), **_elsewhere(edition, heading, text)}
            for text, found in heading.subheadings
        ]
        own = {"heading": heading.text, "locators": _locators(heading.locators), **_elsewhere(edition, heading, "")}
        more = {"subheadings": subheadings, "see": list(heading.see), "see_also": list(heading.see_also)}
        yield {**own, **without_empty(more), **({} if heading.mentioned else {"not_mentioned": True})}


def _elsewhere(edition: Edition, heading: Heading, subheading: str) -> Json:
    """What is no paragraph, where there is any."""
    return without_empty({"elsewhere": [_other(edition, x) for x in heading.elsewhere.get(subheading, ())]})


def _other(edition: Edition, locator: Elsewhere) -> Json:
    """A note, a section of a page, an item of the calendar."""
    if isinstance(locator, NoteLocator):
        return {"document": locator.document, "note": locator.key}
    if isinstance(locator, PageLocator):
        return {"page": canonical(edition, address_of(locator.page)), "section": locator.section}
    return {"item": locator.item}


def _locators(locators: Sequence[Locator]) -> list[Json]:
    return [{"document": x.document, "first": f"p{x.first}", "last": f"p{x.last}"} for x in locators]


_NAMES = ("id", "register", "name", "sort", "kind", "born", "died", "date", "spellings", "identifiers", "address")
_MENTIONS = ("name", "register", "document", "in", "start", "end", "text", "certainty", "address")
_REFERENCES = ("key", "label", "document", "first", "last", "note", "address", "item", "at")
_INDEX = ("heading", "subheading", "document", "first", "last", "see", "see_also", "item", "note", "page", "section")


def _table(columns: Sequence[str], rows: Iterable[Json]) -> bytes:
    """A table in CSV (RFC 4180, UTF-8): several values in one cell have a bar between."""
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, columns, restval="")
    writer.writeheader()
    writer.writerows({k: " | ".join(v) if isinstance(v, list) else v for k, v in row.items()} for row in rows)
    return made.getvalue().encode()


def _name_row(edition: Edition, name: Name) -> Json:
    told = _name(edition, name)
    row = {column: told.get(column, "") for column in _NAMES}
    return {
        **row,
        "spellings": [s for _, s in name.spellings],
        "identifiers": list(told.get("identifiers", {}).values()),
    }


def _mention_row(edition: Edition, mention: Json) -> Json:
    about = {
        "register": edition.register.names[mention["name"]].register,
        "address": canonical(edition, f"{edition.documents[mention['document']].address}#{mention['in']}"),
    }
    return {column: {**mention, **about}[column] for column in _MENTIONS}


def _index_rows(edition: Edition) -> Iterator[Json]:
    """A row for each locator; one without a locator for what a heading refers to."""
    for heading in edition.index:
        if heading.see or heading.see_also or not heading.mentioned:
            yield {"heading": heading.text, "see": list(heading.see), "see_also": list(heading.see_also)}
        for text, locators in (("", heading.locators), *heading.subheadings):
            others = (_other(edition, x) for x in heading.elsewhere.get(text, ()))
            for locator in (*_locators(locators), *others):
                yield {"heading": heading.text, "subheading": text, **locator}


def _reference_rows(edition: Edition) -> Iterator[Json]:
    """A row for each passage of each cross-reference."""
    for told in _cross_references(edition):
        about = {key: told[key] for key in ("key", "label", "note", "address")}
        for found in told["passages"]:
            yield {**about, "document": found["document"], "first": found["from"]["in"], "last": found["to"]["in"]}
        for item in told.get("items", ()):
            yield {**about, **item}
