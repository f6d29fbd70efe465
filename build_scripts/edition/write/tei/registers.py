"""The entries of the registers in TEI: people, places, groups, terms.

In: `Edition`, some names. Out: their lists as elements, for the file of one document (in short) or of all registers (entire),
and that file, `data/registers.tei.xml`. An entry's `xml:id` is the id that its row has on a document's page: `n-` and its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import lxml.etree  # type: ignore[import-untyped]

from edition.model.addresses import canonical
from edition.model.dates import print_date
from edition.model.edition import Edition
from edition.model.names import IDENTIFIERS, REGISTERS, Name, filing
from edition.model.typography import unmarked
from edition.write.formats import NOTES_LICENCE, text_of, works_cited
from edition.write.shared.elements import ID, LANG, E, Element, date_attributes, to_file, xml
from edition.write.tei.calendar import calendar

REGISTERS_TEI = "data/registers.tei.xml"
# What a mention is tagged with, by register; and the list, the entry and the name in a register.
MENTIONED = {
    "people": "persName",
    "places": "placeName",
    "peoples": "rs",
    "organizations": "orgName",
    "terms": "term",
}
_LISTED = {
    "people": ("listPerson", "person", "persName"),
    "places": ("listPlace", "place", "placeName"),
    "peoples": ("listOrg", "org", "orgName"),
    "organizations": ("listOrg", "org", "orgName"),
}
_LANGUAGES = {"chinese": "zh", "cyrillic": "ru"}


def write_registers(edition: Edition) -> dict[str, bytes]:
    """All registers, and the calendar, as one TEI document."""
    names = list(edition.register.names.values())
    header = registers_header(
        edition, names, f"{edition.settings.title}: registers", canonical(edition, f"/{REGISTERS_TEI}")
    )
    root = E.TEI(header, E.standOff(*lists(edition, names, entire=True), *calendar(edition)))
    lxml.etree.indent(root, " ")
    return {REGISTERS_TEI: to_file(root)}


def registers_header(edition: Edition, names: list[Name], title: str, address: str) -> Element:
    """The header of a file that holds all registers, with the terms, for which TEI has no other place."""
    return E.teiHeader(
        E.fileDesc(
            E.titleStmt(E.title(xml(title))),
            *publication(edition, address),
            E.sourceDesc(E.p("Compiled for this edition; each entry cites its sources.")),
        ),
        E.encodingDesc(terms(edition, names, entire=True)),
    )


def publication(edition: Edition, address: str) -> list[Element]:
    """Who publishes a file, where, when, and on what terms."""
    settings = edition.settings
    licence = E.licence(
        "The edition’s own work (notes and register entries) is licensed under CC BY 4.0.", target=NOTES_LICENCE
    )
    rights = E.ref("Rights", target=canonical(edition, "/about/rights/"))
    texts = E.p(
        "The texts are subject to the terms of the archives that published them; this edition grants no licence for them. ",
        rights,
    )
    return [
        E.editionStmt(E.edition(f"Version {xml(settings.version)}", n=xml(settings.version))),
        E.publicationStmt(
            E.publisher(xml("; ".join(settings.editors))),
            E.date(print_date(settings.released), when=settings.released),
            E.idno(address, type="URI"),
            E.availability(licence, texts),
        ),
    ]


def lists(edition: Edition, names: Iterable[Name], entire: bool) -> Iterator[Element]:
    """The lists of people, places and groups; terms stand in the header (`terms`)."""
    names = list(names)
    for register, (list_tag, tag, name_tag) in _LISTED.items():
        found = sorted((n for n in names if n.register == register), key=filing)
        if found:
            entries = (_entry(edition, n, tag, name_tag, entire) for n in found)
            yield E(list_tag, *entries, type=register)


def terms(edition: Edition, names: Iterable[Name], entire: bool) -> Element:
    """Events, treaties, works and concepts as categories; and how speech is reported, to which speeches point."""
    found = sorted((n for n in names if n.register == REGISTERS[-1]), key=filing)
    entries = [_term(edition, name, entire) for name in found]
    return E.classDecl(E.taxonomy(E.desc("Events, treaties, works and concepts"), *entries))


def _term(edition: Edition, name: Name, entire: bool) -> Element:
    """A category; TEI lets nothing but descriptions stand in it."""
    about = [E.desc(*_dated("date", name.date))] if name.date else []
    for part in _about(edition, name, entire):
        if part.tag == E.note().tag:
            part.tag = E.desc().tag
        about.append(part if part.tag == E.desc().tag else E.desc(part))
    return E.category(E.desc(E.term(xml(name.name))), *about, {ID: f"n-{name.id}"})


def _entry(edition: Edition, name: Name, tag: str, name_tag: str, entire: bool) -> Element:
    """An entry: its heading; entire, also every spelling, the place on the map, what is said of it."""
    parts = [E(name_tag, xml(name.name), type="heading")]
    if entire:
        parts += [_spelling(name_tag, system, text) for system, text in name.spellings if system != "heading"]
    parts += [*_dated("birth", name.born), *_dated("death", name.died)]
    if entire and name.location:
        where = dict(name.location)
        parts.append(E.location(E.geo(f"{where['lat']} {where['lon']}")))
    return E(tag, *parts, *_about(edition, name, entire), {ID: f"n-{name.id}"})


def _spelling(tag: str, system: str, text: str) -> Element:
    language = {LANG: _LANGUAGES[system]} if system in _LANGUAGES else {}
    return E(tag, xml(text), language, type=system.replace(" ", "-"))


def _about(edition: Edition, name: Name, entire: bool) -> Iterator[Element]:
    """The addresses of an entry here and elsewhere; entire, also what is said of it and what that rests on."""
    yield E.idno(canonical(edition, name.address), type="URI")
    for kind, value in name.identifiers:
        yield E.idno(IDENTIFIERS[kind].format(value), type=kind)
    said = (("post", name.post), ("status", name.status), ("note", name.note)) if entire else ()
    for kind, text in said:
        if text:
            yield E.note(xml(unmarked(text)), type=kind)
    for reference, citation in works_cited(name.sources if entire else (), edition.short):
        yield E.bibl(xml(text_of(citation)), corresp=canonical(edition, f"/about/sources/#{reference.work}"))


def _dated(tag: str, edtf: str) -> list[Element]:
    """A date in EDTF as an element, where there is one."""
    return [E(tag, print_date(edtf), **date_attributes(edtf))] if edtf else []
