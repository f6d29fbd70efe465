"""The files beside the pages, read back by other people's parsers: same words, same ids, same record, valid, unharmed.

Every check runs on this edition, and on one that has every nasty string in every field (`test_nasty`).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import lxml.etree  # type: ignore[import-untyped]
import pytest
import rispy
from bs4 import BeautifulSoup
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text
from rdflib import RDF, Graph, Namespace, URIRef

from edition.files import replace as files
from edition.model.addresses import beside, canonical
from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.model.names import IDENTIFIERS
from edition.model.problem import Problem, errors
from edition.model.words import differences, shown_words, source_words
from edition.stages.gather import gather
from edition.write.citing.record import FIRST, LAST, csl_date, record
from edition.write.citing.styles import STYLES, format_citations, read_citations, request_for, run_pandoc
from edition.write.data.plain_text import RULE
from edition.write.data.web_annotations import plain_text
from edition.write.formats import FORMATS, NOTES_LICENCE, Format, text_of
from edition.write.shared.elements import date_attributes
from edition.write.tei.registers import REGISTERS_TEI
from tests.project import REPOSITORY, copy_edition, files_of, stored
from tests.test_nasty import site as nasty_site  # noqa: F401  (a fixture)

DATA = Path(__file__).parent / "data"
T = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
SCHEMA_ORG, OA = Namespace("https://schema.org/"), Namespace("http://www.w3.org/ns/oa#")


@dataclass(frozen=True)
class Made:
    """An edition with every file of it, and where its project is."""

    root: Path
    edition: Edition
    files: dict[str, bytes]

    def __iter__(self) -> Iterator[Annotated]:
        return iter(self.edition.documents.values())

    @property
    def formats(self) -> list[Format]:
        """The formats that the edition is to have: all, but for the print that its settings leave out."""
        return [f for f in FORMATS if f.suffix != ".pdf" or self.edition.settings.pdf != "none"]

    def of(self, document: Annotated, suffix: str) -> bytes:
        return self.files[beside(document, suffix)]

    def json(self, document: Annotated, suffix: str) -> Any:
        return json.loads(self.of(document, suffix))

    def tei(self, document: Annotated) -> Any:
        return lxml.etree.fromstring(self.of(document, ".tei.xml"))

    def source(self, document: Annotated) -> str:
        return (self.root / document.emended.parsed.source.path).read_text("utf-8-sig")

    def page(self, document: Annotated) -> BeautifulSoup:
        return _page(self.root / "site" / document.address.strip("/") / "index.html")


@cache
def _page(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "lxml")


@cache
def make(root: Path) -> Made:
    problems: list[Problem] = []
    edition = gather(root, problems)
    assert edition is not None and not errors(problems)
    return Made(root, edition, files_of(edition, root))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition that is not built, with notes of every kind and speeches of every sort."""
    return copy_edition("small", tmp_path_factory.mktemp("small") / "project")


def _made(name: str, request: pytest.FixtureRequest) -> Made:
    root: Path = request.getfixturevalue({"brief": "built_brief", "nasty": "nasty_site"}.get(name, name))
    return make(root.parent if name == "nasty" else root)


@pytest.fixture(params=["corpus", "small", "brief", "nasty"])
def made(request: pytest.FixtureRequest) -> Made:
    """Each edition in turn."""
    return _made(request.param, request)


@pytest.fixture(params=["corpus", "brief", "nasty"])
def built(request: pytest.FixtureRequest) -> Made:
    """Each edition in turn that has its pages."""
    return _made(request.param, request)


@pytest.fixture(scope="session")
def tei_all() -> Any:
    """The schema of TEI; half a minute to load, so once."""
    return lxml.etree.RelaxNG(lxml.etree.parse(DATA / "tei_all.rng"))


# Words: those of the source text once, in order, in every format that has the text.


def words_of_text(made: Made, document: Annotated) -> list[str]:
    text = made.of(document, ".txt").decode().split(f"\n\n{RULE}\n\n")[1]
    blocks = text.split("\n\n")
    labels = [p.label if p.number is not None else "" for p in document.paragraphs]
    assert [b.startswith(label) for b, label in zip(blocks, labels, strict=True)] == [True] * len(blocks)
    return [w for b, label in zip(blocks, labels, strict=True) for w in shown_words(b.removeprefix(label))]


