"""A problem in the inputs: its kind, its severity, its place, and how to cure it.

`KINDS` lists every kind; the manual has an explanation and an example of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

ERROR, WARNING, REMINDER = "error", "warning", "reminder"  # a reminder is shown only when it is asked for


# kind, which is also its code: (severity, what it means). Each has a cure in `problems.manual`, a part of the page
# `docs/about/problems.md` and a test case.
PROBLEM_KINDS: dict[str, tuple[str, str]] = {
    "file-missing": (ERROR, "A required file is missing or cannot be read."),
    "not-a-file": (
        ERROR,
        "A folder, pipe, device or link to a location outside the folder was found where a file was expected.",
    ),
    "file-too-large": (ERROR, "A file is too large, or has longer lines, than is allowed for a document or register."),
    "wrong-encoding": (ERROR, "A file is not UTF-8 text."),
    "control-character": (ERROR, "A file contains a NUL or other control character."),
    "yaml-syntax": (
        ERROR,
        "A YAML file cannot be parsed, or uses anchors, aliases or tags, which are not allowed here.",
    ),
    "duplicate-key": (ERROR, "A key that must be unique is used twice."),
    "unknown-field": (ERROR, "A YAML file has an unknown field."),
    "missing-field": (ERROR, "A required field is missing or empty."),
    "wrong-shape": (
        ERROR,
        "A field has the wrong type: a list, a mapping or text where one of the others is expected.",
    ),
    "bad-value": (ERROR, "The value of a field is not one of those allowed."),
    "bad-date": (ERROR, "A date is not a calendar date in EDTF (1999, 1999-12, 1999-12-31, with ? or ~ for doubt)."),
    "bad-id": (ERROR, "An ID contains characters other than lowercase letters, digits and single hyphens."),
    "bad-address": (ERROR, "A web address does not begin with http:// or https://."),
    "missing-label": (ERROR, "The head of a source text lacks a required field."),
    "unknown-label": (
        WARNING,
        "The head of a source text has an unrecognized label; it is kept as printed.",
    ),
    "date-differs": (WARNING, "The date in the apparatus differs from the date in the head of the source text."),
    "raw-html": (
        WARNING,
        "A source text contains something that looks like HTML; it is displayed as text and never interpreted.",
    ),
    "cannot-import": (
        ERROR,
        "A file to be imported is not text, or cannot be divided into a head and paragraphs.",
    ),
    "still-to-do": (WARNING, "The apparatus of a draft has an empty field or an item under to_do."),
    "suggested": (WARNING, "The apparatus contains suggestions that no editor has reviewed; they are not published."),
    "hash-changed": (ERROR, "A source text does not match the SHA-256 checksum recorded in the apparatus."),
    "anchor-not-found": (ERROR, "Quoted words are not in the document."),
    "anchor-not-unique": (ERROR, "Quoted words occur more than once in the document."),
    "overlapping-anchors": (ERROR, "Two anchors overlap where this is not allowed."),
    "unknown-name": (ERROR, "A name ID is not in any register."),
    "unknown-document": (ERROR, "A document ID does not match any document."),
    "unknown-paragraph": (ERROR, "A paragraph number is not in the document."),
    "unknown-item": (ERROR, "The key of an item is not in the calendar."),
    "item-is-a-document": (
        WARNING,
        "A record that is a document of the edition is still treated as one outside it, in the calendar or on a page.",
    ),
    "unknown-source": (ERROR, "A source key is not in the bibliography."),
    "unknown-heading": (ERROR, "A see or see-also reference points to an index heading that has no entry."),
    "unknown-section": (ERROR, "The index points to a page, or a section of a page, that does not exist."),
    "heading-is-mentioned": (
        ERROR,
        "The index says that something is not mentioned, but it occurs in a document or note, or has entries.",
    ),
    "name-never-mentioned": (
        WARNING,
        "A registered name is not mentioned in any document and gives no reason for being kept.",
    ),
    "ambiguous-mention": (ERROR, "A printed form could refer to several names, and the apparatus does not say which."),
    "note-too-long": (ERROR, "The text of a note has more than sixty words."),
    "note-without-source": (ERROR, "A note other than a textual note cites no source."),
    "no-locator": (
        WARNING,
        "A book, article, volume, report or archival record is cited without a page, section or other place in it.",
    ),
    "weak-source": (
        WARNING,
        "A claim rests only on works graded other: the later press, textbooks, broadcasters, pages for the general reader.",
    ),
    "not-read": (WARNING, "A work that is listed as further reading and has not been read is cited as a source."),
    "to-verify": (REMINDER, "The bibliography says that something about a work is still to be verified."),
    "speaker-gap": (ERROR, "The speakers of a document do not cover every part of its text exactly once."),
    "character-without-font": (
        WARNING,
        "A character is not in any of the PDF fonts; PDFs that would contain it are not made.",
    ),
    "ignore-unused": (WARNING, "An entry under ignore no longer matches any warning."),
    "ledger-dropped": (ERROR, "A published address or paragraph is missing."),
    "ledger-changed": (ERROR, "The words of a published paragraph have changed."),
    "ledger-reused": (ERROR, "An address that was moved, split, merged or withdrawn has been reused."),
    "ledger-lost": (ERROR, "An old address leads to one that does not exist."),
    "release-damaged": (ERROR, "A file of a released version is missing or has been altered."),
}


class Place(NamedTuple):
    """A place in a file: path as shown to the user, line and column counted from 1, length in characters.

    A large edition has a million of them: a tuple is made in a third of the time that a dataclass takes.
    """

    path: str
    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where, and what to do about it."""

    kind: str
    place: Place
    message: str
    cure: str = ""

    @property
    def severity(self) -> str:
        return PROBLEM_KINDS[self.kind][0]

    @property
    def order(self) -> tuple[Place, str, str]:
        return (self.place, self.kind, self.message)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those problems that stop a build."""
    return [p for p in problems if p.severity == ERROR]


# A file of these kinds was not read: what others say of its contents cannot be judged before it is.
_UNREAD = ("file-missing", "not-a-file", "file-too-large", "wrong-encoding", "control-character", "yaml-syntax")


_TEXTS = ("source_texts/documents/", "source_texts/apparatus/")


_ECHOES = {
    "unknown-document": _TEXTS,
    "unknown-heading": _TEXTS,
    "name-never-mentioned": _TEXTS,
    "unknown-name": ("source_texts/register/",),
    "unknown-source": ("source_texts/bibliography.yaml",),
    "unknown-item": ("source_texts/calendar.yaml",),
    "unknown-paragraph": _TEXTS,
}


def without_echoes(problems: Iterable[Problem]) -> list[Problem]:
    """Those problems that are not the mere echo of a file that could not be read."""
    problems = list(problems)
    unread = {p.place.path for p in problems if p.kind in _UNREAD}
    return [p for p in problems if not any(path.startswith(_ECHOES.get(p.kind, ())) for path in unread)]


def unique(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, in the order of places."""
    return sorted({p.order: p for p in problems}.values(), key=lambda p: p.order)


def kind_of(rendered: str) -> str:
    """The kind of a problem as it was printed: it ends the head line, in square brackets."""
    return rendered.split("\n")[0].rpartition("[")[2].removesuffix("]")
