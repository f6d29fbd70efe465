"""Suggestions: each rule on small cases, on the corpus with something hidden, and what is kept in an apparatus file.

The figures that are asserted here are lower bounds; `python -m tests.suggesting` prints those of today.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from difflib import ndiff
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from edition.cli.main import main
from edition.editor.paste_yaml import pasted
from edition.editor.suggesting.abbreviations import abbreviations
from edition.editor.suggesting.brackets import brackets
from edition.editor.suggesting.cuts import cuts
from edition.editor.suggesting.kinds import SUGGESTION_KINDS, suggest, text_of
from edition.editor.suggesting.names import like_names, unknown_names
from edition.editor.suggesting.numbers import RULES, numbers
from edition.editor.suggesting.numerals import numerals
from edition.editor.suggesting.passages import passages
from edition.editor.suggesting.suggestion import anchored, shown_sentence, slug
from edition.files.fields import Fields, Items
from edition.files.yaml_places import parse_yaml
from edition.files.yaml_words import scalar
from edition.model.annotations import Annotated
from edition.model.apparatus import Apparatus
from edition.model.document import Number, Paragraph, Span
from edition.model.edition import Edition
from edition.model.problem import Problem
from edition.model.text import Block
from edition.problems.excerpt import render
from edition.source.quotations import quote
from edition.stages.anchors import Anchors
from edition.stages.annotate import annotate
from edition.stages.gather import gather
from edition.stages.mentions import FormFinder
from tests.pasting import paste
from tests.project import EDITIONS, REPOSITORY, copy_corpus
from tests.suggesting import (
    cuts_found_again,
    headings_found_again,
    names_found_again,
    passages_found_again,
    without_names,
)

ID = "1951-03-05-novak-lund"
FILE = f"source_texts/apparatus/{ID}.yaml"
TEXT = f"source_texts/documents/{ID}.md"


@pytest.fixture(scope="module")
def small() -> Edition:
    return gathered(EDITIONS / "small")


def gathered(root: Path) -> Edition:
    made = gather(root, [])
    assert made is not None
    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small edition to write to."""
    shutil.copytree(EDITIONS / "small", tmp_path / "project")
    return tmp_path / "project"


def call(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(words))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def document_of(edition: Edition, *texts: str) -> Annotated:
    """A document of the small edition with other paragraphs."""
    like = edition.documents[ID]
    blocks = tuple(
        Block("item" if t[:3] in ("a) ", "b) ", "c) ") else "paragraph", t, ((0, n, 1),))
        for n, t in enumerate(texts, 1)
    )
    parsed = like.emended.parsed
    section = replace(parsed.sections[0], heading=None, blocks=blocks)
    emended = replace(like.emended, parsed=replace(parsed, head=(), sections=(section,)), emendations=())
    empty = {
        field: ()
        for field in ("emendations", "numbers", "brackets", "mentions", "notes", "speakers", "index", "textual")
    }
    apparatus: Apparatus = replace(like.apparatus, **empty)  # type: ignore[arg-type]
    return annotate(emended, apparatus, edition.register, FormFinder(edition.register.forms), [])


def words(document: Annotated, found: Iterator[object]) -> list[str]:
    """The words that a rule quotes."""
    return [document.paragraphs[f.span.index].text[f.span.start : f.span.end] for f in found]  # type: ignore[attr-defined]


# --- names ---


@pytest.mark.parametrize("seed", range(3))
def test_hidden_names_are_found_again(edition: Edition, seed: int) -> None:
    quality = names_found_again(edition, 30, seed)
    assert quality.again >= 25 and quality.right >= 0.7 * quality.suggested, str(quality)


def test_few_names_are_suggested_where_all_are_known(edition: Edition) -> None:
    for document in edition.documents.values():
        assert len([*unknown_names(edition, document), *like_names(edition, document)]) <= 10


NAMES: tuple[tuple[str, list[str]], ...] = (
    ("In the evening Erik Dahl came.", ["Erik Dahl"]),
    ("Yesterday we saw Mr. Dahl, who was ill.", ["Dahl"]),
    ("However, nothing came of it. Nothing was said.", []),
    ("On Monday, 3 May, I rested.", []),
    ("The Danish ships are in Oldhaven; Danish, Dutch and Polish sailors too.", []),
    ("Lund went to Bergen. Bergen's quay is long.", ["Bergen"]),
    ("He spoke of the Bank of the North and of nothing else.", ["Bank of the North"]),
    ("A letter of K. V. Dahl's lies in Bergen-Northport.", ["K. V. Dahl", "Bergen"]),
    ("IN THE HARBOUR", []),
)


