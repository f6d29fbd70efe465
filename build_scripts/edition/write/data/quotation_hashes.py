"""Stage 6, write: what the page that checks quotations must know: every paragraph, and which words stand in which document.

In: `Edition`. Out: below `docs/data/quotations/`, scripts that hand over data (a page opened from a disk may load a script but
not fetch a file): one for each document, with its paragraphs; the index of three words at a time, in parts of some 64 kB,
so that a reader of a large edition loads a few parts and the documents they name; and `index.js`, which names them all.
Words, brackets and hashes as in `docs/assets/quote-match.js`; a test compares the two.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category, normalize
from zlib import crc32

from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.write.markdown.syntax import Pages

FOLDER = "data/quotations"
PART = 4096  # entries of the index in one file, about
_PLAIN = re.compile(r"[(\"“]*([A-Za-z0-9]+)[,.;:!?)\"”]*")
_JOINING = "[]'’‘ʼʹ`´"


@dataclass
class _Word:
    full: str = ""  # with what stands in square brackets
    bare: str = ""  # without


def write_quotations(edition: Edition) -> Pages:
    """All files: the list of documents, the documents, the parts of the index."""
    documents = list(edition.documents.values())
    index: dict[int, list[int]] = {}
    for number, document in enumerate(documents):
        for value in _hashes(document):
            if value in index:
                index[value].append(number)
            else:
                index[value] = [number]
    count = 1
    while count * PART < len(index):
        count *= 2
    parts: list[dict[str, list[int]]] = [{} for _ in range(count)]
    for value in sorted(index):
        parts[value % count][str(value)] = index[value]
    head = {"parts": count, "documents": [d.id for d in documents], "version": edition.settings.version}
    return {
        f"{FOLDER}/index.js": _script("index", head),
        **{f"{FOLDER}/words-{n}.js": _script("words", [n, part]) for n, part in enumerate(parts)},
        **{f"{FOLDER}/{d.id}.js": _script("document", _data(edition, d)) for d in documents},
    }


def _script(kind: str, data: object) -> str:
    """A script that hands over data. Escaped so that it may stand in a page too."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"editionQuotations({json.dumps(kind)},{text});\n"


def _data(edition: Edition, document: Annotated) -> dict[str, object]:
    """A document with its paragraphs."""
    body = [{"id": p.id, "label": p.label, "text": p.text} for p in document.body]
    address = edition.settings.address.rstrip("/") + document.address
    return {"id": document.id, "title": document.apparatus.short_title, "address": address, "paragraphs": body}


def _hashes(document: Annotated) -> set[int]:
    """The hashes of three words each of a document, with what stands in brackets and without."""
    found = [w for p in document.body for w in words(p.text)]
    return {*hashes([w.full for w in found]), *hashes([w.bare for w in found if w.bare])}


def hashes(texts: Sequence[str]) -> list[int]:
    """CRC-32 (of zip files) of each three words that follow one another, joined by spaces, in UTF-8."""
    return [crc32(f"{a} {b} {c}".encode()) for a, b, c in zip(texts, texts[1:], texts[2:], strict=False)]


def words(text: str) -> list[_Word]:
    """The words of a text, folded: "c[omrade]s" is "comrades", or "cs" without its brackets."""
    found: list[_Word] = []
    depth = 0
    for run in text.split():
        if plain := _PLAIN.fullmatch(run):  # most of them
            found.append(_Word(plain[1].lower(), "" if depth else plain[1].lower()))
        else:
            depth = _words_of_run(run, depth, found)
    return found


def _words_of_run(run: str, depth: int, found: list[_Word]) -> int:
    """Add the words of a run of characters without white space. Returns how many brackets are open after it."""
    word = _Word()
    for n, c in enumerate(run):
        joins = word.full and n + 1 < len(run) and (_letter(run[n + 1]) or run[n + 1] in "[]")
        if _inside(c):
            word.full += c
            word.bare += "" if depth else c
        depth = depth + 1 if c == "[" else max(0, depth - 1) if c == "]" else depth
        if not _inside(c) and not (joins and c in _JOINING):
            _add(word, found)
            word = _Word()
    _add(word, found)
    return depth


def _add(word: _Word, found: list[_Word]) -> None:
    if full := _fold(word.full):
        found.append(_Word(full, _fold(word.bare)))


def _inside(c: str) -> bool:
    return category(c)[0] in "LNM" or category(c) == "Cf"


def _letter(c: str) -> bool:
    return category(c)[0] in "LN"


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(c for c in normalize("NFKD", text) if category(c)[0] != "M" and category(c) != "Cf").lower()
