"""The JSON Schemas of what editors write: they know what the loader knows, and refuse what it refuses."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from edition.check import check
from edition.editor.importing.begun_apparatus import SCHEMA as STUB
from edition.model.apparatus import BRACKET_KINDS, CERTAINTIES, HOW, NOTE_KINDS, STATUS
from edition.model.names import IDENTIFIERS, REGISTERS, SYSTEMS
from edition.model.problem import Problem
from edition.source.bibliography import FIELDS, GRADES
from edition.source.ignores import IGNORABLE
from edition.source.settings import PDF
from edition.stages.gather import gather
from tests.project import EDITIONS, REPOSITORY
from tests.test_problems import CASES, prepare

SCHEMAS = REPOSITORY / "docs/schemas"
NAMES = {
    "edition.yaml": "edition",
    "bibliography.yaml": "bibliography",
    "cross_references.yaml": "cross-references",
    "chronology.yaml": "chronology",
    "figures.yaml": "figures",
    "abbreviations.yaml": "abbreviations",
    "calendar.yaml": "calendar",
    "held.yaml": "held",
    "remarks.yaml": "remarks",
    "index.yaml": "index",
    **{f"register/{kind}.yaml": "register" for kind in REGISTERS},
}
# Kinds of problems that a schema can see, and cases of them that only the whole edition shows.
SEEN = {
    "bad-address",
    "bad-date",
    "bad-id",
    "bad-value",
    "missing-field",
    "note-too-long",
    "note-without-source",
    "unknown-field",
    "wrong-shape",
}
UNSEEN = {
    "bad-address--not-the-printed-one": "another file has to be read",
    "bad-date--no-such-day register/people.yaml": "a calendar is needed",
    "bad-id--document": "the name of a file",
    "bad-value--document": "the name of the file",
    "bad-value--index-in-head": "the words stand elsewhere in the text",
    "bad-value--ledger": "no YAML",
    "bad-value--register": "another file has to be read",
    "bad-value--topic": "another file has to be read",
    "bad-value--note-on-heading": "the words stand elsewhere in the text",
}


class Loader(yaml.SafeLoader):
    """YAML 1.2, as programs for editors read it: no dates, no yes and no."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(("timestamp", "bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", __import__("re").compile("^(?:true|false)$"), list("tf"))


def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"source-{name}-1.json").read_text("utf-8"))
    return loaded


def all_schemas() -> dict[str, dict[str, Any]]:
    return {name: schema(name) for name in sorted({*NAMES.values(), "apparatus"})}


def name_of(path: str) -> str:
    """The name of the schema of a file below source_texts/."""
    return "apparatus" if path.startswith("apparatus/") else NAMES[path]


def inputs(root: Path) -> Iterator[tuple[str, Path]]:
    """The YAML files of an edition, with their paths below source_texts/."""
    for path in sorted((root / "source_texts").rglob("*.yaml")):
        yield path.relative_to(root / "source_texts").as_posix(), path


def refused(name: str, text: str) -> list[str]:
    """What a schema has against a text."""
    validator = jsonschema.Draft7Validator(schema(name))
    try:
        return [error.message for error in validator.iter_errors(yaml.load(text, Loader=Loader))]
    except yaml.constructor.ConstructorError as error:
        return [f"no data that JSON knows: {error.problem}"]


def test_every_schema_is_one_and_says_which_version_it_is() -> None:
    on_disk = {path.name for path in SCHEMAS.glob("source-*.json")}
    assert on_disk == {f"source-{name}-1.json" for name in all_schemas()}
    for name, loaded in all_schemas().items():
        jsonschema.Draft7Validator.check_schema(loaded)
        assert loaded["$id"] == f"source-{name}-1.json" and loaded["description"].startswith("Version 1. ")


@pytest.mark.parametrize("root", [REPOSITORY, EDITIONS / "small", EDITIONS / "brief"], ids=lambda root: root.name)
def test_every_file_of_an_edition_is_good(root: Path) -> None:
    for path, file in inputs(root):
        assert refused(name_of(path), file.read_text("utf-8")) == [], path