@pytest.mark.parametrize(("text", "found"), NAMES, ids=[t[:30] for t, _ in NAMES])
def test_names_that_no_register_knows(small: Edition, text: str, found: list[str]) -> None:
    document = document_of(small, text)
    assert words(document, unknown_names(small, document)) == found


LIKE = (
    ("The envoy Anna Novakk was late.", "Anna Novakk", "novak-anna"),
    ("We met Ch'en Mei there.", "Ch'en Mei", "chen-mei"),
    ("We met Anna there.", "Anna", "novak-anna"),
    ("He is on the oldhaven harbour committee now.", "oldhaven harbour committee", "harbour-committee"),
    ("The ships of Nyhamn are old.", "Nyhamn", "oldhaven"),
)


@pytest.mark.parametrize(("text", "printed", "id"), LIKE, ids=[p for _, p, _ in LIKE])
def test_printed_forms_that_look_like_a_name(small: Edition, text: str, printed: str, id: str) -> None:
    document = document_of(small, text)
    found = list(like_names(small, document))
    assert words(document, iter(found)) == [printed]
    assert f"name: {id}, certainty: probable" in found[0].yaml
    assert list(unknown_names(small, document)) == [], "a name is suggested once"


# --- cuts, brackets, abbreviations ---


def test_all_known_cuts_are_found_again_and_nothing_else(edition: Edition) -> None:
    quality = cuts_found_again(edition, REPOSITORY)
    assert quality.hidden == quality.again == quality.suggested == 5, str(quality)
    assert [list(cuts(edition, d)) for d in edition.documents.values()] == [[], []]


CUTS: tuple[tuple[tuple[str, ...], list[str]], ...] = (
    (("The ship lies in the", "Harbour of the town."), ["Harbour of the town."]),
    (("He asked (in a low", "Voice) for coal. It was cold."), ["Voice) for coal. It"]),
    (("The new director of the port came at noon and asked for", "Karin."), ["Karin."]),
    (("It was late.", "and cold."), ["and cold."]),
    (("It was late.", "Nobody came."), []),
    (("He asked for:", "a) coal;", "b) oil"), []),
    (("A list", "Coal"), []),
    (("The boat came from Xi'an", "Nobody saw it."), []),
)


@pytest.mark.parametrize(("texts", "found"), CUTS, ids=[t[0][:30] for t, _ in CUTS])
def test_cuts(small: Edition, texts: tuple[str, ...], found: list[str]) -> None:
    document = document_of(small, *texts)
    assert words(document, cuts(small, document)) == found


def test_a_cut_is_quoted_as_far_as_the_next_one(small: Edition) -> None:
    """The second paragraph is joined already, of two that stand on lines 2 and 4."""
    document = document_of(small, "The ship lies in the", "Old Harbour of the town.")
    first, second = document.paragraphs
    second = replace(second, block=replace(second.block, runs=((0, 2, 1), (12, 4, 1))))
    document = replace(document, paragraphs=(first, second))
    assert words(document, cuts(small, document)) == ["Old Harbour"]


BRACKETS = (
    ("The Elv [Storelv] is low.", "modern-name"),
    ("He read two lines, the rest [illegible] was lost.", "omission"),
    ("He left [translator's note: by boat].", "source-note"),
    ("The HB [Harbour Board of the western islands, later dissolved] paid.", "gloss"),
    ("He [Lundgren] agreed.", "identification"),
    ("It was [that is, in the spring of the year before] dear.", "gloss"),
    ("Then [we] left.", ""),
    ("It was late. [We] left.", ""),
    ("They asked the [Lighthouse] Board for it.", ""),
)


@pytest.mark.parametrize(("text", "kind"), BRACKETS, ids=[t[:30] for t, _ in BRACKETS])
def test_brackets(small: Edition, text: str, kind: str) -> None:
    document = document_of(small, text)
    found = list(brackets(small, document))
    assert [f"kind: {kind}" in f.yaml for f in found] == ([True] if kind else []), found


