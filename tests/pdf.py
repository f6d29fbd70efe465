"""Reading PDFs back for the tests: the tree of tags with the text of each, without anything of the generator.

The text comes from PDFium, the tree from pypdf; they meet in the numbers of marked content. PDFium gives every hyphen at
the end of a line as U+0002, whether the line made it or the text has it: hyphens are left out of all comparisons.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

_LANGUAGE = re.compile(rb"/Lang ?\(([A-Za-z-]+)\)")  # of a piece of marked content
HYPHENS = str.maketrans("", "", "-\x02\u00ad")


@dataclass
class Element:
    """A tag, with texts (and the page of each, from 0) and tags in it, in the order of reading."""

    kind: str
    inside: list[tuple[int, str] | Element] = field(default_factory=list)

    def all(self, *kinds: str) -> Iterator[Element]:
        """The tags of these kinds, at any depth."""
        for part in self.inside:
            if isinstance(part, Element):
                if part.kind in kinds:
                    yield part
                yield from part.all(*kinds)

    def texts(self, *without: str) -> Iterator[tuple[int, str]]:
        """The texts with their pages, without those in tags of some kinds."""
        for part in self.inside:
            if not isinstance(part, Element):
                yield part
            elif part.kind not in without:
                yield from part.texts(*without)

    def text(self, *without: str) -> str:
        """The text without white space: lines and justification may break or widen it anywhere."""
        return squeezed("".join(text for _, text in self.texts(*without)))

    def pages(self, *without: str) -> list[int]:
        """The pages on which it stands."""
        return sorted({page for page, text in self.texts(*without) if text.strip()})


def addresses(path: Path) -> set[str]:
    """The web addresses to which the links of a file lead."""
    notes = [a.get_object() for page in PdfReader(path).pages for a in page.get("/Annots", [])]
    actions: list[Any] = [note["/A"] for note in notes if "/A" in note]
    return {str(action["/URI"]) for action in actions if "/URI" in action}


def squeezed(text: str) -> str:
    """A text without white space and hyphens."""
    return "".join(text.translate(HYPHENS).split())


def read_tree(path: Path) -> Element:
    """The tree of tags of a PDF."""
    reader, words = PdfReader(path), _marked_texts(path)
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages) if page.indirect_reference}
    top = Element("Root")
    _children(_root(reader)["/StructTreeRoot"], None, numbers, words, top)
    return top


def _root(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def _children(
    tag: Any, page: int | None, numbers: dict[int, int], words: dict[tuple[int, int], str], to: Element
) -> None:
    """Put what is in a tag, in order, into an element."""
    page = _page(tag, numbers, page)
    inside = tag.get("/K", ArrayObject()).get_object()
    for child in (c.get_object() for c in (inside if isinstance(inside, ArrayObject) else [inside])):
        if isinstance(child, int):
            to.inside.append((page or 0, words.get((page or 0, child), "")))
        elif child.get("/Type") == "/MCR":
            at = _page(child, numbers, page) or 0
            to.inside.append((at, words.get((at, int(child["/MCID"])), "")))
        elif child.get("/Type") != "/OBJR":
            element = Element(str(child["/S"]).removeprefix("/"))
            to.inside.append(element)
            _children(child, page, numbers, words, element)


def _page(tag: Any, numbers: dict[int, int], otherwise: int | None) -> int | None:
    """The number of the page that a tag names."""
    return numbers[tag.raw_get("/Pg").idnum] if "/Pg" in tag else otherwise


def _marked_texts(path: Path) -> dict[tuple[int, int], str]:
    """The text of every piece of marked content: (page, number) -> text. Number -1 is what is no content: heads and feet."""
    found: dict[tuple[int, int], str] = {}
    document = pypdfium2.PdfDocument(path)
    for number, page in enumerate(document):
        texts = page.get_textpage()
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=8):
            key = (number, raw.FPDFPageObj_GetMarkedContentID(thing.raw))
            found[key] = found.get(key, "") + _text_of(thing.raw, texts.raw)
        texts.close()
        page.close()
    document.close()
    return found


def _text_of(thing: Any, texts: Any) -> str:
    length = raw.FPDFTextObj_GetText(thing, texts, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFTextObj_GetText(thing, texts, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def furniture(path: Path) -> list[str]:
    """The heads and feet of every page."""
    found = _marked_texts(path)
    return [found.get((n, -1), "") for n in range(1 + max(page for page, _ in found))]


def fonts(path: Path) -> dict[str, bool]:
    """Every font by name, and whether it is embedded."""
    found, reader = {}, PdfReader(path)
    for number in range(1, int(reader.trailer["/Size"])):  # type: ignore[call-overload]
        thing = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(thing, DictionaryObject) and thing.get("/Type") == "/FontDescriptor":
            found[str(thing["/FontName"])] = any(k in thing for k in ("/FontFile", "/FontFile2", "/FontFile3"))
    return found


def facts(path: Path) -> dict[str, Any]:
    """Title, author, subject, language, page labels, bookmarks, files attached."""
    reader = PdfReader(path)
    said: Any = reader.metadata or {}
    contents: list[Any] = [page["/Contents"].get_object() for page in reader.pages]
    return {
        **{key: str(said.get(f"/{key.capitalize()}", "")) for key in ("title", "author", "subject")},
        "language": str(_root(reader).get("/Lang", "")),
        "labels": reader.page_labels,
        "bookmarks": list(_bookmarks(reader.outline)),
        "attached": {name: files[0] for name, files in reader.attachments.items()},
        "languages": {code.decode() for c in contents for code in _LANGUAGE.findall(c.get_data())},
    }


def _bookmarks(outline: Any) -> Iterator[tuple[str, list[str]]]:
    """Those of the first level, each with those below it; pypdf has these as a list that follows."""
    for item, after in pairwise([*outline, None]):
        if not isinstance(item, list):
            yield (
                str(item.title),
                [str(b.title) for b in after if not isinstance(b, list)] if isinstance(after, list) else [],
            )


def without_tags(path: Path, to: Path) -> Path:
    """A copy of a PDF without its tree of tags: what a validator must refuse."""
    writer = PdfWriter(clone_from=path)
    del writer.root_object["/StructTreeRoot"]
    writer.write(to)
    return to


def sizes(page: pypdfium2.PdfPage) -> dict[int, int]:
    """The sizes of type on a page, in points, and how many characters have each; raised numbers of notes do not count."""
    texts, found = page.get_textpage(), dict[int, int]()
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=8):
        size, text = ctypes.c_float(), _text_of(thing.raw, texts.raw)
        raw.FPDFTextObj_GetFontSize(thing.raw, size)
        if text.strip() and not text.strip().isdigit():
            found[round(size.value)] = found.get(round(size.value), 0) + len(text)
    texts.close()
    return found
