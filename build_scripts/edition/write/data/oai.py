"""Stage 6, write: OAI-PMH 2.0 as plain files below `data/oai/`.

In: `Edition`. Out: an answer for each verb, with every document in Dublin Core, and the same as a Static Repository
(`data/oai/repository.xml`), which a gateway serves to harvesters. A static server takes no queries: an answer stands at the
name of its verb, and that of GetRecord at the id of its document.
"""

from __future__ import annotations

import re

from lxml.builder import ElementMaker  # type: ignore[import-untyped]

from edition.model.addresses import canonical
from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.write.citing.record import record
from edition.write.shared.elements import Element, to_xml, xml

FOLDER = "data/oai"
OAI, STATIC = "http://www.openarchives.org/OAI/2.0/", "http://www.openarchives.org/OAI/2.0/static-repository"
OAI_DC, DC = "http://www.openarchives.org/OAI/2.0/oai_dc/", "http://purl.org/dc/elements/1.1/"
SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
NO_MAIL = "unset@contact.example"  # OAI wants an address; this one says that the owner has given none
_MAIL = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")
_NAMESPACES = {None: OAI, "oai_dc": OAI_DC, "dc": DC, "xsi": "http://www.w3.org/2001/XMLSchema-instance"}
OAI_, STATIC_, RECORD, TERM = (
    ElementMaker(namespace=n, nsmap={**_NAMESPACES, **top})
    for n, top in ((OAI, {}), (STATIC, {None: STATIC, "oai": OAI}), (OAI_DC, {}), (DC, {}))
)


def write_oai(edition: Edition) -> dict[str, bytes]:
    """The answer to each verb."""
    documents = list(edition.documents.values())
    none = OAI_.error("This repository has no sets.", code="noSetHierarchy")
    answers = {
        "Identify": OAI_.Identify(*_identify(edition, f"/{FOLDER}/")),
        "ListMetadataFormats": OAI_.ListMetadataFormats(_format()),
        "ListSets": none,
        "ListIdentifiers": OAI_.ListIdentifiers(*(_header(edition, d) for d in documents)),
        "ListRecords": OAI_.ListRecords(*(_record(edition, d) for d in documents)),
        **{f"GetRecord/{d.id}": OAI_.GetRecord(_record(edition, d)) for d in documents},
    }
    files = {f"{FOLDER}/{name}.xml": to_xml(_answer(edition, name, answer)) for name, answer in answers.items()}
    return {**files, f"{FOLDER}/repository.xml": to_xml(_repository(edition))}


def _answer(edition: Edition, name: str, answer: Element) -> Element:
    """What OAI wants around an answer; the moment of it is the day of the version."""
    verb, _, id = name.partition("/")
    asked = {"verb": verb}
    if verb in ("ListIdentifiers", "ListRecords", "GetRecord"):
        asked["metadataPrefix"] = "oai_dc"
    if id:
        asked["identifier"] = _identifier(edition, id)
    location = {SCHEMA_LOCATION: f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"}
    moment = OAI_.responseDate(f"{edition.settings.released}T00:00:00Z")
    return getattr(OAI_, "OAI-PMH")(moment, OAI_.request(canonical(edition, f"/{FOLDER}/"), asked), answer, location)


def _repository(edition: Edition) -> Element:
    """The Static Repository: what it is, its format, every record."""
    return STATIC_.Repository(
        STATIC_.Identify(*_identify(edition, f"/{FOLDER}/repository.xml")),
        STATIC_.ListMetadataFormats(_format()),
        STATIC_.ListRecords(*(_record(edition, d) for d in edition.documents.values()), metadataPrefix="oai_dc"),
        {SCHEMA_LOCATION: f"{STATIC} http://www.openarchives.org/OAI/2.0/static-repository.xsd"},
    )


def _identify(edition: Edition, base: str) -> list[Element]:
    settings = edition.settings
    return [
        OAI_.repositoryName(xml(settings.title)),
        OAI_.baseURL(canonical(edition, base)),
        OAI_.protocolVersion("2.0"),
        OAI_.adminEmail(settings.contact if _MAIL.fullmatch(settings.contact) else NO_MAIL),
        OAI_.earliestDatestamp(settings.released),
        OAI_.deletedRecord("no"),
        OAI_.granularity("YYYY-MM-DD"),
    ]


def _format() -> Element:
    return OAI_.metadataFormat(OAI_.metadataPrefix("oai_dc"), OAI_.schema(DC_SCHEMA), OAI_.metadataNamespace(OAI_DC))


def _identifier(edition: Edition, id: str) -> str:
    """The id of a record: that of the document in the scheme of OAI, under the host of the edition."""
    host = edition.settings.address.split("//", 1)[1].split("/", 1)[0].split(":")[0]
    return f"oai:{host}:{id}"


def _header(edition: Edition, document: Annotated) -> Element:
    return OAI_.header(OAI_.identifier(_identifier(edition, document.id)), OAI_.datestamp(edition.settings.released))


def _record(edition: Edition, document: Annotated) -> Element:
    """A document in Dublin Core, from the one record that everything else is made of."""
    made, apparatus = record(edition, document), document.apparatus
    names = [
        n.get("literal") or ", ".join(n[k] for k in ("family", "given") if k in n) for n in made.get("translator", [])
    ]
    parts = (
        ("title", document.title),
        ("title", str(apparatus.short_title)),
        *(("contributor", f"{name} (translator)") for name in names),
        ("date", str(apparatus.date)),
        ("description", made.get("abstract", "")),
        ("identifier", made["URL"]),
        ("source", str(apparatus.archive_reference)),
        ("source", str(apparatus.canonical_address)),
        ("relation", f"{made['container-title']}, version {made['version']}"),
        ("publisher", "; ".join(edition.settings.editors)),
        ("language", made["language"]),
        ("type", "Text"),
        ("format", "text/html"),
        ("rights", canonical(edition, "/about/rights/")),
    )
    location = {SCHEMA_LOCATION: f"{OAI_DC} {DC_SCHEMA}"}
    described = RECORD.dc(*(TERM(tag, xml(text)) for tag, text in parts if text), location)
    return OAI_.record(_header(edition, document), OAI_.metadata(described))