def blocks_of_json(data: Any) -> Iterator[Any]:
    """Fields of the head, headings and paragraphs, in the order of the text."""
    for field in data["head"]:
        yield from [field["label"]] if field["label"] else []
        yield from field["blocks"]
    yield from (p for p in data["paragraphs"] if p["section"] is None)
    for heading in data["sections"]:
        yield heading
        yield from (p for p in data["paragraphs"] if p["section"] == heading["id"])


def blocks_of_tei(root: Any) -> list[Any]:
    return list(root.find(f"{T}text").iter(*(f"{T}{tag}" for tag in ("ab", "head", "p", "item"))))


def words_of_tei(root: Any, left_out: str = "sic") -> list[str]:
    """The words of the text without the edition's notes; of what was replaced, one reading."""
    return [w for block in blocks_of_tei(root) for w in shown_words("".join(_texts(block, left_out)))]


def _texts(element: Any, left_out: str) -> Iterator[str]:
    if element.tag == f"{T}{left_out}" or (element.tag == f"{T}note" and _is_ours(element)):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child, left_out)
        yield child.tail or ""


def _is_ours(element: Any) -> bool:
    """Whether this edition wrote an element; in the corpus of all documents the id of the editors is longer."""
    return bool((element.get("resp") or "").endswith("edition"))


def test_the_words_of_the_source_stand_in_every_format(made: Made) -> None:
    for document in made:
        words, emendations = source_words(made.source(document)), document.emended.emendations
        blocks = blocks_of_json(made.json(document, ".json"))
        for found in (
            words_of_text(made, document),
            [w for block in blocks for w in shown_words(block["text"])],
            words_of_tei(made.tei(document)),
        ):
            assert differences(words, found, emendations) == []


def test_tei_gives_the_source_back(made: Made) -> None:
    """With what was replaced in the place of what replaced it, the words are those of the file received."""
    for document in made:
        assert words_of_tei(made.tei(document), left_out="corr") == source_words(made.source(document))


def test_paragraphs_are_the_same_in_every_format(made: Made) -> None:
    for document in made:
        wanted = {p.id: p.text for p in document.paragraphs}
        json_texts = {b["id"]: b["text"] for b in blocks_of_json(made.json(document, ".json"))}
        blocks = list(blocks_of_tei(made.tei(document)))
        ids = [b.get(XML_ID) or b.getparent().get(XML_ID) for b in blocks]
        assert dict(zip(ids, ("".join(_texts(b, "sic")) for b in blocks), strict=True)) == wanted == json_texts


# Ids.


def test_ids_are_the_same_in_every_format_and_on_the_page(made: Made) -> None:
    for document in made:
        ids = {p.id for p in document.paragraphs} | {f"fn-{m.note.key}" for m in document.notes}
        data, notes = made.json(document, ".json"), made.json(document, ".annotations.jsonld")
        assert {b["id"] for b in blocks_of_json(data)} | {n["id"] for n in data["notes"]} == ids
        in_tei = {e.get(XML_ID) for e in made.tei(document).find(f"{T}text").iter() if e.get(XML_ID)}
        assert {i for i in in_tei if not i.startswith(("from-", "to-"))} == ids
        address = canonical(made.edition, document.address)
        assert {a["id"] for a in notes["first"]["items"]} == {f"{address}#{i}" for i in ids if i.startswith("fn-")}
        if (made.root / "site").exists():
            on_page = {str(t["id"]) for t in made.page(document).select("[id]")}
            assert ids <= on_page
            entries = {e.get(XML_ID) for e in made.tei(document).iter() if (e.get(XML_ID) or "").startswith("n-")}
            assert {i for i in on_page if i.startswith("n-")} <= entries


def test_every_pointer_in_tei_resolves(made: Made) -> None:
    texts = [made.of(d, ".tei.xml") for d in made] + [made.files[REGISTERS_TEI]]
    for root in map(lxml.etree.fromstring, texts):
        elements = [e for e in root.iter() if isinstance(e.tag, str)]
        ids = [e.get(XML_ID) for e in elements if e.get(XML_ID)]
        assert len(ids) == len(set(ids))
        for element in elements:
            for name in ("ref", "who", "target", "targetEnd", "ana", "resp"):
                for pointer in (element.get(name) or "").split():
                    assert not pointer.startswith("#") or pointer[1:] in ids, pointer


