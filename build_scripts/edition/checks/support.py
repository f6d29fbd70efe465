"""What a claim may rest on: works that can carry it, each cited with the place that bears it out.

In: lists of references, one list for each claim; the works. Out: problems; none of them stops a build.

A work that has pages is cited with a place in it: a page, a section, a paragraph, an entry by its date. Whether it has pages is
known by its type (`WITH_PAGES`). It needs no place if it is one itself: a numbered document of a volume, a work of which the
bibliography gives a single page, or one that the bibliography says is cited as a whole (`whole`, with the reason). Web pages,
newspapers, entries of dictionaries and encyclopedias, maps, data, treaties and laws need none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from edition.model.annotations import Annotated
from edition.model.apparatus import SourceRef
from edition.model.edition import Event, Figure, GeneralRemark
from edition.model.names import Name
from edition.model.problem import Problem
from edition.model.works import Work

# Types of CSL whose works are cited with a place in them.
WITH_PAGES = {
    "article",
    "article-journal",
    "book",
    "chapter",
    "classic",
    "collection",
    "manuscript",
    "pamphlet",
    "paper-conference",
    "periodical",
    "report",
    "standard",
    "thesis",
}
_DOCUMENT = "document"  # the genre of a work that is one document of a volume


def source_lists(
    documents: Mapping[str, Annotated], names: Iterable[Name], entries: Iterable[Event | Figure | GeneralRemark]
) -> Iterator[tuple[SourceRef, ...]]:
    """For each claim in some documents, in what the registers say of some names, and in some entries: what it cites."""
    for document in documents.values():
        yield document.apparatus.place_sources
        for note in document.apparatus.notes:
            yield note.sources
    for entry in (*names, *entries):
        yield entry.sources


def references(
    documents: Mapping[str, Annotated], names: Iterable[Name], entries: Iterable[Event | Figure | GeneralRemark]
) -> Iterator[SourceRef]:
    """Every reference to a work in `source_lists`."""
    return chain.from_iterable(source_lists(documents, names, entries))


def needs_place(work: Work) -> bool:
    """Whether a reference to a work must say where in it."""
    return work.csl.get("type") in WITH_PAGES and not (work.whole or _is_one_document(work) or _is_one_page(work))


def check_known(cited: Iterable[SourceRef], works: Mapping[str, Work], problems: list[Problem]) -> None:
    """Report references to works that are not in the bibliography."""
    for reference in cited:
        if reference.work not in works:
            message = f"{str(reference.work)!r} is not in the bibliography"
            cure = "add the work to source_texts/bibliography.yaml, or correct the key"
            problems.append(Problem("unknown-source", reference.work.place, message, cure))


def check_support(claims: Iterable[Sequence[SourceRef]], works: Mapping[str, Work], problems: list[Problem]) -> None:
    """Report references without a place, to works that were not read, and claims that rest on weak works alone."""
    for references in claims:
        for reference in references:
            if reference.work in works:
                problems += _of_reference(reference, works[reference.work])
        if references and all(r.work in works and works[r.work].grade == "other" for r in references):
            message = "every work cited here is graded other, which carries no claim alone"
            cure = "cite a primary, scholarly or reference work as well, or withdraw the claim"
            problems.append(Problem("weak-source", references[0].work.place, message, cure))


def _of_reference(reference: SourceRef, work: Work) -> Iterator[Problem]:
    key, place = str(reference.work), reference.work.place
    if not reference.at and needs_place(work):
        cure = f"write {{work: {key}, at: …}} with the page, section, paragraph or date of the entry that bears the claim out"
        yield Problem("no-locator", place, f"{key!r} is cited without a place in it", cure)
    if work.further_reading and not work.seen:
        message = f"{key!r} is listed as further reading and has not been read"
        cure = "cite a work that was read; or read this one, and enter seen: true in source_texts/bibliography.yaml"
        yield Problem("not-read", place, message, cure)


def check_topics(works: Iterable[Work], topics: Sequence[str], problems: list[Problem]) -> None:
    """Report topics of further reading that the edition does not have."""
    for topic in (topic for work in works for topic in work.further_reading if topic not in topics):
        cure = "write one of the topics listed under further_reading in source_texts/edition.yaml, or add it there"
        problems.append(Problem("bad-value", topic.place, f"'further_reading' is {str(topic)!r}", cure))


def to_verify(works: Iterable[Work]) -> Iterator[Problem]:
    """What the bibliography says is still to be verified, as reminders."""
    for work in works:
        for said in work.to_verify:
            cure = "verify it, correct the entry if necessary, and remove the field"
            yield Problem("to-verify", said.place, f"still to be verified of {str(work.key)!r}: {said}", cure)


def _is_one_document(work: Work) -> bool:
    return bool(work.csl.get("number")) and work.csl.get("genre") == _DOCUMENT


def _is_one_page(work: Work) -> bool:
    return str(work.csl.get("page", "")).isalnum()
