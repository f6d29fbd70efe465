"""The formats in which a document is available, and the few things that their writers share.

In: an edition's settings, a document. Out: where each file stands, its canonical address, the parts of an editor's prose.
Writes nothing: each format has a writer of its own (in `data`, `tei`, `epub`, `print`, `citing`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from edition.model.annotations import Annotated
from edition.model.apparatus import SourceRef
from edition.model.works import Citation, Reference

BOOK = "edition.pdf"  # the first volume, which is most often the only one


VOLUME_FILE = re.compile(r"edition(?:-([0-9]+))?\.pdf")


def path(id: str) -> str:
    """Where the PDF of a document stands below `docs/`."""
    return f"documents/{id}/{id}.pdf"


def volume_path(number: int) -> str:
    """Where a volume of the book stands below `docs/`; the first keeps its address when others are added."""
    return BOOK if number == 1 else f"edition-{number}.pdf"


def printed_volumes(paths: Iterable[str]) -> dict[int, str]:
    """The volumes among some files: paths by number."""
    found = {int(match[1] or 1): path for path in paths if (match := VOLUME_FILE.fullmatch(path))}
    return dict(sorted(found.items()))


WHOLE = "edition.epub"


CORPUS = "data/edition.tei.xml"


SUFFIX = ".tei.xml"


LANGUAGE = "en"  # of the texts as they are shown, and of the edition's own words


NOTES_LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # of the edition's own words, never of the texts


@dataclass(frozen=True)
class Format:
    """A kind of file beside the page of a document."""

    suffix: str
    media_type: str
    name: str
    holds: str
    loses: str


FORMATS = (
    Format(
        ".pdf",
        "application/pdf",
        "PDF",
        "for printing: footnotes, works cited at the end, the TEI file attached; tagged for screen readers",
        "register entries, index",
    ),
    Format(
        ".epub",
        "application/epub+zip",
        "EPUB",
        "for e-readers: pop-up notes, register entries, index, works cited",
        "speakers, emendations, other documents",
    ),
    Format(
        ".single.html",
        "text/html",
        "Self-contained HTML",
        "a self-contained page to send or keep: notes, register entries, index, works cited; works offline, without scripts",
        "speakers, emendations, other documents, search",
    ),
    Format(
        ".txt",
        "text/plain",
        "Plain text",
        "the head as received, the text with paragraph numbers, then the notes with the words they explain",
        "italics, names, speakers, bracket types",
    ),
    Format(
        ".tei.xml",
        "application/tei+xml",
        "TEI P5",
        "the fully encoded text with emendations, notes and brief register entries",
        "index, parallel passages",
    ),
    Format(
        ".json",
        "application/json",
        "JSON",
        "everything the edition records about this document, with character offsets",
        "register entries and works cited (see the data for the whole edition)",
    ),
    Format(
        ".annotations.jsonld",
        "application/ld+json",
        "Web Annotations",
        "the notes, each anchored to the words it explains, for use with this text or the archive’s",
        "the text itself",
    ),
    Format(
        ".csl.json",
        "application/vnd.citationstyles.csl+json",
        "CSL-JSON",
        "the complete bibliographic record, with archive and archive reference",
        "the text",
    ),
    Format(
        ".bib",
        "application/x-bibtex",
        "BibTeX",
        "the bibliographic record in BibLaTeX fields; the archive and archive reference are in the note field",
        "separate fields for archive and archive reference",
    ),
    Format(
        ".ris",
        "application/x-research-info-systems",
        "RIS",
        "the bibliographic record, with archive and archive reference",
        "uncertainty of dates",
    ),
)


def summary(document: Annotated) -> str:
    """The archive's summary of a document; empty where it has none."""
    field = document.emended.parsed.field("summary")
    return " ".join(block.text for block in field.blocks) if field else ""


def text_of(citation: Citation) -> str:
    """The words of a citation."""
    return "".join(run.text for run in citation)


def works_cited(
    references: Iterable[SourceRef], short: Mapping[Reference, Citation]
) -> Iterator[tuple[SourceRef, Citation]]:
    """The works that a note or an entry names, each with its short citation."""
    for reference in references:
        if (str(reference.work), reference.at) in short:
            yield reference, short[(str(reference.work), reference.at)]


def to_json(data: Any) -> bytes:
    """Data as JSON, characters as they are, the same bytes for the same data. On one line: with others it is twice as long."""
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def without_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Those fields that say something."""
    return {key: value for key, value in fields.items() if value not in ("", None, [], {}, ())}
