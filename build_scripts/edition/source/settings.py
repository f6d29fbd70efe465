"""The edition's own facts: title, editors, version, address, rights.

In: `edition.yaml`, `held.yaml`, `remarks.yaml` in `source_texts/`. Out: `Settings`, what was held back, general remarks.
Knows nothing of documents: they are whatever files stand in `source_texts/documents/`, in the order of their dates.
"""

from __future__ import annotations

import re
from pathlib import Path

from edition.files.fields import ID, IDS, Fields
from edition.files.yaml_places import load_yaml
from edition.model.edition import GeneralRemark, Held, Settings
from edition.model.problem import Place, Problem
from edition.source.dates import check_day
from edition.source.ignores import load_ignored
from edition.source.quotations import source_refs
from edition.source.typography import typeset

SETTINGS_FILE = "source_texts/edition.yaml"


HELD, REMARKS = "source_texts/held.yaml", "source_texts/remarks.yaml"


PDF = ("book", "documents", "none")  # each document and the whole as a book; each document; nothing


# The base of every address stands in pages, feeds and data: it has no character that would have to be quoted there.
_ADDRESS = re.compile(r"https?://[\w.-]+(?::[0-9]{1,5})?/(?:[\w.~%-]+/)*")


_PAGE = re.compile(r"(?:(?!\.)[\w.-]+/)*(?!\.)[\w.-]+\.md")


def load_held(root: Path, problems: list[Problem]) -> tuple[Held, ...]:
    """The claims held back; none where the file is missing."""
    held = []
    for entry in mappings(root, HELD, problems):
        concerns, claim, why = (typeset(entry.required(field)) for field in ("concerns", "claim", "why"))
        held.append(Held(concerns, claim, why))
        entry.close()
    return tuple(held)


def mappings(root: Path, path: str, problems: list[Problem]) -> list[Fields]:
    """The mappings of a list file; none where it is missing."""
    data = load_yaml(root, path, problems) if (root / path).exists() else None
    if isinstance(data, Fields):
        problems.append(
            Problem("wrong-shape", data.place, "the file must contain a list", "begin each entry with a hyphen")
        )
        return []
    for entry in data or ():
        if not isinstance(entry, Fields):
            message, cure = "each entry must be a mapping", "after the hyphen, write each key: value on its own line"
            problems.append(Problem("wrong-shape", entry.place, message, cure))
    return [e for e in data or () if isinstance(e, Fields)]


def load_remarks(root: Path, problems: list[Problem]) -> tuple[GeneralRemark, ...]:
    """The remarks on all texts; none where the file is missing."""
    remarks = []
    for entry in mappings(root, REMARKS, problems):
        remarks.append(GeneralRemark(entry.required("kind"), typeset(entry.required("note")), source_refs(entry)))
        entry.close()
    return tuple(remarks)


def load_settings(root: Path, problems: list[Problem]) -> Settings | None:
    """The settings; None, with the reason reported, if the file is no mapping."""
    data = load_yaml(root, SETTINGS_FILE, problems)
    if not isinstance(data, Fields):
        if data is not None:
            problems.append(
                Problem("wrong-shape", data.place, "the file must contain a mapping", "begin with title: …")
            )
        return None
    address = data.required("address")
    if not _ADDRESS.fullmatch(address):
        cure = "write https://host/path/ with a final slash"
        problems.append(Problem("bad-address", address.place, f"{str(address)!r} is not a base address", cure))
    settings = Settings(
        title=typeset(data.required("title")),
        description=typeset(data.required("description")),
        editors=tuple(map(typeset, data.texts("editors"))),
        version=data.required("version"),
        released=check_day(data.required("released"), problems),
        address=address,
        contact=data.text("contact"),
        responsible=typeset(data.text("responsible")),
        permission=typeset(data.text("permission")),
        home=tuple(map(typeset, data.texts("home"))),
        front_pages=_pages(data, "front_pages"),
        last_pages=_pages(data, "last_pages"),
        further_reading=tuple(map(typeset, data.texts("further_reading"))),
        pdf=data.choice("pdf", PDF, "book"),
        ignore=load_ignored(data),
    )
    data.close()
    return settings


def _pages(data: Fields, key: str) -> tuple[str, ...]:
    """Hand-written pages, each below docs/."""
    pages = data.texts(key)
    for page in pages:
        if not _PAGE.fullmatch(page):
            cure = "write its path below docs/, such as about/introduction.md"
            data.problem("bad-value", page.place, f"{str(page)!r} is not a hand-written page", cure)
    return tuple(map(str, pages))


def document_ids(root: Path, problems: list[Problem]) -> list[str]:
    """The ids of all documents: the names of the source texts, sorted."""
    ids = sorted(p.stem for p in (root / "source_texts/documents").glob("*.md"))
    for id in ids:
        if not ID.fullmatch(id):
            place = Place(f"source_texts/documents/{id}.md")
            cure = f"rename it and its apparatus: {IDS}"
            problems.append(Problem("bad-id", place, f"{id!r} cannot be used in an address", cure))
    for path in sorted((root / "source_texts/apparatus").glob("*.yaml")):
        if path.stem not in ids:
            place = Place(f"source_texts/apparatus/{path.name}")
            cure = f"add the text as source_texts/documents/{path.stem}.md, or remove the apparatus"
            problems.append(Problem("unknown-document", place, f"no source text {path.stem!r}", cure))
    return [id for id in ids if ID.fullmatch(id)]