ABBREVIATIONS: tuple[tuple[str, list[str]], ...] = (
    ("The NHB met the HTC.", ["NHB"]),
    ("The NHB [National Harbour Board] met.", []),
    ("The chart of 1950 is in Vol. IV, p. 3.", []),
    ("The NHB wrote; the NHB was not heard. Anna Novak of the P.O. came.", ["NHB", "P.O."]),
    ("THE SHIPS", []),
)


@pytest.mark.parametrize(("text", "found"), ABBREVIATIONS, ids=[t[:30] for t, _ in ABBREVIATIONS])
def test_abbreviations(small: Edition, text: str, found: list[str]) -> None:
    document = document_of(small, text)
    assert words(document, abbreviations(small, document)) == found


def test_hidden_abbreviations_are_found_again(edition: Edition) -> None:
    forms = {f: ids[0] for f, ids in edition.register.forms.items() if f.isupper() and f.isalpha() and len(f) > 1}
    body = [p.text for d in edition.documents.values() for p in d.body]
    printed = {f: id for f, id in forms.items() if any(f" {f} " in t for t in body)}
    assert len(printed) >= 4
    less = without_names(edition, printed.values())
    found = {w for d in less.documents.values() for w in words(d, abbreviations(less, d))}
    known = {w for s in less.register.spellings for w in s.split()}
    assert {f for f in printed if f not in known} <= found
    assert [list(abbreviations(edition, d)) for d in edition.documents.values()] == [[], []]


# --- numbers ---

NUMERALS: tuple[tuple[str, list[float]], ...] = (
    ("2 million 200 thousand men", [2_200_000]),
    ("1,200 and 300 thousand", [1_200, 300_000]),
    ("twenty-eight barrels, a hundred and three hundred thousand", [28, 300_000]),
    ("67% or 12 percent", [67, 12]),
    ("on 3 May 1951, No. 7, p. 12, 2/3, the 4th, 2-3 months, in 1950", []),
    ("nine or 2.5 million", [9, 2_500_000]),
)


@pytest.mark.parametrize(("text", "values"), NUMERALS, ids=[t for t, _ in NUMERALS])
def test_numerals(text: str, values: list[float]) -> None:
    assert [n.value for n in numerals(text)] == values


NUMBERS = (
    (("There are 9 boats, of them 4 at sea and 6 in port.",), "add up to 10 and not to 9"),
    (("There are 9 boats, of them 4 at sea and 5 in port.",), ""),
    (("There are 9 boats, of them 4 at sea.",), ""),
    (("Seven people, of whom 8 are sailors.",), "8 is more than the whole, Seven"),
    (("There are 9 boats, including 4 old ones and 3 new ones.",), ""),
    (("He has two wishes, that is:", "a) coal;", "b) oil;", "c) time."), "two announced, but the list has 3"),
    (("He has three wishes:", "a) coal;", "b) oil;", "c) time."), ""),
    (("Tolls make 10% of it; the remaining 80% are fares.",), "10% and 80% do not make up 100%"),
    (("Tolls make 10% of it; the remaining 90% are fares.",), ""),
    (("It holds from 7 to 4 tons.",), "the range ends lower than it begins, 7"),
)


@pytest.mark.parametrize(("texts", "wrong"), NUMBERS, ids=[t[0][:40] for t, _ in NUMBERS])
def test_numbers(small: Edition, texts: tuple[str, ...], wrong: str) -> None:
    found = list(numbers(small, document_of(small, *texts)))
    assert [wrong in f.why for f in found] == ([True] if wrong else []), found


def test_numbers_of_the_corpus(edition: Edition) -> None:
    found = [f for d in edition.documents.values() for f in numbers(edition, d)]
    assert len(found) == 2, "an army and a list, both with a note"
    kind = [k.name for k in SUGGESTION_KINDS if k.rule is numbers]
    assert [o.shown for d in edition.documents for o in suggest(edition, d, kinds=kind)] == [(), ()]
    assert all(rule.__doc__ for rule in RULES)


# --- headings, passages ---


def test_headings_of_other_documents_are_found_again(edition: Edition) -> None:
    for id in edition.documents:
        first, all_of_it = headings_found_again(edition, id, 30), headings_found_again(edition, id, 1000)
        assert first.right >= 0.8 * first.suggested == 24, str(first)
        assert all_of_it.again >= 0.45 * all_of_it.hidden, str(all_of_it)


