"""Import, form (c): TEI P5 as diplomatic series publish it: one document a file.

In: a TEI file, or one <div type="document"> of such a series. Out: `Imported`: the words without their tags; the source
note as citation, other notes as [1] in the text and at its foot; page breaks left out, wherever they stand.
Entities of the file's own, other files and addresses are never resolved. Attributes are read for dates and note numbers only.
"""

from __future__ import annotations

import re
from datetime import date

from lxml import etree  # type: ignore[import-untyped]

from edition.editor.importing.imported import Dropped, Imported, find_date, in_words, plain, refusal
from edition.editor.importing.tei_text import BLOCKS, LEFT_OUT, Walk, apart, name_of, spaced, walk_through
from edition.model.dates import parse_date
from edition.model.problem import Problem

_ROOT = re.compile(rb"<(?:[A-Za-z]+:)?(?:TEI|TEI\.2|teiCorpus|text|div)[\s>]")
_XML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml\b")
_WHEN = ("when", "from", "notBefore", "when-iso", "from-iso", "doc-dateTime-min")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?\Z")
_FAR = "libxml2 allows at most 256 levels; no text needs that many"


def is_tei(name: str, data: bytes) -> bool:
    """Whether a file is XML, or begins with an element in which TEI puts a document."""
    start = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    is_xml = bool(_XML.match(data)) or start.startswith((b"\xff\xfe<", b"\xfe\xff\0<"))
    return (is_xml and b"<html" not in start.lower()) or bool(_ROOT.match(start) and b"tei-c.org" in start)


def import_tei(path: str, data: bytes, problems: list[Problem]) -> Imported | None:
    """Divide a TEI document; None, with the reason reported, if it is not well formed, not TEI, or several documents."""
    root = _parsed(path, data, problems)
    document = None if root is None else _document(path, root, problems)
    if root is None or document is None:
        return None
    walk = Walk()
    walk_through(document, walk, False)
    walk.collector.flush()
    _head(root, document, walk)
    pieces = tuple(walk.collector.pieces) + tuple(p for note in walk.notes.values() for p in note)
    if not any(p.kind in ("paragraph", "item") for p in walk.collector.pieces):
        problems.append(refusal(path, "the document has no paragraphs", "check that the file is complete"))
        return None
    _report(root, document, walk)
    head = {key: tuple(texts) for key, texts in walk.head.items()}
    return Imported(head, pieces, spaced(root), tuple(walk.dropped), tuple(walk.guessed))


