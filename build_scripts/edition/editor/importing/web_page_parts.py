"""The parts of a web page, for its import: which of its lines belong to the head of a document, which to its text.

In: the lines of a page. Out: the head, the text, and what is neither, told apart by the labels that stand on the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bs4 import Tag

from edition.editor.importing.imported import NO_LABEL, Dropped
from edition.editor.importing.web_page_lines import Line
from edition.model.dates import parse_date
from edition.stages.parse import LABELS

# Labels beside those of a document's head, in small letters: what they open belongs to the text, or to the page only.
_TEXT = {"text", "full text", "transcript", "document", "document text", "translation", "english translation"}
_PAGE_ONLY = {
    "related documents", "related content", "related topics", "you may also like", "see also", "rights", "donors",
    "document information", "original uploaded date", "type", "record id", "original classification", "subjects",
    "subjects discussed", "associated places", "associated topics", "associated people", "topics", "places", "people",
    "associated people & organizations", "keywords", "tags", "share", "share this", "cite this", "cite", "download",
    "print", "permalink", "collections", "themes", "author(s)", "authors", "pdf", "scan", "view original",
}  # fmt: skip
_SOURCES = {"original archive", "source", "archive", "archival source"}
_CREDIT = re.compile(r"(?i)\bmade possible (?:with|by)\b.{0,40}\bsupport\b")
_ASTRAY = "a line between the labels"
_TERMS = ("dt", "th", "legend", "summary")  # elements that are there to hold labels


@dataclass
class PageParts:
    """What of a page has been told apart."""

    head: dict[str, list[str]] = field(default_factory=dict)
    text: list[Line] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)


def divide(lines: Sequence[Line], scope: Tag, found: PageParts) -> None:
    """Give every line of a page's main part to a field of the head, to the text, or to what is dropped.

    A label such as Contents tells where the text begins, unless more words stand before it than under it.
    """
    tried = _divided(lines, scope, PageParts(dict(found.head)), "contents" in map(_key, lines))
    astray = [d.text for d in tried.dropped if d.what == _ASTRAY]
    if len(" ".join(astray)) > len(" ".join(line.text for line in tried.text)):
        tried = _divided(lines, scope, PageParts(dict(found.head)), False)
        tried.guessed.append(
            "that the whole main part is the text, because more words are outside its label than under it"
        )
    found.head = {**tried.head, "contents": tried.head.get("contents", [])}
    found.text += tried.text
    found.dropped += tried.dropped
    found.guessed += tried.guessed


def _divided(lines: Sequence[Line], scope: Tag, found: PageParts, labelled: bool) -> PageParts:
    key, label = "", None
    for line in lines:
        opens = _key(line)
        if opens and _is_label(line, key, label, found.text) and not (opens == key == "contents"):
            key, label = opens, line
            found.dropped.append(Dropped("labels", "the edition generates its own", line.text))
            continue
        if label and key not in ("contents", "page-only") and not _belongs(line, label, scope, labelled, found, key):
            key, label = "", None
        if key == "page-only" and label:
            found.dropped.append(Dropped(f"content under {label.text!r}", "not part of the document", line.text))
        else:
            _give(line, key, labelled, found)
    if not labelled and found.text:
        found.guessed.append(f'the text begins at "{found.text[0].text[:60]}": {NO_LABEL}')
    return found


def _key(line: Line) -> str:
    """What a line would open as a label: a key of the head, or page-only; empty if it is none."""
    name = line.text.strip(" *:").lower()
    if line.kind == "item" or len(name) > 40:
        return ""
    if name in _SOURCES:
        return "citation"
    if name in LABELS:
        return LABELS[name]
    return "contents" if name in _TEXT else "page-only" if name in _PAGE_ONLY else ""


def _is_label(line: Line, key: str, label: Line | None, text: Sequence[Line]) -> bool:
    """Whether a line is a label here: within the text only a heading as high as the text's own, or an element for labels."""
    if key != "contents" and (key or not text):
        return True
    if line.kind != "heading":
        return line.tag in _TERMS
    above = [label] if label else text
    return all(line.tag <= other.tag for other in above if other.kind == "heading")


def _belongs(line: Line, label: Line, scope: Tag, labelled: bool, found: PageParts, key: str) -> bool:
    """Whether a line stands under a label: in the same part of the page, or, on a page without parts, next to it."""
    group = label.group(scope)
    if group is not scope:
        return line.within(group)
    return line.kind != "heading" and (labelled or not found.head.get(key))


def _give(line: Line, key: str, labelled: bool, found: PageParts) -> None:
    if key and key != "contents":
        addresses = [t for t in line.links if t.startswith(("http://", "https://")) and t not in line.text]
        texts = [line.text, *(f"<{t}>" for t in addresses if key == "citation")]
        found.head[key] = [*found.head.get(key, []), *texts]
    elif _CREDIT.search(line.text):
        found.dropped.append(Dropped("the archive's credit line", "not part of the document", line.text))
    elif "date" not in found.head and not found.text and parse_date(line.text):
        found.head["date"] = [line.text]
    elif key == "contents" or not labelled:
        found.text.append(line)
    else:
        found.dropped.append(Dropped(_ASTRAY, "does not belong to any of them", line.text))
