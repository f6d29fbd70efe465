"""The apparatus of a document: what an editor wrote about one source text.

In: `source_texts/apparatus/ID.yaml`. Out: `Apparatus`, typed, every value with its place.
Does not look at the text: anchors are found in `annotate`, emendations in `emend`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from build_scripts.addresses import address
from build_scripts.dates import check_date
from build_scripts.drafts import check_suggestions, still_to_do
from build_scripts.emend import Wish, load_wishes
from build_scripts.ignoring import Ignore, load_ignored
from build_scripts.numbering import Numbered, load_numbers
from build_scripts.problem import Place, Problem
from build_scripts.quoting import Passage, Quote, SourceRef, passage, quote, source_refs
from build_scripts.typography import typeset
from build_scripts.yaml_file import load_yaml
from build_scripts.yaml_values import Fields, Text

CERTAINTIES = ("certain", "probable", "possible")
NOTE_KINDS = ("identification", "factual", "textual", "context")
BRACKET_KINDS = ("expansion", "supplied", "identification", "modern-name", "gloss", "sic", "omission", "source-note")
HOW = ("reported", "quoted", "first-person", "recorder")
STATUS = ("draft", "reviewed")
NOBODY = "none"  # a mention that is none; RECORDER: words that nobody is said to have spoken
RECORDER = "recorder"
NOTE_WORDS = 60


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

    passage: Passage
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
    passage: Passage
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


def load_apparatus(root: Path, id: str, problems: list[Problem]) -> Apparatus | None:
    """Load the apparatus of a document; None, with the reason reported, if the file is no mapping."""
    path = f"source_texts/apparatus/{id}.yaml"
    data = load_yaml(root, path, problems)
    if not isinstance(data, Fields):
        if data is not None:
            problems.append(
                Problem("wrong-shape", Place(path), "the file must contain a mapping", "begin with document: ID")
            )
        return None
    document = data.required("document")
    if document and document != id:
        data.problem("bad-value", document.place, f"document is {str(document)!r}", f"write {id}, or rename the file")
    place, received = data.fields("place"), data.fields("received")
    apparatus = Apparatus(
        path=path,
        short_title=typeset(data.required("short_title")),
        subject=typeset(data.text("subject")),
        date=check_date(data.required("date"), problems),
        place=place.text("name"),
        place_certainty=place.choice("certainty", CERTAINTIES, "certain"),
        place_note=typeset(place.text("note")),
        place_sources=source_refs(place),
        participants=tuple(_participant(p) for p in data.mappings("participants")),
        narrator=data.text("narrator"),
        received_file=received.text("file"),
        sha256=received.required("sha256"),
        printed_address=address(received, "printed_address"),
        canonical_address=address(received, "canonical_address"),
        archive_reference=received.text("archive_reference"),
        translator=received.text("translator"),
        status=data.choice("status", STATUS, "draft"),
        emendations=load_wishes(data.mappings("emendations")),
        numbers=load_numbers(data.mappings("numbers")),
        brackets=tuple(_bracket(b) for b in data.mappings("brackets")),
        mentions=tuple(_mention(m) for m in data.mappings("mentions")),
        notes=tuple(_note(n) for n in data.mappings("notes")),
        speakers=tuple(_speech(s) for s in data.mappings("speakers")),
        index=tuple(_indexed(i) for i in data.mappings("index")),
        textual=tuple(_textual(t) for t in data.mappings("textual")),
        ignore=load_ignored(data, (path, f"source_texts/documents/{id}.md")),
    )
    check_suggestions(data, problems)
    still_to_do(data, problems)
    for fields in (place, received, data):
        fields.close()
    return apparatus


def _participant(entry: Fields) -> Participant:
    made = Participant(entry.required("name"), entry.required("side"), typeset(entry.text("role")))
    entry.close()
    return made


def _note(entry: Fields) -> Note:
    key, at, kind, text = entry.id("key"), quote(entry), entry.choice("kind", NOTE_KINDS), entry.required("text")
    note = Note(key, at, kind, typeset(text), source_refs(entry), _headings(entry, "index"))
    entry.close()
    if len(text.split()) > NOTE_WORDS:
        cure = f"shorten it to {NOTE_WORDS} words, or divide it into two notes, one fact each"
        entry.problem("note-too-long", text.place, f"the note has {len(text.split())} words", cure)
    if note.kind != "textual" and not note.sources and not entry.get("sources"):
        cure = "add sources: [key, …], or make it a textual note"
        entry.problem("note-without-source", entry.place, f"the note {str(note.key)!r} has no source", cure)
    return note


def _mention(entry: Fields) -> MentionByHand:
    made = MentionByHand(
        quote(entry),
        entry.required("name"),
        entry.choice("certainty", CERTAINTIES, "certain"),
        typeset(entry.text("note")),
    )
    entry.close()
    return made


def _speech(entry: Fields) -> Speech:
    made = Speech(
        passage(entry),
        entry.required("who"),
        entry.texts("with"),
        entry.text("words_of"),
        entry.texts("supported_by"),
        entry.choice("how", HOW),
        entry.choice("certainty", CERTAINTIES, "certain"),
        typeset(entry.text("note")),
    )
    entry.close()
    return made


def _indexed(entry: Fields) -> Indexed:
    made = Indexed(passage(entry), _headings(entry, "headings"))
    entry.close()
    return made


def _headings(entry: Fields, field: str) -> tuple[Text, ...]:
    """Headings of the index, as they are printed."""
    return tuple(Text(typeset(heading), heading.place) for heading in entry.texts(field))


def _textual(entry: Fields) -> Textual:
    made = Textual(quote(entry), entry.required("kind"), typeset(entry.required("note")))
    entry.close()
    return made


def _bracket(entry: Fields) -> BracketByHand:
    made = BracketByHand(quote(entry), entry.choice("kind", BRACKET_KINDS))
    entry.close()
    return made
