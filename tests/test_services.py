"""What is had of the whole edition, read back: TEI corpus, DTS, OAI-PMH, feeds, BEACON, archive, build-info."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import lxml.etree  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup

from edition.build import fingerprint
from edition.model.addresses import Finding, beside, canonical
from edition.model.names import IDENTIFIERS
from edition.model.proofs import CHECKS
from edition.model.words import shown_words
from edition.publish.build_info import build_info
from edition.write.citing.record import FIRST
from edition.write.citing.styles import format_citations
from edition.write.data.dts import COLLECTION, DOCUMENT, NAVIGATION, ROOT
from edition.write.formats import CORPUS, FORMATS, text_of
from tests.project import REPOSITORY, run
from tests.test_formats import (  # noqa: F401  (fixtures among them)
    XML_ID,
    Made,
    T,
    blocks_of_tei,
    built,
    made,
    make,
    small,
    tei_all,
    words_of_tei,
)
from tests.test_nasty import site as nasty_site  # noqa: F401  (a fixture)

OAI, DC = "{http://www.openarchives.org/OAI/2.0/}", "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"


def schema(name: str) -> Any:
    found = json.loads((REPOSITORY / f"docs/schemas/{name}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def faults(name: str, data: Any) -> list[str]:
    return [f"{e.json_path}: {e.message}" for e in schema(name).iter_errors(data)]


def test_every_json_has_a_schema_and_keeps_to_it(made: Made) -> None:  # noqa: F811
    """Those of a document and of the whole are in `test_formats`; nothing is emitted that no schema describes."""
    others = {".csl.json", ".citing.json", ".json"}
    dts = schema("dts-1")
    for path, data in made.files.items():
        if path.startswith("dts/") and path.endswith(".json"):
            assert [e.message for e in dts.iter_errors(json.loads(data))] == [], path
        elif path.endswith(".annotations.jsonld"):
            assert faults("annotations-1", json.loads(data)) == [], path
        elif path.endswith((".json", ".jsonld")):
            known = [beside(d, suffix) for d in made for suffix in others]
            assert path in (*known, "data/edition.json"), f"no schema for {path}"


def test_every_xml_is_well_formed_and_no_id_stands_twice(made: Made) -> None:  # noqa: F811
    for path, data in made.files.items():
        if path.endswith(".xml"):
            ids = [e.get(XML_ID) for e in lxml.etree.fromstring(data).iter("{*}*") if e.get(XML_ID)]
            assert len(ids) == len(set(ids)), path


# TEI of the whole.


def test_the_corpus_is_valid_and_whole(made: Made, tei_all: Any) -> None:  # noqa: F811
    root = lxml.etree.fromstring(made.files[CORPUS])
    tei_all.validate(root)
    assert list(tei_all.error_log) == []
    documents = root.findall(f"{T}TEI")
    assert len(documents) == len(made.edition.documents)
    for document, element in zip(made, documents, strict=True):
        alone = made.tei(document)
        assert words_of_tei(element) == words_of_tei(alone)
        prefix = f"d.{document.id}."
        ids = [e.get(XML_ID) for e in element.iter("{*}*") if e.get(XML_ID)]
        assert all(i.startswith(prefix) for i in ids)
        in_text = {e.get(XML_ID) for e in alone.find(f"{T}text").iter("{*}*") if e.get(XML_ID)}
        assert in_text <= {i.removeprefix(prefix) for i in ids}
    found = {e.get(XML_ID) for e in root.iter("{*}*")}
    for element in root.iter("{*}*"):
        for name in ("ref", "who", "target", "targetEnd", "ana", "resp"):
            for pointer in (element.get(name) or "").split():
                assert not pointer.startswith("#") or pointer[1:] in found, pointer


# DTS, asked as a client would ask: by its templates (RFC 6570, as far as they use it).


def expand(template: str, **values: str) -> str:
    """A template with these values: {/a,b} gives /A/B, {;a} gives ;a=A, {a} gives A; what has no value gives nothing."""

    def one(match: re.Match[str]) -> str:
        operator, names = match[1], [n for n in match[2].split(",") if n in values]
        if operator == "/":
            return "".join(f"/{values[n]}" for n in names)
        if operator == ";":
            return "".join(f";{n}={values[n]}" for n in names)
        return ",".join(values[n] for n in names)

    return re.sub(r"\{([/;]?)([a-z,]+)\}", one, template)


class Client:
    """Follows the service from its entry; an answer that is not there is None, as a server's 404 is."""

    def __init__(self, made: Made) -> None:  # noqa: F811
        self.made, self.base = made, made.edition.settings.address
        self.entry = json.loads(made.files["dts/entry.json"])

    def ask(self, template: str, **values: str) -> Any:
        data = self.get(template, **values)
        return None if data is None else json.loads(data)

    def get(self, template: str, **values: str) -> bytes | None:
        return self.made.files.get(expand(template, **values).removeprefix(self.base))