# Valid.


def test_tei_is_valid(made: Made, tei_all: Any) -> None:
    for path, data in made.files.items():
        if path.endswith(".tei.xml"):
            tei_all.validate(lxml.etree.fromstring(data))
            assert list(tei_all.error_log) == [], path


def test_the_schema_of_tei_finds_faults(tei_all: Any) -> None:
    text = f'<TEI xmlns="{T[1:-1]}"><teiHeader/><text><body><p/></body></text></TEI>'
    assert not tei_all.validate(lxml.etree.fromstring(text))


def test_json_follows_our_schemas(made: Made) -> None:
    for name, paths in (
        ("document-1", [beside(d, ".json") for d in made]),
        ("edition-1", ["data/edition.json"]),
        ("citing-1", [beside(d, ".citing.json") for d in made]),
    ):
        schema = json.loads((REPOSITORY / f"docs/schemas/{name}.json").read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        for path in paths:
            data = json.loads(made.files[path])
            assert data["$schema"] == canonical(made.edition, f"/schemas/{name}.json")
            found = jsonschema.Draft202012Validator(schema).iter_errors(data)
            assert [f"{e.json_path}: {e.message}" for e in found] == [], path


def test_csl_json_follows_the_official_schema(made: Made) -> None:
    schema = json.loads((DATA / "csl-data.json").read_text("utf-8"))
    for document in made:
        data = made.json(document, ".csl.json")
        assert [e.message for e in jsonschema.Draft3Validator(schema).iter_errors(data)] == []
        assert data == [record(made.edition, document)]


# The record, read back.


def even(text: str) -> str:
    """A text as it is on a typewriter, without spaces: processors of citations set quotation marks, dashes and points."""
    for typeset, typed in {
        "``": '"',
        "“": '"',
        "”": '"',
        "‘": '"',
        "’": '"',
        "'": '"',
        "–": "--",
        "—": "---",
        "…": "...",
    }.items():
        text = text.replace(typeset, typed)
    return "".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())


# Commands that the decoder of LaTeX does not know.
COMMANDS = {"\\textless": "<", "\\textgreater": ">", "\\textquotesingle": "'", "\\textbar": "|", "\\^{}": "^"}
COMMANDS |= dict.fromkeys(("\\/", "\\,", "\\hspace{0pt}"), "{}")


def from_latex(text: str) -> str:
    """A field of BibTeX as text."""
    for command, character in COMMANDS.items():
        text = text.replace(command, character)
    return even(LatexNodes2Text(math_mode="verbatim").latex_to_text(text))


def test_bibtex_is_the_record(made: Made) -> None:
    for document in made:
        wanted = record(made.edition, document)
        entries = parse_string(made.of(document, ".bib").decode(), "bibtex").entries
        assert list(entries) == [document.id]
        entry = entries[document.id]
        fields = {k: from_latex(v) for k, v in entry.fields.items()}
        assert entry.type == "unpublished"
        assert fields["title"] == even(wanted["title"])
        assert fields["date"] == even(str(document.apparatus.date).rstrip("?~%"))
        assert entry.fields["url"] == wanted["URL"]
        for name in ("version", "abstract"):
            assert fields.get(name, "") == even(wanted.get(name, ""))
        assert fields["note"] == even(
            f"{wanted.get('note', '')}; consulted in {wanted['container-title']}".lstrip("; ")
        )
        names = [n.get("literal") or f"{n['family']}, {n['given']}" for n in wanted.get("translator", [])]
        assert fields.get("translator", "") == even(" and ".join(names))