def _parsed(path: str, data: bytes, problems: list[Problem]) -> etree._Element | None:
    """The root of a file; nothing outside it is read, and no entity of its own is resolved."""
    parser = etree.XMLParser(
        resolve_entities=False, huge_tree=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, _ = error.position
        deep = f" ({_FAR})" if "depth" in str(error.msg).lower() else ""
        problems.append(
            refusal(
                path, f"not well-formed XML: {error.msg}{deep}", "correct the error, or obtain a clean copy", line or 1
            )
        )
        return None
    if any(isinstance(node, etree._Entity) for node in root.iter()) or b"<!ENTITY" in data:
        cure = "replace the entities with the characters themselves and remove the declarations"
        problems.append(refusal(path, "the file declares its own entities, which are not resolved", cure))
        return None
    return root


def _document(path: str, root: etree._Element, problems: list[Problem]) -> etree._Element | None:
    """The one element that holds the document."""
    found = [e for e in root.iter() if name_of(e) == "div" and e.get("type") == "document"]
    if len(found) > 1:
        names = ", ".join(e.get("{http://www.w3.org/XML/1998/namespace}id") or e.get("n") or "?" for e in found[:8])
        message = f"the file contains {len(found)} documents: {names}{' …' if len(found) > 8 else ''}"
        problems.append(refusal(path, message, 'save each <div type="document"> as a separate file'))
        return None
    texts = [e for e in root.iter() if name_of(e) == "text"]
    if found or texts or name_of(root) == "div":
        return (*found, *texts, root)[0]
    message = f"XML but not TEI: the root element is <{name_of(root)}>"
    problems.append(refusal(path, message, 'TEI files have a <text> or <div type="document"> element'))
    return None


def _head(root: etree._Element, document: etree._Element, walk: Walk) -> None:
    """What the head still lacks, from the dates of the document and the header of the file."""
    _date(root, document, walk)
    for key, path in (
        ("title", "titleStmt/title"),
        ("citation", "sourceDesc"),
        ("summary", "abstract"),
        ("language", "langUsage/language"),
    ):
        found = root.find("./{*}teiHeader//{*}" + path.replace("/", "/{*}"))
        text = plain(spaced(found)) if found is not None else ""
        if text and key not in walk.head:
            walk.head[key] = apart(found, walk, "title")
            if key == "citation":  # the addresses in a source note lead to other texts; these to this one
                addresses = [e.get("target") or "" for e in found.iter("{*}ref", "{*}ptr")]
                walk.head[key] += [f"<{a}>" for a in addresses if a.startswith(("http://", "https://"))]
            walk.guessed.append(f'the {key}, from <{path}> in the header: "{text[:80]}"')


def _date(root: etree._Element, document: etree._Element, walk: Walk) -> None:
    """The day of the document: as printed, or as an attribute has it; in the zone in which it was written."""
    dates = [e for name in ("dateline", "opener", "docDate") for p in document.iter("{*}" + name) for e in _dates(p)]
    dates += _dates(document) + [e for e in root.iter("{*}creation") for e in _dates(e)]
    for element in (*dates[:1], document, *dates[1:]):
        printed = "" if element is document else plain(spaced(element))
        match = _DAY.match(next((v for a in _WHEN if (v := _attribute(element, a))), ""))
        day = _day(match) if match else ""
        found = printed if parse_date(printed) else day or find_date(printed)
        if not found:
            continue
        walk.head["date"] = [found]
        if printed != found:
            walk.guessed.append(f"the date {found}, " + (f'printed "{printed}"' if printed else "from an attribute"))
        if match and match[4]:
            walk.guessed.append(f"the day is local to the place of writing ({match[4]} from UTC)")
        if day and find_date(printed) and day != find_date(printed):
            walk.guessed.append(f"the date as printed; the attribute in the file has {day}")
        return


def _dates(node: etree._Element) -> list[etree._Element]:
    return [*node.iter("{*}date")]


def _day(match: re.Match[str]) -> str:
    try:
        return in_words(date(int(match[1]), int(match[2]), int(match[3])))
    except ValueError:
        return ""


def _attribute(node: etree._Element, name: str) -> str:
    """An attribute in whatever namespace."""
    return next((str(v) for k, v in node.attrib.items() if etree.QName(k).localname == name), "")


def _report(root: etree._Element, document: etree._Element, walk: Walk) -> None:
    """Say what of the markup was left out, and what stands outside the document."""
    if walk.pages:
        walk.dropped.append(Dropped(f"page breaks: {', '.join(walk.pages)}", "not part of the text"))
    if walk.numbered:
        numbers = ", ".join(f"[{n}]" for n in walk.numbered)
        walk.guessed.append(f"numbers for notes that have none, or whose number was already in use: {numbers}")
    markup = sorted((n, tag) for tag, n in walk.tags.items() if tag not in BLOCKS | {"note", "pb", *LEFT_OUT})
    if markup:
        names = ", ".join(f"{n} <{tag}>" for n, tag in markup)
        walk.dropped.append(Dropped(f"tags: {names}", "their text is kept"))
    for target in (e.get("target") or "" for e in document.iter("{*}ref", "{*}ptr")):
        allowed = target.startswith(("http://", "https://", "mailto:"))
        why = "only the link text is kept" if allowed else "only http, https and mailto links are allowed"
        walk.dropped.append(Dropped(f"the link {target[:80]!r}", why))
    outside = " ".join(_outside(root, document))
    if plain(outside):
        walk.dropped.append(Dropped("content outside the document", "header or another part of the file", outside))


def _outside(node: etree._Element, document: etree._Element) -> list[str]:
    """The words of a tree without those of one element."""
    if node is document:
        return []
    found = [node.text or ""]
    for child in node:
        found += [*_outside(child, document), child.tail or ""]
    return found
