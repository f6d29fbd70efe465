"""What every form of a found text becomes when it is imported, and how its words are put into the edition's Markdown.

In: pieces of running text from one of the forms. Out: `Imported`, the one type between the forms and the writing of files.
Reads no file and knows no form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from edition.model.problem import Place, Problem
from edition.stages.read import read_blocks

KEYS = ("date", "title", "citation", "summary", "language", "contents")  # the head, in the order in which it is written
NO_LABEL = "not identified by any label"  # the end of what is said of a text that begins without one
NOTHING_TO_SPLIT = "no text that could be divided into a head and paragraphs"
_SPECIAL = re.compile(r"[\\*]|(?<![^\W_])_|_(?![^\W_])")
_LINE_MARK = re.compile(r"^(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|(?:-\s*){3,}$)")
_SPACE = re.compile(r"[ \t\r\n\f\v\u0085\u2028\u2029]+")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DATE = re.compile(
    rf"\b(?:(?P<m1>{_MONTH})\.? (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m2>{_MONTH})\.?,? (?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2}))\b"
)


@dataclass(frozen=True)
class Piece:
    """A block of the body: kind (heading | paragraph | item | note | as-received) and its text in the edition's Markdown."""

    kind: str
    text: str


@dataclass(frozen=True)
class Dropped:
    """What of the file does not stand in the document, why, and its words where it has any."""

    what: str
    why: str
    text: str = ""


@dataclass(frozen=True)
class Imported:
    """A found text, divided. `head` has paragraphs by key (see `KEYS`) or, for a label that is none of them, by label."""

    head: dict[str, tuple[str, ...]]
    blocks: tuple[Piece, ...]
    words: str  # the words of the file, told without the form's own reader
    dropped: tuple[Dropped, ...] = ()
    guessed: tuple[str, ...] = ()
    verbatim: bool = False  # the file is in the edition's form and is kept byte for byte
    received: Mapping[str, str] = field(default_factory=dict)  # fields of the apparatus, under received, that it tells


@dataclass
class Collector:
    """Gathers running text, with its italics, into pieces, while a form walks through its tree."""

    pieces: list[Piece] = field(default_factory=list)
    runs: list[tuple[str, bool]] = field(default_factory=list)
    kind: str = "paragraph"

    def add(self, text: str | None, italic: bool = False) -> None:
        if text:
            self.runs.append((text, italic))

    def flush(self, kind: str = "") -> None:
        """End the block, if anything stands in it; the next one is of the kind given."""
        text = inline(self.runs)
        self.runs.clear()
        if text:
            self.pieces.append(Piece(self.kind, text))
            self.kind = "paragraph"
        self.kind = kind or self.kind


def refusal(path: str, message: str, cure: str, line: int = 1) -> Problem:
    """The problem of a file that cannot be imported."""
    return Problem("cannot-import", Place(path, line), message, cure)


def plain(text: str) -> str:
    """A text on one line, without white space at its ends."""
    return _SPACE.sub(" ", text).strip(" ")


def escape(text: str) -> str:
    """A text on one line as Markdown that shows it, no character of it being a mark; a printed list number stays one."""
    escaped = _SPECIAL.sub(r"\\\g<0>", plain(text))
    return _LINE_MARK.sub(lambda m: "\\" + m[0], escaped)


def inline(runs: Sequence[tuple[str, bool]]) -> str:
    """Runs of (text, whether in italics) as one line of Markdown."""
    bare = escape("".join(text for text, _ in runs))
    marked = _LINE_MARK.sub(lambda m: "\\" + m[0], plain("".join(_marked(runs))))
    if marked == bare or "".join(b.text for b in read_blocks(marked)) == "".join(b.text for b in read_blocks(bare)):
        return marked
    return bare  # the asterisks would show: the letters next to them do not let them be marks


def _marked(runs: Sequence[tuple[str, bool]]) -> Iterable[str]:
    for italic, group in groupby(((t, i) for t, i in runs if t), key=lambda run: run[1] and bool(run[0].strip())):
        text = _SPACE.sub(" ", "".join(t for t, _ in group))
        core = _SPECIAL.sub(r"\\\g<0>", text.strip(" "))
        space = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
        if not core:
            yield " " * bool(text)
        else:
            yield f"{' ' * bool(space[0])}{f'*{core}*' if italic else core}{' ' * bool(space[1])}"


def find_date(text: str) -> str:
    """The first day printed in a text, as "December 31, 1999"; empty if there is none that a calendar has."""
    for match in _DATE.finditer(text):
        found = {k[0]: v for k, v in match.groupdict().items() if v}
        form = "%m" if found["m"].isdigit() else "%b"
        try:
            return in_words(datetime.strptime(f"{found['y']} {found['m'][:3]} {found['d']}", f"%Y {form} %d").date())
        except ValueError:
            continue
    return ""


def in_words(day: date) -> str:
    """A day as archives print it: "December 31, 1999"."""
    return f"{day:%B} {day.day}, {day.year:04}"


def date_of(texts: Iterable[str]) -> tuple[str, str]:
    """(the date, the text it stands in) of the first text with a day in it; both empty if there is none."""
    return next(((found, text) for text in texts if (found := find_date(text))), ("", ""))
