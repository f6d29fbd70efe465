"""Text for print: what stands in a line, as small values that JSON holds and the templates set.

In: texts of the source, of editors and of the citation processor. Out: rows of nodes. A node is a text, or a list that
begins with its kind: ["em", row], ["strong", row], ["lang", code, text], ["translator", row], ["note", key],
["mention", name], ["link", label, row], ["at", label, row, address] (a link that a book gives with its page),
["see", document, first, last, row], ["url", address, row], ["code", text].
Nothing here becomes markup: the templates receive texts and set them as texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from edition.model.addresses import address_of
from edition.model.apparatus import SourceRef
from edition.model.edition import Edition, ItemPlace
from edition.model.typography import italics
from edition.model.works import Citation
from edition.stages.cite import divided

Node = str | list[Any]
Row = list[Node]
_SPACES = re.compile(r"[\t\r\n]+")
# Runs of Chinese and of Russian letters: what a screen reader must speak with another voice.
_SCRIPTS = re.compile(
    r"(?P<zh>[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+(?:[·（）]*[\u2e80-\u9fff]+)*)"
    r"|(?P<ru>[\u0400-\u04ff]+(?:[ .-]+[\u0400-\u04ff]+)*)"
)


def plain(text: str) -> Row:
    """A text on one line; its Chinese and Russian words tagged."""
    text, row, at = _SPACES.sub(" ", text), list[Node](), 0
    for match in () if text.isascii() else _SCRIPTS.finditer(text):
        row += [text[at : match.start()]] if match.start() > at else []
        row.append(["lang", match.lastgroup, match[0]])
        at = match.end()
    return [*row, text[at:]] if at < len(text) else row


def prose(text: str) -> Row:
    """An editor's prose, in which *stars* mean italics."""
    row: Row = []
    for words, is_italic in italics(text):
        row += [["em", plain(words)]] if is_italic else plain(words)
    return row


def citation(runs: Citation, links: bool = False) -> Row:
    """A citation; its web addresses lead somewhere if wanted."""
    row: Row = []
    for run in runs:
        set_as: Row = [["em", plain(run.text)]] if run.italic else plain(run.text)
        row += [["url", run.url, set_as]] if run.url and links else set_as
    return joined(row)


def sources(edition: Edition, references: Iterable[SourceRef]) -> Row:
    """References to works, short, each a link to the work; nothing if there are none."""
    row: Row = []
    for reference in references:
        short = edition.short.get((str(reference.work), reference.at))
        if short:
            row += ["; "] if row else []
            row += _source(edition, reference, short)
    return row


def _source(edition: Edition, reference: SourceRef, short: Citation) -> Row:
    """A reference. If it was made to an item of the calendar, the place in it leads there; the whole, if none is given."""
    if not reference.item:
        return [["link", f"b:{reference.work}", _without_stop(citation(short))]]
    work, place = divided(short, reference.at)
    if not place:
        return [item_link(edition, reference.item, _without_stop(citation(short)))]
    return [["link", f"b:{reference.work}", citation(work)], ", ", item_link(edition, reference.item, plain(place))]


def item_link(edition: Edition, key: str, row: Row) -> Node:
    """A link to an item of the calendar; in a print that does not have it, to its address."""
    address = f"{edition.settings.address.rstrip('/')}{edition.calendar[key].address}"
    return ["link", f"k:{key}", row, address]


def page_link(edition: Edition, page: str, row: Row) -> Node:
    """A link to a page that is no document; in a print that does not have it, to its address."""
    return ["link", f"d:{page}", row, f"{edition.settings.address.rstrip('/')}{address_of(page)}"]


def section_link(edition: Edition, page: str, section: str, row: Row) -> Node:
    """A link to a section of a page that people wrote, with its page; in a print that does not have it, to its address."""
    return ["at", f"d:{page}#{section}", row, f"{page_link(edition, page, row)[3]}#{section}"]


def item_place(edition: Edition, place: ItemPlace) -> Row:
    """An item of the calendar by its short title, with a place in it."""
    link = item_link(edition, place.item, plain(edition.calendar[place.item].short_title))
    return [link, *([", ", *plain(place.at)] if place.at else [])]


def _without_stop(row: Row) -> Row:
    if row and isinstance(row[-1], str):
        return [*row[:-1], row[-1].rstrip().removesuffix(".")]
    return row


def joined(row: Iterable[Node]) -> Row:
    """A row with neighbouring texts, and neighbouring italics, put together."""
    made: Row = []
    for node in row:
        last = made[-1] if made else None
        if isinstance(node, str) and isinstance(last, str):
            made[-1] = last + node
        elif isinstance(node, list) and isinstance(last, list) and node[0] == last[0] == "em":
            made[-1] = ["em", joined([*last[1], *node[1]])]
        else:
            made.append(node)
    return made


def between(rows: Iterable[Row], mark: str) -> Row:
    """Rows put in one, with a mark between them."""
    made: Row = []
    for row in rows:
        made += [mark, *row] if made else row
    return made


def unset(row: Row) -> str:
    """The words of a row, without what is said of how they are set and where they lead."""
    return "".join(node if isinstance(node, str) else _unset_node(node) for node in row)


def _unset_node(node: list[Any]) -> str:
    at = {"em": 1, "strong": 1, "translator": 1, "lang": 2, "link": 2, "at": 2, "url": 2, "see": 4, "code": 1}.get(
        node[0]
    )
    inner = node[at] if at else ""
    return inner if isinstance(inner, str) else unset(inner)


def words(value: object) -> Iterator[str]:
    """Every text in a value, for its characters to be looked up; addresses and labels are texts too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner)
