"""What still speaks of a record as one outside the edition although it has become a document of it.

In: `Edition`, the pages that people wrote. Out: a warning for each item of the calendar, and for each row or paragraph of a page.
A record is known by the number that ends the address of its document in the archive, by that address, by its archive reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from edition.files.replace import generated
from edition.model.annotations import Annotated
from edition.model.edition import Edition, Item
from edition.model.problem import Place, Problem

KIND = "item-is-a-document"
_NUMBER = re.compile(r"/([0-9]+)/?$")
# A row of a table, or words that say so: elsewhere a page may well name the record that a document was made from.
_OUTSIDE = r"^(?:\||(?=.*\b(?:not|outside) (?:included )?(?:in )?this edition\b)).*?"


def check_calendar(root: Path, edition: Edition, problems: list[Problem]) -> None:
    """Report the items, and the pages, that do not know of a document."""
    problems += _items(edition)
    if edition.calendar:
        problems += _pages(root, edition)


def number_of(document: Annotated) -> str:
    """The number of a document's record in the archive that published it; empty if its address has none."""
    found = _NUMBER.search(document.apparatus.canonical_address)
    return found[1] if found else ""


def _items(edition: Edition) -> Iterator[Problem]:
    for item in edition.calendar.values():
        document = None if item.document else next((d for d in edition.documents.values() if _same(item, d)), None)
        if document:
            message = f"the item {str(item.key)!r} is the document {document.id}"
            cure = f"add document: {document.id}, and remove read: and passages:"
            yield Problem(KIND, item.key.place, message, cure)


def _same(item: Item, document: Annotated) -> bool:
    """Whether an item and a document are one record: both have the number, or the same reference to the archive."""
    if item.record and number_of(document):
        return str(item.record) == number_of(document)
    return bool(item.archive) and _folded(item.archive) == _folded(document.apparatus.archive_reference)


def _folded(reference: str) -> str:
    return " ".join(re.findall(r"\w+", reference.casefold()))


def _pages(root: Path, edition: Edition) -> Iterator[Problem]:
    """The lines of hand-written pages that tell of a document as of a record outside the edition."""
    docs = root / "docs"
    made = set(generated(docs))
    named = {id: re.compile(pattern) for id, d in edition.documents.items() if (pattern := _named(edition, d))}
    for file in sorted(docs.rglob("*.md")):
        path = file.relative_to(docs).as_posix()
        if path not in made:
            text = file.read_text("utf-8", errors="replace")
            for number, line in enumerate(text.split("\n"), start=1):
                yield from _in_line(f"docs/{path}", number, line, named)


def _named(edition: Edition, document: Annotated) -> str:
    """A pattern of what names the record of a document: its item, and in rows and where it says so its number or address."""
    number, address = number_of(document), str(document.apparatus.canonical_address)
    ways = [
        rf"calendar\.md#k-{re.escape(i.key)}(?![\w-])" for i in edition.calendar.values() if i.document == document.id
    ]
    known = [rf"\bnos?\. ?{number}\b"] if number else []
    known += [re.escape(address) + r"(?![\w/])"] if address else []
    if known:
        ways.append(rf"{_OUTSIDE}(?P<record>{'|'.join(known)})")
    return "|".join(ways)


def _in_line(path: str, number: int, line: str, named: dict[str, re.Pattern[str]]) -> Iterator[Problem]:
    for id, pattern in named.items():
        found = pattern.search(line)
        if found and f"documents/{id}.md" not in line:
            words = found.groupdict().get("record") or found[0]
            place = Place(path, number, found.end() - len(words) + 1, len(words))
            cure = f"link to documents/{id}.md in the same paragraph or row"
            yield Problem(KIND, place, f"{words!r} is the document {id}, which is not linked here", cure)