def test_dts_leads_from_its_entry_to_every_paragraph(made: Made) -> None:  # noqa: F811
    client = Client(made)
    assert client.entry["dtsVersion"] == "1.0"
    top = client.ask(client.entry["collection"])
    assert (
        top == client.ask(client.entry["collection"], id=ROOT) == client.ask(top["collection"], id=ROOT, nav="children")
    )
    assert top["totalChildren"] == len(top["member"]) and [m["@id"] for m in top["member"]] == list(
        made.edition.documents
    )
    for document, member in zip(made, top["member"], strict=True):
        assert client.ask(client.entry["collection"], id=document.id)["@id"] == document.id
        [parent] = client.ask(member["collection"], nav="parents")["member"]
        assert parent["@id"] == top["@id"]
        whole = lxml.etree.fromstring(client.get(member["document"]))
        assert words_of_tei(whole) == words_of_tei(made.tei(document))
        listed = client.ask(member["navigation"], down="-1")["member"]
        wanted = [p.id for p in document.paragraphs if p.number is not None or p.id.startswith("s-")]
        assert [u["identifier"] for u in listed] == wanted
        assert client.ask(member["navigation"], down="2")["member"] == listed
        assert client.ask(member["navigation"], down="1")["member"] == [u for u in listed if u["parent"] is None]
        for unit in listed:
            check_unit(client, member, unit, listed, {p.id: p.text for p in document.paragraphs})


def check_unit(client: Client, member: Any, unit: Any, listed: list[Any], texts: dict[str, str]) -> None:
    """One reference: alone, with those beside it, with those below it, and its words."""
    ref = unit["identifier"]
    below = [u for u in listed if u is unit or u["parent"] == ref]
    alone = client.ask(member["navigation"], ref=ref)
    assert alone["ref"] == unit and "member" not in alone
    assert alone["@id"] == expand(member["navigation"], ref=ref)
    if unit["citeType"] == "section":
        beside_it = client.ask(member["navigation"], ref=ref, down="0")
        assert beside_it["ref"] == unit and beside_it["member"] == [u for u in listed if u["parent"] is None]
        for down in ("1", "-1"):
            assert client.ask(member["navigation"], ref=ref, down=down)["member"] == below
    root = lxml.etree.fromstring(client.get(member["document"], ref=ref))
    [wrapper] = root
    assert root.tag == f"{T}TEI" and wrapper.tag == "{https://w3id.org/api/dts#}wrapper"
    [part] = wrapper
    text = lxml.etree.Element(f"{T}text")
    text.append(part)
    holder = lxml.etree.Element(f"{T}TEI")
    holder.append(text)
    assert words_of_tei(holder) == [w for u in below for w in shown_words(texts[u["identifier"]])]
    assert blocks_of_tei(holder)


def test_dts_has_no_answer_to_what_is_not_there(made: Made) -> None:  # noqa: F811
    client = Client(made)
    id = next(iter(made.edition.documents))
    assert client.ask(client.entry["navigation"], resource=id, ref="p99999") is None
    assert client.ask(client.entry["navigation"], resource="nothing", down="1") is None
    assert client.get(client.entry["document"], resource="nothing") is None
    assert all("{" in template for template in (COLLECTION, NAVIGATION, DOCUMENT))


# OAI-PMH.


