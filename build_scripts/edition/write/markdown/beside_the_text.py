"""Stage 6, write: what stands beside the text of a document: passages on the same matter, and the names in it.

In: `Edition`, one document. Out: blocks of Markdown for its page. Both are lists that need no script; a script may show
them where the reader is (a register entry as a card, the passages in the margin).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from edition.model.addresses import CALENDAR_PAGE
from edition.model.annotations import Annotated
from edition.model.dates import print_date
from edition.model.edition import Edition, ItemPlace
from edition.model.names import REGISTERS, TITLES, Name, filing
from edition.write.markdown.cross_references import item_line, quoted
from edition.write.markdown.syntax import escape, languages, link, prose
from edition.write.shared.same_matter import Beside, touches

CROSS_REFERENCES = "cross-references.md"
# Other spellings shown in the list, those first by which readers may know the name; the entry has them all.
_BEST_KNOWN, _SPELLINGS = ("other", "english", "postal", "cover-name", "wade-giles"), 2  # Chinese is on its page
_SENTENCE = re.compile(r"(?s).{50,}?[\w)”’]{2}\.(?= [A-Z“‘])")  # not after an initial


def same_matter(edition: Edition, here: str, document: str, index: int, beside: Beside) -> str:
    """The other passages on the matters that a paragraph touches, with their words, folded under their labels; the items."""
    labels = [escape(r.label) for r in beside.references]
    labels += [_count(beside.items)] if beside.items else []
    blocks = [
        '<details class="same-matter" markdown>\n'
        f'<summary markdown="span">Parallel passages: {" · ".join(labels)}</summary>'
    ]
    for reference in beside.references:
        blocks.append(
            f"{link(here, f'{CROSS_REFERENCES}#x-{reference.key}', escape(reference.label))}. {prose(reference.note)}"
        )
        others = [p for p in reference.passages if not touches(p, document, index)]
        rows = [*(quoted(edition, here, p) for p in others), *(item_line(edition, here, p) for p in reference.items)]
        blocks.append("\n".join(f"- {row}" for row in rows))
    if beside.items:
        blocks.append(f"{link(here, CALENDAR_PAGE, 'Calendar')}: other records on the same matter.")
        blocks.append("\n".join(f"- {item_line(edition, here, p)}" for p in beside.items))
    return "\n\n".join(b for b in (*blocks, "</details>") if b)


def _count(items: Sequence[ItemPlace]) -> str:
    return f"{len(items)} other record{'' if len(items) == 1 else 's'}"


def names_here(edition: Edition, document: Annotated, here: str) -> Iterator[str]:
    """The names of a document by register, each with who or what it is and where it stands."""
    places: dict[str, dict[int, None]] = {}
    counts: dict[str, int] = {}
    for mention in document.mentions:
        places.setdefault(mention.name, {})[mention.span.index] = None
        counts[mention.name] = counts.get(mention.name, 0) + 1
    if not places:
        return
    yield "## Names in this document {: #in-this-document }"
    for register in REGISTERS:
        names = [n for n in map(edition.register.names.__getitem__, places) if n.register == register]
        if names:
            yield f"### {TITLES[register]} {{: #{register}-here }}"
            rows = [f"- {_row(document, here, n, counts[n.id], list(places[n.id]))}" for n in sorted(names, key=filing)]
            yield '<div class="names-here far" markdown>\n\n' + "\n".join(rows) + "\n\n</div>"
    drawing = link(here, f"strips/{document.id}.md", "Chart of name occurrences")
    yield f"{drawing}, paragraph by paragraph."


def _row(document: Annotated, here: str, name: Name, count: int, indices: list[int]) -> str:
    """One name: heading, dates, post or state, other spellings, and every paragraph where it stands."""
    heading = link(here, f"{name.register}/{name.id}.md", languages(escape(name.name)))
    said = name.post or name.status or _first_sentence(name.note)
    others = [languages(escape(s)) for system in _BEST_KNOWN for of, s in name.spellings if of == system][:_SPELLINGS]
    parts = [f"{heading}{{: #n-{name.id} }}{_years(name)}.", f"{prose(said.rstrip('.'))}." if said else ""]
    parts.append(f"*Also:* {'; '.join(others)}." if others else "")
    jumps = ", ".join(_jump(document, index) for index in indices)
    parts.append(f"{'Once' if count == 1 else f'{count} mentions'}: {jumps}.")
    return " ".join(p for p in parts if p)


def _first_sentence(note: str) -> str:
    """The first sentence of an account, or two where the first is short; the rest stands in the entry."""
    end = _SENTENCE.search(note)
    return note[: end.end()] if end else note


def _jump(document: Annotated, index: int) -> str:
    paragraph = document.paragraphs[index]
    return f"[{paragraph.label}](#{paragraph.id})"


def _years(name: Name) -> str:
    if not (name.born or name.died):
        date = print_date(name.date) if name.date else ""
        return f", {date}" if date and date not in name.name else ""
    born, died = name.born[:4], name.died[:4]
    return f", {born}–{died}" if born and died else f", born {born}" if born else f", died {died}"
