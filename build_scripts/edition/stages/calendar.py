"""The calendar: the records, cables and letters of an exchange, those of this edition and those outside it, by date.

In: `source_texts/calendar.yaml`, the documents, the register, the bibliography. Out: an `Item` for each, by key, in the order of
their dates. An item that is a document of this edition has no account of what was read of it: it can be read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from edition.files.fields import ID, Fields
from edition.model.apparatus import SourceRef
from edition.model.dates import print_date
from edition.model.edition import Item, ItemLocator
from edition.model.names import Register
from edition.model.placed import Text
from edition.model.problem import Problem
from edition.model.works import Work
from edition.source.dates import check_date
from edition.source.quotations import known_item, source_refs
from edition.source.registers import unknown_name
from edition.source.typography import typeset
from edition.stages.passages import Finder, check_keys, entries_of

CALENDAR = "source_texts/calendar.yaml"


ITEM_KINDS = (
    "memorandum of conversation",
    "conversation",
    "cable",
    "telegram",
    "letter",
    "report",
    "note",
    "notes",
    "list",
    "papers",
    "directive",
    "resolution",
    "agreement",
    "article",
    "recollections",
)


READ = {"whole": "read in full", "part": "read in part", "listing": "known from a listing or a mention"}


RELATIONS = ("answers", "refers_to", "follows")


def load_calendar(
    root: Path, finder: Finder, register: Register, works: Mapping[str, Work], problems: list[Problem]
) -> dict[str, Item]:
    """All items by key, in the order of their dates; of one date in the order of the file."""
    items = [_item(entry, finder, register, problems) for entry in entries_of(root, CALENDAR, problems)]
    check_keys([i.key for i in items], problems)
    items = [_titled(i, finder, register, works) for i in sorted(items, key=_order)]
    found = {str(i.key): i for i in reversed(items)}
    _check(items, found, problems)
    return {key: found[key] for key in reversed(found)}


def _order(item: Item) -> str:
    """Its first day; what has only a month or a year comes at the end of it."""
    first = item.date.split("/")[0].rstrip("?~%")
    return first + "-99" * (2 - first.count("-"))


def _item(entry: Fields, finder: Finder, register: Register, problems: list[Problem]) -> Item:
    item = Item(
        key=entry.id("key"),
        date=check_date(entry.required("date"), problems),
        kind=entry.choice("kind", ITEM_KINDS),
        number=entry.text("number"),
        senders=entry.texts("from"),
        receivers=entry.texts("to"),
        through=entry.texts("through"),
        meant_for=entry.texts("for"),
        participants=entry.texts("participants"),
        title=typeset(entry.text("title")),
        short_title=typeset(entry.text("short_title")),
        subject=typeset(entry.text("subject")),
        record=entry.text("record"),
        archive=typeset(entry.text("archive")),
        work=entry.text("work"),
        printed=_works(entry, "printed"),
        sources=_works(entry, "sources"),
        read=entry.choice("read", (*READ, "")),
        note=typeset(entry.text("note")),
        relations={relation: entry.texts(relation) for relation in RELATIONS},
        mission=entry.choice("mission", ("true", "false"), "false") == "true",
        document=entry.text("document"),
        passages=finder.all_or_numbered(entry),
        index=tuple(Text(typeset(h), h.place) for h in entry.texts("index")),
    )
    _check_document(item, entry, finder)
    problems += [unknown_name(p, register) for p in item.parties if ID.fullmatch(p) and p not in register.names]
    entry.close()
    return item


def _works(entry: Fields, field: str) -> tuple[SourceRef, ...]:
    """References to works; an item is not known by another one."""
    references = source_refs(entry, field)
    for reference in references:
        if reference.item:
            cure = "write work: with a key of the bibliography; for another item use refers_to:"
            entry.problem("bad-value", reference.item.place, "an item of the calendar cites works, not items", cure)
    return tuple(r for r in references if not r.item)


def _check_document(item: Item, entry: Fields, finder: Finder) -> None:
    """A document of this edition is not told of as what one has to read elsewhere; of all else it is said what was read."""
    if not item.document:
        entry.required("subject")
        if not entry.get("read"):
            cure = f"add read: with one of: {' | '.join(READ)}; or document: if this edition has it"
            entry.problem("missing-field", item.key.place, f"{str(item.key)!r} does not say what of it was read", cure)
        return
    finder.known(item.document)
    for field in ("read", "passages"):
        if field in entry:
            message = f"{str(item.key)!r} is a document of this edition, but has {field!r} as if it were not"
            entry.problem("bad-value", entry.keys_seen[field].place, message, f"remove {field}:, or document:")


def _titled(item: Item, finder: Finder, register: Register, works: Mapping[str, Work]) -> Item:
    """An item with a short title: its own, that of its document or work, or one made of the parties and the date."""
    document, work = finder.documents.get(item.document), works.get(item.work)
    of_work = str(work.csl.get("title-short") or work.csl.get("title", "")) if work else ""
    short = (
        item.short_title or (document.apparatus.short_title if document else typeset(of_work)) or _made(item, register)
    )
    return replace(item, short_title=short)


def _made(item: Item, register: Register) -> str:
    """ "Novak to Lund, 5 March 1951", "Novak and Lund, 5 March 1951"; where nobody is named "Agreement, 5 March 1951"."""
    sent, received = (
        " and ".join(_surname(p, register) for p in parties) for parties in (item.senders, item.receivers)
    )
    who = f"{sent} to {received}" if sent and received else sent
    return f"{who or item.kind.capitalize()}, {print_date(item.date)}"


def _surname(party: Text, register: Register) -> str:
    name = register.names.get(party)
    if name is None:
        return str(party)
    return name.sort.partition(",")[0] if name.register == "people" else name.name


def indexed_items(items: Iterable[Item]) -> Iterator[tuple[Text, ItemLocator]]:
    """The headings of the index under which items stand, each with the item."""
    for item in items:
        for heading in item.index:
            yield heading, ItemLocator(str(item.key))


def _check(items: Iterable[Item], known: Mapping[str, Item], problems: list[Problem]) -> None:
    """Relations lead to items, and no two items are cited alike."""
    first: dict[str, Item] = {}
    for item in items:
        for target in (t for targets in item.relations.values() for t in targets):
            known_item(target, known, problems)
        if first.setdefault(item.short_title, item).key != item.key:
            message = f"the short title {item.short_title!r} is also that of {str(first[item.short_title].key)!r}"
            cure = "add short_title: with what distinguishes the two, such as a number or the subject"
            problems.append(Problem("bad-value", item.key.place, message, cure))