def test_ris_is_the_record(made: Made) -> None:
    for document in made:
        wanted, text = record(made.edition, document), made.of(document, ".ris").decode()
        assert text.startswith("TY  - MANSCPT\n") and text.rstrip().endswith("ER  -")
        [found] = rispy.loads(text)
        assert found["id"] == document.id
        for name, field in (
            ("title", "title"),
            ("short_title", "title-short"),
            ("secondary_title", "container-title"),
            ("name_of_database", "archive"),
            ("accession_number", "archive_location"),
            ("edition", "version"),
            ("language", "language"),
            ("abstract", "abstract"),
        ):
            assert found.get(name, "").strip() == wanted.get(field, "").strip(), name
        assert found["urls"] == [wanted["URL"]]
        assert [n.strip() for n in found.get("notes", [])] == [wanted[n].strip() for n in ("note",) if n in wanted]
        assert found["date"] == "/".join(f"{n:02}" for n in wanted["issued"]["date-parts"][0])


@pytest.mark.parametrize(
    ("edtf", "csl", "tei"),
    [
        ("1949-02-06", {"date-parts": [[1949, 2, 6]]}, {"when": "1949-02-06"}),
        ("1949-02~", {"date-parts": [[1949, 2]], "circa": True}, {"when": "1949-02", "cert": "medium"}),
        ("1949?", {"date-parts": [[1949]], "circa": True}, {"when": "1949", "cert": "low"}),
        ("1949/1950-01", {"date-parts": [[1949], [1950, 1]]}, {"from": "1949", "to": "1950-01"}),
        ("../1950", {"date-parts": [[1950]]}, {"to": "1950"}),
        ("1949/", {"date-parts": [[1949]]}, {"from": "1949"}),
    ],
)
def test_dates(edtf: str, csl: dict[str, Any], tei: dict[str, str]) -> None:
    assert csl_date(edtf) == csl
    assert date_attributes(edtf) == tei


# Annotations.


def test_selectors_resolve_on_the_plain_text(made: Made) -> None:
    for document in made:
        data, collection = made.json(document, ".json"), made.json(document, ".annotations.jsonld")
        text = "\n".join(block["text"] for block in blocks_of_json(data))
        assert text == plain_text(document)
        assert hashlib.sha256(text.encode()).hexdigest() in collection["rdfs:comment"]
        assert len(collection["first"]["items"]) == collection["total"] == len(document.notes)
        by_id = {f"{canonical(made.edition, document.address)}#{n['id']}": n for n in data["notes"]}
        for item in collection["first"]["items"]:
            quote, position = item["target"][0]["selector"]
            found = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
            assert text.count(found) == 1
            assert text[position["start"] : position["end"]] == quote["exact"] == by_id[item["id"]]["text"]
            assert text.index(found) + len(quote.get("prefix", "")) == position["start"]
            assert item["body"]["value"].startswith(by_id[item["id"]]["note"])


OLD_GRAPH = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader makes one


