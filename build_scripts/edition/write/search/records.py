"""What the search of the site can find, without a word on how it is found.

In: `Edition`. Out: one `Record` for every paragraph, note, name and item of the calendar, in a `Volume` for each document, each
name and the calendar; what a page must know before it asks: every name under every spelling, folded; every word, for
mending slips.
Knows no engine: `publish.search_index` lets one find volumes by their words, another may take the volumes as they are.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from edition.model.annotations import Annotated
from edition.model.apparatus import NOBODY, RECORDER
from edition.model.dates import print_date
from edition.model.document import Paragraph
from edition.model.edition import Edition
from edition.model.names import REGISTERS, Name
from edition.model.typography import straight, unmarked
from edition.stages.mentions import FormFinder
from edition.versions.ledger import CALENDAR
from edition.write.shared.calendar_rows import CalendarRows
from edition.write.shared.rows import unset

TEXT, NOTE, NAME, ITEM = "text", "note", "name", "item"  # the kinds of records
SHORTEST = 4  # letters of a word whose slips are mended
_HEAD = ("s-", "summary")  # what is found beside the numbered paragraphs: headings, the archive's summary
_ESCAPES = str.maketrans({"q": "qq", "-": "qz", **{str(n): f"q{chr(ord('a') + n)}" for n in range(10)}})
_SILENT = ("Mn", "Mc", "Me", "Cf")  # accents and tone marks; what joins, parts or turns letters unseen
_APOSTROPHES = "'’‘ʼʹʻ`´"


@dataclass(frozen=True)
class Record:
    """One thing that a search can find: a paragraph, a note, a register entry, an item of the calendar."""

    id: str  # p14, fn-KEY, k-KEY; empty for an entry
    kind: str
    text: str
    place: str = ""  # in its document: ¶ 14, heading, note 3 on ¶ 14; the date and kind of an item
    names: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()  # (offset in the text, number) of the notes marked in it


@dataclass(frozen=True)
class SearchPage:
    """A page with its records."""

    address: str  # below the site: documents/ID/, people/ID/, calendar/
    records: tuple[Record, ...]

    @property
    def text(self) -> str:
        return "\n".join(r.text for r in self.records)

    @property
    def keys(self) -> list[str]:
        """Who is mentioned and who speaks, as words that an engine can find."""
        named = dict.fromkeys(key("n", n) for r in self.records for n in r.names)
        return [*named, *dict.fromkeys(key("s", s) for r in self.records for s in r.speakers)]


def volumes(edition: Edition) -> Iterator[SearchPage]:
    """Every document with its paragraphs, headings, summary and notes; every name; the calendar. In the order of the edition."""
    finder = FormFinder(edition.register.forms)
    for document in edition.documents.values():
        yield SearchPage(document.address.lstrip("/"), (*_texts(document), *_notes(document, finder)))
    for name in _names(edition):
        yield SearchPage(name.address.lstrip("/"), (Record("", NAME, _entry(name), names=(str(name.id),)),))
    if edition.calendar:
        yield SearchPage(CALENDAR.lstrip("/"), tuple(_items(edition, finder)))


def _items(edition: Edition, finder: FormFinder) -> Iterator[Record]:
    """The items of the calendar; their names are the parties, and the forms that can mean one name only."""
    rows = CalendarRows(edition)
    for item in edition.calendar.values():
        known = (item.title and f"“{item.title}”", item.archive, item.record and f"No. {item.record}")
        facts = [unmarked(text) for text in known if text]
        text = ". ".join([unset(rows.account(item)).rstrip("."), *facts])
        forms = (ids[0] for _, _, ids in finder.find(straight(text), ()) if len(ids) == 1)
        parties = (str(p) for p in rows.parties_of(item) if p in edition.register.names)
        yield Record(f"k-{item.key}", ITEM, text, rows.heading(item), tuple(dict.fromkeys((*parties, *forms))))


def _names(edition: Edition) -> Iterator[Name]:
    for kind in REGISTERS:
        yield from edition.register.of(kind)


def _texts(document: Annotated) -> Iterator[Record]:
    named, spoken, marks = _named(document), _speakers(document), _marks(document)
    for index, paragraph in enumerate(document.paragraphs):
        if paragraph.number is not None or paragraph.id.startswith(_HEAD):
            names, speakers = tuple(named.get(index, ())), tuple(spoken.get(index, ()))
            place = _place(paragraph)
            yield Record(paragraph.id, TEXT, paragraph.text, place, names, speakers, tuple(marks.get(index, ())))


def _place(paragraph: Paragraph) -> str:
    return paragraph.label.replace("¶ ", "¶\u00a0")


def _named(document: Annotated) -> dict[int, dict[str, None]]:
    """The names in each paragraph, once each."""
    found: dict[int, dict[str, None]] = {}
    for mention in document.mentions:
        found.setdefault(mention.span.index, {})[mention.name] = None
    return found


def _speakers(document: Annotated) -> dict[int, dict[str, None]]:
    """Who speaks in each paragraph, once each; not where nobody is said to."""
    found: dict[int, dict[str, None]] = {}
    for spoken in document.spoken:
        for who in spoken.speech.voices:
            if who not in (NOBODY, RECORDER):
                found.setdefault(spoken.span.index, {})[str(who)] = None
    return found


def _marks(document: Annotated) -> dict[int, list[tuple[int, int]]]:
    """Where each paragraph shows the numbers of notes: a browser that looks for words meets them."""
    found: dict[int, list[tuple[int, int]]] = {}
    for number, mark in enumerate(document.notes, start=1):
        found.setdefault(mark.span.index, []).append((mark.at, number))
    return found


def _notes(document: Annotated, finder: FormFinder) -> Iterator[Record]:
    """The notes; their names are the printed forms in them that can mean one name only."""
    for number, mark in enumerate(document.notes, start=1):
        text = unmarked(mark.note.text)
        place = f"note {number} on {_place(document.paragraphs[mark.span.index])}"
        names = dict.fromkeys(ids[0] for _, _, ids in finder.find(straight(text), ()) if len(ids) == 1)
        yield Record(f"fn-{mark.note.key}", NOTE, text, place, tuple(names))


def _entry(name: Name) -> str:
    """What an entry says, then every spelling."""
    said = [unmarked(t).rstrip(".") for t in (name.post, name.status, name.note) if t]
    return ". ".join([*said, "; ".join(s for _, s in name.spellings)])


def key(field: str, value: str) -> str:
    """A word that no text has and no stemmer changes; the same rule stands in `search-words.js`."""
    return f"zq{field}{value.translate(_ESCAPES)}zq"


def fold(text: str) -> str:
    """Words without case, accents, tone marks, apostrophes and punctuation; the same rule stands in `search-words.js`."""
    bare = (c for c in unicodedata.normalize("NFKD", text.lower()) if unicodedata.category(c) not in _SILENT)
    kept = "".join(c if c.isalnum() else "" if c in _APOSTROPHES else " " for c in bare)
    return " ".join(kept.split())


Row = list[object]


def documents_known(edition: Edition) -> dict[str, Row]:
    """By address: id, date, title."""
    every = edition.documents.values()
    return {d.address.lstrip("/"): [d.id, print_date(d.apparatus.date), str(d.apparatus.short_title)] for d in every}


def pages_known(edition: Edition) -> dict[str, Row]:
    """By address: address and title of the pages of the volumes that are neither documents nor names."""
    address = CALENDAR.lstrip("/")
    return {address: [address, "Calendar"]} if edition.calendar else {}


def names_known(edition: Edition) -> dict[str, Row]:
    """By address: id, register, heading, folded spellings, the words of its mentions, 1 if it speaks."""
    printed: dict[str, dict[str, None]] = {}
    speaking: set[str] = set()
    for document in edition.documents.values():
        speaking.update(who for speakers in _speakers(document).values() for who in speakers)
        for m in document.mentions:
            words = document.paragraphs[m.span.index].text[m.span.start : m.span.end]
            printed.setdefault(m.name, {})[words] = None
    return {
        n.address.lstrip("/"): [
            str(n.id),
            n.register,
            n.name,
            _folded(n),
            list(printed.get(n.id, ())),
            int(n.id in speaking),
        ]
        for n in _names(edition)
    }


def _folded(name: Name) -> list[str]:
    return [s for s in dict.fromkeys(fold(spelling) for _, spelling in name.spellings) if s]


def shown(record: Record) -> dict[str, object]:
    """A record as the page reads it; what is empty is left out."""
    return {k: v for k, v in vars(record).items() if v}


def as_json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def words(every: Iterable[SearchPage]) -> str:
    """Every longer word, folded, sorted, one a line. Each run of characters is folded once, however often it stands."""
    runs = {run for v in every for r in v.records for run in r.text.split()}
    found = {w for run in runs for w in fold(run).split()}
    return "\n".join(sorted(w for w in found if len(w) >= SHORTEST and w.isalpha()))
