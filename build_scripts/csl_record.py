"""The bibliographic record of a document, in CSL-JSON: the one that every citation and every reference file is made of.

In: `Edition`, one document. Out: its record, from the apparatus; where the bibliography has the archive's own page of the
document, also what that entry knows of the archive and the translator. Formats nothing: citations are made in `citations`.
"""

from __future__ import annotations

import re
from typing import Any

from build_scripts.annotated import Annotated
from build_scripts.formats import LANGUAGE, canonical, summary, without_empty
from build_scripts.gather import Edition
from build_scripts.register import filing
from build_scripts.typography import straight

Record = dict[str, Any]
_DOUBT = "?~%"  # marks of EDTF
_OPEN = ("", "..")
# Numbers that no text has, in the place of those of a paragraph: processors of citations want figures there.
FIRST, LAST = "31415926", "53589793"
_GUARD = "\ue000"  # a character that no text has: for private use


def record(edition: Edition, document: Annotated) -> Record:
    """The record: the document in its archive, consulted in this version of this edition."""
    apparatus, work = document.apparatus, _archive_page(edition, document)
    archive, location = _archive(str(apparatus.archive_reference))
    return without_empty(
        {
            "id": document.id,
            "type": "manuscript",
            "title": document.title,
            "title-short": str(apparatus.short_title),
            "translator": work.get("translator") or _names(edition, str(apparatus.translator)),
            "issued": csl_date(str(apparatus.date)),
            "archive": work.get("archive") or archive,
            "archive_location": location,
            "container-title": edition.settings.title,
            "version": edition.settings.version,
            "URL": canonical(edition, document.address),
            "language": LANGUAGE,
            "abstract": summary(document),
            "note": _note(document, work),
        }
    )


def for_styles(edition: Edition, document: Annotated) -> Record:
    """The record as the styles are given it: with all that names the original, and its title with the capitals that it has.

    No style prints both an archive and another that published its record, nor where else it is printed, and each has another
    order. So the archive's reference, the archive that published the record with its number and address, and the print are one
    text, in the one field that all of them print: `archive`.
    """
    made, work = record(edition, document), _archive_page(edition, document)
    held = ", ".join(str(made[field]) for field in ("archive", "archive_location") if field in made)
    number = f"record {work['number']}" if work.get("number") else ""
    published = (str(work.get("container-title", "")), number, str(document.apparatus.canonical_address))
    known = (held, ", ".join(part for part in published if part), _print(work))
    without_location = {key: value for key, value in made.items() if key != "archive_location"}
    guarded = for_pandoc({**without_location, "archive": "; ".join(part for part in known if part)})
    return without_empty({**guarded, "title": f'<span class="nocase">{guarded["title"]}</span>'})


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


def _note(document: Annotated, work: Record) -> str:
    """What formats without a field for it would lose: the archive's reference, where the archive has it, where it is printed."""
    apparatus = document.apparatus
    address = apparatus.canonical_address or apparatus.printed_address
    said = [
        f"Archive reference: {apparatus.archive_reference}" if apparatus.archive_reference else "",
        f"published by {work.get('container-title') or 'the archive'}: {address}" if address else "",
        _print(work),
    ]
    return "; ".join(s for s in said if s)


def _print(work: Record) -> str:
    """Where the text is printed, in the words of the bibliography; they may be followed by others."""
    return str(work.get("note", "")).strip().removesuffix(".")