def graph(data: Any, vocabulary: str) -> Graph:
    """JSON-LD as an RDF library reads it, with a context that stands in for the published one: nothing is fetched."""
    terms = {"type": "@type", "id": "@id", "items": {"@id": f"{vocabulary}items", "@container": "@list"}}
    prefixes = {"dcterms": "http://purl.org/dc/terms/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}
    data = {**data, "@context": {"@vocab": vocabulary, **terms, **prefixes}}
    return Graph().parse(data=json.dumps(data), format="json-ld")


@OLD_GRAPH
def test_annotations_are_rdf(made: Made) -> None:
    for document in made:
        collection = made.json(document, ".annotations.jsonld")
        assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
        found = graph(collection, str(OA))
        notes = {str(s) for s in found.subjects(RDF.type, OA.Annotation)}
        assert notes == {item["id"] for item in collection["first"]["items"]}


# The page.


def test_the_head_tells_reference_managers(built: Made) -> None:
    for document in built:
        page = built.page(document)
        wanted = record(built.edition, document)
        tags = {str(t.get("name") or t.get("property")): str(t["content"]) for t in page.select("head meta[content]")}
        assert tags["z:itemType"] == wanted["type"]
        assert tags["citation_title"] == tags["dcterms.title"] == wanted["title"]
        assert tags["citation_publication_date"] == "/".join(f"{n:02}" for n in wanted["issued"]["date-parts"][0])
        assert tags["citation_inbook_title"] == wanted["container-title"]
        assert tags["citation_public_url"] == tags["og:url"] == tags["dcterms.identifier"] == wanted["URL"]
        assert tags["og:title"] == tags["dcterms.alternative"] == wanted["title-short"]
        assert tags.get("citation_abstract", "") == tags.get("og:description", "") == wanted.get("abstract", "")
        assert tags.get("dcterms.source", "") == str(document.apparatus.archive_reference)
        assert tags["dcterms.hasVersion"] == wanted["version"]


def test_the_head_leads_to_every_format(built: Made) -> None:
    for document in built:
        page = built.page(document)
        found = {str(t["href"]): str(t["type"]) for t in page.select("head link[rel~=alternate]")}
        assert found == {f"{document.id}{f.suffix}": f.media_type for f in built.formats}
        for name in found:
            assert (built.root / "site" / document.address.strip("/") / name).read_bytes() == built.files[
                f"documents/{document.id}/{name}"
            ]


@OLD_GRAPH
def test_json_ld_in_the_head_is_rdf(built: Made) -> None:
    for document in built:
        page = built.page(document)
        [block] = page.select("head script[type='application/ld+json']")
        data = json.loads(block.get_text())
        found = graph(data, str(SCHEMA_ORG))
        this = URIRef(canonical(built.edition, document.address))
        assert (this, RDF.type, SCHEMA_ORG.Manuscript) in found
        assert str(found.value(this, SCHEMA_ORG.name)) == document.title
        assert {str(o) for o in found.objects(this, SCHEMA_ORG.mentions)} == {
            canonical(built.edition, built.edition.register.names[m.name].address) for m in document.mentions
        }
        assert data["isPartOf"]["version"] == built.edition.settings.version


@OLD_GRAPH
def test_every_name_is_described_on_its_page(built: Made) -> None:
    kinds = {"people": SCHEMA_ORG.Person, "places": SCHEMA_ORG.Place, "organizations": SCHEMA_ORG.Organization}
    for name in built.edition.register.names.values():
        page = _page(built.root / "site" / name.address.strip("/") / "index.html")
        [block] = page.select("head script[type='application/ld+json']")
        found, this = (
            graph(json.loads(block.get_text()), str(SCHEMA_ORG)),
            URIRef(canonical(built.edition, name.address)),
        )
        assert (this, RDF.type, kinds.get(name.register, SCHEMA_ORG.DefinedTerm)) in found
        assert str(found.value(this, SCHEMA_ORG.name)) == name.name
        wanted = {IDENTIFIERS[kind].format(value) for kind, value in name.identifiers}
        assert {str(o) for o in found.objects(this, SCHEMA_ORG.sameAs)} == wanted
        other = {str(o) for o in found.objects(this, SCHEMA_ORG.alternateName)} | {str(name.name)}
        assert {s for _, s in name.spellings} <= other


@OLD_GRAPH
def test_the_first_page_describes_the_edition_and_its_licences(corpus: Path) -> None:
    built = make(corpus)
    [block] = _page(corpus / "site/index.html").select("head script[type='application/ld+json']")
    found, this = graph(json.loads(block.get_text()), str(SCHEMA_ORG)), URIRef(built.edition.settings.address)
    assert (this, RDF.type, SCHEMA_ORG.Collection) in found
    licences = {str(found.value(part, SCHEMA_ORG.license)) for part in found.objects(this, SCHEMA_ORG.hasPart)}
    assert licences == {NOTES_LICENCE, "https://opensource.org/license/mit", "None"}


def test_citations_on_the_page(built: Made) -> None:
    for document in built:
        page = built.page(document)
        address, version = canonical(built.edition, document.address), even(built.edition.settings.version)
        field = document.emended.parsed.field("citation")
        received = " ".join(b.text for b in field.blocks) if field else ""
        first, *others = page.select(".citations .citation")
        assert first["id"] == "cite-archive" and first.get_text().split() == received.split()
        for style in (s.id for s in STYLES):
            [cited] = page.select(f"#cite-{style}.citation")
            assert address in cited.get_text() and version.lower() in even(cited.get_text()).lower(), style
            assert even(document.title) in even(cited.get_text()), "a title keeps its capitals"
            archives = [str(document.apparatus.canonical_address)] if document.apparatus.canonical_address else []
            assert [str(a["href"]) for a in cited.select("a")] == [address, *archives], style
            assert "———" not in cited.get_text() and "1949a" not in cited.get_text()
        short = page.select_one("#cite-short")
        assert short and short.get_text() == document.apparatus.short_title
        assert not [c for c in others if FIRST in str(c) or LAST in str(c)]


def test_a_number_put_in_is_what_the_processor_makes_of_it(made: Made) -> None:
    for document in made:
        for style in STYLES:
            file, records, said = request_for(made.edition, document, style.file)
            numbered = [text.replace(FIRST, "14").replace(LAST, "17") for text in (records, said)]
            wanted = read_citations(run_pandoc([(file, numbered[0], numbered[1])])[0], style)
            found = read_citations(run_pandoc([(file, records, said)])[0], style)
            for form in ("entry", "paragraph", "passage"):
                put_in = "".join(r.text for r in getattr(found, form)).replace(FIRST, "14").replace(LAST, "17")
                assert put_in == "".join(r.text for r in getattr(wanted, form))
                assert bool(put_in) == (form == "entry" or style.id != "chicago-bibliography")


def test_every_citation_names_the_archive_that_published_the_text(corpus: Path) -> None:
    """Its number there, its own address and the other print: in every style, and in the record for reference managers."""
    made = make(corpus)
    pages = {"1949-01-30-mikoyan-mao": ("112416", "33–37"), "1949-02-06-mikoyan-mao": ("113352", "81–87")}
    cited = format_citations(made.edition, corpus / ".cache")
    for id, (number, printed) in pages.items():
        document = made.edition.documents[id]
        wanted = (
            "Wilson Center Digital Archive",
            f"{document.apparatus.archive_reference}, record no. {number}",
            f"https://digitalarchive.wilsoncenter.org/document/{number}",
            f"A. M. Ledovskii, R. A. Mirovitskaia and V. S. Miasnikov (eds.), Sovetsko-kitaiskie otnosheniia, "
            f"vol. 5, book 2 (Moscow, 2005), pp. {printed}",
        )
        in_full = [c.entry for c in cited[id].values()]
        in_full += [cited[id]["chicago-note"].paragraph, cited[id]["chicago-note"].passage]
        for citation in in_full:
            text = text_of(citation)
            assert [w for w in wanted if text.count(w) != 1] == [], text
            assert document.title in text and "*" not in text and "<" not in text
            assert [r.text for r in citation if r.italic and "kitaiskie" in r.text] == [
                "Sovetsko-kitaiskie otnosheniia"
            ]
        for style in ("mla", "apa"):
            assert "Archive" not in text_of(cited[id][style].paragraph), "a place in the text stays short"
        [exported] = made.json(document, ".csl.json")
        assert (exported["archive"], exported["archive_location"]) == wanted[:2]
        assert wanted[2] in exported["references"] and wanted[3] in exported["references"]


def test_citations_of_a_paragraph_name_it(built: Made) -> None:
    for document in built:
        page, short = built.page(document), str(document.apparatus.short_title)
        address = canonical(built.edition, document.address)
        for form, place in (("p", "1"), ("pp", "1–2")):
            for style in ("chicago-note", "mla", "apa"):
                [cited] = page.select(f"#cite-{style}-{form}")
                assert f"par{'a' if style != 'mla' else ''}{'s' if form == 'pp' else ''}. {place}" in cited.get_text()
                assert [s.get_text() for s in cited.select(".first, .last")] == place.split("–")
            fragment = "#p1-p2" if form == "pp" else "#p1"
            note = page.select(f"#cite-chicago-note-{form} a")[0]
            assert note["href"] == note.get_text() == address + fragment
            assert (
                page.select(f"#cite-short-{form}")[0].get_text() == f"{short}, {'¶¶' if form == 'pp' else '¶'} {place}"
            )
            assert page.select(f"#cite-address-{form}")[0].get_text() == address + fragment


def test_records_of_a_paragraph_name_it(made: Made) -> None:
    for document in made:
        citing, address = made.json(document, ".citing.json"), canonical(made.edition, document.address)
        for form, place, label in (("paragraph", "p14", "¶ 14"), ("passage", "p14-p17", "¶¶ 14–17")):
            texts = {k: v.replace(FIRST, "14").replace(LAST, "17") for k, v in citing[form].items()}
            [entry] = parse_string(texts["bib"], "bibtex").entries.values()
            [found], [item] = rispy.loads(texts["ris"]), json.loads(texts["csl.json"])
            assert entry.fields["url"] == found["urls"][0] == item["URL"] == f"{address}#{place}"
            assert from_latex(entry.fields["note"]).startswith(even(label))
            assert found["notes"][0].startswith(label) and item["note"].startswith(label)
            assert entry.key == found["id"] == item["id"] == f"{document.id}-{place}"


def test_downloads_on_the_page(built: Made) -> None:
    for document in built:
        page = built.page(document)
        linked = [str(a["href"]) for a in page.select("#files + ul a[download]")]
        assert linked == [f"{document.id}{f.suffix}" for f in built.formats]


# The whole.


def test_tables_are_the_data(made: Made) -> None:
    data = json.loads(made.files["data/edition.json"])
    for name in ("names", "mentions"):
        rows = list(csv.DictReader(io.StringIO(made.files[f"data/{name}.csv"].decode(), newline="")))
        assert len(rows) == len(data[name])
        for row, entry in zip(rows, data[name], strict=True):
            shared = [k for k in row if k in entry and k not in ("spellings", "identifiers")]
            assert {k: row[k] for k in shared} == {k: str(entry[k]) for k in shared}
    rows = list(csv.DictReader(io.StringIO(made.files["data/index.csv"].decode(), newline="")))
    located = [(r["heading"], r["subheading"], r["document"], r["first"], r["last"]) for r in rows if r["first"]]
    assert located == [
        (h["heading"], s["heading"], x["document"], str(x["first"]), str(x["last"]))
        for h in data["index"]
        for s in ({"heading": "", "locators": h["locators"]}, *h.get("subheadings", []))
        for x in s["locators"]
    ]


def test_same_input_same_bytes(built_brief: Path, tmp_path: Path) -> None:
    """Also where nothing is stored from an earlier build."""
    edition = make(built_brief).edition
    (tmp_path / "source_texts").symlink_to(built_brief / "source_texts")
    assert files_of(edition, tmp_path) == make(built_brief).files


def test_an_emendation_is_marked_in_tei(built_brief: Path) -> None:
    made = make(built_brief)
    found = [
        (choice.findtext(f"{T}sic"), "".join(choice.find(f"{T}corr").itertext()))
        for document in made
        for choice in made.tei(document).iter(f"{T}choice")
    ]
    wanted = [(e.before, e.after) for d in made for e in d.emended.emendations if e.rule == "replaced"]
    assert found == wanted and found


def test_a_page_break_is_marked_in_tei(corpus: Path) -> None:
    for document in make(corpus):
        joined = [e.after.split("…")[1].split()[-1] for e in document.emended.emendations if e.rule == "joined"]
        breaks = list(make(corpus).tei(document).iter(f"{T}pb"))
        assert len(breaks) == len(joined) > 0


def test_downloads_of_a_document_that_is_gone_are_deleted(tmp_path: Path) -> None:
    docs, cache = tmp_path / "docs", tmp_path / "cache"
    cache.mkdir()
    made = {"documents/a/a.txt": b"a", "documents/b/b.txt": b"b", "data/edition.json": b"{}"}
    files.stage(docs, stored(cache / "new", made), cache)
    (docs / "schemas").mkdir()
    (docs / "schemas/document-1.json").write_text("by hand")
    (docs / "documents/c.md").write_text("# By hand\n")
    assert files.stage(docs, stored(cache / "newer", {"documents/b/b.txt": b"b"}), cache) == 2
    left = sorted(p.relative_to(docs).as_posix() for p in docs.rglob("*") if p.is_file())
    assert left == ["documents/b/b.txt", "documents/c.md", "schemas/document-1.json"]
    assert not (docs / "documents/a").exists()


def test_git_keeps_no_download() -> None:
    ignored = (REPOSITORY / ".gitignore").read_text("utf-8").split()
    assert {"docs/documents/*/", "docs/data/"} <= set(ignored)
    assert files.is_download("documents/x/x.txt") and files.is_download("data/edition.json")
    assert not any(map(files.is_download, ("documents/x.md", "index/data/x", "people/documents/x/y", "schemas/x.json")))
