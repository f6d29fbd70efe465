"""What stands before and after the texts in an EPUB: names, index, works, passages, chronology, emendations, hand-written pages.

In: values as `write.shared.back_matter` and `write.shared.written_pages` make them, where links lead. Out: elements.
Locators are paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from edition.model.addresses import anchor
from edition.write.epub.xhtml import Goals, H, inline, typed
from edition.write.shared.elements import Element, xml
from edition.write.shared.rows import Row

Values = Mapping[str, Any]
_LISTS = {"list": H.ul, "numbers": H.ol, "quotation": H.blockquote, "list-item": H.li}


def chapter(
    id: str, title: str, content: Iterable[Element], type: str = "chapter", role: str = "doc-chapter"
) -> Element:
    """A part of the book with its title."""
    section = H.section(typed(type, role, **{"aria-labelledby": id}), H.h1({"id": id}, xml(title)))
    section.extend(content)
    return section


def register(entries: Iterable[Values], goals: Goals, level: Any = H.p) -> Iterator[Element]:
    """The names of a register."""
    for entry in entries:
        name = H.strong(*inline(entry["heading"], goals))
        paragraph = H.p({"class": "entry", "id": f"n-{entry['id']}"}, name)
        _append(paragraph, _entry(entry, goals))
        yield paragraph


def _entry(entry: Values, goals: Goals) -> Iterator[str | Element]:
    """What is known of a name, sentence by sentence."""
    if entry["also"]:
        yield " "
        yield from inline(entry["also"], goals)
    yield f" ({entry['dates']}). " if entry["dates"] else ". "
    if entry["text"]:
        yield from (*inline(entry["text"], goals), " ")
    if entry["doubt"]:
        yield f"Identification {entry['doubt']}. "
    for label, row in (("Modern name", entry["modern"]), ("Printed", entry["printed"])):
        if row:
            yield from (f"{label}: ", *inline(row, goals), ". ")
    if entry["sources"]:
        yield from (H.em("Sources:"), " ", *inline(entry["sources"], goals), ". ")
    if entry["locators"]:
        yield from (H.em("In the text:"), " ", *locators(entry["locators"], goals), ". ")
    if entry["head"]:
        heads = [["see", id, "title", "title", [date]] for id, date in entry["head"]]
        yield from (H.em("In the head:"), " ", *_between(([h] for h in heads), "; ", goals), ".")


def locators(found: Sequence[Values], goals: Goals) -> Iterator[str | Element]:
    """Paragraphs and notes by document: "6 May 1950: ¶ 3, 5–7, 6n"."""
    for n, group in enumerate(found):
        date = f"{group['date']}: " if group["date"] else ""
        sign = "¶\u00a0" if group["numbered"] else ""
        yield f"{'; ' if n else ''}{date}{sign}"
        shown = [["see", group["id"], f"p{a}", f"p{b}", [f"{a}" if a == b else f"{a}–{b}"]] for a, b in group["ranges"]]
        shown += [["link", f"f:{group['id']}:{keys[0]}", [called]] for called, keys in group["notes"]]
        yield from _between(([node] for node in shown), ", ", goals)


def undated(entry: Values) -> dict[str, Any]:
    """A register entry, or one of the index, without the dates of its locators: in a book of one document they say nothing."""
    bare = {**entry, "locators": [{**group, "date": ""} for group in entry["locators"]]}
    if "subheadings" in entry:
        bare["subheadings"] = [undated(below) for below in entry["subheadings"]]
    return bare


def _between(rows: Iterable[Row], mark: str, goals: Goals) -> Iterator[str | Element]:
    for n, row in enumerate(rows):
        yield from ([mark] if n else [])
        yield from inline(row, goals)


def _append(element: Element, content: Iterable[str | Element]) -> None:
    """Texts and elements put at the end of an element."""
    made = H.span(*content)
    if made.text:
        last = element[-1] if len(element) else None
        if last is None:
            element.text = (element.text or "") + made.text
        else:
            last.tail = (last.tail or "") + made.text
    element.extend(made)


def index_places(headings: Iterable[Values], file: str) -> dict[str, str]:
    """Where each heading of the index stands: its words make its id, with a number where others have the same."""
    found, taken = dict[str, str](), set[str]()
    for number, heading in enumerate(headings, start=1):
        id = anchor(heading["key"])
        id = f"{id}-{number}" if id in taken else id
        taken.add(id)
        found[f"i:{heading['key']}"] = f"{file}#{id}"
    return found


def index(headings: Sequence[Values], how: Row, goals: Goals) -> Iterator[Element]:
    """The analytical index, how some of its locators are to be read, and a list for each letter."""
    if how:
        yield H.p(*inline(how, goals))
    for letter, group in groupby(headings, key=lambda h: str(h["letter"])):
        yield H.h2(letter)
        yield H.ul({"class": "index"}, *(_heading(h, goals) for h in group))


def _heading(heading: Values, goals: Goals) -> Element:
    id = goals.inside[f"i:{heading['key']}"].partition("#")[2]
    item = H.li({"id": id}, *inline(heading["text"], goals))
    if heading["see"]:
        _append(item, [", ", H.em("see"), " ", *inline(heading["see"], goals)])
    _append(item, [] if heading["mentioned"] else [", not mentioned"])
    _append(item, _where(heading, goals))
    below = [H.li(*inline(s["text"], goals), *_where(s, goals)) for s in heading["subheadings"]]
    below += [H.li(H.em("see also"), " ", *inline(heading["also"], goals))] if heading["also"] else []
    if below:
        item.append(H.ul(*below))
    return item


def _where(entry: Values, goals: Goals) -> Iterator[str | Element]:
    """The paragraphs of a heading or subheading, then what is none, set apart."""
    if entry["locators"]:
        yield from (", ", *locators(entry["locators"], goals))
    if entry["elsewhere"]:
        yield from ("; " if entry["locators"] else ", ", *inline(entry["elsewhere"], goals))


def works(entries: Iterable[Values], goals: Goals) -> Iterator[Element]:
    """Works in full, each with what is said of it."""
    for entry in entries:
        remarks = [" ", *inline(entry["remarks"], goals)] if entry.get("remarks") else []
        place = {"id": f"b-{entry['key']}"} if entry["key"] else {}
        yield H.p({"class": "work", **place}, *inline(entry["text"], goals), *remarks)


def passages(entries: Iterable[Values], goals: Goals) -> Iterator[Element]:
    """The matters on which passages bear on each other."""
    for entry in entries:
        label = H.strong(*inline(entry["label"], goals))
        said = [". ", *inline(entry["note"], goals), " ", H.em("See"), " ", *inline(entry["places"], goals), "."]
        yield H.p({"class": "entry", "id": f"x-{entry['key']}"}, label, *said)


def chronology(entries: Iterable[Values], goals: Goals) -> Iterator[Element]:
    """Dated events with their sources, and the passages that bear on them."""
    for entry in entries:
        event = H.p({"class": "entry"}, H.strong(entry["date"]))
        _append(event, [", ", *inline(entry["place"], goals)] if entry["place"] else [])
        _append(event, [". ", *inline(entry["text"], goals), f" ({entry['doubt']})" if entry["doubt"] else ""])
        _append(event, [" ", *inline(entry["note"], goals)] if entry["note"] else [])
        for label, row in (("Sources:", entry["sources"]), ("See", entry["places"])):
            _append(event, [" ", H.em(label), " ", *inline(row, goals), "."] if row else [])
        yield event


def calendar(entries: Iterable[Values], goals: Goals) -> Iterator[Element]:
    """The items of the calendar, each with its account and, in small type, the facts about it."""
    for entry in entries:
        item = H.p({"class": "entry", "id": f"k-{entry['key']}"}, H.strong(*inline(entry["heading"], goals)))
        _append(item, [" (mission). " if entry["mission"] else ". ", *inline(entry["text"], goals)])
        yield item
        facts = H.p({"class": "facts"}, *inline(entry["facts"], goals))
        _append(facts, [" ", H.em("Bears on:"), " ", *locators(entry["places"], goals), "."] if entry["places"] else [])
        yield facts


def changes(emended: Iterable[Values], remarked: Iterable[Values], goals: Goals) -> Iterator[Element]:
    """The emendations of each document and the remarks on its text."""
    for changed, remarks in zip(emended, remarked, strict=True):
        yield H.h2(xml(changed["short"]))
        if changed["rows"]:
            yield table([[c] for c in ("Rule", "Source text", "Before", "After")], changed["rows"], goals)
        else:
            yield H.p("No emendations.")
        yield from (H.p(*inline(reason, goals)) for reason in changed["reasons"])
        yield from (H.p({"class": "entry"}, *inline(row, goals)) for row in remarks["rows"])


def table(head: Sequence[Row], rows: Iterable[Sequence[Row]], goals: Goals) -> Element:
    """A table with the names of its columns."""
    first = H.tr(*(H.th({"scope": "col"}, *inline(cell, goals)) for cell in head))
    body = (H.tr(*(H.td(*inline(cell, goals)) for cell in row)) for row in rows)
    return H.table(H.thead(first), H.tbody(*body))


def section_id(id: str) -> str:
    """The id of a section of a page that people wrote, in a book: no other id begins like it."""
    return f"h-{id}"


def by_hand(blocks: Iterable[Values], goals: Goals) -> Iterator[Element]:
    """The blocks of a page that people wrote."""
    for block in blocks:
        kind, row = block["kind"], inline(block["row"], goals)
        if kind == "heading":
            yield H(f"h{min(block['level'], 6)}", {"id": section_id(block["id"])}, *row)
        elif kind == "table":
            yield table(block["head"], block["rows"], goals)
        elif kind == "code":
            yield H.pre(H.code(*row))
        else:
            yield _LISTS.get(kind, H.p)(*row, *by_hand(block.get("blocks", ()), goals))