def test_cross_references_are_found_again(edition: Edition) -> None:
    for id in edition.documents:
        quality = passages_found_again(edition, id, 10)
        assert quality.right >= 5 and quality.again >= 10, str(quality)


# --- all of them ---


def test_every_kind_is_an_option_of_the_command() -> None:
    from edition.cli.editor import _KINDS

    assert tuple(k.name for k in SUGGESTION_KINDS) == _KINDS


def test_keys_are_unique_and_stay_the_same(edition: Edition) -> None:
    for id in edition.documents:
        keys = [s.key for o in suggest(edition, id, everything=True) for s in o.shown]
        assert len(keys) == len(set(keys)) and all(key == slug(key) for key in keys)
        assert keys == [s.key for o in suggest(edition, id, everything=True) for s in o.shown]


def test_what_is_left_out_is_counted(edition: Edition) -> None:
    less = without_names(edition, [n.id for n in edition.register.of("people")])
    id = list(less.documents)[1]
    (offer,) = suggest(less, id, kinds=["name"])
    assert len(offer.shown) == 20 and offer.left_out > 0
    said = text_of(id, [offer])
    assert said.startswith(f"Names not in any register (20 of {20 + offer.left_out})\n")
    assert said.endswith(
        f"{id}: 20 suggestions; {offer.left_out} lower-ranked suggestions not shown (use --all to see them)."
    )
    assert f"{20 + offer.left_out} suggestions." in text_of(id, suggest(less, id, kinds=["name"], everything=True))


def test_what_is_pasted_is_right(edition: Edition, tmp_path: Path) -> None:
    """Suggestions of the corpus, pasted as they stand, bring no problem: their quotations stand once, their ids are there."""
    root = copy_corpus(tmp_path / "corpus")
    number = [k for k in SUGGESTION_KINDS if k.rule is numbers]
    assert number[0].name == "number"
    pasted = 0
    for id, document in edition.documents.items():
        unseen = replace(document, notes=(), remarks=())
        less = replace(edition, cross_references=(), documents={**edition.documents, id: unseen})
        for offer in suggest(less, id, kinds=["number", "heading", "passage", "like"]):
            for each in offer.shown if offer.kind.name != "passage" or not pasted else ():
                paste(root / "source_texts" / each.file, each.yaml)
                pasted += 1
    problems: list[Problem] = []
    gather(root, problems)
    assert problems == [] and pasted > 40, render(problems, root)


def test_pasted_cuts_and_brackets_are_right(root: Path) -> None:
    for old, new in (("sum\n\nmust come", "sum\n\nMust come"), ("Petrov gave", "Petrov [Ivan] gave")):
        text = (root / TEXT).read_text("utf-8")
        assert text.count(old) == 1
        (root / TEXT).write_text(text.replace(old, new), "utf-8")
    record_hash(root)
    made = gathered(root)
    offers = suggest(made, ID, kinds=["cut", "bracket"])
    for offer in offers:
        for each in offer.shown:
            paste(root / "source_texts" / each.file, each.yaml)
    after = gathered(root)
    assert [len(o.shown) for o in offers] == [1, 1]
    assert len(after.documents[ID].body) == len(made.documents[ID].body) - 1
    assert "modern-name" in [b.kind for b in after.documents[ID].brackets]
    assert [o.shown for o in suggest(after, ID, kinds=["cut", "bracket"])] == [(), ()]


def record_hash(root: Path) -> None:
    """Write the hash of a changed text into its apparatus."""
    digest = hashlib.sha256((root / TEXT).read_bytes()).hexdigest()
    text = (root / FILE).read_text("utf-8")
    (root / FILE).write_text(re.sub(r"(?m)^  sha256: .*$", f"  sha256: {digest}", text), "utf-8")


def test_a_name_that_is_pasted_is_found(root: Path) -> None:
    file = root / TEXT
    file.write_text(file.read_text("utf-8").replace("In winter there", "In Bergen there"), "utf-8")
    made = gathered(root)
    (each,) = (s for s in suggest(made, ID, kinds=["name"])[0].shown if s.at == "Bergen")
    assert each.file == "register/places.yaml"
    assert each.command == "edition new-name places bergen --name Bergen --form Bergen"
    paste(root / "source_texts" / each.file, each.yaml)
    made = gathered(root)
    assert [m for m in made.documents[ID].mentions if m.name == "bergen"]
    assert "Bergen" not in [s.at for s in suggest(made, ID, kinds=["name"])[0].shown]


