"""Stage 6, write: the works cited, by grade, and the further reading, by topic.

In: `Edition`. Out: `docs/about/sources.md`. Every work has its place on the page once, to which all references lead.
"""

from __future__ import annotations

from collections.abc import Iterable

from build_scripts.bibliography import GRADES, Work
from build_scripts.gather import Edition
from build_scripts.markdown import SOURCES, Pages, citation, escape, link, page, start
from build_scripts.print_back import GROUPS, remarks_on

_OTHERS = "The press of later years, textbooks, broadcasters and pages for the general reader."


def write_sources(edition: Edition) -> Pages:
    """The page."""
    body = [
        f"{len(edition.cited_works)} works cited. Works consulted only in an unauthorized copy are listed without a link.",
    ]
    for grade in GRADES:
        graded = [
            edition.works[k] for k in edition.filed if k in edition.cited_works and edition.works[k].grade == grade
        ]
        body += (
            [f"## {GROUPS[grade]} {{: #grade-{grade} }}", *([_OTHERS] if grade == "other" else [])] if graded else []
        )
        body += [_work(edition, work, remarks_on(work)) for work in graded]
    body += _further_reading(edition)
    return {SOURCES: page("Sources", "source_texts/bibliography.yaml", body, hide=[])}


def _work(edition: Edition, work: Work, remarks: Iterable[str] = ()) -> str:
    text = start(citation(edition.full[work.key], links=True))
    return f"{text} {escape(' '.join(remarks))}".strip() + f"\n{{: #{work.key} .work }}"


def _further_reading(edition: Edition) -> Iterable[str]:
    """The works of each topic: short, with a link, where they stand in full above."""
    given = set(edition.cited_works)
    if edition.further_reading:
        yield "## Further reading {: #further-reading }"
        yield "Works given in full here are not cited in this edition; the others link to their entries above."
    for topic, keys in edition.further_reading.items():
        yield f"### {escape(topic)}"
        for key in keys:
            short = link(SOURCES, f"{SOURCES}#{key}", citation(edition.short[(key, "")]).rstrip("."))
            yield f"{short}.\n{{: .work }}" if key in given else _work(edition, edition.works[key])
            given.add(key)
