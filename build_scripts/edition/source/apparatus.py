"""The apparatus of a document: what an editor wrote about one source text.

In: `source_texts/apparatus/ID.yaml`. Out: `Apparatus`, typed, every value with its place.
Does not look at the text: anchors are found in `annotate`, emendations in `emend`.
"""

from __future__ import annotations

from pathlib import Path

from edition.files.fields import Fields
from edition.files.yaml_places import load_yaml
from edition.model.apparatus import (
    BRACKET_KINDS,
    CERTAINTIES,
    HOW,
    NOTE_KINDS,
    STATUS,
    Apparatus,
    BracketByHand,
    Indexed,
    MentionByHand,
    Note,
    Numbered,
    Participant,
    Speech,
    Textual,
    Wish,
)
from edition.model.placed import Text
from edition.model.problem import Place, Problem
from edition.source.dates import check_date
from edition.source.drafts import check_suggestions, still_to_do
from edition.source.ignores import load_ignored
from edition.source.quotations import passage, quote, source_refs
from edition.source.typography import typeset
from edition.source.web_addresses import address


def load_wishes(entries: tuple[Fields, ...]) -> tuple[Wish, ...]:
    """The emendations of an apparatus file."""
    wishes = []
    for entry in entries:
        kind = entry.choice("kind", ("join", "keep", "replace"), "replace")
        given = "to" in entry or kind != "replace"  # nothing may stand instead, but that has to be said
        to = entry.text("to") if given else entry.required("to")
        wishes.append(Wish(kind, entry.required("at"), to, typeset(entry.required("reason"))))
        entry.close()
    return tuple(wishes)


def load_numbers(entries: tuple[Fields, ...]) -> tuple[Numbered, ...]:
    """The field `numbers` of an apparatus: each entry has `at` and `number`."""
    made = []
    for entry in entries:
        made.append(Numbered(entry.required("at"), entry.required("number")))
        entry.close()
    return tuple(made)


NOTE_WORDS = 60


def load_apparatus(root: Path, id: str, problems: list[Problem]) -> Apparatus | None:
    """Load the apparatus of a document; None, with the reason reported, if the file is no mapping."""
    path = f"source_texts/apparatus/{id}.yaml"
    data = load_yaml(root, path, problems)
    if isinstance(data, Fields):
        return _apparatus(data, path, id, problems)
    if data is not None:
        problems.append(
            Problem("wrong-shape", Place(path), "the file must contain a mapping", "begin with document: ID")
        )
    return None


def _apparatus(data: Fields, path: str, id: str, problems: list[Problem]) -> Apparatus:
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
