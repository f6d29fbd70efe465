"""What all parts of the TEI writer share: making elements, filling them with words, dates, the finished file.

In: texts, dates, elements. Out: elements of TEI P5; a file's bytes. Knows nothing of documents and registers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import lxml.etree  # type: ignore[import-untyped]
from lxml.builder import ElementMaker  # type: ignore[import-untyped]

TEI = "http://www.tei-c.org/ns/1.0"
ID, LANG = "{http://www.w3.org/XML/1998/namespace}id", "{http://www.w3.org/XML/1998/namespace}lang"
TEI_SCHEMA = "https://vault.tei-c.org/P5/4.3.0/xml/tei/custom/schema/relaxng/tei_all.rng"
_DOUBT = {"?": "low", "%": "low", "~": "medium"}
_NOT_XML = {0xFFFE: "\N{REPLACEMENT CHARACTER}", 0xFFFF: "\N{REPLACEMENT CHARACTER}"}

E = ElementMaker(namespace=TEI, nsmap={None: TEI})
Element: TypeAlias = Any  # lxml has no types
Attributes = dict[str, str]


def xml(text: str) -> str:
    """A text without the two characters that XML has no place for."""
    return text if text.isascii() else text.translate(_NOT_XML)


class Filler:
    """Puts words and elements one after the other into an element."""

    def __init__(self, element: Element) -> None:
        self.opened = [element]

    def words(self, text: str) -> None:
        """Words after what stands there already."""
        parent = self.opened[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + xml(text)
        else:
            parent.text = (parent.text or "") + xml(text)

    def add(self, element: Element) -> None:
        """A finished element."""
        self.opened[-1].append(element)

    def open(self, tag: str, attributes: Attributes) -> None:
        """An element that what follows goes into."""
        element = E(tag, attributes)
        self.add(element)
        self.opened.append(element)

    def close(self, count: int = 1) -> None:
        """The end of so many elements."""
        del self.opened[-count:]


def date_attributes(edtf: str) -> Attributes:
    """TEI's attributes for a date in EDTF: when, or from and to; how certain it is."""
    points = edtf.split("/")
    keys = ("from", "to") if len(points) == 2 else ("when",)
    found = {k: p.rstrip("?~%") for k, p in zip(keys, points, strict=True) if p.strip(".")}
    doubt = next((_DOUBT[p[-1]] for p in points if p[-1:] in _DOUBT), "")
    return {**found, "cert": doubt} if doubt else found


def to_file(root: Element) -> bytes:
    """A whole TEI document as a file that names its schema."""
    written: bytes = lxml.etree.tostring(root, encoding="UTF-8")
    return b"\n".join((*_declared(), written, b""))


def to_file_of_parts(tag: str, parts: Iterable[Element]) -> bytes:
    """The same, of a root element whose parts are made one after the other."""
    written = (lxml.etree.tostring(part, encoding="UTF-8", with_tail=False) for part in parts)
    return b"\n".join((*_declared(), f'<{tag} xmlns="{TEI}">'.encode(), *written, f"</{tag}>".encode(), b""))


def _declared() -> tuple[bytes, bytes]:
    attributes = f'href="{TEI_SCHEMA}" type="application/xml" schematypens="http://relaxng.org/ns/structure/1.0"'
    model: bytes = lxml.etree.tostring(lxml.etree.ProcessingInstruction("xml-model", attributes))
    return b'<?xml version="1.0" encoding="UTF-8"?>', model


def to_xml(root: Element) -> bytes:
    """An XML document as a file, which names no schema."""
    written: bytes = lxml.etree.tostring(root, encoding="UTF-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written + b"\n"