def test_the_apparatus_of_a_third_document_is_good() -> None:
    for file in sorted((EDITIONS / "third/apparatus").glob("*.yaml")):
        assert refused("apparatus", file.read_text("utf-8")) == []


def test_every_file_names_its_schema() -> None:
    """In a way that holds in every checkout: relative to the file."""
    for path, file in inputs(REPOSITORY):
        first = file.read_text("utf-8").split("\n")[0]
        prefix = "# yaml-language-server: $schema="
        assert first.startswith(prefix), path
        assert (file.parent / first.removeprefix(prefix)).resolve() == SCHEMAS / f"source-{name_of(path)}-1.json", path
        if path.startswith("apparatus/"):
            assert first == STUB


def objects(found: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of a mapping within a schema, with where it stands."""
    if isinstance(found, dict):
        if isinstance(found.get("properties"), dict) and found.get("type") is not None:
            yield at, found
        for key, value in found.items():
            yield from objects(value, f"{at}/{key}")
    elif isinstance(found, list):
        for n, value in enumerate(found):
            yield from objects(value, f"{at}/{n}")


def test_every_field_is_described() -> None:
    for name, loaded in all_schemas().items():
        for at, found in objects(loaded):
            for field, of in found["properties"].items():
                described = "description" in of or "$ref" in of
                assert described and len(of.get("description", "x y")) > 2, f"{name}{at}: {field}"


def test_what_is_said_twice_is_the_same() -> None:
    first: dict[str, Any] = {}
    for name, loaded in all_schemas().items():
        for of, definition in loaded.get("definitions", {}).items():
            if of in ("source", "passage"):
                assert first.setdefault(of, definition) == definition, f"{name}: {of}"


def values(found: dict[str, Any]) -> set[Any]:
    return {value for value in found["enum"] if value not in (None, "") and not isinstance(value, bool)}


def test_words_to_choose_from_are_those_of_the_loader() -> None:
    of = schema("apparatus")
    fields = {name: definition["properties"] for name, definition in of["definitions"].items() if name != "source"}
    assert values(of["properties"]["status"]) == set(STATUS)
    assert values(fields["note"]["kind"]) == set(NOTE_KINDS)
    assert values(fields["bracket"]["kind"]) == set(BRACKET_KINDS)
    assert values(fields["speech"]["how"]) == set(HOW)
    assert values(fields["emendation"]["kind"]) == {"join", "keep", "replace"}
    assert values(fields["ignore"]["kind"]) == set(IGNORABLE)
    assert values(schema("edition")["definitions"]["ignore"]["properties"]["kind"]) == set(IGNORABLE)
    assert values(schema("edition")["properties"]["pdf"]) == set(PDF)
    assert values(schema("bibliography")["definitions"]["work"]["properties"]["custom"]["properties"]["grade"]) == set(
        GRADES
    )
    name = schema("register")["definitions"]["name"]["properties"]
    assert set(name["variants"]["properties"]) == set(SYSTEMS)
    assert set(name["identifiers"]["properties"]) == set(IDENTIFIERS)
    certainties = [
        found["properties"]["certainty"]
        for s in all_schemas().values()
        for _, found in objects(s)
        if "certainty" in found["properties"]
    ]
    assert len(certainties) >= 5 and all(values(c) == set(CERTAINTIES) for c in certainties)


class Samples:
    """Data that has every field of a schema, and in each mapping one field that nobody knows, `unknown-N`."""

    def __init__(self, of: dict[str, Any], known: list[set[str]]) -> None:
        self.of, self.known = of, known

    def make(self, found: dict[str, Any]) -> list[Any]:
        """One value for each way to write something; an entry by `at`, and one by `from` and `to`."""
        if "$ref" in found:
            return self.make(self.of["definitions"][found["$ref"].rpartition("/")[2]])
        if "oneOf" in found and "properties" not in found:
            return [value for one in found["oneOf"] for value in self.make(one)]
        kinds = found.get("type", "string")
        if "array" in kinds:
            return [self.make(found["items"])]
        if "properties" in found:
            return self.mappings(found)
        if "object" in kinds:
            more = found.get("additionalProperties")
            return [{"a-key": self.make(more)[-1]}] if isinstance(more, dict) else [{}]
        return ["1999"]

    def mappings(self, found: dict[str, Any]) -> list[dict[str, Any]]:
        both = {"at", "from"} <= found["properties"].keys()
        made = []
        for left_out in (("from", "to"), ("at", "before", "after")) if both else ((),):
            fields = {key: of for key, of in found["properties"].items() if of.keys() - {"description"}}  # not CSL's
            data = {key: self.make(of)[-1] for key, of in fields.items() if key not in left_out}
            if found.get("additionalProperties") is False:
                self.known.append(set(data))
                data[f"unknown-{len(self.known) - 1}"] = "x"
            made.append(data)
        return made


def test_the_schemas_have_the_fields_that_the_loader_has(tmp_path: Path) -> None:
    """The loader names the fields that it knows where it meets one that it does not know."""
    shutil.copytree(EDITIONS / "small", tmp_path, dirs_exist_ok=True)
    known: list[set[str]] = []
    for path in (*NAMES, "apparatus/1951-04-12-novak-lund.yaml"):
        of = schema(name_of(path))
        file = tmp_path / "source_texts" / path
        file.write_text(yaml.safe_dump(Samples(of, known).make(of)[-1], allow_unicode=True), "utf-8")
    problems: list[Problem] = []
    gather(tmp_path, problems)
    found: dict[int, set[str]] = {}
    for problem in problems:
        if problem.kind == "unknown-field":
            assert "unknown-" in problem.message, f"the schema has a field that the loader does not know: {problem}"
            number = int(problem.message.rpartition("-")[2].rstrip("'"))
            found[number] = set(problem.cure.removeprefix("allowed fields: ").split(", "))
    assert {n: fields ^ found.get(n, set()) for n, fields in enumerate(known) if fields != found.get(n)} == {}
    assert len(known) > 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_schema_refuses_what_the_loader_refuses(case: Path, tmp_path: Path) -> None:
    """File by file: if there is a problem of a kind that a schema can see, and only then."""
    prepare(case, tmp_path)
    wrong: dict[str, set[str]] = {}
    for problem in check(tmp_path).problems:
        wrong.setdefault(problem.place.path, set()).add(problem.kind)
    for path, file in inputs(tmp_path):
        kinds = wrong.get(f"source_texts/{path}", set()) | wrong.get(f"source_texts/{Path(path).parent}", set())
        if kinds & {"yaml-syntax", "wrong-encoding", "control-character", "unknown-document", "not-a-file"}:
            continue
        visible = bool(kinds & SEEN) and not {case.name, f"{case.name} {path}"} & UNSEEN.keys()
        assert bool(refused(name_of(path), file.read_text("utf-8-sig"))) is visible, f"{path}: {sorted(kinds)}"


def test_the_fields_of_a_work_are_those_of_csl() -> None:
    """Of the official structure, in which date and name are what they are here; later ones may have been added."""
    official = json.loads((REPOSITORY / "tests/data/csl-data.json").read_text("utf-8"))["items"]["properties"]
    holds = {"people": set[str](), "date": set[str](), "words": set[str]()}
    for line in FIELDS.read_text("utf-8").splitlines()[1:]:
        kind, name = line.split()
        holds[kind].add(name)
    kinds = {"author": "people", "accessed": "date", "categories": ""}  # where the others refer to
    for name, of in official.items():
        reference = str(of.get("$ref", of.get("items", {}).get("$ref", "")))
        default = {"name-variable": "people", "date-variable": "date"}.get(reference, "words")
        assert (kind := kinds.get(name, default)) == "" or name in holds[kind], name
    described = set(schema("bibliography")["definitions"]["work"]["properties"])
    assert described == set().union(*holds.values(), {"categories", "custom"})
