"""Where a problem belongs in the pages: the page, and the paragraph or entry on it.

In: a problem, the project's folder, the edition as far as it can be put together. Out: a path below `docs/` and an id on that
page; no path where it belongs on every page, no id where it belongs at the head of the page.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from rapidfuzz import fuzz, process

from edition.files.fields import Fields, Items, Value
from edition.files.text import read_text
from edition.files.yaml_places import parse_yaml
from edition.model.annotations import Annotated
from edition.model.document import Paragraph
from edition.model.edition import Edition
from edition.model.names import REGISTERS
from edition.model.problem import Place, Problem
from edition.source.quotations import passage
from edition.stages.anchors import Anchors

# File -> page, the field that names an entry, what stands before it in the entry's id.
ENTRIES = {
    "cross_references.yaml": ("cross-references.md", "key", "x-"),
    "chronology.yaml": ("chronology.md", "key", "c-"),
    "figures.yaml": ("figures.md", "key", "f-"),
    "calendar.yaml": ("calendar.md", "key", "k-"),
    "bibliography.yaml": ("about/sources.md", "id", ""),
    "index.yaml": ("index/index.md", "", ""),
    "abbreviations.yaml": ("about/abbreviations.md", "", ""),
    "held.yaml": ("about/coverage.md", "", ""),
    "remarks.yaml": ("errata.md", "", ""),
}
_NEAR = 60.0  # per cent of likeness from which words are taken for those that were meant
_ADDRESS = re.compile(r"/([^#\t]*)/(?:#(\S+))?\t")


def place_of(problem: Problem, root: Path, edition: Edition | None) -> tuple[str, str]:
    """(page, id) of a problem."""
    path = PurePosixPath(problem.place.path)
    if path.parts[:1] != ("source_texts",) or len(path.parts) < 2:
        return "", ""
    folder = path.parts[1]
    if folder == "documents":
        return f"documents/{path.stem}.md", _in_text(problem.place, _document(edition, path.stem))
    if folder == "apparatus":
        return f"documents/{path.stem}.md", _in_apparatus(problem.place, root, _document(edition, path.stem))
    if folder == "register" and path.stem in REGISTERS:
        entry = _key_at(_load(root, problem.place.path), problem.place)
        return (f"{path.stem}/{entry}.md", "") if entry else ("", "")
    if folder == "ledger.tsv":
        return _in_ledger(problem.place, root)
    return _in_list(problem.place, root, folder)


def _document(edition: Edition | None, id: str) -> Annotated | None:
    return edition.documents.get(id) if edition else None


def _in_text(place: Place, document: Annotated | None) -> str:
    """The paragraph of a source text that a place stands in."""
    here = (place.line, place.column)
    began = [p for p in document.paragraphs if p.block.runs[0][1:] <= here] if document else []
    return _shown(max(began, key=lambda p: p.block.runs[0][1:])) if began else ""


def _in_apparatus(place: Place, root: Path, document: Annotated | None) -> str:
    """The paragraph that the entry at a place is tied to by its words, or by words much like them."""
    entry = _entry_at(_load(root, place.path), place)
    if entry is None or document is None or not ({"at", "from"} & entry.keys()):
        return ""
    words = passage(entry).first
    if span := Anchors(document.paragraphs).find(words, []):
        return _shown(document.paragraphs[span.index])
    texts = [p.text for p in document.paragraphs]
    near = process.extractOne(str(words.at), texts, scorer=fuzz.partial_ratio, score_cutoff=_NEAR) if words.at else None
    return _shown(document.paragraphs[near[2]]) if near else ""


def _shown(paragraph: Paragraph) -> str:
    """The id under which a paragraph stands on its page; fields of the head have none."""
    return paragraph.id if paragraph.number is not None or paragraph.id.startswith("s-") else ""


def _entry_at(data: Value | None, place: Place) -> Fields | None:
    """The entry of one of the lists of an apparatus in which a place stands."""
    section = data.get(_key_at(data, place)) if isinstance(data, Fields) else None
    items = [e for e in section if isinstance(e, Fields)] if isinstance(section, Items) else []
    return next((e for e in reversed(items) if e.place[1:3] <= place[1:3]), None)


def _key_at(data: Value | None, place: Place) -> str:
    """The last key of a mapping that stands before a place, or at it."""
    keys = [k for k in data.keys_seen.values() if k.place.line <= place.line] if isinstance(data, Fields) else []
    return str(keys[-1]) if keys else ""


def _in_list(place: Place, root: Path, file: str) -> tuple[str, str]:
    """The entry of one of the files that all documents share."""
    page, field, prefix = ENTRIES.get(file, ("", "", ""))
    data = _load(root, place.path) if field else None
    items = [e for e in data if isinstance(e, Fields)] if isinstance(data, Items) else []
    before = [e for e in items if e.place[1:3] <= place[1:3]]
    key = before[-1].text(field) if before else ""
    return page, f"{prefix}{key}" if key else ""


def _in_ledger(place: Place, root: Path) -> tuple[str, str]:
    """The address that a line of the ledger begins with."""
    lines = (read_text(root, place.path, []) or "").split("\n")
    found = _ADDRESS.match(lines[place.line - 1]) if place.line <= len(lines) else None
    return (f"{found[1]}.md", found[2] or "") if found else ("", "")


def _load(root: Path, path: str) -> Value | None:
    text = read_text(root, path, [])
    return None if text is None else parse_yaml(text, path, [])
