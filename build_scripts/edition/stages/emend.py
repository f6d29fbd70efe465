"""Stage 3, emend: what the edition changes for the eye, each change recorded.

In: `Parsed`, and the emendations its apparatus asks for. Out: `Emended`: the same document with every change listed.
Rules run in the order of `RULES`, then the apparatus. No rule changes a word: only the apparatus can, with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from edition.model.apparatus import Wish
from edition.model.document import Emendation, Emended, Parsed
from edition.model.problem import Problem
from edition.model.text import Block, joined
from edition.stages.parse import sections

SECTION_LEVEL = 2


_SENTENCE_END = re.compile(r"[.?!:;…][\"'”’)\]]*$")


_ITEM_LABEL = re.compile(r"(?:\(?[a-z]{1,4}\)|[ivx]+\.)\s")


_CUT = "The paragraph is divided in mid-sentence by a page break in the copy."


_WAVERING = "Section headings are at several levels in the copy; nothing in the text explains the differences."


_ONE_LEVEL = "Section headings are shown at the second level in every document in this edition."


Change = tuple[list[Block], list[Emendation]]


Rule = Callable[[list[Block], str, tuple[Wish, ...]], Change]


def join_cut_paragraphs(blocks: list[Block], path: str, wishes: tuple[Wish, ...]) -> Change:
    """A paragraph that a page break cut in the middle of a sentence is one paragraph again."""
    keep = [w.at for w in wishes if w.kind == "keep"]
    join = [w for w in wishes if w.kind == "join"]
    shown: list[Block] = []
    made: list[Emendation] = []
    for block in blocks:
        last = shown[-1] if shown and shown[-1].kind != "heading" else None
        wanted = next((w for w in join if block.text.startswith(w.at)), None)
        if last and (wanted or _is_cut(last, block)) and not any(block.text.startswith(w) for w in keep):
            before = f"{_tail(last.text)} | {_start(block.text)}"
            reason = wanted.reason if wanted else _CUT
            place = block.place(path, 0, len(_start(block.text)))
            made.append(Emendation("joined", place, before, before.replace(" | ", " "), reason))
            shown[-1] = joined(last, block)
        else:
            shown.append(block)
    return shown, made


def even_headings(blocks: list[Block], path: str, wishes: tuple[Wish, ...]) -> Change:
    """Section headings, at whatever levels they stand, all stand at the second."""
    shown, made = [], []
    levels = {block.level for block in blocks if block.kind == "heading"}
    reason = _WAVERING if len(levels) > 1 else _ONE_LEVEL
    for block in blocks:
        if block.kind == "heading" and block.level != SECTION_LEVEL:
            place = block.place(path, 0, len(block.text))
            change = (f"{'#' * block.level} {block.text}", f"{'#' * SECTION_LEVEL} {block.text}")
            made.append(Emendation("heading level", place, *change, reason))
            block = replace(block, level=SECTION_LEVEL)
        shown.append(block)
    return shown, made


def replace_words(blocks: list[Block], path: str, wishes: tuple[Wish, ...]) -> Change:
    """Words that the apparatus corrects, for instance a fault of the copy."""
    shown, made = list(blocks), []
    # All places are found before anything is replaced, and a block is changed from its end: no change moves the next.
    found = [(n, at, wish) for wish, n, at in _places(blocks, wishes)]
    for n, at, wish in found:
        made.append(Emendation("replaced", blocks[n].place(path, at, len(wish.at)), wish.at, wish.to, wish.reason))
    for n, at, wish in sorted(found, key=lambda f: f[:2], reverse=True):
        shown[n] = _replaced(shown[n], at, len(wish.at), wish.to)
    return [block for block in shown if block.text.strip()], made


def _places(blocks: list[Block], wishes: tuple[Wish, ...]) -> Iterator[tuple[Wish, int, int]]:
    """Each wish for other words, with the number of the block and the character at which its words begin."""
    for wish in (w for w in wishes if w.kind == "replace"):
        places = ((n, block.text.find(wish.at)) for n, block in enumerate(blocks))
        yield from ((wish, n, at) for n, at in places if at >= 0)


RULES: tuple[Rule, ...] = (join_cut_paragraphs, even_headings, replace_words)


def emend(parsed: Parsed, wishes: tuple[Wish, ...], problems: list[Problem]) -> Emended:
    """Apply every rule to the body; wishes whose words are not there once are reported and left out."""
    blocks = [b for s in parsed.sections for b in ((s.heading, *s.blocks) if s.heading else s.blocks)]
    wishes = tuple(w for w in wishes if w.at)
    whole, _ = join_cut_paragraphs(blocks, parsed.source.path, wishes)
    wishes = tuple(w for w in wishes if _stands_once(w, blocks, whole, problems))
    wishes = _apart(wishes, blocks, problems)
    emendations: list[Emendation] = []
    for rule in RULES:
        blocks, made = rule(blocks, parsed.source.path, wishes)
        emendations += made
    return Emended(replace(parsed, sections=tuple(sections(blocks))), tuple(emendations))


def _stands_once(wish: Wish, blocks: list[Block], whole: list[Block], problems: list[Problem]) -> bool:
    """Whether a wish quotes words that stand once, and that begin a paragraph where two are to be one.

    `whole` are the blocks after paragraphs were joined: the words may not stand across the cut as well.
    """
    found = sum(b.text.count(wish.at) for b in blocks)
    if wish.kind == "replace" and found == 1:
        found = sum(b.text.count(wish.at) for b in whole)
    followers = [b.text for a, b in pairwise(blocks) if "heading" not in (a.kind, b.kind)]
    if found == 1 and (wish.kind == "replace" or any(text.startswith(wish.at) for text in followers)):
        return True
    kind = "anchor-not-unique" if found > 1 else "anchor-not-found"
    stands = f"occurs {found} times" if found else "does not occur"
    message = f"{str(wish.at)!r} {stands} in the body of the source text"
    cure = "quote words that occur there exactly once, as they are before any change"
    if found == 1:
        message = f"no paragraph that follows another begins with {str(wish.at)!r}"
        cure = "quote the first words of the paragraph that continues, or appears to continue, the previous one"
    problems.append(Problem(kind, wish.at.place, message, cure))
    return False


def _apart(wishes: tuple[Wish, ...], blocks: list[Block], problems: list[Problem]) -> tuple[Wish, ...]:
    """The wishes without those that would replace words that another replaces; these are reported."""
    taken: dict[int, list[tuple[int, int]]] = {}
    left_out = []
    for wish, n, at in _places(blocks, wishes):
        end = at + len(wish.at)
        if any(at < b and a < end for a, b in taken.get(n, ())):
            message, cure = (
                f"{str(wish.at)!r} includes words replaced by another emendation",
                "keep only one of the two",
            )
            problems.append(Problem("overlapping-anchors", wish.at.place, message, cure))
            left_out.append(wish)
        else:
            taken.setdefault(n, []).append((at, end))
    return tuple(w for w in wishes if w not in left_out)


def _is_cut(last: Block, block: Block) -> bool:
    """Whether two blocks are one paragraph: no end of a sentence before, a small letter after, no list label.

    Or a square bracket, which is always one remark of the translator, is opened in the first and closed in the second.
    """
    if block.kind != "paragraph" or _ITEM_LABEL.match(block.text):
        return False
    if last.text.rfind("[") > last.text.rfind("]") and "]" in block.text.partition("[")[0]:
        return True
    return block.text[:1].islower() and not _SENTENCE_END.search(last.text.rstrip())


def _replaced(block: Block, at: int, length: int, to: str) -> Block:
    """A block with some characters replaced; the places after them still point to the source.

    Where nothing stands instead, one of the spaces around goes too.
    """
    text = block.text
    if not to and text[:at][-1:] in (" ", "") and text[at + length :].startswith(" "):
        length += 1
    elif not to and text[:at].endswith(" ") and at + length == len(text):
        at, length = at - 1, length + 1
    after, grown = at + length, len(to) - length
    place = block.place("", after)
    later = tuple((o + grown, line, column) for o, line, column in block.runs if o > after)
    runs = (*(r for r in block.runs if r[0] <= at), (after + grown, place.line, place.column), *later)
    moved = ((a if a <= at else max(at + len(to), a + grown) for a in ends) for ends in block.emphasis)
    emphasis = tuple((a, b) for a, b in moved if a < b)
    return replace(block, text=text[:at] + to + text[after:], runs=runs, emphasis=emphasis)


def _tail(text: str) -> str:
    return "… " + " ".join(text.split()[-6:])


def _start(text: str) -> str:
    return " ".join(text.split()[:6]) + " …"
