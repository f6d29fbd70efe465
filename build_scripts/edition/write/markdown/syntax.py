"""Words of Markdown that all Markdown writers share: escaping, links, front matter, locators, citations.

Text that comes from a source text or an editor goes through `escape` or `prose` and never becomes markup by accident.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from edition.model.addresses import CALENDAR_PAGE, href
from edition.model.apparatus import SourceRef
from edition.model.document import Number
from edition.model.edition import Edition
from edition.model.typography import italics
from edition.model.works import Citation
from edition.stages.cite import divided
from edition.write.shared.rows import Row


def away(page: str, address: str, escaped: str) -> str:
    """A link as HTML from the page at one address to another address. MkDocs leaves it as it is: `links` proves it."""
    return f'<a href="{html_text(href(page, address))}">{escaped}</a>'


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; the cells are Markdown already, a bar in them is an entity already."""
    head = list(head)
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


SOURCES = "about/sources.md"


# Stops, hyphens, hashes and plus signs mean something to Markdown only at the start of a line, a round bracket only after
# a square one, which is escaped: leaving them alone keeps the files readable. `start` escapes the start of a line.
_SPECIAL = re.compile(r"[\\`*_{}\[\]&<>|]|[\t\r\n]+")


_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}


_START = re.compile(r"^(?:([#+>:~=-])|(\d+)([.)]))")


_END = re.compile(r"#+$")


