"""The bibliographic record of a document, in CSL-JSON: the one that every citation and every reference file is made of.

In: `Edition`, one document. Out: its record, from the apparatus; where the bibliography has the archive's own page of the
document, also what that entry knows of the archive that published it, its number there, the translator and other prints.
Formats nothing: citations are made in `citations`.
"""

from __future__ import annotations

import re
from typing import Any

from edition.model.addresses import canonical
from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.model.names import filing
from edition.model.typography import italics, straight, unmarked
from edition.model.works import Citation, Run
from edition.write.formats import LANGUAGE, summary, without_empty


def archives_own(document: Annotated) -> Citation:
    """The archive's citation as received, whole, with its italics."""
    field = document.emended.parsed.field("citation")
    runs: list[Run] = []
    for block in field.blocks if field else ():
        runs += [Run(" ")] if runs else []
        at = 0
        for a, b in block.emphasis:
            runs += [Run(block.text[at:a]), Run(block.text[a:b], italic=True)]
            at = b
        runs.append(Run(block.text[at:]))
    return tuple(run for run in runs if run.text)


Record = dict[str, Any]


_DOUBT = "?~%"  # marks of EDTF


_OPEN = ("", "..")


_TITLES = ("title", "title-short", "container-title")


# Numbers that no text has, in the place of those of a paragraph: processors of citations want figures there.
FIRST, LAST = "31415926", "53589793"


_GUARD = "\ue000"  # a character that no text has: for private use


def record(edition: Edition, document: Annotated) -> Record:
    """The record: the document in the archive that published it, consulted in this version of this edition."""
    apparatus, work = document.apparatus, _archive_page(edition, document)
    archive, location = _published(work, str(apparatus.archive_reference)) or holding(edition, document)
    return without_empty(
        {
            "id": document.id,
            "type": "manuscript",
            "title": document.title,
            "title-short": str(apparatus.short_title),
            "translator": work.get("translator") or _names(edition, str(apparatus.translator)),
            "issued": csl_date(str(apparatus.date)),
            "archive": archive,
            "archive_location": location,
            "container-title": edition.settings.title,
            "version": edition.settings.version,
            "URL": canonical(edition, document.address),
            "language": LANGUAGE,
            "abstract": summary(document),
            "references": unmarked(_elsewhere(edition, document)),
            "note": _note(document, str(work.get("container-title", ""))),
        }
    )


def printed(edition: Edition, document: Annotated) -> Record:
    """The record as a processor of citations is to print it: titles keep their capitals, and other prints their italics."""
    made = for_pandoc(record(edition, document))
    kept = {key: f'<span class="nocase">{made[key]}</span>' for key in _TITLES if key in made}
    parts = ((str(_guarded(text)), italic) for text, italic in italics(_elsewhere(edition, document)))
    return {**made, **kept, **without_empty({"references": "".join(f"<i>{t}</i>" if i else t for t, i in parts)})}


def elsewhere(edition: Edition, document: Annotated) -> Citation:
    """Where else the document is published, as a citation ends: the archive's own page, and other prints; empty if unknown."""
    address, note = _elsewhere_parts(edition, document)
    page = (Run("Archive page: "), Run(address, url=address)) if address else ()
    prints = tuple(Run(text, italic) for text, italic in italics(note))
    return (*page, Run("; "), *prints) if page and prints else page or prints


def holding(edition: Edition, document: Annotated) -> tuple[str, str]:
    """(archive, shelf mark) of the papers themselves."""
    archive, location = _archive(str(document.apparatus.archive_reference))
    return str(_archive_page(edition, document).get("archive") or archive), location


def located(record: Record, first: str, last: str = "") -> Record:
    """The record of a paragraph or a passage: the address leads to it, the note begins with its numbers."""
    place = f"p{first}-p{last}" if last else f"p{first}"
    label = f"¶¶ {first}–{last}" if last else f"¶ {first}"
    note = "; ".join(n for n in (label, record.get("note", "")) if n)
    return {**record, "id": f"{record['id']}-{place}", "URL": f"{record['URL']}#{place}", "note": note}


def for_pandoc(record: Record) -> Record:
    """A record whose texts pandoc takes as they are: in CSL-JSON <b> or <i> would be markup. `from_pandoc` undoes it."""
    return {key: _guarded(value) for key, value in record.items()}


def from_pandoc(output: str) -> str:
    """What pandoc made of such a record; in LaTeX the name of a command must be ended where the guard ended it."""
    return output.replace(f"\\textless{_GUARD}", "\\textless{}").replace(_GUARD, "")


def _guarded(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("<", f"<{_GUARD}")
    return [{k: _guarded(v) for k, v in item.items()} for item in value] if isinstance(value, list) else value


def csl_date(edtf: str) -> dict[str, Any]:
    """A date in EDTF as CSL has it: one or two dates in parts, and whether they are doubtful."""
    points = [p for p in edtf.split("/") if p not in _OPEN]
    parts = [[int(n) for n in re.findall(r"\d+", point)] for point in points]
    doubt = {"circa": True} if any(p[-1] in _DOUBT for p in points) else {}
    return {"date-parts": parts, **doubt} if parts else {}


def _archive_page(edition: Edition, document: Annotated) -> Record:
    """The entry of the bibliography that has the archive's address of the document; empty if there is none."""
    address = document.apparatus.canonical_address
    return edition.works_online[address].csl if address in edition.works_online else {}


def _published(work: Record, reference: str) -> tuple[str, str] | None:
    """(archive, place there) of a document as its archive published it: the papers it is made from, and a number there."""
    if not (publisher := str(work.get("container-title", ""))):
        return None
    number = f"record no. {work['number']}" if "number" in work else ""
    return publisher, ", ".join(n for n in (reference, number) if n)


def _elsewhere(edition: Edition, document: Annotated) -> str:
    """Both of `_elsewhere_parts` as one text."""
    address, note = _elsewhere_parts(edition, document)
    return "; ".join(n for n in (f"Archive page: {address}" if address else "", note) if n)


def _elsewhere_parts(edition: Edition, document: Annotated) -> tuple[str, str]:
    """(address at the archive, what the bibliography notes of the archive's page, with the marks of its italics)."""
    note = str(_archive_page(edition, document).get("note", ""))
    return str(document.apparatus.canonical_address), note.rstrip(".")


def _archive(reference: str) -> tuple[str, str]:
    """(archive, shelf mark) of a reference that names the archive before a colon, or of one that does not."""
    archive, colon, location = reference.partition(": ")
    return (archive.strip(), location.strip()) if colon else ("", reference)


def _names(edition: Edition, text: str) -> list[dict[str, str]]:
    """A person's name in parts where the register knows which is the family name, else as it is."""
    meant = (edition.register.names[id] for id in edition.register.spelled(text))
    people = sorted(
        (n for n in meant if n.register == "people" and straight(text) in map(straight, (n.name, *n.forms))), key=filing
    )
    family, comma, given = next((n.sort for n in people), "").partition(", ")
    if comma:
        return [{"family": family, "given": given}]
    return [{"literal": text}] if text else []


def _note(document: Annotated, publisher: str) -> str:
    """What formats without a field for it would lose: the archive's reference, and where the archive has the document."""
    apparatus = document.apparatus
    address = apparatus.canonical_address or apparatus.printed_address
    said = [
        f"Archive reference: {apparatus.archive_reference}" if apparatus.archive_reference else "",
        f"published by {publisher or 'the archive'}: {address}" if address else "",
    ]
    return "; ".join(s for s in said if s)
