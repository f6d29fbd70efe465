"""XHTML for reading away from the site: rows of text as elements, pages, and where their links lead.

In: rows as `write.shared.rows` makes them. Out: elements; a file of an EPUB; a page of HTML. A text is only ever set as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import lxml.etree  # type: ignore[import-untyped]
from lxml.builder import ElementMaker  # type: ignore[import-untyped]

from edition.model.addresses import anchor, canonical
from edition.model.edition import Edition
from edition.write.formats import LANGUAGE
from edition.write.shared.elements import Element, xml
from edition.write.shared.rows import Row

XHTML, OPS = "http://www.w3.org/1999/xhtml", "http://www.idpf.org/2007/ops"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
H = ElementMaker(namespace=XHTML, nsmap={None: XHTML, "epub": OPS})
_SIMPLE = {"em": "em", "strong": "strong"}


Online = Callable[[str], str]  # a place -> its address on the published site


@dataclass(frozen=True)
class Goals:
    """Where links lead: to places that the book has, else to the page of the published site."""

    online: Online
    inside: Mapping[str, str] = field(default_factory=dict)  # place ("n:ID", "p:DOCUMENT:p1") -> address in the book

    def address(self, place: str) -> str:
        return self.inside.get(place) or self.online(place)


def online(edition: Edition) -> Online:
    """The canonical address of a place: p (paragraph), f (note), n (name), b (work), i (index heading), k (item of the calendar),
    x (cross-reference)."""

    def address(place: str) -> str:
        kind, _, rest = place.partition(":")
        if kind in ("p", "f"):
            document, _, id = rest.partition(":")
            return canonical(edition, f"/documents/{document}/#{'fn-' if kind == 'f' else ''}{id}")
        if kind == "n":
            return canonical(edition, edition.register.names[rest].address)
        if kind == "i":
            return canonical(edition, f"/index/#{anchor(rest)}")
        if kind == "k":
            return canonical(edition, edition.calendar[rest].address)
        return canonical(edition, f"/about/sources/#{rest}" if kind == "b" else f"/cross-references/#x-{rest}")

    return address


def typed(type: str, role: str = "", **attributes: str) -> dict[str, str]:
    """The attributes of an element that say what it is: for e-readers, and for screen readers."""
    return {f"{{{OPS}}}type": type, **({"role": role} if role else {}), **attributes}


def inline(row: Row, goals: Goals) -> list[str | Element]:
    """A row as what stands in an element."""
    return [xml(node) if isinstance(node, str) else _element(node, goals) for node in row]


def _element(node: list[Any], goals: Goals) -> Element:
    kind = node[0]
    if kind in _SIMPLE:
        return H(_SIMPLE[kind], *inline(node[1], goals))
    if kind == "lang":
        return H.span({"lang": node[1], _XML_LANG: node[1]}, xml(node[2]))
    if kind == "translator":
        return H.span({"class": "translator"}, *inline(node[1], goals))
    if kind in ("link", "at"):
        known = goals.inside.get(node[1]) or (node[3] if len(node) > 3 else goals.address(node[1]))
        return H.a({"href": known}, *inline(node[2], goals))
    if kind == "see":
        return H.a({"href": goals.address(f"p:{node[1]}:{node[2]}")}, *inline(node[4], goals))
    if kind == "url":
        return H.a({"href": node[1]}, *inline(node[2], goals))
    if kind == "code":
        return H.code(xml(node[1]))
    if kind == "break":
        return H.br()
    raise TypeError(kind)


def page(title: str, content: Element, style: str = "style.css") -> bytes:
    """A file of an EPUB: an element as the body of a page."""
    root = H.html(
        {"lang": LANGUAGE, _XML_LANG: LANGUAGE},
        H.head(H.title(xml(title)), H.link(rel="stylesheet", type="text/css", href=style)),
        H.body(content),
    )
    written: bytes = lxml.etree.tostring(root, encoding="UTF-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n' + written + b"\n"


def to_html(root: Element) -> bytes:
    """A page as HTML; what only an EPUB has is taken out of its elements."""
    for element in root.iter(f"{{{XHTML}}}*"):
        element.tag = element.tag[len(f"{{{XHTML}}}") :]
    lxml.etree.strip_attributes(root, f"{{{OPS}}}*", _XML_LANG)
    lxml.etree.cleanup_namespaces(root)
    written: bytes = lxml.etree.tostring(root, encoding="UTF-8", method="html")
    return written
