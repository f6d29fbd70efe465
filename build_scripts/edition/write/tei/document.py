"""Stage 6, write: one document as TEI P5.

In: `Edition`. Out: `ID.tei.xml` beside each page, valid against tei_all. The head as received stands in `front`, the record in
`body`; every square bracket stays as printed inside the element that says what it is. The header is made in `write.tei.header`,
the entries of the names in `write.tei.registers`, what stands inside a paragraph in `write.tei.text`.
"""

from __future__ import annotations

from collections.abc import Mapping

import lxml.etree  # type: ignore[import-untyped]

from edition.model.addresses import beside
from edition.model.annotations import Annotated
from edition.model.document import Paragraph
from edition.model.edition import Edition, people_of
from edition.model.names import Name
from edition.write.formats import LANGUAGE, SUFFIX
from edition.write.shared.elements import ID, LANG, E, Element, to_file
from edition.write.tei.header import header
from edition.write.tei.registers import lists
from edition.write.tei.text import Inline


def write_tei(edition: Edition) -> dict[str, bytes]:
    """Every document."""
    return {beside(d, SUFFIX): to_file(document_tei(edition, d)) for d in edition.documents.values()}


def tree_of(document: Annotated, files: Mapping[str, bytes]) -> Element:
    """The root element of a document's file, of the files written: to read it again costs far less than to make it again."""
    return lxml.etree.fromstring(files[beside(document, SUFFIX)])


def document_tei(edition: Edition, document: Annotated) -> Element:
    """The root element of a document's file."""
    names = names_of(edition, document)
    head, entries = header(edition, document, names), E.standOff(*lists(edition, names, entire=False))
    for part in (head, entries):
        lxml.etree.indent(part, " ")
    inline = Inline(edition, document)
    text = E.text(E.front(_front(document, inline)), E.body(*_sections(document, inline)), {LANG: LANGUAGE})
    root = E.TEI(head, *([entries] if len(entries) else []), text)
    _on_lines(root)
    return root


def names_of(edition: Edition, document: Annotated) -> list[Name]:
    """The names that a document's text or data mention."""
    return edition.register.those({str(m.name) for m in document.mentions} | people_of(document))


def _front(document: Annotated, inline: Inline) -> Element:
    """The head as received: every label and every field in its printed order."""
    head = E.div(type="head-as-received")
    for index, paragraph in enumerate(document.head):
        kind = "label" if paragraph.id.startswith("label-") else "field"
        head.append(inline.fill(E.ab({ID: paragraph.id}, type=kind), index))
    return head


def _sections(document: Annotated, inline: Inline) -> list[Element]:
    """The record: a division for each heading, and one before the first where words stand there."""
    made: list[Element] = []
    for index, paragraph in enumerate(document.paragraphs):
        if paragraph.id.startswith("s-"):
            made.append(E.div(inline.fill(E.head(), index), {ID: paragraph.id}, type="section"))
        elif paragraph.number is not None:
            if not made:
                made.append(E.div(type="opening"))
            _add(made[-1], paragraph, inline, index)
    return [div if _has_text(div) else _with_text(div) for div in made] or [E.div(E.p())]


def _add(div: Element, paragraph: Paragraph, inline: Inline, index: int) -> None:
    """A paragraph, or an item of the list that the items before it began."""
    about = {ID: paragraph.id, "n": str(paragraph.number)}
    if paragraph.block.kind != "item":
        div.append(inline.fill(E.p(about), index))
        return
    if not len(div) or div[-1].tag != E.list().tag:
        div.append(E.list())
    div[-1].append(inline.fill(E.item(about), index))


def _has_text(div: Element) -> bool:
    return bool(div[-1].tag != E.head().tag)


def _with_text(div: Element) -> Element:
    """A heading with nothing under it: TEI wants something there."""
    div.append(E.p())
    return div


def _on_lines(root: Element) -> None:
    """Each block on a line of its own; nothing is put where words and elements mix."""
    blocks = {E(tag).tag for tag in ("TEI", "text", "front", "body", "div", "list")}
    for element in root.iter(*blocks):
        element.text = "\n"
        for child in element:
            child.tail = "\n"
