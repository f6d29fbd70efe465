"""Stage 6, write: the texts by DTS 1.0 (Distributed Text Services), level 0, as plain files below `dts/`.

In: `Edition`. Out: the entry point, the collections, the navigation down to the paragraph, the documents and their parts.
A static server takes no queries, so the URI templates put every parameter into the path, as the specification has it for
such servers. Not offered: a range (`start` and `end`), which level 0 need not; a depth below that of the texts; and any depth of
a paragraph, which has nothing below it, and those beside it are what is below its section: else the files would be as many as the
square of the paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml.builder import ElementMaker  # type: ignore[import-untyped]

from edition.model.addresses import beside, canonical
from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.write.formats import LANGUAGE, to_json, without_empty
from edition.write.shared.elements import ID, E, Element, to_xml
from edition.write.tei.document import tree_of

CONTEXT, VERSION = "https://dtsapi.org/context/v1.0.json", "1.0"
ROOT = "all_documents"  # the one collection: no document has an id with this character
COLLECTION, NAVIGATION = "dts/collection{/id,nav}.json", "dts/navigation/{resource}{/ref}{;down}.json"
DOCUMENT = "dts/document/{resource}{/ref}.xml"
DEPTHS = (1, 2, -1)  # of the whole; below a section there is one level
TREES = [
    {
        "@type": "CitationTree",
        "citeStructure": [
            {
                "@type": "CiteStructure",
                "citeType": "section",
                "citeStructure": [{"@type": "CiteStructure", "citeType": "paragraph"}],
            },
            {"@type": "CiteStructure", "citeType": "paragraph"},
        ],
    }
]
WRAPPER = ElementMaker(namespace=(DTS := "https://w3id.org/api/dts#"), nsmap={"dts": DTS}).wrapper
Json = dict[str, Any]


@dataclass(frozen=True)
class Unit:
    """A section or a paragraph: what a reference can name."""

    id: str
    kind: str
    parent: str
    title: str

    @property
    def level(self) -> int:
        return 2 if self.parent else 1


def write_dts(edition: Edition, tei: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """(path, answer) of every answer of the service; `tei` has the files of the documents."""
    yield "dts/entry.json", to_json(_entry(edition))
    yield from _collections(edition).items()
    for document in edition.documents.values():
        listed = units(document)
        for path, answer in _navigation(edition, document, listed):
            yield path, to_json(answer)
        yield from _parts(document, tree_of(document, tei), listed)


def units(document: Annotated) -> list[Unit]:
    """The sections and paragraphs of a document, in its order; paragraphs before the first heading stand in no section."""
    found, section = [], ""
    for paragraph in document.paragraphs:
        if paragraph.id.startswith("s-"):
            section = paragraph.id
            found.append(Unit(section, "section", "", paragraph.text))
        elif paragraph.number is not None:
            found.append(Unit(paragraph.id, "paragraph", section, paragraph.label))
    return found


def _entry(edition: Edition) -> Json:
    return {
        "@context": CONTEXT,
        "@id": canonical(edition, "/dts/entry.json"),
        "@type": "EntryPoint",
        "dtsVersion": VERSION,
        "collection": canonical(edition, f"/{COLLECTION}"),
        "navigation": canonical(edition, f"/{NAVIGATION}"),
        "document": canonical(edition, f"/{DOCUMENT}"),
    }


def _collections(edition: Edition) -> dict[str, bytes]:
    """The collection of all documents, under its name and as what stands at the root; each document with its parent."""
    head = {"@context": CONTEXT, "dtsVersion": VERSION}
    whole, members = _collection(edition), [_resource(edition, d) for d in edition.documents.values()]
    answers = {
        "": {**whole, "member": members},
        f"/{ROOT}": {**whole, "member": members},
        f"/{ROOT}/children": {**whole, "member": members},
        f"/{ROOT}/parents": {**whole, "member": []},
    }
    for id, member in zip(edition.documents, members, strict=True):
        answers |= {f"/{id}": member, f"/{id}/children": {**member, "member": []}}
        answers[f"/{id}/parents"] = {**member, "member": [whole]}
    return {f"dts/collection{path}.json": to_json({**head, **answer}) for path, answer in answers.items()}


def _collection(edition: Edition) -> Json:
    return {
        "@id": ROOT,
        "@type": "Collection",
        "title": edition.settings.title,
        "description": edition.settings.description,
        "totalParents": 0,
        "totalChildren": len(edition.documents),
        "collection": canonical(edition, f"/{COLLECTION}"),
    }


def _resource(edition: Edition, document: Annotated) -> Json:
    """A document as a member of the collection."""
    archive = str(document.apparatus.canonical_address)
    said = {
        "identifier": [canonical(edition, document.address)],
        "isPartOf": [edition.settings.address],
        "source": [archive] if archive else [],
        "title": [{"lang": LANGUAGE, "value": str(document.apparatus.short_title)}],
        "date": [{"lang": LANGUAGE, "value": str(document.apparatus.date)}],
    }
    return {
        "@id": document.id,
        "@type": "Resource",
        "title": document.title,
        "totalParents": 1,
        "totalChildren": 0,
        "dublinCore": without_empty(said),
        **_links(edition, document),
        "mediaTypes": ["application/tei+xml"],
        "download": canonical(edition, f"/{beside(document, '.tei.xml')}"),
    }


def _links(edition: Edition, document: Annotated) -> Json:
    """The URI templates of one document."""
    return {
        "collection": canonical(edition, f"/{COLLECTION.replace('{/id,nav}', f'/{document.id}{{/nav}}')}"),
        "navigation": canonical(edition, f"/{NAVIGATION.replace('{resource}', document.id)}"),
        "document": canonical(edition, f"/{DOCUMENT.replace('{resource}', document.id)}"),
        "citationTrees": TREES,
    }


def _navigation(edition: Edition, document: Annotated, listed: Sequence[Unit]) -> Iterator[tuple[str, Json]]:
    """(path, answer) of every question: the whole to each depth, each unit alone, a section with those beside and below it."""
    resource = {"@id": document.id, "@type": "Resource", **_links(edition, document)}
    made = {unit.id: _unit(edition, document, unit) for unit in listed}

    def answer(place: str, ref: str = "", members: Sequence[Unit] | None = None) -> tuple[str, Json]:
        path = f"dts/navigation/{document.id}{place}.json"
        said: Json = {"@context": CONTEXT, "dtsVersion": VERSION, "@type": "Navigation"}
        said |= {"@id": canonical(edition, f"/{path}"), "resource": resource}
        said |= {"ref": made[ref]} if ref else {}
        return path, said | ({} if members is None else {"member": [made[m.id] for m in members]})

    for down in DEPTHS:
        yield answer(f";down={down}", "", [u for u in listed if down < 0 or u.level <= down])
    for unit in listed:
        yield answer(f"/{unit.id}", unit.id)
        if unit.kind == "section":
            below = [u for u in listed if u is unit or u.parent == unit.id]
            yield answer(f"/{unit.id};down=0", unit.id, [u for u in listed if not u.parent])
            for down in (1, -1):
                yield answer(f"/{unit.id};down={down}", unit.id, below)


def _unit(edition: Edition, document: Annotated, unit: Unit) -> Json:
    return {
        "@id": f"{canonical(edition, document.address)}#{unit.id}",
        "@type": "CitableUnit",
        "identifier": unit.id,
        "citeType": unit.kind,
        "level": unit.level,
        "parent": unit.parent or None,
        "dublinCore": {"title": [{"lang": LANGUAGE, "value": unit.title}]},
    }


def _parts(document: Annotated, root: Element, listed: Sequence[Unit]) -> Iterator[tuple[str, bytes]]:
    """The whole document, and each of its units in the wrapper that DTS wants around a part."""
    folder = f"dts/document/{document.id}"
    by_id: dict[str, Element] = {e.get(ID): e for e in root.find(E.text().tag).iter("{*}*") if e.get(ID)}
    yield f"{folder}.xml", to_xml(root)
    for unit in listed:
        part = deepcopy(by_id[unit.id])
        part.tail = None
        yield f"{folder}/{unit.id}.xml", to_xml(E.TEI(WRAPPER(part)))
