"""The calendar in TEI: a list of its items, for the files that hold what is common to all documents.

In: `Edition`. Out: a `listBibl`, nothing where there is no calendar. An item's `xml:id` is the id that it has on the page: `k-`
and its key; whoever sent it, received it or took part points to the registers in the same file.
"""

from __future__ import annotations

from collections.abc import Iterator

from edition.model.addresses import canonical
from edition.model.dates import print_date
from edition.model.edition import Edition, Item
from edition.model.typography import unmarked
from edition.stages.calendar import READ, RELATIONS
from edition.write.formats import text_of, works_cited
from edition.write.shared.elements import ID, E, Element, date_attributes, xml

_ROLES = ("from", "to", "for", "through", "participant")


def calendar(edition: Edition) -> list[Element]:
    """The list of all items, if there are any."""
    items = [_item(edition, item) for item in edition.calendar.values()]
    return [E.listBibl(E.head("Calendar"), *items, type="calendar")] if items else []


def _item(edition: Edition, item: Item) -> Element:
    about = {ID: f"k-{item.key}", "type": item.kind.replace(" ", "-")}
    return E.bibl(*_known(edition, item), *_bearing(edition, item), about)


def _known(edition: Edition, item: Item) -> Iterator[Element]:
    """Title, date, parties, archive; what it is about and what of it was read."""
    yield E.title(xml(item.short_title), type="short")
    if item.title:
        yield E.title(xml(item.title), type="printed")
    yield E.date(print_date(item.date), **date_attributes(item.date))
    parties = (item.senders, item.receivers, item.meant_for, item.through, item.participants)
    for role, named in zip(_ROLES, parties, strict=True):
        for party in named:
            name = edition.register.names.get(party)
            yield E.name(xml(name.name if name else party), type=role, **({"ref": f"#n-{name.id}"} if name else {}))
    yield E.idno(canonical(edition, item.address), type="URI")
    numbers: dict[str, str] = {"number": item.number, "record": item.record, "archive": item.archive}
    yield from (E.idno(xml(text), type=kind) for kind, text in numbers.items() if text)
    said = {"subject": item.subject, "read": READ.get(item.read, ""), "note": item.note}
    yield from (E.note(xml(unmarked(text)), type=kind) for kind, text in said.items() if text)


def _bearing(edition: Edition, item: Item) -> Iterator[Element]:
    """The works that have it, the items that it has to do with, the paragraphs on which it bears; what document it is."""
    for reference, citation in works_cited(item.references, edition.short):
        yield E.bibl(xml(text_of(citation)), corresp=canonical(edition, f"/about/sources/#{reference.work}"))
    for relation in RELATIONS:
        for target in item.relations[relation]:
            title = xml(edition.calendar[target].short_title)
            yield E.relatedItem(E.ref(title, target=f"#k-{target}"), type=relation.replace("_", "-"))
    if item.document:
        document = edition.documents[item.document]
        address = canonical(edition, document.address)
        yield E.relatedItem(E.ref(xml(document.apparatus.short_title), target=address), type="document")
    for passage in item.passages:
        document = edition.documents[passage.document]
        paragraph = document.paragraphs[passage.extent.first.index]
        address = canonical(edition, f"{document.address}#{paragraph.id}")
        label = f"{document.apparatus.short_title}, {paragraph.label}"
        yield E.relatedItem(E.ref(xml(label), target=address), type="bears-on")
