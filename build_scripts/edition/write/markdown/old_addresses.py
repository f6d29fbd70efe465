"""Stage 6, write: what a reader finds at an address that is no longer used.

In: `Past`. Out: sentences with the old ids, for the pages on which they stood, and a page of its own for every page that
moved or was withdrawn. Nothing that was published leads to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.model.addresses import address_of, href
from edition.model.annotations import Annotated
from edition.versions.ledger import LEDGER, Line, resolve
from edition.versions.since import Past, called
from edition.write.markdown.syntax import Pages, away, escape, front_matter, heading, prose
from edition.write.markdown.versions import changed_since

_PARAGRAPH = re.compile(r"p(\d+)([a-z]?)")
_VERBS = {"moved": "moved", "split": "was divided", "merged": "was merged with another"}
Beside = dict[str, list[str]]
Numbered = tuple[tuple[int, str], str]  # an old number, and the block that stands in its place


def former_beside(past: Past, document: Annotated) -> tuple[Beside, Beside]:
    """What stands before and after each paragraph: the old numbers in their order, and that its words were changed."""
    before: Beside = {}
    after: Beside = {id: [said] for id, said in changed_since(past, document.address, document.address).items()}
    numbers = [((p.number.value, p.number.letter), p.id) for p in document.body if p.number]
    for number, block in [*_bare_numbers(past, document), *_former_paragraphs(past, document)]:
        following = next((id for n, id in numbers if n > number), "")
        if following:
            before.setdefault(following, []).append(block)
        elif numbers:
            after.setdefault(numbers[-1][1], []).append(block)
    return before, after


def _former_paragraphs(past: Past, document: Annotated) -> list[Numbered]:
    """The old paragraph numbers of a document in their order, each as a block of Markdown with its id."""
    found = []
    for line in past.retired.get(document.address, ()):
        if match := _PARAGRAPH.fullmatch(line.address.partition("#")[2]):
            found.append(((int(match[1]), match[2]), _block(past, line, document.address)))
    return sorted(found)


def _bare_numbers(past: Past, document: Annotated) -> list[Numbered]:
    """Ids for numbers all of whose paragraphs bear letters, but for old paragraphs: locators lead to them."""
    taken = {line.address.partition("#")[2] for line in past.retired.get(document.address, ())}
    return [((int(p[1:]), ""), f'<span id="{p}"></span>') for p in document.divided if p not in taken]


def add_former(pages: Pages, past: Past) -> Pages:
    """The pages with the old ids of each at its end, and the redirects from old addresses."""
    paths = {address_of(path): path for path in pages if path.endswith(".md")}
    made = {}
    for page, lines in past.retired.items():
        if page in paths:
            others = [x for x in lines if not _PARAGRAPH.fullmatch(x.address.partition("#")[2])]
            made[paths[page]] = pages[paths[page]] + (_section(past, others) if others else "")
        elif whole := next((x for x in lines if x.address == page), None):
            made[f"{page.strip('/')}.md"] = _gone(past, whole)
    return pages | made


def _section(past: Past, lines: list[Line]) -> str:
    page = lines[0].address.partition("#")[0]
    blocks = ["## Former addresses {: #earlier-addresses }", *(_block(past, line, page) for line in lines)]
    return "\n" + "\n\n".join(blocks) + "\n"


def _block(past: Past, line: Line, page: str) -> str:
    return f"{_sentence(past, line, page)}\n{{: #{line.address.partition('#')[2]} .former }}"


def _sentence(past: Past, line: Line, beside: str = "") -> str:
    """What became of an address, with links to where its words stand now; short names for what is on the page `beside`."""
    page, name = line.address.partition("#")[0], escape(called(past, line.address, beside))
    name = name[:1].upper() + name[1:]
    if line.state == "withdrawn":
        return f"{name} was withdrawn in version {escape(line.version)}: {prose(line.target)}"
    ends = ", ".join(away(page, end, escape(called(past, end, beside))) for end in resolve(line.address, past.ledger))
    return f"{name} {_VERBS[line.state]} in version {escape(line.version)}: {ends}."


def _gone(past: Past, line: Line) -> str:
    """The page in the place of one that moved, which leads on, or was withdrawn, which says why."""
    ends = resolve(line.address, past.ledger)
    onward = ends[0] if line.state != "withdrawn" and len(ends) == 1 else ""
    title = "Withdrawn" if line.state == "withdrawn" else "Moved"
    head = front_matter(
        {
            "title": f"{title}: {line.address}",
            "generated_from": LEDGER,
            "redirect": href(line.address, onward) if onward else "",
            "former": True,
            "search": {"exclude": True},
            "hide": ["navigation", "toc"],
        }
    )
    blocks = [f"# {title}: {heading(escape(line.address))}", _sentence(past, line), *_places(past, line.address)]
    return head + "\n\n".join(blocks) + "\n"


def _places(past: Past, page: str) -> Iterator[str]:
    """The places that were on a page, so that an address with one of them leads to it."""
    for line in past.retired[page]:
        if "#" in line.address:
            yield _block(past, line, page)