def test_oai_has_every_document_in_dublin_core(made: Made) -> None:  # noqa: F811
    listed = lxml.etree.fromstring(made.files["data/oai/ListRecords.xml"])
    static = lxml.etree.fromstring(made.files["data/oai/repository.xml"])
    for root in (listed, static):
        records = list(root.iter(f"{OAI}record"))
        assert len(records) == len(made.edition.documents)
        for document, record in zip(made, records, strict=True):
            found = {(e.tag.removeprefix(DC), e.text) for e in record.iter(f"{DC}*")}
            assert ("title", xml_text(document.title)) in found
            assert ("identifier", canonical(made.edition, document.address)) in found
            assert ("date", str(document.apparatus.date)) in found
            assert any(tag == "relation" and made.edition.settings.version in text for tag, text in found)
    ids = [e.text for e in listed.iter(f"{OAI}identifier")]
    assert ids == [
        e.text for e in lxml.etree.fromstring(made.files["data/oai/ListIdentifiers.xml"]).iter(f"{OAI}identifier")
    ]
    for document, id in zip(made, ids, strict=True):
        one = lxml.etree.fromstring(made.files[f"data/oai/GetRecord/{document.id}.xml"])
        assert one.find(f"{OAI}request").attrib == {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": id}
        assert len(list(one.iter(f"{OAI}record"))) == 1
    identify = lxml.etree.fromstring(made.files["data/oai/Identify.xml"]).find(f"{OAI}Identify")
    assert re.fullmatch(r"\S+@(\S+\.)+\S+", identify.findtext(f"{OAI}adminEmail"))


def xml_text(text: str) -> str:
    """A text as XML can have it."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


# Feeds.


def test_feeds_are_atom_and_lead_to_files_that_are_there(made: Made) -> None:  # noqa: F811
    feed, books = (lxml.etree.fromstring(made.files[f"data/{name}.xml"]) for name in ("feed", "opds"))
    for root in (feed, books):
        assert root.tag == f"{ATOM}feed"
        for element in (root, *root.iter(f"{ATOM}entry")):
            assert all(len(element.findall(f"{ATOM}{tag}")) == 1 for tag in ("id", "title", "updated"))
        assert root.findall(f"{ATOM}author")
        ids = [e.text for e in root.iter(f"{ATOM}id")]
        assert len(ids) == len(set(ids))
    assert made.edition.settings.version in feed.find(f"{ATOM}entry").findtext(f"{ATOM}title")
    entries = books.findall(f"{ATOM}entry")
    addresses = ["/", *(d.address for d in made)]
    assert [e.findtext(f"{ATOM}id") for e in entries] == [canonical(made.edition, a) for a in addresses]
    types = {f.suffix: f.media_type for f in FORMATS}
    for entry in entries:
        links = [k for k in entry.iter(f"{ATOM}link") if "acquisition" in k.get("rel")]
        assert links
        for found in links:
            path = found.get("href").removeprefix(made.edition.settings.address)
            assert path in made.files and found.get("type") in types.values()


# BEACON.


def read_beacon(text: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """(fields, (source, target) of each link) of a BEACON file."""
    head, _, body = text.partition("\n\n")
    fields = dict(line.removeprefix("#").split(": ", 1) for line in head.splitlines())
    links = []
    for line in filter(None, body.splitlines()):
        id, _, target = line.split("|")
        links.append((fields["PREFIX"] + id, fields["TARGET"].replace("{+ID}", target)))
    return fields, links


def test_beacons_are_the_identifiers_of_the_registers(made: Made) -> None:  # noqa: F811
    found = set()
    for path, data in made.files.items():
        if path.startswith("data/beacon-"):
            fields, links = read_beacon(data.decode())
            assert fields["FORMAT"] == "BEACON" and fields["FEED"] == canonical(made.edition, f"/{path}")
            assert links and len(links) == len(set(links))
            found |= set(links)
    assert found == {
        (IDENTIFIERS[kind].format(value), canonical(made.edition, name.address))
        for name in made.edition.register.names.values()
        for kind, value in name.identifiers
    }


# The archive.


def test_the_archive_has_the_words_and_the_files(made: Made) -> None:  # noqa: F811
    with zipfile.ZipFile(io.BytesIO(made.files["data/corpus.zip"])) as archive:
        assert archive.testzip() is None
        inside = {name.removeprefix("corpus/"): archive.read(name) for name in archive.namelist()}
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "README.txt" in inside and made.edition.settings.version in inside["README.txt"].decode()
    for document in made:
        words = inside[f"words/{document.id}.txt"].decode().removesuffix("\n")
        assert (words.split("\n\n") if words else []) == [p.text for p in document.body]
        assert inside[f"documents/{document.id}.tei.xml"] == made.of(document, ".tei.xml")
        assert inside[f"documents/{document.id}.json"] == made.of(document, ".json")
    assert inside["data/edition.json"] == made.files["data/edition.json"]


# What was built.


def test_build_info_is_of_this_build(built: Made) -> None:  # noqa: F811
    info = json.loads((built.root / "site/data/build-info.json").read_text("utf-8"))
    assert faults("build-info-1", info) == []
    assert info["edition"]["version"] == built.edition.settings.version
    assert info["counts"] == built.edition.counts and info["commit"] == "unknown"
    for document in built:
        source = document.emended.parsed.source
        assert info["inputs"][source.path] == source.sha256
    assert [c["check"] for c in info["checks"]] == list(CHECKS)
    page = BeautifulSoup((built.root / "site/about/colophon/index.html").read_text("utf-8"), "lxml")
    for check in info["checks"]:
        [shown] = page.select(f"#check-{check['check']}")
        assert shown.get_text() == check["result"] == "passed"
    assert page.select("#commit")[0].get_text() == info["commit"]


def test_build_info_tells_of_a_check_that_failed(corpus: Path) -> None:
    edition = make(corpus).edition
    info = build_info(corpus, edition, {"words": [Finding("/x/", "a word is missing")], "links": []})
    assert faults("build-info-1", info) == []
    assert info["checks"] == [
        {"check": "words", "result": "failed", "findings": ["/x/: a word is missing"]},
        {"check": "links", "result": "passed", "findings": []},
    ]


@pytest.fixture
def under_git(brief: Path) -> Iterator[Path]:
    """A project in a repository of its own, with everything committed."""
    person = ("-c", "user.name=Test", "-c", "user.email=test@host.example")
    (brief / ".gitignore").write_text("site/\n.cache/\n", "utf-8")
    for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message=All")):
        subprocess.run(["git", *person, "-C", str(brief), *words], check=True, capture_output=True)
    yield brief


def test_build_info_names_the_commit(under_git: Path) -> None:
    before = fingerprint(under_git)
    code, said = run(under_git, "build")
    assert code == 0, said
    info = json.loads((under_git / "site/data/build-info.json").read_text("utf-8"))
    assert re.fullmatch("[0-9a-f]{40}", info["commit"])
    assert fingerprint(under_git) == before
    (under_git / "mkdocs.yml").write_text((under_git / "mkdocs.yml").read_text("utf-8") + "\n# changed\n", "utf-8")
    edition = make(under_git).edition
    assert build_info(under_git, edition, {})["commit"] == f"{info['commit']} with changes"
    assert fingerprint(under_git) != before


# What people are told.


def test_the_worked_example_is_what_the_processor_makes(corpus: Path) -> None:
    """The page on citing is written by hand; its example is not invented."""
    edition = make(corpus).edition
    document = edition.documents["1949-02-06-mikoyan-mao"]
    page = (REPOSITORY / "docs/cite/index.md").read_text("utf-8").replace("*", "").replace("`", "")
    cited = format_citations(edition, corpus / ".cache")[document.id]
    for style in ("chicago-note", "mla", "apa"):
        text = text_of(cited[style].paragraph).replace(FIRST, "14").replace(edition.settings.address, "/")
        assert f"> {text}\n" in page, style
    for style in ("mla", "apa"):
        assert f"> {text_of(cited[style].entry).replace(edition.settings.address, '/')}\n" in page, style


def test_the_sitemap_has_every_page_of_a_document_and_a_name(built: Made) -> None:  # noqa: F811
    root = lxml.etree.fromstring((built.root / "site/sitemap.xml").read_bytes())
    found = {e.text for e in root.iter("{*}loc")}
    addresses = [d.address for d in built] + [n.address for n in built.edition.register.names.values()]
    assert {canonical(built.edition, address) for address in addresses} <= found


def test_every_file_is_told_of(corpus: Path) -> None:
    """The pages on files have every kind of file, and link to nothing that is not made."""
    files = {*make(corpus).files, "data/build-info.json", "sitemap.xml", "edition-offline.zip"}
    page = "".join((REPOSITORY / f"docs/about/{name}.md").read_text("utf-8") for name in ("files", "data"))
    linked = set(re.findall(r'href="\.\./\.\./([^"]+)"', page))
    assert {path for path in linked if not path.startswith("schemas/")} <= files
    assert {f"schemas/{p.name}" for p in (REPOSITORY / "docs/schemas").glob("*.json")} == {
        path for path in linked if path.startswith("schemas/")
    }
    for path in files:
        if path.startswith("data/") and path.count("/") == 1 and "beacon" not in path:
            assert path in linked, path
    for document in make(corpus):
        made_of = {p.split(document.id)[-1] for p in files if p.startswith(f"documents/{document.id}/")}
        assert all(f"`ID{suffix}`" in page for suffix in made_of)


def test_metadata_of_the_project_agree(corpus: Path) -> None:
    settings = make(corpus).edition.settings
    meta = json.loads((REPOSITORY / "codemeta.json").read_text("utf-8"))
    assert meta["version"] == meta["hasPart"]["version"] == settings.version
    assert meta["dateModified"] == settings.released
    assert [a["name"] for a in meta["author"]] == list(settings.editors)
    assert f"date-released: {settings.released}\n" in (REPOSITORY / "CITATION.cff").read_text("utf-8")