# --- kept in the apparatus ---


def kept(root: Path) -> tuple[str, list[Problem]]:
    problems: list[Problem] = []
    gather(root, problems)
    return (root / FILE).read_bytes().decode(), problems


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_written_suggestions_change_nothing_else(root: Path, newline: str) -> None:
    file = root / FILE
    before = file.read_bytes().replace(b"\n", newline.encode()).decode()
    file.write_bytes(before.encode())
    code, said = call("suggest", ID, "--write", "--root", str(root))
    after, problems = kept(root)
    assert code == 0 and f"Saved in {FILE}, under suggestions: " in said
    assert after.startswith(before) and after.count("\r") == (after.count("\n") if newline == "\r\n" else 0)
    assert [p.kind for p in problems] == ["suggested"]
    assert render(problems, root).startswith(f"{FILE}:") and "suggestions to review" in problems[0].message
    assert call("suggest", ID, "--write", "--root", str(root))[0] == 0
    assert kept(root)[0] == after, "a second run doubles nothing"


def test_nothing_of_them_is_published(root: Path) -> None:
    plain = gathered(root)
    assert call("suggest", ID, "--write", "--all", "--root", str(root))[0] == 0
    assert (root / FILE).read_text("utf-8").count("status: suggested") > 2
    assert gather(root, []) == plain


def test_a_refused_suggestion_is_not_made_again(root: Path) -> None:
    file = root / FILE
    first = call("suggest", ID, "--write", "--root", str(root))[1]
    assert "“Gull”: not in any register" in first
    text = file.read_text("utf-8").replace(
        "key: name-gull\n    status: suggested", "key: name-gull\n    status: refused  # a boat"
    )
    file.write_text(text, "utf-8")
    said = call("suggest", ID, "--write", "--root", str(root))[1]
    assert "Gull" not in said
    assert file.read_text("utf-8") == text, "what an editor wrote stays"
    assert call("suggest", ID, "--root", str(root))[1].count("Gull") == 0


def test_what_is_done_goes_and_what_is_new_comes(root: Path) -> None:
    file, text = root / FILE, root / TEXT
    call("suggest", ID, "--write", "--root", str(root))
    assert call("new-name", "terms", "gull", "--name", "the Gull", "--form", "Gull", "--root", str(root))[0] == 0
    text.write_text(text.read_text("utf-8").replace("In winter there", "In Bergen there"), "utf-8")
    record_hash(root)
    lines = file.read_text("utf-8").split("\n")
    assert call("suggest", ID, "--write", "--root", str(root))[0] == 0
    changed = [d for d in ndiff(lines, file.read_text("utf-8").split("\n")) if d[:1] in "+-"]
    assert any("name-bergen" in d for d in changed if d[0] == "+") and any(
        "name-gull" in d for d in changed if d[0] == "-"
    )
    assert all(
        "Gull" in d or "gull" in d or "Bergen" in d or "bergen" in d or d[2:].strip() in MIXED for d in changed
    ), changed


MIXED = {"status: suggested", "paste: |", "where: ¶ 12", "where: ¶ 13", 'why: "not in any register"',
         "file: source_texts/register/places.yaml", ""}  # fmt: skip


def test_the_section_goes_with_its_last_entry(root: Path) -> None:
    file = root / FILE
    before = file.read_text("utf-8")
    call("suggest", ID, "--write", "--kind", "name", "--root", str(root))
    assert "suggestions:" in file.read_text("utf-8")
    for id, form in (("gull", "Gull"), ("master", "Harbour Master")):
        call("new-name", "terms", id, "--name", id, "--form", form, "--root", str(root))
    call("suggest", ID, "--write", "--kind", "name", "--root", str(root))
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize("value", ["words", "{a: b}", "[words, [x], {key: [y]}, {[z]: key}]"])
def test_a_section_of_another_shape_is_left_alone(root: Path, value: str) -> None:
    """Reported by `edition check`; nothing of it is lost."""
    file = root / FILE
    file.write_text(f"{file.read_text('utf-8')}\nsuggestions: {value}\n", "utf-8")
    before = file.read_text("utf-8")
    code, said = call("suggest", ID, "--write", "--root", str(root))
    assert code == 1 and "Error: the field 'suggestions' of the apparatus is not a list" in said
    assert file.read_text("utf-8") == before


