"""Stage 6, write: the whole edition as one TEI document, `data/edition.tei.xml`: its registers, then every document.

In: `Edition`. Out: a `teiCorpus`, valid against tei_all. The entries of names stand once, entire, for all documents; every other
id has the id of its document before it (`d.ID.p14`), because an id stands once in a file. The files of the single documents
have the ids of the pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from edition.model.addresses import canonical
from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.write.formats import CORPUS
from edition.write.shared.elements import ID, E, Element, to_file_of_parts
from edition.write.tei.calendar import calendar
from edition.write.tei.document import tree_of
from edition.write.tei.registers import lists, registers_header

NAME = "n-"  # what the ids of names begin with


_POINTERS = ("ref", "who", "target", "targetEnd", "ana", "resp")


def write_corpus_tei(edition: Edition, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The corpus, of the files of its documents; nothing where there is no document, since a corpus must hold one."""
    if not edition.documents:
        return {}
    names = list(edition.register.names.values())
    header = registers_header(edition, names, edition.settings.title, canonical(edition, f"/{CORPUS}"))
    entries = E.standOff(*lists(edition, names, entire=True), *calendar(edition))
    before = [header, *([entries] if len(entries) else [])]
    members = (_member(d, tree_of(d, files)) for d in edition.documents.values())  # one tree at a time in memory
    return {CORPUS: to_file_of_parts("teiCorpus", chain(before, members))}


def _member(document: Annotated, root: Element) -> Element:
    """A document without the entries of its names, its ids made its own."""
    about = [part for part in root if part.tag != E.text().tag]
    for entry in [e for part in about for e in part.iter("{*}*") if (e.get(ID) or "").startswith(NAME)]:
        entry.getparent().remove(entry)
    for holder in [*root.findall(E.standOff().tag), *root.iter(E.taxonomy().tag)]:
        if not any(child.get(ID) for child in holder.iter()):
            _remove(holder)
    for element in root.iter():
        _make_own(element, f"d.{document.id}.")
    return root


def _remove(element: Element) -> None:
    """Take an element out, and what is empty without it; the words after it belong to no text."""
    parent = element.getparent()
    parent.remove(element)
    if not len(parent) and parent.getparent() is not None:
        parent.getparent().remove(parent)


def _make_own(element: Element, prefix: str) -> None:
    """Put the prefix before an element's id and before those that it points to, but for names."""
    if not isinstance(element.tag, str):
        return
    if element.get(ID):
        element.set(ID, prefix + element.get(ID))
    for name in _POINTERS:
        if element.get(name):
            element.set(name, " ".join(_pointer(p, prefix) for p in element.get(name).split(" ")))


def _pointer(pointer: str, prefix: str) -> str:
    is_own = pointer.startswith("#") and not pointer.startswith(f"#{NAME}")
    return f"#{prefix}{pointer[1:]}" if is_own else pointer
