"""The edition's own facts: title, editors, version, address, rights.

In: `edition.yaml`, `held.yaml`, `remarks.yaml` in `source_texts/`. Out: `Settings`, what was held back, general remarks.
Knows nothing of documents: they are whatever files stand in `source_texts/documents/`, in the order of their dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from build_scripts.dates import check_day
from build_scripts.ignoring import Ignore, load_ignored
from build_scripts.problem import Place, Problem
from build_scripts.quoting import SourceRef, source_refs
from build_scripts.typography import typeset
from build_scripts.yaml_file import load_yaml
from build_scripts.yaml_values import ID, IDS, Fields

PATH = "source_texts/edition.yaml"
HELD, REMARKS = "source_texts/held.yaml", "source_texts/remarks.yaml"
PDF = ("book", "documents", "none")  # each document and the whole as a book; each document; nothing
# The base of every address stands in pages, feeds and data: it has no character that would have to be quoted there.
_ADDRESS = re.compile(r"https?://[\w.-]+(?::[0-9]{1,5})?/(?:[\w.~%-]+/)*")
_PAGE = re.compile(r"(?:(?!\.)[\w.-]+/)*(?!\.)[\w.-]+\.md")


@dataclass(frozen=True)
class Settings:
    """What the edition says of itself."""

    title: str
    description: str
    editors: tuple[str, ...]
    version: str
    released: str  # the day of this version; also the date that the built files carry
    address: str  # the base of every address, with a slash at its end
    contact: str  # where readers send corrections; empty if the publisher has not said
    responsible: str = ""  # the person or institution that answers for the edition; empty if the publisher has not said
    permission: str = ""  # what the archive was asked and answered about its texts; empty if the publisher has not said
    home: tuple[str, ...] = ()  # paragraphs with which the first page begins; else it begins with the description
    front_pages: tuple[str, ...] = ()  # hand-written pages, below docs/, that the printed book has before the documents
    last_pages: tuple[str, ...] = ()  # those that it has at its end
    further_reading: tuple[str, ...] = ()  # topics, in the order in which they are printed
    pdf: str = "book"  # what a build prints: see PDF
    ignore: tuple[Ignore, ...] = ()  # warnings that stand with reason

    @property
    def has_real_address(self) -> bool:
        """Whether the owner has set an address: hosts under .example are reserved (RFC 2606) and do not work."""
        return not (urlsplit(self.address).hostname or "").endswith(".example")

    @property
    def unset(self) -> tuple[str, ...]:
        """What only the publisher can say and has not said, each as a sentence for the editor."""
        wanted = (
            (self.has_real_address, f"The address {self.address} is a placeholder: set the real one (address)."),
            (self.responsible, "No one is named as answering for the edition (responsible)."),
            (self.contact, "There is no address to which readers can report errors (contact)."),
            (self.permission, "Nothing is said about permission to reproduce the texts (permission)."),
        )
        return tuple(sentence for value, sentence in wanted if not value)


@dataclass(frozen=True)
class Held:
    """A claim that was found but not printed, and why."""

    concerns: str
    claim: str
    why: str


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


@dataclass(frozen=True)
class GeneralRemark:
    """A remark on the texts as a whole."""

    kind: str
    note: str
    sources: tuple[SourceRef, ...]


def load_remarks(root: Path, problems: list[Problem]) -> tuple[GeneralRemark, ...]:
    """The remarks on all texts; none where the file is missing."""
    remarks = []
    for entry in mappings(root, REMARKS, problems):
        remarks.append(GeneralRemark(entry.required("kind"), typeset(entry.required("note")), source_refs(entry)))
        entry.close()
    return tuple(remarks)


def load_settings(root: Path, problems: list[Problem]) -> Settings | None:
    """The settings; None, with the reason reported, if the file is no mapping."""
    data = load_yaml(root, PATH, problems)
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
