"""What an editor has written about one document: notes, speakers, index headings, brackets, emendations.

Loaded by `source.apparatus`; words of the text are quoted, and found only by `stages.annotate`.
"""

from __future__ import annotations

from dataclasses import dataclass

from edition.model.placed import Text
from edition.model.problem import Place


@dataclass(frozen=True)
class Wish:
    """An emendation that the apparatus asks for: join | keep | replace, on quoted words."""

    kind: str
    at: Text
    to: str
    reason: str


CERTAINTIES = ("certain", "probable", "possible")


NOTE_KINDS = ("identification", "factual", "textual", "context")


BRACKET_KINDS = ("expansion", "supplied", "identification", "modern-name", "gloss", "sic", "omission", "source-note")


HOW = ("reported", "quoted", "first-person", "recorder")


STATUS = ("draft", "reviewed")


NOBODY = "none"  # a mention that is none; RECORDER: words that nobody is said to have spoken


RECORDER = "recorder"


@dataclass(frozen=True)
class Participant:
    name: Text
    side: Text
    role: str


@dataclass(frozen=True)
class Note:
    """A footnote of this edition."""

    key: Text
    quote: Quote
    kind: str
    text: str
    sources: tuple[SourceRef, ...]
    index: tuple[Text, ...] = ()  # headings


@dataclass(frozen=True)
class MentionByHand:
    quote: Quote
    name: Text
    certainty: str
    note: str


@dataclass(frozen=True)
class Speech:
    """Who speaks in a passage, whose words are conveyed, who supports them, and how they have come down to us."""

    passage: QuotedPassage
    who: Text
    others: tuple[Text, ...]  # speaking jointly
    words_of: Text  # whose words the speaker recites, empty if they are the speaker's own
    supported_by: tuple[Text, ...]  # who is said only to have agreed
    how: str
    certainty: str
    note: str

    @property
    def speakers(self) -> tuple[Text, ...]:
        """Those who speak, the first named first."""
        return (self.who, *self.others)

    @property
    def voices(self) -> tuple[Text, ...]:
        """Those who speak, and the one whose words they recite."""
        return (*self.speakers, self.words_of) if self.words_of else self.speakers

    @property
    def people(self) -> tuple[Text, ...]:
        """Everyone whom the entry names."""
        return (*self.voices, *self.supported_by)


@dataclass(frozen=True)
class Indexed:
    passage: QuotedPassage
    headings: tuple[Text, ...]


@dataclass(frozen=True)
class Textual:
    """A remark on the text itself, printed on the errata page."""

    quote: Quote
    kind: str
    note: str


@dataclass(frozen=True)
class BracketByHand:
    quote: Quote
    kind: str


@dataclass(frozen=True)
class Apparatus:
    """Everything an editor wrote about one document."""

    path: str
    short_title: str
    subject: str  # what the conversation was about, in a line
    date: Text
    place: Text
    place_certainty: str
    place_note: str
    place_sources: tuple[SourceRef, ...]
    participants: tuple[Participant, ...]
    narrator: Text
    received_file: Text
    sha256: Text
    printed_address: Text
    canonical_address: Text
    archive_reference: Text
    translator: Text
    status: str
    emendations: tuple[Wish, ...]
    numbers: tuple[Numbered, ...]
    brackets: tuple[BracketByHand, ...]
    mentions: tuple[MentionByHand, ...]
    notes: tuple[Note, ...]
    speakers: tuple[Speech, ...]
    index: tuple[Indexed, ...]
    textual: tuple[Textual, ...]
    ignore: tuple[Ignore, ...]


NONE = Text("", Place(""))


@dataclass(frozen=True)
class Quote:
    """Quoted words that must stand once in the document (W3C TextQuoteSelector: exact, prefix, suffix)."""

    at: Text
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class QuotedPassage:
    """A passage: the words quoted, or everything from the first quote to the last."""

    first: Quote
    last: Quote | None = None


@dataclass(frozen=True)
class SourceRef:
    """A reference to a work in the bibliography, with the place in it if known.

    If it was made to an item of the calendar, `gather` puts in the work by which that item is cited.
    """

    work: Text
    at: str = ""
    item: Text = NONE
    within: str = ""  # the place in the item


@dataclass(frozen=True)
class Numbered:
    """The number of the paragraph that begins with some words."""

    at: Text
    number: Text


@dataclass(frozen=True)
class Ignore:
    """Warnings of one kind, in lines of some files that hold the words quoted."""

    kind: Text
    at: Text
    reason: str
    files: tuple[str, ...]
