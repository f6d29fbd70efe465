"""Stage 6, write: one document as plain text.

In: `Edition`. Out: `ID.txt` beside each page, UTF-8, one line a paragraph. Between two rules stand the words as received and
nothing else but ¶ numbers: the notes come after, each with its paragraph and the words it explains, so that the text stays clean.
"""

from __future__ import annotations

from collections.abc import Iterator

from edition.model.addresses import beside, canonical
from edition.model.annotations import Annotated, NoteMark
from edition.model.dates import print_date
from edition.model.edition import Edition
from edition.model.typography import unmarked
from edition.write.formats import text_of, works_cited

RULE = "-" * 72


def write_texts(edition: Edition) -> dict[str, bytes]:
    """The plain text of every document."""
    return {beside(d, ".txt"): _document(edition, d).encode() for d in edition.documents.values()}


def _document(edition: Edition, document: Annotated) -> str:
    blocks = [_about(edition, document), RULE, *_text(document), RULE, *_notes(edition, document)]
    return "\n\n".join(blocks) + "\n"


def _about(edition: Edition, document: Annotated) -> str:
    """What the file is, where it comes from, and how to read it."""
    settings, apparatus = edition.settings, document.apparatus
    changes = len(document.emended.emendations)
    lines = [
        document.title,
        apparatus.short_title,
        f"In: {settings.title}, version {settings.version}, {print_date(settings.released)}",
        f"Canonical address: {canonical(edition, document.address)}",
        f"Address of a paragraph: {canonical(edition, document.address)}#p1",
        f"Archive reference: {apparatus.archive_reference}" if apparatus.archive_reference else "",
        f"Archive page: {apparatus.canonical_address}" if apparatus.canonical_address else "",
        f"Source text: SHA-256 {document.emended.parsed.source.sha256}",
        "The text between the two rules is as received; the numbers after ¶ are this edition’s"
        + (f", and so are {changes} emendations, listed at {canonical(edition, '/errata/')}." if changes else "."),
        "Square brackets in the text belong to the translation. The notes after the text are this edition’s.",
        f"Rights: {canonical(edition, '/about/rights/')}",
    ]
    return "\n".join(line for line in lines if line)


def _text(document: Annotated) -> Iterator[str]:
    """Head, headings and paragraphs in the order of the source text."""
    for paragraph in document.paragraphs:
        number = f"{paragraph.label} " if paragraph.number is not None else ""
        yield number + paragraph.text


def _notes(edition: Edition, document: Annotated) -> Iterator[str]:
    if document.notes:
        yield "NOTES"
    for mark in document.notes:
        yield _note(edition, document, mark)


def _note(edition: Edition, document: Annotated, mark: NoteMark) -> str:
    """Where the note belongs, the words it explains, what it says, what it rests on, its address."""
    paragraph = document.paragraphs[mark.span.index]
    words = paragraph.text[mark.span.start : mark.span.end]
    cited = "; ".join(text_of(c).rstrip(".") for _, c in works_cited(mark.note.sources, edition.short))
    sources = f" Sources: {cited}." if cited else ""
    return f"{paragraph.label}, “{words}”] {unmarked(mark.note.text)}{sources} (#fn-{mark.note.key})"
