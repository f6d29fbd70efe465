"""Stage 6, write: what the edition says of itself: emendations and remarks, coverage, colophon.

In: `Edition`. Out: `docs/errata.md`, `docs/about/coverage.md`, `colophon.md`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from edition.files.git import UNKNOWN
from edition.model.annotations import Annotated
from edition.model.apparatus import BRACKET_KINDS, NOTE_KINDS, SourceRef
from edition.model.dates import print_date
from edition.model.edition import Edition
from edition.model.proofs import CHECKS, NOT_RUN
from edition.model.words import shown_words
from edition.source.bibliography import GRADES
from edition.write.markdown.syntax import Pages, escape, heading, link, name_link, page, prose, sources, start, table

ERRATA, COVERAGE, COLOPHON = "errata.md", "about/coverage.md", "about/colophon.md"


_BEST = {
    "primary": "primary or institutional",
    "scholarly": "scholarly",
    "reference": "reference work",
    "other": "press, textbook or broadcaster",
    "": "none",
}


def write_about(edition: Edition) -> Pages:
    """The pages."""
    return {
        ERRATA: _errata(edition),
        COVERAGE: _coverage(edition),
        COLOPHON: _colophon(edition),
    }


def _errata(edition: Edition) -> str:
    """All emendations, all brackets by kind, all remarks on the texts."""
    body = [
        "Every difference between the source texts and the texts shown here, all square brackets by type, and remarks on the "
        "texts. Nothing else has been changed.",
    ]
    for document in edition.documents.values():
        name = escape(document.apparatus.short_title)
        body.append(f"## {heading(name)} {{: #{document.id} }}")
        body.append(f"### Emendations {{: #e-{document.id} }}")
        rows = [
            (e.rule, f"line {e.place.line}", escape(e.before), escape(e.after), escape(e.reason))
            for e in document.emended.emendations
        ]
        body.append(table(("Rule", "Source text", "Before", "After", "Reason"), rows) if rows else "None.")
        body.append(f"### Square brackets {{: #b-{document.id} }}")
        body.append(_brackets(document))
        body.append(f"### Remarks {{: #r-{document.id} }}")
        body.append("\n".join(_remarks(document)) or "None.")
    if edition.remarks:
        body.append("## The texts as a whole {: #both }")
        body += [
            f"- {start(prose(r.note))}" + (f" *Sources:* {c}." if (c := sources(edition, ERRATA, r.sources)) else "")
            for r in edition.remarks
        ]
    return page("Emendations and remarks", "source_texts/apparatus/", body, hide=[])


def _brackets(document: Annotated) -> str:
    rows = []
    for kind in BRACKET_KINDS:
        shown = []
        for bracket in document.brackets:
            if bracket.kind == kind:
                paragraph = document.paragraphs[bracket.span.index]
                left = paragraph.text.rfind(" ", 0, max(0, bracket.span.start - 1)) + 1
                right = paragraph.text.find(" ", bracket.span.end)
                words = paragraph.text[left : right if right > 0 else None]
                shown.append(
                    f"{link(ERRATA, f'documents/{document.id}.md#{paragraph.id}', paragraph.label)} {escape(words)}"
                )
        if shown:
            rows.append((f"{kind.replace('-', ' ')}: {len(shown)}", "; ".join(shown)))
    return table(("Kind", "Where"), rows) if rows else "None."


def _remarks(document: Annotated) -> list[str]:
    rows = []
    for remark in sorted(document.remarks, key=lambda r: r.span):
        paragraph = document.paragraphs[remark.span.index]
        where = link(ERRATA, f"documents/{document.id}.md#{paragraph.id}", paragraph.label)
        words = escape(paragraph.text[remark.span.start : remark.span.end])
        rows.append(f"- {where}, “{words}” ({remark.kind.replace('-', ' ')}): {prose(remark.note)}")
    return rows


def _coverage(edition: Edition) -> str:
    """What is not annotated, not identified, not printed."""
    marks = [m for d in edition.documents.values() for m in d.notes]
    kinds = Counter(m.note.kind for m in marks)
    grades = Counter(_best_grade(edition, m.note.sources) for m in marks)
    body = [
        "## Notes by kind {: #kinds }",
        table(("Kind", "Notes"), [(k, str(kinds[k])) for k in NOTE_KINDS]),
        "## Notes by best source {: #grades }",
        table(("Best source", "Notes"), [(said, str(grades[g])) for g, said in _BEST.items() if grades[g]]),
        "Notes without a source are textual notes, on a point of wording, translation or presentation.",
        "## Names not identified with certainty {: #uncertain }",
        "\n".join(_doubtful(edition)) or "None.",
        "## Names without a source {: #unsourced }",
        ", ".join(name_link(edition, COVERAGE, n.id) for n in edition.register.names.values() if not n.sources)
        or "None.",
        "## Events without a source {: #events }",
        "\n".join(
            f"- {link(COVERAGE, f'chronology.md#c-{e.key}', start(prose(e.event)))}"
            for e in edition.chronology
            if not e.sources
        )
        or "None.",
        "## Paragraphs without a note {: #bare }",
    ]
    for document in edition.documents.values():
        noted = {m.span.index for m in document.notes}
        bare = [p for n, p in enumerate(document.paragraphs) if p.number is not None and n not in noted]
        links = ", ".join(link(COVERAGE, f"documents/{document.id}.md#{p.id}", str(p.number)) for p in bare)
        body.append(f"{start(escape(document.apparatus.short_title))}: {f'¶ {links}' if links else 'none'}.")
    body.append("## Claims withheld {: #held }")
    body.append("Statements that were found in the sources but are not well enough supported to be published.")
    body.append(
        table(
            ("Subject", "Withheld claim", "Reason"),
            [(prose(h.concerns), prose(h.claim), prose(h.why)) for h in edition.held],
        )
    )
    return page("Coverage", "source_texts/", body, hide=[])


def _best_grade(edition: Edition, references: Iterable[SourceRef]) -> str:
    found = {edition.works[r.work].grade for r in references if r.work in edition.works}
    return next((grade for grade in GRADES if grade in found), "")


def _doubtful(edition: Edition) -> list[str]:
    rows = [
        f"- {name_link(edition, COVERAGE, n.id)}: identification {n.certainty}"
        for n in edition.register.names.values()
        if n.certainty != "certain"
    ]
    for document in edition.documents.values():
        for mention in document.mentions:
            if mention.certainty != "certain":
                paragraph = document.paragraphs[mention.span.index]
                where = link(COVERAGE, f"documents/{document.id}.md#{paragraph.id}", paragraph.label)
                words = escape(paragraph.text[mention.span.start : mention.span.end])
                date = print_date(document.apparatus.date)
                rows.append(
                    f"- {date}, {where}: “{words}”, {mention.certainty} {name_link(edition, COVERAGE, mention.name)}"
                )
    return rows


def _colophon(edition: Edition) -> str:
    """Version, counts, and the proof; `verify` counts everything again in the built pages and compares."""
    settings = edition.settings
    body = [
        f"{start(escape(settings.title))}, version {escape(settings.version)}, {print_date(settings.released)}. "
        f"{escape('; '.join(settings.editors))}.",
        "## Contents of the edition {: #counts }",
        table(("Item", "Count"), [(k, f"{v:,}") for k, v in edition.counts.items()]),
        "## Verification of the texts {: #proof }",
        "After every build the finished pages are read back and checked. The build fails unless every one of "
        "these checks passes.",
        table(
            ("Check", "What is verified", "Result"), [(k, v, _result(f"check-{k}", NOT_RUN)) for k, v in CHECKS.items()]
        ),
        "Counts from the finished pages:",
        _counts(edition),
    ]
    body.append(
        f"Built from commit {_result('commit', UNKNOWN)}. For the sources and tools used for this build, and the "
        "results of its checks, see "
        '<a href="../../data/build-info.json">build-info.json</a>.'
    )
    if not settings.has_real_address:
        body.append(
            f"The base address of this copy, `{settings.address}`, is a placeholder: the edition’s publisher has "
            "not yet set the real one."
        )
    responsible = f"Responsible for this edition: {escape(settings.responsible)}." if settings.responsible else ""
    contact = f"Send corrections to {escape(settings.contact)}." if settings.contact else ""
    permission = f"Permission to reproduce the texts: {escape(settings.permission)}" if settings.permission else ""
    body += [said for said in (responsible, contact, permission) if said]
    return page("Colophon", "source_texts/", body, hide=[])


def _counts(edition: Edition) -> str:
    """What each document has, to be compared with its page."""
    rows = []
    for document in edition.documents.values():
        numbers = (
            sum(len(shown_words(p.text)) for p in document.paragraphs),
            len(document.body),
            len(document.notes),
            len(document.mentions),
        )
        named = link(COLOPHON, f"documents/{document.id}.md", escape(document.apparatus.short_title))
        rows.append([named, *(f"{n:,}" for n in numbers), f"`{document.emended.parsed.source.sha256}`"])
    return table(("Document", "Words", "Paragraphs", "Notes", "Mentions", "SHA-256 of the source text"), rows)


def _result(id: str, before: str) -> str:
    """What is not known before the pages are proved: `publish.build_info` puts it in."""
    return f'<span id="{id}">{before}</span>'