# --- any text ---

WORDS = (
    *(
        "Lund",
        "the",
        "NHB",
        "[Bergen]",
        "10",
        "of them",
        "4%",
        "remaining",
        "Dahl's",
        "St.",
        "a)",
        ":",
        "—",
        "(",
        "“",
        '"',
    ),
    *("Oldhaven", "from 5 to 3", "été", "'", "million", "ii.", "]", "[sic", "Novakk", "#", "&", "{", "中"),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join), min_size=1, max_size=5))
def test_any_text_can_be_looked_through(texts: list[str]) -> None:
    edition = plain()
    document = document_of(edition, *texts)
    whole = replace(edition, documents={**edition.documents, document.id: document})
    anchors = Anchors(document.paragraphs)
    for offer in suggest(whole, document.id, everything=True):
        for each in offer.shown:
            problems: list[Problem] = []
            read = parse_yaml(each.yaml, "x.yaml", problems)
            assert read is not None and not problems, each.yaml
            items = next(iter(read.values())) if isinstance(read, Fields) else None
            if each.file.startswith("apparatus/") and isinstance(items, Items) and offer.kind.name != "cut":
                (item,) = items
                assert isinstance(item, Fields)
                assert anchors.find(quote(item), problems) or each.label in alike(document), each.yaml


@cache
def plain() -> Edition:
    """The small edition; a test with made-up texts can have no fixture of a module."""
    made = gather(EDITIONS / "small", [], cache=False)
    assert made is not None
    return made


def alike(document: Annotated) -> set[str]:
    """The paragraphs whose words stand in another one too, so that a quotation of them may not stand once."""
    texts = [p.text for p in document.paragraphs]
    return {p.label for p in document.paragraphs if sum(p.text in t for t in texts) > 1}


# --- judged ---


def test_an_accepted_suggestion_goes_to_its_place(root: Path) -> None:
    file, places = root / FILE, root / "source_texts/register/places.yaml"
    (root / TEXT).write_text((root / TEXT).read_text("utf-8").replace("In winter there", "In Bergen there"), "utf-8")
    record_hash(root)
    before = places.read_text("utf-8")
    call("suggest", ID, "--write", "--root", str(root))
    kept_before = file.read_text("utf-8")
    code, said = call("suggest", ID, "--accept", "name-bergen", "--refuse", "name-gull", "--root", str(root))
    assert (code, said) == (0, f"{ID}: 1 accepted, 1 refused.\n")
    assert places.read_text("utf-8") == before + "\nbergen:\n  name: Bergen\n  forms: [Bergen]\n"
    after = file.read_text("utf-8")
    changed = [d for d in ndiff(kept_before.split("\n"), after.split("\n")) if d[:1] in "+-"]
    assert [d for d in changed if d[0] == "+"] == ["+     status: refused"]
    assert "-   - key: name-bergen" in changed and "key: name-gull\n    status: refused" in after
    assert gathered(root).mentions["bergen"]
    said = call("suggest", ID, "--root", str(root))[1]
    assert "Gull" not in said and "“Bergen”" not in said


def test_a_suggestion_that_was_not_kept_is_refused_too(root: Path) -> None:
    before = (root / FILE).read_text("utf-8")
    assert call("suggest", ID, "--refuse", "name-gull", "--root", str(root))[0] == 0
    after = (root / FILE).read_text("utf-8")
    assert after.startswith(before) and after.count("status: refused\n") == 1 and "status: suggested" not in after
    assert [p.kind for p in kept(root)[1]] == []


def test_what_cannot_be_accepted(root: Path) -> None:
    (root / TEXT).write_text((root / TEXT).read_text("utf-8").replace("In winter there", "In the NHB there"), "utf-8")
    record_hash(root)
    before = (root / FILE).read_text("utf-8")
    code, said = call("suggest", ID, "--accept", "abbreviation-nhb", "--root", str(root))
    assert code == 1 and "[missing-field]" in said and "Error: nothing changed: this would cause new problems" in said
    code, said = call("suggest", ID, "--accept", "name-nobody", "--root", str(root))
    assert code == 1 and "Error: no suggestion has the key 'name-nobody'" in said
    assert (root / FILE).read_text("utf-8") == before


