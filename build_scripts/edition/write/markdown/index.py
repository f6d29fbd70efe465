"""Stage 6, write: the analytical index and the views by speaker.

In: `Edition`. Out: `docs/index/index.md`, and `docs/index/speakers.md`: the speakers, by document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, repeat

from edition.model.addresses import anchor
from edition.model.apparatus import RECORDER, Speech
from edition.model.edition import Edition, Elsewhere, Heading, Locator
from edition.model.names import sort_key
from edition.stages.index import merge
from edition.write.markdown.syntax import (
    Pages,
    escape,
    heading,
    languages,
    link,
    locator_link,
    markdown,
    name_link,
    page,
    start,
)
from edition.write.shared.index_elsewhere import by_document, elsewhere, explained

INDEX, SPEAKERS = "index/index.md", "index/speakers.md"


HOW = {
    "reported": "reported",
    "quoted": "in quotation marks",
    "first-person": "in the first person",
    "recorder": "narrative",
}


def write_index(edition: Edition) -> Pages:
    """The index, and the views by speaker."""
    return {INDEX: _index(edition), SPEAKERS: _speakers(edition)}


def _index(edition: Edition) -> str:
    total = sum(1 + len(h.subheadings) for h in edition.index)
    others = markdown(edition, INDEX, explained(edition, edition.index))
    body = [
        f"{len(edition.index)} headings, or {total} including subheadings. References are to paragraph numbers, grouped by "
        f"the date of the document. {others}{' ' if others else ''}See also the {link(INDEX, SPEAKERS, 'index of speakers')} "
        f"and the list of {link(INDEX, 'names.md', 'names')}.",
    ]
    for letter, group in groupby(edition.index, key=lambda h: sort_key(h.text)[0][:1].upper()):
        body.append(f"## {letter if letter.isalpha() else '0–9'}")
        body.append("\n\n".join(_heading(edition, h) for h in group))
    return page("Analytical index", "source_texts/apparatus/, source_texts/index.yaml", body)


def _heading(edition: Edition, heading: Heading) -> str:
    """A heading as a paragraph, its subheadings as a list."""
    text = f"**{languages(escape(heading.text))}**"
    if heading.see:
        text += f", *see* {'; '.join(_reference(t) for t in heading.see)}"
    text += "" if heading.mentioned else ", not mentioned"
    text += _where(edition, heading.locators, heading.own_elsewhere)
    lines = [f"{text}\n{{: #{anchor(heading.text)} .heading }}"]
    rows = [
        f"- {start(languages(escape(sub)))}{_where(edition, found, heading.elsewhere.get(sub, ()))}"
        for sub, found in heading.subheadings
    ]
    if heading.see_also:
        rows.append(f"- *see also* {'; '.join(_reference(t) for t in heading.see_also)}")
    if rows:
        lines.append("\n".join(rows))
    return "\n\n".join(lines)


def _where(edition: Edition, found: Sequence[Locator], others: Sequence[Elsewhere]) -> str:
    """The paragraphs and notes by document, then what is in none, set apart."""
    parts = [locators(edition, INDEX, found, others), markdown(edition, INDEX, elsewhere(edition, others))]
    return f", {'; '.join(filter(None, parts))}" if any(parts) else ""


def _reference(target: str) -> str:
    return link(INDEX, f"{INDEX}#{anchor(target.partition(' > ')[0])}", languages(escape(target.replace(" > ", ": "))))


def locators(edition: Edition, here: str, found: Iterable[Locator], others: Iterable[Elsewhere] = ()) -> str:
    """Paragraphs and notes grouped by document: the date, then "¶ 3, 5–7, 6n"."""
    groups = []
    for inside in by_document(edition, found, others):
        signs = chain(["¶ " if inside.numbered else ""], repeat(""))
        shown = [locator_link(here, inside.id, x.first, x.last, next(signs)) for x in inside.paragraphs]
        page = f"documents/{inside.id}.md"
        shown += [link(here, f"{page}#fn-{notes.keys[0]}", f"{next(signs)}{notes.called}") for notes in inside.notes]
        groups.append(f"{escape(edition.labels[inside.id])} {', '.join(shown)}")
    return "; ".join(groups)


def _parts(edition: Edition, speech: Speech) -> Iterator[tuple[str, str]]:
    """Who has a part in a speech, and which: speaking, the author of words recited, or supporting the speaker."""
    names = edition.register.names
    speakers = " and ".join("the recorder" if s == RECORDER else escape(names[s].name) for s in speech.speakers)
    author = f", the words of {escape(names[speech.words_of].name)}" if speech.words_of else ""
    for who in speech.speakers:
        yield who, HOW[speech.how] + author
    if speech.words_of:
        yield speech.words_of, f"words recited by {speakers}"
    for who in speech.supported_by:
        yield who, f"said to support {speakers}"


def _speakers(edition: Edition) -> str:
    """For each person the paragraphs in which words are attributed to them, by their part and how certain it is."""
    found: dict[str, dict[tuple[str, str], list[Locator]]] = {}
    for document in edition.documents.values():
        for spoken in document.spoken:
            number = document.paragraphs[spoken.span.index].number
            if number is None:
                continue
            for who, part in _parts(edition, spoken.speech):
                kinds = found.setdefault(who, {})
                kinds.setdefault((part, spoken.speech.certainty), []).append(Locator(document.id, number, number))
    order = {id: n for n, id in enumerate(edition.documents)}
    body = [
        "The speaker to whom each paragraph, or part of a paragraph, is attributed. Attributions marked *probable* are "
        "the edition’s interpretation of passages that name no speaker.",
    ]
    for who in sorted(found, key=lambda w: (w == RECORDER, -sum(len(v) for v in found[w].values()))):
        title = "The recorder" if who == RECORDER else edition.register.names[who].name
        body.append(f"## {heading(escape(title))} {{: #{who} }}")
        if who != RECORDER:
            body.append(f"{name_link(edition, SPEAKERS, who)}: register entry and all mentions.")
        rows = []
        for (part, certainty), where in sorted(found[who].items()):
            doubt = "" if certainty == "certain" else f", {certainty}"
            rows.append(f"- {part}{doubt}: {locators(edition, SPEAKERS, merge(where, order))}")
        body.append("\n".join(rows))
    return page("Index of speakers", "source_texts/apparatus/", body)