_SCRIPTS = (
    ("zh", re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+(?:[·（）]*[\u2e80-\u9fff]+)*")),
    ("ru", re.compile(r"[\u0400-\u04ff]+(?:[ .-]+[\u0400-\u04ff]+)*")),
)


Pages = dict[str, str]


def escape(text: str) -> str:
    """Text in which Markdown and HTML see no markup; on one line, since a new line could begin a heading or a list."""
    return _SPECIAL.sub(lambda m: _ENTITIES.get(m[0]) or (" " if m[0].isspace() else f"\\{m[0]}"), text)


def heading(escaped: str) -> str:
    """Escaped text that can end a heading: number signs there would be taken for the end of it."""
    return _END.sub(lambda m: "&#35;" * len(m[0]), escaped)


def start(escaped: str) -> str:
    """Escaped text that can begin a line: no heading, list, definition or indented code by accident."""
    return _START.sub(lambda m: f"{m[2] or ''}&#{ord(m[1] or m[3])};", escaped.lstrip())


def prose(text: str) -> str:
    """An editor's prose: escaped, but for *italics*; Chinese and Russian words tagged with their language."""
    parts = ((languages(escape(words)), is_italic) for words, is_italic in italics(text))
    return "".join(f"*{words}*" if is_italic else words for words, is_italic in parts)


def languages(escaped: str) -> str:
    """Escaped text with its Chinese and Russian words tagged."""
    for code, pattern in () if escaped.isascii() else _SCRIPTS:
        escaped = pattern.sub(rf'<span lang="{code}">\g<0></span>', escaped)
    return escaped


def far(markdown: str) -> str:
    """A part of a long list, as a block of its own: a browser lays it out, and fetches its fonts, when it comes near."""
    return f'<div class="far" markdown>\n\n{markdown}\n\n</div>'


def link(page: str, target: str, text: str) -> str:
    """A link from one page of `docs/` to another (`people/x.md`, `documents/y.md#p3`); the text is escaped already."""
    path, hash, fragment = target.partition("#")
    relative = _relative(path, page.rpartition("/")[0]) if path != page else ""
    return f"[{text}]({relative}{hash}{fragment})"


@cache
def _relative(path: str, folder: str) -> str:
    return posixpath.relpath(path, folder or ".")


def name_link(edition: Edition, page: str, id: str, text: str = "") -> str:
    """A link to a register entry."""
    name = edition.register.names.get(id)
    if name is None:
        return escape(text or id)
    return link(page, f"{name.register}/{name.id}.md", languages(escape(text or name.name)))


def locator_link(page: str, document: str, first: Number, last: Number, label: str = "¶ ") -> str:
    """A link to a paragraph or a range of paragraphs."""
    text = f"{label}{first}" if first == last else f"{label}{first}–{last}"
    return link(page, f"documents/{document}.md#p{first}", text)


def sources(edition: Edition, page: str, references: Iterable[SourceRef]) -> str:
    """References to works, short, each a link to the bibliography; an empty text if there are none."""
    return "; ".join(_source(edition, page, r) for r in references if (str(r.work), r.at) in edition.short)


def _source(edition: Edition, page: str, reference: SourceRef) -> str:
    """A reference. If it was made to an item of the calendar, the place in it leads there; the whole, if none is given."""
    work, place = divided(edition.short[(str(reference.work), reference.at)], reference.at)
    if not reference.item:
        return link(
            page,
            f"{SOURCES}#{reference.work}",
            citation(edition.short[(str(reference.work), reference.at)]).rstrip("."),
        )
    item = f"{CALENDAR_PAGE}#k-{reference.item}"
    if not place:
        return link(page, item, citation(work).rstrip("."))
    return f"{link(page, f'{SOURCES}#{reference.work}', citation(work))}, {link(page, item, languages(escape(place)))}"


def citation(runs: Citation, links: bool = False) -> str:
    """A citation in Markdown; web addresses become links if wanted."""
    made = []
    for run in _together(runs):
        text = languages(escape(run[0]))
        text = f"*{text.strip()}*" + " " * (len(text) - len(text.rstrip())) if run[1] and text.strip() else text
        made.append(f"[{text}](<{run[2]}>)" if run[2] and links else text)
    return "".join(made)


def _together(runs: Citation) -> list[tuple[str, bool, str]]:
    """Runs set alike put together, so that no emphasis begins or ends at a space."""
    joined: list[tuple[str, bool, str]] = []
    for run in runs:
        if joined and joined[-1][1:] == (run.italic, run.url):
            joined[-1] = (joined[-1][0] + run.text, run.italic, run.url)
        else:
            joined.append((run.text, run.italic, run.url))
    return joined


def front_matter(fields: Mapping[str, object]) -> str:
    """YAML front matter; every value as JSON, which YAML reads alike. The theme sets title and description as HTML."""
    shown = {k: html_text(str(v)) if k in ("title", "description") else v for k, v in fields.items()}
    lines = [f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in shown.items() if v not in ("", None, [])]
    return "\n".join(["---", *lines, "---", "", ""])


def html_text(text: str) -> str:
    """Text as it may stand in HTML, in an attribute too."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(character, entity)
    return text


def page(title: str, generated_from: str, body: Iterable[str], **fields: object) -> str:
    """A page: front matter that says it is generated and from what, a heading, and blocks one blank line apart."""
    head = front_matter({"title": title, "generated_from": generated_from, "hide": ["navigation"], **fields})
    return head + f"# {heading(escape(title))}\n\n" + "\n\n".join(b for b in body if b) + "\n"


def markdown(edition: Edition, here: str, row: Row) -> str:
    """A row as Markdown of the page `here`."""
    return "".join(escape(n) if isinstance(n, str) else _node(edition, here, n) for n in row)


def _node(edition: Edition, here: str, node: list[Any]) -> str:
    kind = node[0]
    if kind == "em":
        return f"*{markdown(edition, here, node[1])}*"
    if kind == "lang":
        return languages(escape(node[2]))
    if kind == "url":
        return f"[{markdown(edition, here, node[2])}](<{node[1]}>)"
    if kind == "see":
        place = f"fn-{node[5]}" if len(node) > 5 else node[2]
        return link(
            here, f"documents/{node[1]}.md{'' if place == 'title' else f'#{place}'}", markdown(edition, here, node[4])
        )
    if kind in ("link", "at"):
        return _inner(edition, here, node[1], markdown(edition, here, node[2]))
    raise TypeError(kind)


def _inner(edition: Edition, here: str, place: str, text: str) -> str:
    """A link to a name, a work, an item of the calendar, a page; its text is Markdown already."""
    kind, _, id = place.partition(":")
    if kind == "d":
        return link(here, id, text)
    if kind == "n":
        return link(here, f"{edition.register.names[id].register}/{id}.md", text)
    return link(here, f"{SOURCES}#{id}" if kind == "b" else f"{CALENDAR_PAGE}#k-{id}", text)
