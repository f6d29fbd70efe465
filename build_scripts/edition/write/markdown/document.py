"""Stage 6, write: one document as annotated Markdown.

In: `Edition`. Out: `docs/documents/ID.md` for each document.
The words of the source text stand in blocks with the class `source` or an id p1, p2 …; everything else is the edition's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from edition.model.annotations import Annotated, Bracket, Mention, NoteMark, Spoken
from edition.model.apparatus import Speech
from edition.model.dates import print_date
from edition.model.document import Paragraph
from edition.model.edition import Edition
from edition.model.typography import unmarked
from edition.source.abbreviations import FirstUse, first_uses
from edition.stages.marks import Event, Range, events
from edition.versions.since import Past
from edition.write.markdown.beside_the_text import names_here, same_matter
from edition.write.markdown.document_list import LIST, size
from edition.write.markdown.how_to_cite import Downloads, cite_and_download
from edition.write.markdown.lists import ABBREVIATIONS
from edition.write.markdown.machine_head import head_fields
from edition.write.markdown.old_addresses import former_beside
from edition.write.markdown.syntax import (
    Pages,
    escape,
    front_matter,
    heading,
    html_text,
    link,
    name_link,
    prose,
    sources,
    start,
)
from edition.write.markdown.versions import as_published
from edition.write.shared.same_matter import Beside, by_paragraph

Shared = Mapping[tuple[str, int], Beside]  # by document and paragraph

READING_AIDS = '<div class="reading-aids"></div>'  # where overrides/page.html puts what a reader can choose


def write_documents(edition: Edition, offered: Downloads, past: Past) -> Pages:
    """The page of each document; `offered` is what else is made of the documents."""
    shared = by_paragraph(edition)
    return {path(d): _document(edition, d, shared, offered, past) for d in edition.documents.values()}


def path(document: Annotated) -> str:
    return f"documents/{document.id}.md"


def _document(edition: Edition, document: Annotated, shared: Shared, offered: Downloads, past: Past) -> str:
    texts = _texts(edition, document)
    blocks = [*_head(edition, document, texts, past), *_body(edition, document, texts, shared, past)]
    blocks += _end(edition, document, offered)
    return _front_matter(edition, document, offered) + "\n\n".join(blocks) + "\n"


def _front_matter(edition: Edition, document: Annotated, offered: Downloads) -> str:
    apparatus, parsed = document.apparatus, document.emended.parsed
    summary = parsed.field("summary")
    return front_matter(
        {
            "title": apparatus.short_title,
            "generated_from": f"{parsed.source.path}, {apparatus.path}",
            "description": " ".join(b.text for b in summary.blocks) if summary else "",
            "document": document.id,
            "date": apparatus.date,
            "printed_title": document.title,
            "archive_reference": apparatus.archive_reference,
            "translator": apparatus.translator,
            "source_sha256": parsed.source.sha256,
            "status": apparatus.status,
            "version": edition.settings.version,
            **head_fields(edition, document, offered.sizes),
            "hide": ["navigation"],
        }
    )


def _head(edition: Edition, document: Annotated, texts: list[str], past: Past) -> list[str]:
    """The head as received; after date and title, what the edition says of the document."""
    opening = len(document.opening)
    fields = [_field(paragraph, text) for paragraph, text in zip(document.head, texts, strict=False)]
    return [*fields[:opening], _about(edition, document, past), *fields[opening:]]


def _field(paragraph: Paragraph, text: str) -> str:
    """A label or a field of the head."""
    if paragraph.id == "title":
        return f"# {heading(escape(paragraph.text))} {{: #title .source }}"
    kind = "date" if paragraph.id == "date" else "label" if paragraph.id.startswith("label-") else "field"
    return f"{start(text)}\n{{: #{paragraph.id} .source .{kind} }}"


def _about(edition: Edition, document: Annotated, past: Past) -> str:
    """A definition list: who took part, where, which archive. Words of this edition."""
    apparatus, here = document.apparatus, path(document)
    rows = []
    for side in dict.fromkeys(p.side for p in apparatus.participants):
        shown = [
            f"{name_link(edition, here, p.name)}{f' ({escape(p.role)})' if p.role else ''}"
            for p in apparatus.participants
            if p.side == side
        ]
        rows.append((f"{side} side", "; ".join(shown)))
    if apparatus.place:
        note = prose(apparatus.place_note)
        cited = sources(edition, here, apparatus.place_sources)
        certainty = "" if apparatus.place_certainty == "certain" else f" ({apparatus.place_certainty})"
        rows.append(
            (
                "Place",
                f"{name_link(edition, here, apparatus.place)}{certainty}. {note} {f'Sources: {cited}.' if cited else ''}",
            )
        )
    if apparatus.archive_reference:
        rows.append(("Archive reference", escape(apparatus.archive_reference)))
    if apparatus.translator:
        rows.append(("Translated by", escape(apparatus.translator)))
    if apparatus.canonical_address:
        address = apparatus.canonical_address
        rows.append(("Archive page", f"[{escape(address)}](<{address}>)"))
    version = f"version {escape(edition.settings.version)}, {print_date(edition.settings.released)}"
    rows.append(("This edition", f"{version}; {apparatus.status}; {size(document)}"))
    if earlier := as_published(past, document.address, document.address):
        rows.append(("Published versions", earlier))
    listed = "\n\n".join(f"{start(escape(term))}\n:   {start(text)}" for term, text in rows)
    return f'<div class="about-document" markdown>\n\n{listed}\n\n</div>\n\n{READING_AIDS}'


def _body(edition: Edition, document: Annotated, texts: list[str], shared: Shared, past: Past) -> Iterator[str]:
    """Headings, numbered paragraphs and list items, each followed by the passages on the same matter."""
    here = path(document)
    before, after = former_beside(past, document)
    speakers = _speakers(document)
    for index, (paragraph, text) in enumerate(zip(document.paragraphs, texts, strict=True)):
        if paragraph.id.startswith("s-"):
            yield f"## {heading(text)} {{: #{paragraph.id} .source }}"
        elif paragraph.number is not None:
            yield from before.get(paragraph.id, ())
            number = f"[{paragraph.label}](#{paragraph.id}){{: .pn }}"
            kind = " .item" if paragraph.block.kind == "item" else ""
            said = f" {_said(voices[0].speech)}" if len(voices := speakers.get(index, [])) == 1 else ""
            yield f"{number} {text}\n{{: #{paragraph.id} .paragraph{kind}{said} }}"
            yield from after.get(paragraph.id, ())
            if (document.id, index) in shared:
                yield same_matter(edition, here, document.id, index, shared[(document.id, index)])


def _speakers(document: Annotated) -> dict[int, list[Spoken]]:
    """Who speaks in each paragraph."""
    found: dict[int, list[Spoken]] = {}
    for spoken in document.spoken:
        found.setdefault(spoken.span.index, []).append(spoken)
    return found


def _said(speech: Speech) -> str:
    """Attributes that say who speaks, whose words are recited, who agrees, in what form and how certain that is."""
    said = {
        "who": " ".join(speech.speakers),
        "words-of": speech.words_of,
        "supported-by": " ".join(speech.supported_by),
        "how": speech.how,
        "certainty": "" if speech.certainty == "certain" else speech.certainty,
    }
    return " ".join(f'data-{name}="{value}"' for name, value in said.items() if value)


def _end(edition: Edition, document: Annotated, offered: Downloads) -> Iterator[str]:
    """The notes, how to cite, the files, and the way to the documents before and after."""
    here = path(document)
    yield from names_here(edition, document, here)
    if document.notes:
        yield "## Notes {: #notes }"
        yield "///Footnotes Go Here///"
        for mark in document.notes:
            yield _note(edition, here, mark)
    yield from cite_and_download(edition, document, here, offered)
    around = zip(("Previous", "Next"), edition.neighbours[document.id], strict=True)
    links = [f"{word}: {link(here, path(d), escape(d.apparatus.short_title))}" for word, d in around if d]
    links += [link(here, LIST, "All documents"), link(here, "cite/index.md", "How to cite")]
    yield " · ".join(links) + "\n{: .way }"


def _note(edition: Edition, here: str, mark: NoteMark) -> str:
    note = mark.note
    cited = sources(edition, here, note.sources)
    shown = f' <span class="sources">*Sources:* {cited}.</span>' if cited else ""
    return f"[^{note.key}]: {start(prose(note.text))}{shown}"


def _texts(edition: Edition, document: Annotated) -> list[str]:
    """The words of every paragraph with everything that is marked in them."""
    ranges: list[list[Range]] = [[Range(a, b, "emphasis") for a, b in p.block.emphasis] for p in document.paragraphs]
    points: list[list[tuple[int, object]]] = [[] for _ in document.paragraphs]
    both: list[Mention | Bracket] = [*document.mentions, *document.brackets]
    for marked in both:
        ranges[marked.span.index].append(Range(marked.span.start, marked.span.end, marked))
    for voices in _speakers(document).values():
        if len(voices) > 1:  # a whole paragraph says it itself, in its attributes
            for spoken in voices:
                ranges[spoken.span.index].append(Range(spoken.span.start, spoken.span.end, spoken.speech))
    for use in first_uses(document, edition.abbreviations):
        ranges[use.span.index].append(Range(use.span.start, use.span.end, use))
    for note in document.notes:
        points[note.span.index].append((note.at, note))
    return [
        "".join(_event(edition, path(document), e) for e in events(paragraph.text, ranges[n], points[n]))
        for n, paragraph in enumerate(document.paragraphs)
    ]


def _event(edition: Edition, here: str, event: Event) -> str:
    mark = event.mark
    if event.kind == "text":
        return escape(event.text)
    if isinstance(mark, NoteMark):
        return f"[^{mark.note.key}]"
    if mark == "emphasis":
        return "*"
    if isinstance(mark, Speech):
        return f'<span class="said" {_said(mark)}>' if event.kind == "open" else "</span>"
    if isinstance(mark, FirstUse):
        target = link(here, f"{ABBREVIATIONS}#a-{mark.abbreviation.key}", "").removeprefix("[]")
        meaning = html_text(unmarked(mark.abbreviation.means))
        return "[" if event.kind == "open" else f']{target}{{: .abbreviation title="{meaning}" }}'
    if isinstance(mark, Bracket):
        return f'<span class="translator {mark.kind}">' if event.kind == "open" else "</span>"
    if isinstance(mark, Mention):
        name = edition.register.names[mark.name]
        target = link(here, f"{name.register}/{name.id}.md", "").removeprefix("[]")
        certainty = "" if mark.certainty == "certain" else f" .{mark.certainty}"
        return "[" if event.kind == "open" else f"]{target}{{: .name{certainty} }}"
    raise TypeError(mark)
