"""Square brackets: the translator's voice, typed.

In: a text and the names known to stand in it. Out: every bracket with its kind.
Round brackets belong to the record and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from edition.model.names import Register
from edition.model.typography import straight

_REACH = 200  # how many characters around a bracket tell its kind
_BRACKET = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True)
class Context:
    """A bracket and what stands next to it."""

    inside: str
    before: str
    after: str


def is_sic(c: Context, register: Register) -> bool:
    """[sic], [sic, should be …]"""
    return c.inside.lower().startswith("sic")


def is_omission(c: Context, register: Register) -> bool:
    """[…], [...], [Here follow …]"""
    return not c.inside.strip(" .…") or c.inside.lower().startswith(("here follow", "omitted"))


def is_source_note(c: Context, register: Register) -> bool:
    """[1]: the mark of a note of the source"""
    return c.inside.strip().isdigit()


def is_expansion(c: Context, register: Register) -> bool:
    """J[ohn], Com[mittee], prof[essional]: letters that complete a word"""
    return c.before[-1:].isalpha() and c.inside[:1].isalpha() and " " not in c.inside


def is_modern_name(c: Context, register: Register) -> bool:
    """Oldhaven [Newhaven]: another name of the place that stands before"""
    before, inside = (straight(text).removesuffix("'s") for text in (c.before.rstrip(), c.inside))
    places = [register.names[i] for i in register.spelled(inside)]
    spellings = (straight(s) for p in places if p.register == "places" for _, s in p.spellings)
    return any(map(before.endswith, spellings))


def is_gloss(c: Context, register: Register) -> bool:
    """UN [United Nations]: an abbreviation explained"""
    found = re.search(r"\b([A-Z]{2,})\s$", c.before)
    return bool(found) and "".join(w[0] for w in c.inside.split()).upper() == (found[1] if found else "")


def is_identification(c: Context, register: Register) -> bool:
    """[Harbour Master] John Smith: what the person named next is"""
    return " " in c.inside and c.after.lstrip()[:1].isupper()


Rule = Callable[[Context, Register], bool]
# In this order; what no rule takes is a word supplied: [we], [they], [and].
RULES: tuple[tuple[str, Rule], ...] = (
    ("sic", is_sic),
    ("omission", is_omission),
    ("source-note", is_source_note),
    ("expansion", is_expansion),
    ("modern-name", is_modern_name),
    ("gloss", is_gloss),
    ("identification", is_identification),
)


def find_brackets(text: str, register: Register) -> list[tuple[int, int, str]]:
    """(start, end, kind) of every square bracket in a text."""
    found = []
    for match in _BRACKET.finditer(text):
        before, after = text[max(0, match.start() - _REACH) : match.start()], text[match.end() : match.end() + _REACH]
        context = Context(match[0][1:-1], before, after)
        kind = next((k for k, rule in RULES if rule(context, register)), "supplied")
        found.append((match.start(), match.end(), kind))
    return found
