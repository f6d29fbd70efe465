"""The calendar as data.

In: `Edition`. Out: mappings for `edition.json`, rows for `calendar.csv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from edition.model.addresses import canonical
from edition.model.apparatus import SourceRef
from edition.model.edition import Edition, Item, ItemPlace
from edition.model.placed import Text
from edition.model.typography import unmarked
from edition.stages.calendar import RELATIONS
from edition.write.data.document_json import passage, sources
from edition.write.formats import without_empty

COLUMNS = (
    *(
        "key",
        "date",
        "kind",
        "number",
        "from",
        "to",
        "for",
        "through",
        "participants",
        "short_title",
        "title",
        "subject",
    ),
    *("mission", "document", "record", "archive", "read", "note", *RELATIONS, "address"),
)
Json = dict[str, Any]


def items(edition: Edition) -> list[Json]:
    """Every item, in the order of their dates; a party that is in a register has its id, another its name."""
    return [_item(edition, item) for item in edition.calendar.values()]


def _item(edition: Edition, item: Item) -> Json:
    own = (SourceRef(item.work),) if item.work else ()
    said = {
        "number": item.number,
        **{field: _parties(edition, parties) for field, parties in _fields(item).items()},
        "title": item.title,
        "subject": unmarked(item.subject),
        "document": str(item.document),
        "record": str(item.record),
        "archive": item.archive,
        "read": item.read,
        "note": unmarked(item.note),
        **{relation: list(map(str, targets)) for relation, targets in item.relations.items()},
        "printed": sources(edition, item.printed),
        "sources": sources(edition, (*own, *item.sources)),
        "passages": [
            {"document": p.document, **passage(edition.documents[p.document], p.extent)} for p in item.passages
        ],
    }
    return {
        "key": str(item.key),
        "address": canonical(edition, item.address),
        "date": str(item.date),
        "kind": str(item.kind),
        "short_title": item.short_title,
        "mission": item.mission,
        **without_empty(said),
    }


def _fields(item: Item) -> Mapping[str, tuple[Text, ...]]:
    return {
        "from": item.senders,
        "to": item.receivers,
        "for": item.meant_for,
        "through": item.through,
        "participants": item.participants,
    }


def _parties(edition: Edition, parties: Iterable[Text]) -> list[Json]:
    return [{"id" if p in edition.register.names else "name": str(p)} for p in parties]


def rows(edition: Edition) -> Iterator[Json]:
    """A row of the table for each item."""
    for told in items(edition):
        row = {column: told.get(column, "") for column in COLUMNS}
        for field in ("from", "to", "for", "through", "participants"):
            row[field] = [party.get("id") or party["name"] for party in told.get(field, ())]
        yield {**row, "mission": "true" if told["mission"] else ""}


def places(found: Iterable[ItemPlace]) -> list[Json]:
    """Places in items."""
    return [without_empty({"item": place.item, "at": place.at}) for place in found]
