"""Stage 6, write: the record of each document for reference managers: CSL-JSON, BibTeX, RIS.

In: `Edition`. Out: `ID.csl.json`, `ID.bib`, `ID.ris` beside each page. All three are one record (`write.citing.record`), written
by other people's programs: BibTeX by pandoc, RIS by rispy. `ID.citing.json` has the same for a paragraph and for a passage.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pypandoc
import rispy

from edition.files.cache import Cache, key_of
from edition.model.addresses import beside, canonical
from edition.model.edition import Edition
from edition.write.citing.record import FIRST, LAST, Record, for_pandoc, from_pandoc, located, record
from edition.write.formats import to_json, without_empty

CITING, SCHEMA = ".citing.json", "schemas/citing-1.json"
_ENTRY = re.compile(r"^(?=@\w+\{([^,\s]+),)", re.MULTILINE)


class _Writer(rispy.RisWriter):  # type: ignore[misc]
    """RIS that begins with its first field; rispy would put a number before it."""

    def set_header(self, count: int) -> str:
        return ""


def write_references(edition: Edition, cache: Path | None) -> dict[str, bytes]:
    """The four files of every document."""
    records = {d.id: record(edition, d) for d in edition.documents.values()}
    forms = [[r, located(r, FIRST), located(r, FIRST, LAST)] for r in records.values()]
    entries = bibtex([form for of_one in forms for form in of_one], cache)
    files: dict[str, bytes] = {}
    for document, (whole, *parts) in zip(edition.documents.values(), forms, strict=True):
        files[beside(document, ".csl.json")] = to_json([whole])
        files[beside(document, ".bib")] = entries[document.id].encode()
        files[beside(document, ".ris")] = _ris(whole).encode()
        files[beside(document, CITING)] = to_json(_citing(edition, parts, entries))
    return files


def _citing(edition: Edition, parts: Sequence[Record], entries: Mapping[str, str]) -> dict[str, Any]:
    """The record of a paragraph and of a passage in each format: a script on the page puts the numbers in."""
    made = [{"bib": entries[r["id"]], "ris": _ris(r), "csl.json": to_json([r]).decode()} for r in parts]
    numbers = {"first": FIRST, "last": LAST}
    return {"$schema": canonical(edition, f"/{SCHEMA}"), **numbers, "paragraph": made[0], "passage": made[1]}


def _ris(record: Record) -> str:
    written: str = rispy.dumps([ris(record)], implementation=_Writer)
    return written


def bibtex(records: Sequence[Record], cache: Path | None) -> dict[str, str]:
    """Each record as an entry in BibLaTeX's fields, by its id."""
    if not records:
        return {}
    # Titles are kept as they are: pandoc would write them with capitals.
    guarded = [for_pandoc(r) for r in records]
    kept = [{**r, "title": f'<span class="nocase">{r["title"]}</span>', "note": _note(r)} for r in guarded]
    request = json.dumps(kept, ensure_ascii=False)
    key = f"bibtex-{key_of(pypandoc.get_pandoc_version(), request)}.bib"
    text = Cache(cache).cached(key, lambda: _biblatex(request).encode()).decode()
    _, *parts = _ENTRY.split(text)  # (id, entry) for each
    return {id: f"{entry.strip()}\n" for id, entry in zip(parts[::2], parts[1::2], strict=True)}


def _biblatex(request: str) -> str:
    command = [pypandoc.get_pandoc_path(), "--from=csljson", "--to=biblatex", "--wrap=none", "--quiet"]
    done = subprocess.run(command, input=request, capture_output=True, text=True, encoding="utf-8", check=True)
    return from_pandoc(done.stdout)


def _note(record: Record) -> str:
    """An unpublished work has no field for where it was consulted."""
    return "; ".join(n for n in (record.get("note", ""), f"consulted in {record['container-title']}") if n)


def ris(record: Record) -> dict[str, Any]:
    """A record in rispy's words for the fields of RIS, as reference managers read them for a manuscript."""
    return without_empty(
        {
            "type_of_reference": "MANSCPT",
            "id": record["id"],
            "title": record.get("title"),
            "short_title": record.get("title-short"),
            "secondary_title": record.get("container-title"),
            "subsidiary_authors": [_name(n) for n in record.get("translator", [])],
            "date": _date(record.get("issued", {})),
            "year": _date(record.get("issued", {}))[:4],
            "name_of_database": record.get("archive"),
            "accession_number": record.get("archive_location"),
            "edition": record.get("version"),
            "language": record.get("language"),
            "urls": [record["URL"]],
            "abstract": record.get("abstract"),
            "notes": [record["note"]] if "note" in record else [],
        }
    )


def _name(name: dict[str, str]) -> str:
    return name.get("literal") or ", ".join(name[k] for k in ("family", "given") if k in name)


def _date(issued: dict[str, Any]) -> str:
    """1999/12/31, or as much of it as is known: of a span, its beginning."""
    parts = issued.get("date-parts", [[]])[0]
    return "/".join([f"{parts[0]:04}", *(f"{n:02}" for n in parts[1:])]) if parts else ""
