"""How well suggestions find again what editors have found: an edition from which something was taken away.

In: an edition. Out: the same edition without some names, and how many of them a rule finds again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random

from build_scripts.annotate import annotate
from build_scripts.gather import Edition
from build_scripts.mentions import FormFinder
from build_scripts.register import Register
from build_scripts.suggest_names import like_names, unknown_names


@dataclass(frozen=True)
class Quality:
    """What was hidden and is found again; what was suggested, and how much of it is right."""

    hidden: int
    again: int
    suggested: int
    right: int

    def __str__(self) -> str:
        recall, precision = self.again / max(1, self.hidden), self.right / max(1, self.suggested)
        again = f"{self.again} of {self.hidden} found again ({recall:.0%})"
        return f"{again}; {self.right} of {self.suggested} suggestions are of them ({precision:.0%})"


def capital_names(edition: Edition) -> list[str]:
    """Names with a mention in a paragraph that is printed with a capital, and is no mere abbreviation."""
    found = dict.fromkeys(
        mention.name
        for document in edition.documents.values()
        for mention in document.mentions
        if (paragraph := document.paragraphs[mention.span.index]).number is not None
        and (words := paragraph.text[mention.span.start : mention.span.end])[:1].isupper()
        and not words.isupper()
    )
    return sorted(found)


def without_names(edition: Edition, hidden: Iterable[str]) -> Edition:
    """The edition as it would be if no register knew some names."""
    gone = set(hidden)
    names = {id: n for id, n in edition.register.names.items() if id not in gone}
    tables = (edition.register.forms, edition.register.spellings)
    forms, spellings = (
        {t: left for t, ids in table.items() if (left := tuple(i for i in ids if i not in gone))} for table in tables
    )
    register, documents = Register(names, forms, spellings), {}
    for document in edition.documents.values():
        kept = tuple(m for m in document.apparatus.mentions if m.name not in gone)
        apparatus = replace(document.apparatus, mentions=kept)
        documents[document.id] = annotate(document.emended, apparatus, register, FormFinder(forms), [])
    return replace(edition, register=register, documents=documents)


def names_found_again(edition: Edition, count: int, seed: int) -> Quality:
    """Hide some names, and see which of them the two rules on names find, and what else they suggest."""
    hidden = set(Random(seed).sample(capital_names(edition), count))
    less, again, suggested, right = without_names(edition, hidden), set[str](), 0, 0
    for document in less.documents.values():
        whole = edition.documents[document.id]
        for found in (*unknown_names(less, document), *like_names(less, document)):
            s = found.span
            here = {
                m.name
                for m in whole.mentions
                if m.span.index == s.index and m.span.start < s.end and s.start < m.span.end
            }
            again |= here & hidden
            suggested, right = suggested + 1, right + bool(here & hidden)
    return Quality(len(hidden), len(again), suggested, right)
