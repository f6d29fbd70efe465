"""The id of an imported document: its day and the short names of those its title names, as 1999-12-31-novak-lund.

In: a title, a date, the people of the register. Out: an id that no document has, and a short title.
A name that the register knows is called by the first part of its id there; of any other the last word is taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from unicodedata import combining, normalize

from edition.files.fields import LONGEST
from edition.model.dates import print_date
from edition.model.typography import straight

# Words with a capital that are no names of persons, in small letters.
_KIND_NAMES = (
    "memorandum memoranda record records minutes transcript transcripts note notes telegram cable letter report summary"
    " conversation conversations meeting meetings talk talks discussion message protocol stenogram cipher ciphered journal"
    " diary from entry comrade comrades cde mr mrs ms dr gen general marshal premier president minister ambassador chairman"
    " secretary first second the a an draft top secret no january february march april may june july august september"
    " october november december"
)
_KINDS = set(_KIND_NAMES.split())
_LINK = re.compile(
    r"\b(?:between|from|of|with|to|by|and|for|on|about|at|in|regarding|concerning|the|a|an)\b|[,:;()]|\s[–—-]\s"
)


def short_names(title: str, people: Mapping[str, tuple[str, ...]]) -> list[str]:
    """At most two short names from a title, as they are written there or in the register, in order."""
    names = []
    for part in _LINK.split(title):
        words = part.split()
        while words and (words[0].strip(".").lower() in _KINDS or not words[0][:1].isupper()):
            del words[0]
        while words and not words[-1][:1].isupper():
            del words[-1]
        name = re.sub(r"[’']s?$", "", " ".join(words))
        if name and not any(c.isdigit() for c in name) and len(words) <= 5:
            short = _short(name, people)
            if short and short not in names:
                names.append(short)
    return names[:2]


def _short(name: str, people: Mapping[str, tuple[str, ...]]) -> str:
    ids = people.get(straight(name), ())
    return ids[0].partition("-")[0].capitalize() if len(ids) == 1 else name.split()[-1].strip("[]().,\"'“”‘’*")


def default_id(date: str, names: Collection[str], taken: Collection[str]) -> str:
    """A date in EDTF and names as an id; a letter is added where a document has it already."""
    slugs = [_slug(name) for name in names]
    base = "-".join([date, *(s for s in slugs if s)] if any(slugs) else [date, "document"])[: LONGEST - 4].rstrip("-")
    return free_id(base, taken)


def free_id(base: str, taken: Collection[str]) -> str:
    """An id that no document has: the one given, or with a letter, or two, behind it."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    endings = ["", *(f"-{b}" for b in letters[1:]), *(f"-{a}{b}" for a in letters for b in letters)]
    return next(base + ending for ending in endings if base + ending not in taken)


def short_title(date: str, names: Collection[str], title: str) -> str:
    """ "Novak–Lund, 31 December 1999", or the title where it names nobody."""
    return f"{'–'.join(names) or title[:60].strip()}, {print_date(date)}"


def date_in(id: str) -> str:
    """The day with which an id begins, in EDTF; empty if it begins with none."""
    match = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?=-|$)", id)
    return match[0] if match else ""


def _slug(text: str) -> str:
    ascii = "".join(
        c if c.isascii() else "" if c.isalnum() or combining(c) else " " for c in normalize("NFKD", text)
    ).lower()
    return "-".join(re.findall(r"[a-z0-9]+", ascii))
