"""Stage 8, verify: read the built pages back and prove what the edition promises.

In: a built site, the edition, the source texts. Out: `Finding`s, none if everything holds.
Reads HTML with BeautifulSoup and takes nothing from the generator on trust: words are counted in the source files anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from edition.model.addresses import Finding
from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.model.proofs import CHECKS
from edition.model.words import differences, shown_words, source_words
from edition.verify.links import check_links, check_styles, read_pages
from edition.verify.old_addresses import check_addresses, check_releases

_PARSER = "lxml"


@dataclass(frozen=True)
class ShownBlock:
    """A block of a document page that holds words of the source text."""

    id: str
    is_paragraph: bool
    text: str


@dataclass(frozen=True)
class Parts:
    """What is looked at on the page of a document."""

    ids: dict[str, list[Tag]]
    names: list[Tag]  # the linked mentions of names
    blocks: list[Tag]  # that hold words of the source text
    notes: int


def verify(root: Path, site: Path, edition: Edition, progress: Callable[[str], None] = lambda _: None) -> list[Finding]:
    """Every check on a built site."""
    return [finding for findings in check(root, site, edition, progress).values() for finding in findings]


def check(
    root: Path, site: Path, edition: Edition, progress: Callable[[str], None] = lambda _: None
) -> dict[str, list[Finding]]:
    """The findings of every check by its name."""
    found: dict[str, list[Finding]] = {name: [] for name in CHECKS}
    counted: dict[str, tuple[int, int, int, int]] = {}
    for document in edition.documents.values():
        progress(document.id)
        file = site / document.address.strip("/") / "index.html"
        if not file.exists():
            found["pages"].append(Finding(document.address, "the page is missing"))
            continue
        soup = BeautifulSoup(file.read_text("utf-8", errors="replace"), _PARSER, multi_valued_attributes=None)
        text = (root / document.emended.parsed.source.path).read_text("utf-8-sig")
        parts = _parts(soup)
        found["numbers"] += _check_numbers(document, parts.ids)
        found["notes"] += _check_notes(document, parts.ids, edition)
        found["mentions"] += _check_mentions(document, parts.names, edition)
        blocks = [_shown(block) for block in parts.blocks]
        found["words"] += _check_words(document, text, blocks)
        found["paragraphs"] += _check_paragraphs(document, blocks)
        counted[document.id] = _count(parts, blocks)
    found["colophon"] += _check_colophon(site, edition, counted)
    pages = read_pages(site, progress)
    found["links"] += check_links(pages, site, urlsplit(edition.settings.address).path)
    found["styles"] += check_styles(site)
    found["addresses"] += check_addresses(root, pages, site)
    found["releases"] += check_releases(root, pages, site)
    return found


def _parts(soup: BeautifulSoup) -> Parts:
    """What is looked at, from a list of all tags: to let the page be searched for each kind takes several times as long."""
    ids: dict[str, list[Tag]] = {}
    for tag in _tags(soup):
        if id := tag.get("id"):
            ids.setdefault(str(id), []).append(tag)
    inside = _tags(soup.article) if soup.article else []
    names = [t for t in inside if t.name == "a" and _is(t, "name")]
    blocks = [t for t in inside if _is(t, "source", "paragraph")]
    return Parts(ids, names, blocks, sum(t.name == "li" and str(t.get("id")).startswith("fn-") for t in inside))


def _tags(within: Tag) -> list[Tag]:
    return [tag for tag in within.descendants if isinstance(tag, Tag)]


def _is(tag: Tag, *classes: str) -> bool:
    """Whether a tag is of one of some classes."""
    own = str(tag.get("class", "")).split()
    return any(c in own for c in classes)


def _shown(block: Tag) -> ShownBlock:
    """The words of a block; what the edition adds within it (numbers, links of headings, marks of notes) is taken out."""
    for tag in _tags(block):
        if _is(tag, "pn", "headerlink") or (tag.name == "sup" and str(tag.get("id")).startswith("fnref-")):
            tag.extract()
    return ShownBlock(str(block.get("id")), _is(block, "paragraph"), block.get_text())


def _check_words(document: Annotated, text: str, blocks: list[ShownBlock]) -> Iterator[Finding]:
    """Every word of the source text once, in order, unless an emendation says otherwise."""
    shown = [word for block in blocks for word in shown_words(block.text)]
    for difference in differences(source_words(text), shown, document.emended.emendations):
        yield Finding(document.address, difference)


def _check_numbers(document: Annotated, ids: dict[str, list[Tag]]) -> Iterator[Finding]:
    for paragraph in document.body:
        numbers = [tag.find(class_="pn", recursive=False) for tag in ids.get(paragraph.id, ())]
        if [number and number.get_text() for number in numbers] != [paragraph.label]:
            yield Finding(document.address, f"{paragraph.label} does not show its number")


def _check_paragraphs(document: Annotated, blocks: list[ShownBlock]) -> Iterator[Finding]:
    shown = {b.id: b.text.split() for b in blocks if b.is_paragraph}
    for paragraph in document.body:
        if shown.pop(paragraph.id, None) != paragraph.text.split():
            yield Finding(document.address, f"{paragraph.label} is not displayed correctly on the page")
    for id in shown:
        yield Finding(document.address, f"paragraph {id} is on the page but not in the edition")


def _check_notes(document: Annotated, ids: dict[str, list[Tag]], edition: Edition) -> Iterator[Finding]:
    """Each note once, and its mark once, in the paragraph it belongs to."""
    for mark in document.notes:
        key = mark.note.key
        notes, marks = ids.get(f"fn-{key}", []), ids.get(f"fnref-{key}", [])
        if len(notes) != 1 or len(marks) != 1:
            yield Finding(
                document.address, f"the note {key} occurs {len(notes)} times, its reference mark {len(marks)} times"
            )
            continue
        inside = marks[0].find_parent(id=document.paragraphs[mark.span.index].id)
        if inside is None or not marks[0].get_text().isdigit():
            yield Finding(document.address, f"the reference mark of note {key} is in the wrong place")
        works = ["".join(r.text for r in edition.short[(str(s.work), s.at)]) for s in mark.note.sources]
        text, cited = mark.note.text.replace("*", ""), f"Sources: {'; '.join(works)}" if works else ""
        printed = notes[0].get_text().replace("*", "")
        if printed.split()[: len(text.split())] != text.split() or _letters(printed) != _letters(text + cited):
            yield Finding(document.address, f"the wording of note {key} differs")
    if sum(len(tags) for id, tags in ids.items() if id.startswith("fnref-")) != len(document.notes):
        yield Finding(document.address, "there is a reference mark for a note that is not in the edition")


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _check_mentions(document: Annotated, names: list[Tag], edition: Edition) -> Iterator[Finding]:
    """The linked names of the page are the mentions of the edition, in order and on their words."""
    wanted = [
        (edition.register.names[m.name].address, document.paragraphs[m.span.index].text[m.span.start : m.span.end])
        for m in document.mentions
    ]
    shown = [(f"/{str(a.get('href', '')).replace('../', '')}", a.get_text()) for a in names]
    if wanted != shown:
        first = next((w for w, s in zip(wanted, [*shown, None], strict=False) if w != s), "one too many")
        yield Finding(
            document.address,
            f"{len(wanted)} mentions should be linked, but {len(shown)} are; first difference: {first}",
        )


def _count(parts: Parts, blocks: list[ShownBlock]) -> tuple[int, int, int, int]:
    """(words, paragraphs, notes, mentions) counted on a page."""
    words = sum(len(shown_words(b.text)) for b in blocks)
    return words, sum(b.is_paragraph for b in blocks), parts.notes, len(parts.names)


def _check_colophon(site: Path, edition: Edition, counted: dict[str, tuple[int, int, int, int]]) -> Iterator[Finding]:
    """The numbers printed on the colophon are those counted."""
    file = site / "about/colophon/index.html"
    soup = BeautifulSoup(file.read_text("utf-8", errors="replace") if file.exists() else "", _PARSER)
    rows = [[str(c.get_text()) for c in row.select("td")] for row in soup.select("article tr")]
    for what, count in edition.counts.items():
        if [what, f"{count:,}"] not in rows:
            yield Finding("/about/colophon/", f"the edition contains {count:,} {what}, but the page says otherwise")
    by_hash = {row[-1]: row for row in rows if row}
    for id, numbers in counted.items():
        document = edition.documents[id]
        row = by_hash.get(document.emended.parsed.source.sha256)
        if row is None or row[1:5] != [f"{n:,}" for n in numbers]:
            yield Finding("/about/colophon/", f"counted for {id}: {numbers}, printed: {row[1:5] if row else 'nothing'}")