PASTED = (
    ("", "a:\n  b: 1", "a:\n  b: 1\n"),
    ("a: 1", "b: 2", "a: 1\nb: 2\n"),
    ("a: 1\n\nc: 3\n", "b: 2", "a: 1\n\nc: 3\n\nb: 2\n"),
    ("m:\n  - x  # one\n\nn: 1\n", "m:\n    - y", "m:\n  - x  # one\n  - y\n\nn: 1\n"),
    ("m:\n- x\n", "m:\n  - y: 1\n    z: 2", "m:\n- x\n- y: 1\n  z: 2\n"),
    ("m: []\nn: 1\n", "m:\n  - y", "m:\n  - y\nn: 1\n"),
    ("m:\nn: 1\n", "m:\n  - y", "m:\n  - y\nn: 1\n"),
    ("p:\n  name:\nn: 1\n", "p: {name: x}\nn: 2", "p: {name: x}\nn: 2\n"),
    ("- a\n- b\n", "- c: 1\n  d: 2", "- a\n- b\n- c: 1\n  d: 2\n"),
)


@pytest.mark.parametrize(("text", "piece", "wanted"), PASTED)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_pasting(text: str, piece: str, wanted: str, newline: str) -> None:
    if "\n" in text:
        text, wanted = text.replace("\n", newline), wanted.replace("\n", newline)
    assert pasted(text, piece) == wanted


def test_wrong_entries_are_reported(root: Path) -> None:
    paste(root / FILE, "suggestions:\n  - {key: a, status: accepted, colour: red}\n")
    kinds = sorted(p.kind for p in kept(root)[1])
    assert kinds == ["bad-value", "unknown-field"]


def test_an_unknown_document(root: Path) -> None:
    code, said = call("suggest", "nobody", "--root", str(root))
    assert code == 1 and "no readable document 'nobody': the IDs are" in said


def test_errors_elsewhere_do_not_stand_in_the_way(root: Path) -> None:
    """An editor who is at work has errors: what can be suggested is."""
    paste(root / FILE, "colour: red\n")
    code, said = call("suggest", ID, "--root", str(root))
    assert (
        code == 0 and "“Gull”: not in any register" in said and "1 error in the project; run: edition check\n" in said
    )
    (root / FILE).write_text("document: [\n", "utf-8")
    code, said = call("suggest", ID, "--root", str(root))
    assert code == 1 and "[yaml-syntax]" in said and "Error: no readable document" in said


# --- the pieces ---


@pytest.mark.parametrize(
    "text", ["plain words", "a: b", "-x", "yes", "¶ 3", '"quoted"', "#x", "a #b", "", "1951", "é [x]", "it's", "a, b"]
)
def test_a_scalar_is_read_back(text: str) -> None:
    problems: list[Problem] = []
    read = parse_yaml(f"a: [{scalar(text)}]\nb: {scalar(text)}\n", "x.yaml", problems)
    assert isinstance(read, dict) and not problems
    assert read["b"] == text and list(read["a"]) == [text]


def test_a_quotation_stands_once(small: Edition) -> None:
    anchors = Anchors([Paragraph("p1", Number(1, 1), Block("paragraph", "a ship and a ship", ((0, 1, 1),)))])
    assert anchored(anchors, Span(0, 13, 17)) == {"at": "ship", "before": "and a "}
    assert anchored(anchors, Span(0, 7, 10)) == {"at": "and"}


def test_the_sentence_is_cut_around_the_words() -> None:
    text = "It was late. " + "The boat came again and again from the north " * 8 + "with Anna. It left."
    at = text.index("Anna")
    shown = shown_sentence(text, Span(0, at, at + 4))
    assert shown.startswith("… ") and shown.endswith("with Anna.") and len(shown) < 180
    assert shown_sentence("It was late. Anna came.", Span(0, 13, 17)) == "Anna came."


def test_no_two_passages_have_one_key(edition: Edition) -> None:
    """Several may be accepted together."""
    bare = replace(edition, cross_references=())
    for document in bare.documents.values():
        keys = [re.findall(r"(?m)^- key: (\S+)$", found.yaml) for found in passages(bare, document)]
        assert len(keys) > 5 and len({*map(tuple, keys)}) == len(keys)
