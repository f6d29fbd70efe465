"""Quotation marks: curved in the edition's own words, as received in those of the texts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from edition.model.edition import Edition
from edition.model.problem import Problem
from edition.model.typography import italics, straight, unmarked
from edition.source.typography import typeset
from edition.stages.gather import gather
from tests.project import copy_edition

TYPESET = {
    "the party's words": "the party’s words",
    "the workers' question": "the workers’ question",
    'what is called "the South" here': "what is called “the South” here",
    "\"He said 'no'.\"": "“He said ‘no’.”",
    '("Okoro\'s plan")': "(“Okoro’s plan”)",
    '*"A Title"*, and *Il\'ich*': "*“A Title”*, and *Il’ich*",
    "Pei-p'ing": "Pei-p’ing",
    '“set already”, the editors’ and "typed"': "“set already”, the editors’ and “typed”",
    "[link](x'y) `z` <b>": "[link](x’y) `z` <b>",
    '12" long': '12" long',
    "": "",
}
MARKED = re.compile(r"\S*['\"]\S*")


@pytest.mark.parametrize("typed", TYPESET)
def test_marks_are_set_in_pairs_and_nothing_else_is_touched(typed: str) -> None:
    assert typeset(typed) == TYPESET[typed]
    assert straight(typeset(typed)) == straight(typed)
    assert typeset(typeset(typed)) == typeset(typed)


def test_only_words_of_the_texts_have_straight_marks(corpus: Path, edition: Edition) -> None:
    """On every page, those by hand among them; but for code, where a mark means what it is."""
    received = {word for d in edition.documents.values() for p in d.paragraphs for word in _marked(p.text)}
    own = dict[str, set[str]]()
    for file in sorted((corpus / "site").rglob("index.html")):
        page = BeautifulSoup(file.read_text("utf-8"), "lxml")
        for other in page.find_all(["code", "pre", "script", "style", "sup"]):  # the numbers of notes end words
            other.decompose()
        if words := _marked(page.get_text()) - received:
            own[str(file.relative_to(corpus / "site").parent)] = words
    assert received and not own


def _marked(text: str) -> set[str]:
    """The words of a text with a straight mark, without what stands around them."""
    return {word.strip("“”‘’()[].,;:?!—…") for word in MARKED.findall(text)}


def test_an_index_heading_is_one_however_its_marks_are_typed(tmp_path: Path) -> None:
    """Typed straight in one place and curved in another: headings with locators, and references to them."""
    texts = copy_edition("brief", tmp_path / "project") / "source_texts"
    for id, typed in (("1950-05-01-lind-okoro", "lamp's oil"), ("1950-06-02-lind-okoro", "lamp’s oil")):
        file = texts / f"apparatus/{id}.yaml"
        file.write_text(file.read_text("utf-8").replace("oil > for the lamp", typed), "utf-8")
    (texts / "index.yaml").write_text('see: {lamp-oil: "lamp\'s oil"}\nsee_also: {keepers: [lamp’s oil]}\n', "utf-8")
    problems: list[Problem] = []
    made = gather(texts.parent, problems)
    assert made and not problems
    headings = {h.text: h for h in made.index}
    assert {x.document for x in headings["lamp’s oil"].locators} == set(made.documents)
    assert headings["lamp-oil"].see == headings["keepers"].see_also == ("lamp’s oil",)
    assert "lamp's oil" not in headings


def test_a_name_is_known_however_its_marks_are_typed(edition: Edition) -> None:
    register = edition.register
    marked = [(n, s) for n in register.names.values() for _, s in n.spellings if "’" in s]
    assert len(marked) > 20
    for name, spelling in marked:
        assert name.id in register.spelled(spelling) and name.id in register.spelled(straight(spelling))
        assert [straight(s) for _, s in name.spellings].count(straight(spelling)) == 1, "listed once"


def test_works_are_cited_with_the_same_marks(edition: Edition) -> None:
    """Double outside, single inside, whatever the styles have."""
    citations = ["".join(r.text for r in c) for c in (*edition.full.values(), *edition.short.values())]
    assert sum("“" in text for text in citations) > 50 and any("‘" in text for text in citations)
    assert not [text for text in citations if "‘" in re.sub("“[^”]*”", "", text)]


@pytest.mark.parametrize(
    ("prose", "parts"),
    [
        ("a *title* in it", [("a ", False), ("title", True), (" in it", False)]),
        ("*A*, *B*", [("A", True), (", ", False), ("B", True)]),
        ("5 * 6 * 7", [("5 * 6 * 7", False)]),
        ("The signs * and ** stand in the copy.", [("The signs * and ** stand in the copy.", False)]),
        ("**bold**", [("**bold**", False)]),
    ],
)
def test_stars_mean_italics_where_they_enclose_words(prose: str, parts: list[tuple[str, bool]]) -> None:
    assert [*italics(prose)] == parts
    assert unmarked(prose) == "".join(words for words, _ in parts)
