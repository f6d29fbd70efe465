"""The command `edition suggest`: what an editor may want to add to a document, kind by kind.

In: the edition, a document, what was refused before. Out: the best suggestions of every kind, how many more there are, and a
text for the editor. Everything is found by rules that can be read here; nothing is added to anything: an editor judges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from textwrap import fill, indent

from edition.editor.suggesting.abbreviations import abbreviations
from edition.editor.suggesting.brackets import brackets
from edition.editor.suggesting.cuts import cuts
from edition.editor.suggesting.headings import headings
from edition.editor.suggesting.names import like_names, unknown_names
from edition.editor.suggesting.numbers import numbers
from edition.editor.suggesting.passages import passages
from edition.editor.suggesting.suggestion import RuleResult, Suggestion, ranked, suggestion
from edition.model.annotations import Annotated
from edition.model.edition import Edition

Rule = Callable[[Edition, Annotated], Iterator[RuleResult]]


@dataclass(frozen=True)
class Kind:
    """A kind of suggestion: what it is called, how many are shown, the rule that finds them."""

    name: str
    title: str
    most: int
    rule: Rule


# In this order: what changes the numbers of paragraphs first, then names, on which the rest depends.
SUGGESTION_KINDS: tuple[Kind, ...] = (
    Kind("cut", "Paragraphs that may belong together", 10, cuts),
    Kind("name", "Names not in any register", 20, unknown_names),
    Kind("like", "Forms that resemble a registered name", 10, like_names),
    Kind("bracket", "Square brackets to classify", 10, brackets),
    Kind("abbreviation", "Unexplained abbreviations", 10, abbreviations),
    Kind("number", "Numbers that do not add up", 10, numbers),
    Kind("heading", "Applicable index headings", 30, headings),
    Kind("passage", "Similar passages in other documents", 10, passages),
)


@dataclass(frozen=True)
class Suggestions:
    """The suggestions of one kind: those to show, the best first, and how many are left out."""

    kind: Kind
    shown: tuple[Suggestion, ...]
    left_out: int


def suggest(
    edition: Edition, id: str, refused: Iterable[str] = (), kinds: Iterable[str] = (), everything: bool = False
) -> list[Suggestions]:
    """What to look at in a document: of all kinds, or of those named. Raises KeyError if there is no such document."""
    document, refused, wanted = edition.documents[id], frozenset(refused), frozenset(kinds)
    offers = []
    for kind in SUGGESTION_KINDS:
        if not wanted or kind.name in wanted:
            found = (f for f in kind.rule(edition, document) if not _is_settled(document, kind, f))
            all_of_it = [s for s in ranked(suggestion(kind.name, document, f) for f in found) if s.key not in refused]
            most = len(all_of_it) if everything else kind.most
            offers.append(Suggestions(kind, tuple(all_of_it[:most]), len(all_of_it[most:])))
    return offers


def _is_settled(document: Annotated, kind: Kind, found: RuleResult) -> bool:
    """Whether an editor has said something of these numbers already: a note or a remark that touches them."""
    said = [mark.span for mark in document.notes] + [remark.span for remark in document.remarks]
    s = found.span
    return kind.name == "number" and any(o.index == s.index and o.start < s.end and s.start < o.end for o in said)


def text_of(id: str, offers: Iterable[Suggestions]) -> str:
    """The suggestions for an editor to read, and to paste from."""
    offers = [o for o in offers if o.shown]
    shown, left = sum(len(o.shown) for o in offers), sum(o.left_out for o in offers)
    parts = [part for offer in offers for part in _texts(offer)]
    more = f"; {left} lower-ranked suggestions not shown (use --all to see them)" if left else ""
    return "\n\n".join([*parts, f"{id}: {shown} {'suggestion' if shown == 1 else 'suggestions'}{more}."])


def _texts(offer: Suggestions) -> Iterator[str]:
    left = f" of {len(offer.shown) + offer.left_out}" if offer.left_out else ""
    yield f"{offer.kind.title} ({len(offer.shown)}{left})"
    yield from map(_text, offer.shown)


def _text(each: Suggestion) -> str:
    head = f"  {each.label}  “{each.at}”: {each.why}" if len(each.at) <= 60 else f"  {each.label}  {each.why}"
    lines = [fill(head, 110, subsequent_indent="      ", break_long_words=False, break_on_hyphens=False)]
    if each.sentence != each.at or len(each.at) > 60:
        lines.append(fill(f"in: {each.sentence}", 110, initial_indent="      ", subsequent_indent="      "))
    lines += [f"      to source_texts/{each.file}:", indent(each.yaml, " " * 8)]
    lines += [f"      or: {each.command}"] if each.command else []
    lines.append(f"      key: {each.key}")
    return "\n".join(lines)
