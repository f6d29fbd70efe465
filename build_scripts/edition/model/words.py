"""Fidelity: the words of a source text, told without the generator's own parser, and their comparison with what is shown.

In: a source text as a string; a row of words shown; the emendations. Out: the words, and every unexplained difference.
What is not a word: Markdown's marks (heading signs, rules, bullets, asterisks, the angle brackets of an address), white space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from edition.model.document import Emendation

_RULES = re.compile(r"^ {0,3}(?:-[ \t]*){3,}$", re.MULTILINE)
_LINE_MARKS = re.compile(r"^ {0,3}(?:#{1,6}(?=\s|$)|[-+*](?=\s))", re.MULTILINE)
_ADDRESS = re.compile(r"<(https?://[^<>\s]*)>")
_MARKS = re.compile(r"[*_\\`]")
# Signs at the start of a line that stands deeper, or behind another sign. Whether they are marks of lists and headings within
# lists, or a dash with which a line of text begins, only the Markdown parser knows: these may be shown or not, no others.
_DEEP = re.compile(
    r"^([ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+| {4,}| {0,3}\t[ \t]*)((?:(?:[-+]|#{1,6})(?:[ \t]+|$))+)", re.MULTILINE
)
_MAYBE = "\x00"  # stands before such a sign; no source text has this character


def source_words(text: str) -> list[str]:
    """The words of a source text, in order. What may be a mark deep in a list has `_MAYBE` before it."""
    text = _DEEP.sub(lambda m: m[1] + re.sub(r"(?<!#)(?=[-+#])", _MAYBE, m[2]), _RULES.sub("", text))
    return shown_words(_ADDRESS.sub(r"\1", _LINE_MARKS.sub("", text)))


def shown_words(text: str) -> list[str]:
    """The words of a text that is shown."""
    return _MARKS.sub("", text).split()


def differences(source: Sequence[str], shown: Sequence[str], emendations: Sequence[Emendation]) -> list[str]:
    """Every difference between the two rows of words that no emendation explains."""
    marked, found = emended_words(source, emendations)
    wanted = [word.removeprefix(_MAYBE) for word in marked]
    if wanted == list(shown):
        return found
    for kind, a, b, c, d in SequenceMatcher(None, wanted, shown, autojunk=False).get_opcodes():
        if kind != "equal" and not (kind == "delete" and all(word.startswith(_MAYBE) for word in marked[a:b])):
            words = " ".join(wanted[max(0, a - 3) : b + 3]), " ".join(shown[max(0, c - 3) : d + 3])
            found.append(f"{words[0]!r} is shown as {words[1]!r}")
    return found


def emended_words(source: Sequence[str], emendations: Sequence[Emendation]) -> tuple[list[str], list[str]]:
    """The words with every recorded replacement made, each at one place; and what could not be replaced.

    An emendation stands once in the body of a document, which comes last: its place is the last one.
    """
    text, lost, places = " ".join(source), [], []
    for emendation in (e for e in emendations if e.rule == "replaced"):
        before, after = (" ".join(shown_words(t)) for t in (emendation.before, emendation.after))
        at = text.rfind(before) if before else -1
        if at >= 0:
            places.append((at, before, after))
        elif before != after:
            lost.append(f"{before!r} was to be replaced but is not in the source text")
    for at, before, after in sorted(places, reverse=True):  # from the end, so that no change moves the next
        text = text[:at] + after + text[at + len(before) :]
    return text.split(), lost
