"""The stages that work on words: places in the source, anchors, mentions, brackets, marks, dates, the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from edition.model.annotations import Annotated
from edition.model.apparatus import Quote, QuotedPassage, Wish
from edition.model.dates import print_date
from edition.model.document import Emendation, Emended, Extent, Number, Paragraph, Span, spans
from edition.model.edition import Edition, Locator, labels
from edition.model.names import Register
from edition.model.placed import Text
from edition.model.problem import Place, Problem
from edition.model.text import Block, SourceText
from edition.model.words import differences, shown_words, source_words
from edition.source.apparatus import load_apparatus
from edition.source.registers import load_register
from edition.source.settings import document_ids
from edition.stages.anchors import Anchors
from edition.stages.annotate import number
from edition.stages.brackets import find_brackets
from edition.stages.emend import emend
from edition.stages.gather import gather
from edition.stages.index import merge
from edition.stages.marks import Range, events
from edition.stages.mentions import FormFinder, sentence_at
from edition.stages.parse import parse
from edition.stages.read import read, read_blocks

TESTS = Path(__file__).parent
SMALL = TESTS / "editions/small"
CORPUS = TESTS.parent
DOCUMENTS = [(root, id) for root in (SMALL, CORPUS) for id in document_ids(root, [])]


@pytest.fixture(scope="session")
def small() -> Edition:
    edition = gather(SMALL, [], cache=False)
    assert edition is not None
    return edition


def emended(root: Path, id: str, wishes: bool) -> Emended:
    source, apparatus = read(root, id, []), load_apparatus(root, id, [])
    assert source is not None and apparatus is not None
    return emend(parse(source, []), apparatus.emendations if wishes else (), [])


# Places


@pytest.mark.parametrize(("root", "id"), DOCUMENTS, ids=[id for _, id in DOCUMENTS])
def test_every_character_has_its_place(root: Path, id: str) -> None:
    """The line and column of every character lead to that very character of the source text."""
    document = emended(root, id, wishes=False)
    lines = (root / document.parsed.source.path).read_text("utf-8").split("\n")
    count = 0
    for paragraph in number(document.parsed):
        for offset, character in enumerate(paragraph.text):
            place = paragraph.block.place("", offset)
            if not character.isspace():
                assert lines[place.line - 1][place.column - 1] == character, (paragraph.id, offset)
                count += 1
    assert count > 500


def test_places_after_replaced_words() -> None:
    document = emended(SMALL, "1951-04-12-novak-lund", wishes=True)
    lines = (SMALL / document.parsed.source.path).read_text("utf-8").split("\n")
    block = document.parsed.sections[-1].blocks[-1]
    start = block.text.index("by some other hand")
    for offset, character in enumerate(block.text):
        place = block.place("", offset)
        if not character.isspace() and not start <= offset < start + len("by some other hand"):
            assert lines[place.line - 1][place.column - 1] == character, offset


# Anchors


TEXTS = ("The boat left at noon.", "It came back at noon.", "The boat, they said, was old.", "Nobody replied.")


def anchors(texts: Sequence[str] = TEXTS) -> Anchors:
    return Anchors(
        [Paragraph(f"p{n}", Number(n, n), Block("paragraph", t, ((0, n, 1),))) for n, t in enumerate(texts, start=1)]
    )


def quote(at: str, before: str = "", after: str = "") -> Quote:
    return Quote(Text(at, Place("apparatus.yaml", 7, 9, len(at))), before, after)


@pytest.mark.parametrize(
    ("wanted", "span"),
    [
        (quote("left"), Span(0, 9, 13)),
        (quote("Nobody replied."), Span(3, 0, 15)),
        (quote("noon", before="left at "), Span(0, 17, 21)),
        (quote("noon", before="back at "), Span(1, 16, 20)),
        (quote("The boat", after=","), Span(2, 0, 8)),
        (quote("at", before="back ", after=" noon"), Span(1, 13, 15)),
    ],
)
def test_quotation_found(wanted: Quote, span: Span) -> None:
    problems: list[Problem] = []
    assert anchors().find(wanted, problems) == span and problems == []


@pytest.mark.parametrize(
    ("wanted", "kind", "message", "cure"),
    [
        (quote("noon"), "anchor-not-unique", "'noon' occurs 2 times in the document (¶ 1, ¶ 2)", "quote more words"),
        (quote("left at dusk"), "anchor-not-found", "'left at dusk' is not", 'closest: ¶ 1 "left at noon."; quote'),
        (quote("noon", before="sat at "), "anchor-not-found", "'sat at noon' (before, at and after", 'closest: ¶ 1 "'),
        (quote("noon.\nIt"), "anchor-not-found", "the quotation contains a line break", "a single paragraph"),
        (quote("noon. It came"), "anchor-not-found", "'noon. It came' is not in the document", 'closest: ¶ 2 "It came'),
    ],
)
def test_quotation_not_found(wanted: Quote, kind: str, message: str, cure: str) -> None:
    problems: list[Problem] = []
    assert anchors().find(wanted, problems) is None
    (problem,) = problems
    assert (problem.kind, problem.place) == (kind, wanted.at.place)
    assert message in problem.message and cure in problem.cure


def test_extent_from_one_paragraph_to_another() -> None:
    problems: list[Problem] = []
    extent = anchors().extent(QuotedPassage(quote("came back"), quote("they said")), problems)
    assert extent == Extent(Span(1, 3, 12), Span(2, 10, 19)) and problems == []
    assert spans(extent, anchors().paragraphs) == [Span(1, 3, 21), Span(2, 0, 19)]


def test_extent_of_one_quotation() -> None:
    assert anchors().extent(QuotedPassage(quote("left")), []) == Extent(Span(0, 9, 13), Span(0, 9, 13))


def test_extent_backwards_is_a_problem() -> None:
    problems: list[Problem] = []
    assert anchors().extent(QuotedPassage(quote("they said"), quote("came back")), problems) is None
    assert [p.message for p in problems] == ["the passage ends before it begins"]


@pytest.mark.parametrize(
    ("span", "before"),
    [(Span(0, 17, 21), "left at "), (Span(1, 16, 20), "back at "), (Span(2, 4, 8), "The "), (Span(3, 0, 6), "")],
)
def test_words_before_tell_places_apart(span: Span, before: str) -> None:
    """At a paragraph's beginning there are no words before."""
    assert anchors().words_before(span) == before


# Mentions


FORMS = {
    "Oldhaven": ("oldhaven",),
    "Oldhaven Harbour Committee": ("committee",),
    "Oldhaven [Nyhamn]": ("oldhaven",),
    "Lund": ("lund-peter", "lund-karin"),
    "Karin Lund": ("lund-karin",),
    "I[vo] Petrov": ("petrov",),
    "[Harbour Master]": ("harbour-master",),
    "«Gull»": ("gull",),
    "Com[mittee]": ("committee",),
    "U.S.": ("usa",),
    "Čapek": ("capek",),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In Oldhaven.", ["Oldhaven"]),
        ("The Oldhaven Harbour Committee", ["Oldhaven Harbour Committee"]),  # the longest first
        ("The Oldhaven Harbour", ["Oldhaven"]),
        ("Oldhaven's and Oldhaven’s quays", ["Oldhaven", "Oldhaven"]),
        ("the Oldhaven-Northport line", ["Oldhaven"]),
        ("the Northport-Oldhaven line", ["Oldhaven"]),
        ("(Oldhaven)", ["Oldhaven"]),
        ("Oldhavens, NewOldhaven, oldhaven, Oldhaven_2", []),  # whole words, as printed
        ("in Oldhaven [Nyhamn] and", ["Oldhaven [Nyhamn]"]),
        ("Karin Lundgren and Karin Lund-Holm", ["Karin Lund"]),
        ("Karin Lund and Lund", ["Karin Lund", "Lund: lund-peter or lund-karin"]),
        ("comrade I[vo] Petrov", ["I[vo] Petrov"]),
        ("[Harbour Master] Karin Lund", ["[Harbour Master]", "Karin Lund"]),
        ("aboard the «Gull».", ["«Gull»"]),
        ("the Com[mittee] met", ["Com[mittee]"]),
        ("the U.S. fleet", ["U.S."]),
        ("said Čapek", ["Čapek"]),
        ("", []),
    ],
)
def test_mentions(text: str, found: list[str]) -> None:
    shown = [
        text[start:end] if len(ids) == 1 else f"{text[start:end]}: {' or '.join(ids)}"
        for start, end, ids in FormFinder(FORMS).find(text, [])
    ]
    assert shown == found


def test_settled_words_are_left_alone() -> None:
    text = "Lund met Karin Lund in Oldhaven"
    assert [text[a:b] for a, b, _ in FormFinder(FORMS).find(text, [(15, 19)])] == ["Lund", "Oldhaven"]


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("One came. Two left! Did three stay?", "left", "Two left!"),
        ("One came. Two left.", "One", "One came."),
        ("I. V. Petrov came. He left.", "Petrov", "I. V. Petrov came."),
        ('He said: "Yes." Then he left.', "left", "Then he left."),
        (
            "See vol. 2, no. 3. Then",
            "2",
            "See vol. 2, no. 3. Then",
        ),  # a figure and a stop: rather too much than too little
        ("no stop at all", "stop", "no stop at all"),
    ],
)
def test_sentence_of_a_mention(text: str, words: str, sentence: str) -> None:
    start, end = sentence_at(text, text.index(words), text.index(words) + len(words))
    assert text[start:end] == sentence


def test_mentions_of_the_small_edition(small: Edition) -> None:
    """Two people of one name: every "Lund" that stands alone was settled by hand."""
    found = [_words(m.document, m.mention.span) for m in small.mentions["lund-peter"]]
    assert found.count("Lund") == 5 and "her brother" in found
    karin = [(_words(m.document, m.mention.span), m.mention.certainty) for m in small.mentions["lund-karin"]]
    assert ("she", "probable") in karin and ("Karin Lund", "certain") in karin and len(karin) == 4
    assert "Oldhaven" not in {_words(m.document, m.mention.span) for m in small.mentions["harbour-committee"]}


def _words(document: Annotated, span: Span) -> str:
    return document.paragraphs[span.index].text[span.start : span.end]


# Brackets


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register(SMALL, [])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("A slip [sic] and [sic, for June]", ["sic", "sic"]),
        ("He said [...] and [. . .] and [ … ] and [Here follow figures]", ["omission"] * 4),
        ("So it was.[1] And [ 23 ]", ["source-note"] * 2),
        ("I[vo], the Com[mittee] and prof[essional] unions", ["expansion"] * 3),
        ("In Oldhaven [Nyhamn] and Oldhaven's [Nyhamn's] port", ["modern-name"] * 2),
        ("In Northport [Nyhamn]", ["supplied"]),  # a name, but not of the place before it
        ("the HTC [Harbour Trade Council]", ["gloss"]),
        ("the HTC [the council]", ["supplied"]),
        ("[Harbour Master] Karin Lund", ["identification"]),
        ("a ship[or two ships] came", ["supplied"]),
        ("[We] heard that [they] left", ["supplied", "supplied"]),
        ("(round) brackets are the record's", []),
        ("an [open one, and ] a closed", ["supplied"]),
        ("[a [nested] one]", ["supplied"]),
        ("[unclosed", []),
        ("[]", ["omission"]),
    ],
)
def test_brackets(text: str, kinds: list[str], register: Register) -> None:
    assert [kind for _, _, kind in find_brackets(text, register)] == kinds


def test_small_edition_has_every_kind_of_bracket(small: Edition) -> None:
    found = {_words(d, b.span): b.kind for d in small.documents.values() for b in d.brackets}
    assert found == {
        "[Nyhamn]": "modern-name",
        "[vo]": "expansion",
        "[We]": "supplied",
        "[mittee]": "expansion",
        "[sic]": "sic",
        "[Harbour Trade Council]": "gloss",
        "[Harbour Master]": "identification",
        "[...]": "omission",
        "[1]": "source-note",
        "[the director]": "identification",  # settled by hand; by rule it would be a word supplied
    }


# Marks in the text


def test_mark_of_a_note_stands_after_its_words(small: Edition) -> None:
    found = {
        str(mark.note.key): document.paragraphs[mark.span.index].text[: mark.at].split()[-1]
        for document in small.documents.values()
        for mark in document.notes
    }
    assert found == {
        "western-channel": "channel,",
        "three-months": "months",
        "sic-divers": "[sic],",
        "short-answer": "Lund's",
        "new-cost": "crowns",
    }


def shown(text: str, *ranges: tuple[int, int, str], points: Sequence[tuple[int, str]] = ()) -> str:
    """The events of a text as a line: <a> opens, </a> closes, {a} is a point."""
    marks = {"open": "<{}>", "close": "</{}>", "point": "{{{}}}"}
    found = events(text, [Range(*r) for r in ranges], points)
    return "".join(e.text if e.kind == "text" else marks[e.kind].format(e.mark) for e in found)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (shown("abcdef"), "abcdef"),
        (shown(""), ""),
        (shown("abcdef", (1, 3, "x")), "a<x>bc</x>def"),
        (shown("abcdef", (0, 6, "x"), (0, 2, "y")), "<x><y>ab</y>cdef</x>"),  # the longer one encloses
        (shown("abcdef", (0, 2, "y"), (0, 6, "x")), "<x><y>ab</y>cdef</x>"),
        (shown("abcdef", (0, 6, "x"), (4, 6, "y")), "<x>abcd<y>ef</y></x>"),
        (shown("abcdef", (0, 4, "x"), (2, 6, "y")), "<x>ab<y>cd</y></x><y>ef</y>"),  # crossing
        (shown("abcdef", (0, 3, "x"), (1, 4, "y"), (2, 6, "z")), "<x>a<y>b<z>c</z></y></x><y><z>d</z></y><z>ef</z>"),
        (shown("abcdef", (0, 3, "x"), (3, 6, "y")), "<x>abc</x><y>def</y>"),
        (shown("abcdef", (2, 2, "x")), "abcdef"),  # nothing is marked
        (shown("abcdef", points=[(0, "p"), (6, "q"), (3, "r")]), "{p}abc{r}def{q}"),
        (shown("abcdef", (0, 3, "x"), points=[(3, "p")]), "<x>abc</x>{p}def"),
        (shown("abcdef", (3, 6, "x"), points=[(3, "p")]), "abc{p}<x>def</x>"),
    ],
)
def test_marks_nest(line: str, expected: str) -> None:
    assert line == expected


# Dates


@pytest.mark.parametrize(
    ("date", "printed"),
    [
        ("1951", "1951"),
        ("1951-03", "March 1951"),
        ("1951-03-05", "5 March 1951"),
        ("1905?", "1905 (uncertain)"),
        ("1905~", "about 1905"),
        ("1905-03%", "about March 1905 (uncertain)"),
        ("1951-03-05/1951-03-09", "5 to 9 March 1951"),
        ("1951-03-05/1951-04-09", "5 March to 9 April 1951"),
        ("1951-03/1951-04", "March to April 1951"),
        ("1951-12-31/1952-01-02", "31 December 1951 to 2 January 1952"),
        ("1951/1953", "1951 to 1953"),
        ("1951~/1953?", "about 1951 to 1953 (uncertain)"),
        ("1951-03-05/..", "from 5 March 1951"),
        ("1951/", "from 1951"),
        ("../1951", "until 1951"),
        ("/1951-03", "until March 1951"),
    ],
)
def test_dates_are_printed(date: str, printed: str) -> None:
    assert print_date(date) == printed


# Index


def locators(*found: str) -> list[Locator]:
    """ "b 3-5" as a locator in document b."""
    made = []
    for text in found:
        document, _, numbers = text.partition(" ")
        first, _, last = numbers.partition("-")
        made.append(at(document, int(first), int(last or first)))
    return made


def at(document: str, first: int, last: int) -> Locator:
    return Locator(document, Number(first, first), Number(last, last))


def test_locators_of_divided_paragraphs() -> None:
    """After ¶ 3 come 3a and 3b, then 4: what follows is told by the place, what is shown by the number."""
    three, a, b, four = (Number(n, v, x) for n, (v, x) in enumerate([(2, ""), (3, "a"), (3, "b"), (4, "")], start=2))
    assert merge([Locator("a", x, x) for x in (four, a, b)], {"a": 0}) == (Locator("a", a, four),)
    assert merge([Locator("a", x, x) for x in (three, b)], {"a": 0}) == (Locator("a", three, three), Locator("a", b, b))
    assert [str(x) for x in (a, b, four)] == ["3a", "3b", "4"]


@pytest.mark.parametrize(
    ("found", "merged"),
    [
        ([], []),
        (["a 3"], ["a 3"]),
        (["a 3", "a 3"], ["a 3"]),
        (["a 5", "a 3"], ["a 3", "a 5"]),
        (["a 3", "a 4"], ["a 3-4"]),  # those that follow each other
        (["a 3-6", "a 4", "a 6-8", "a 10"], ["a 3-8", "a 10"]),
        (["a 3", "b 4"], ["b 4", "a 3"]),  # in the order of the documents, never across them
        (["a 1-9", "a 2-3", "a 10"], ["a 1-10"]),
    ],
)
def test_locators_are_merged(found: list[str], merged: list[str]) -> None:
    assert list(merge(locators(*found), {"b": 0, "a": 1})) == locators(*merged)


def test_index_of_the_small_edition(small: Edition) -> None:
    first, second = small.documents
    found = {h.text: h for h in small.index}
    assert list(found) == ["channel, western", "dredging", "ferry, to Northport", "Oldhaven", "pilots", "silting"]
    assert found["dredging"].subheadings == (("cost of", (at(first, 2, 2), at(first, 7, 7), at(second, 2, 3))),)
    assert found["channel, western"].see == ("dredging > cost of", "Oldhaven > harbour of")
    assert found["pilots"].see_also == ("ferry, to Northport",)


# Emendations

FOUND = """### Talk at the Station

### **Date:** May 3, 1951

### **Citation:** Invented.

### **Contents:**

The engineers counted 14 of them (two were ill), of which there are

\\- 2 -

few in the stores.

#### On the stores

"What is this?" he asked.

Is it new?
"""


def wish(kind: str, at: str, to: str = "", reason: str = "As the editor says.") -> Wish:
    return Wish(kind, Text(at, Place("apparatus.yaml", 1, 1, len(at))), to, reason)


def changed(*wishes: Wish) -> tuple[list[str], list[Emendation], list[Problem]]:
    """The blocks of a text as they are shown, what was changed, and what was not."""
    problems: list[Problem] = []
    source = SourceText("found", "found.md", "", tuple(read_blocks(FOUND)))
    made = emend(parse(source, []), wishes, problems)
    shown = [b.text for s in made.parsed.sections for b in ((s.heading, *s.blocks) if s.heading else s.blocks)]
    body = FOUND.partition("Contents:**\n")[2]
    assert differences(source_words(body), shown_words(" ".join(shown)), made.emendations) == [], "it is all explained"
    return shown, [*made.emendations], problems


def test_replacements_do_not_disturb_each_other() -> None:
    shown, _, problems = changed(wish("replace", "14", "two"), wish("replace", "two", "three"))
    assert shown[0].startswith("The engineers counted two of them (three were ill)") and not problems
    shown, _, _ = changed(wish("replace", "ill", "two"), wish("replace", "two", "three"))
    assert shown[0].startswith("The engineers counted 14 of them (three were two)")


def test_replacements_of_the_same_words_are_reported() -> None:
    shown, _, problems = changed(
        wish("replace", "14 of them", "15 of them"), wish("replace", "of them (two", "of us (two")
    )
    assert shown[0].startswith("The engineers counted 15 of them (two")
    assert [p.kind for p in problems] == ["overlapping-anchors"]


def test_a_page_number_between_two_halves_is_taken_out() -> None:
    shown, made, problems = changed(wish("join", "- 2 -", reason="A page ends here."), wish("replace", "- 2 -"))
    assert shown[0].endswith("of which there are few in the stores.") and not problems
    assert "A page ends here." in [e.reason for e in made], "the reason is the editor's"


def emended_blocks(text: str, *wishes: Wish) -> tuple[list[Block], list[Problem]]:
    problems: list[Problem] = []
    text = f"May 1, 1951\n\n# Record\n\nCitation: None.\n\nContents:\n\n{text}\n"
    made = emend(parse(SourceText("found", "found.md", "", tuple(read_blocks(text))), []), wishes, problems)
    return [b for s in made.parsed.sections for b in ((s.heading, *s.blocks) if s.heading else s.blocks)], problems


def italics(block: Block) -> list[str]:
    return [block.text[a:b] for a, b in block.emphasis]


@pytest.mark.parametrize(
    ("text", "at", "to", "shown", "italic"),
    [
        ("They met *12* at noon.", "12", "", "They met at noon.", []),
        ("They *met 12* at noon.", "12", "", "They met at noon.", ["met "]),
        ("They *met at* noon.", "They met", "We sat", "We sat at noon.", [" at"]),
        ("They met *at noon*.", "met", "", "They at noon.", ["at noon"]),
        ("They met at noon 12", "12", "", "They met at noon", []),
        ("12 They met.", "12", "", "They met.", []),
    ],
)
def test_italics_stay_where_they_are(text: str, at: str, to: str, shown: str, italic: list[str]) -> None:
    [block], problems = emended_blocks(text, wish("replace", at, to))
    assert (block.text, italics(block), problems) == (shown, italic, [])


def test_a_paragraph_of_which_nothing_is_left_is_none() -> None:
    blocks, _ = emended_blocks("They met at noon.\n\n12\n\nIt rained.", wish("replace", "12"))
    assert [b.text for b in blocks] == ["They met at noon.", "It rained."]


def test_words_that_stand_across_a_cut_too_are_reported() -> None:
    text = "He said that the foo\n\nbar and went.\n\nThen foo bar came."
    blocks, problems = emended_blocks(text, wish("replace", "foo bar", "QQ"))
    assert [b.text for b in blocks] == ["He said that the foo bar and went.", "Then foo bar came."]
    assert [p.kind for p in problems] == ["anchor-not-unique"]


def test_the_reason_of_headings_says_what_there_was() -> None:
    for text, several in ((FOUND, False), (FOUND + "\n### On the roof\n\nIt leaks.\n", True)):
        made = emend(parse(SourceText("found", "found.md", "", tuple(read_blocks(text))), []), (), []).emendations
        reasons = [e.reason for e in made if e.rule == "heading level"]
        assert reasons and all(("several levels" in reason) is several for reason in reasons)


# Labels of documents


@pytest.mark.parametrize(
    ("titles", "second", "found"),
    [
        (("A–B, 1 May 1951", "A–B, 2 May 1951"), "1951-05-02", ("1 May 1951", "2 May 1951")),
        (("First", "Second, and third"), "1951-05-02", ("1 May 1951", "2 May 1951")),
        (("A–B, 1 May 1951", "A–C, 1 May 1951"), "1951-05-01", ("A–B, 1 May 1951", "A–C, 1 May 1951")),
        (("A–B, 1 May 1951", "A–B, 1 May 1951"), "1951-05-01", ("1 May 1951 (1)", "1 May 1951 (2)")),
    ],
)
def test_a_document_is_called_by_its_date(
    titles: tuple[str, str], second: str, found: tuple[str, str], small: Edition
) -> None:
    """Documents of one date are told apart."""
    documents = [
        replace(d, apparatus=replace(d.apparatus, short_title=title, date=Text(date, d.apparatus.date.place)))
        for d, title, date in zip(small.documents.values(), titles, ("1951-05-01", second), strict=True)
    ]
    assert tuple(labels(documents).values()) == found


def test_no_two_documents_are_called_alike(small: Edition) -> None:
    """Two pairs of one day, each pair with a title of its own: the numbers go on."""
    first = next(iter(small.documents.values()))
    documents = [
        replace(first, id=f"d-{n}", apparatus=replace(first.apparatus, short_title=title))
        for n, title in enumerate(("A–B", "A–B", "C–D", "C–D"))
    ]
    assert [label.rpartition(" ")[2] for label in labels(documents).values()] == ["(1)", "(2)", "(3)", "(4)"]
    day = print_date(first.apparatus.date)
    titled = [
        replace(d, apparatus=replace(d.apparatus, short_title=title))
        for d, title in zip(documents, ("X", "X", f"{day} (1)", "Y"), strict=True)
    ]
    assert len(set(labels(titled).values())) == 4


HEADS = (
    ("## Date:\n\n## 6 May 1950\n\n# Record\n\nCitation: None.", {"date": "6 May 1950", "title": "Record"}),
    (
        "From the archive\n\nDate: 6 May 1950\n\n# Record of a talk\n\nCitation: None.",
        {"other-1": "From the archive", "date": "6 May 1950", "title": "Record of a talk"},
    ),
)


@pytest.mark.parametrize(("text", "found"), HEADS, ids=[text[:12] for text, _ in HEADS])
def test_a_date_has_a_label_or_none(text: str, found: dict[str, str]) -> None:
    parsed = parse(SourceText("found", "found.md", "", tuple(read_blocks(f"{text}\n\nContents:\n\nThey met.\n"))), [])
    assert found.items() <= {f.key: " ".join(b.text for b in f.blocks) for f in parsed.head}.items()


# What follows the label Contents


@pytest.mark.parametrize(
    ("line", "is_value"),
    [
        ("English Translation", True),
        ("Scan of Original (Russian), 12 pages", True),
        ("Typescript, Russian", True),
        ("English Translation (no scan)", True),
        ("English Translation, pp. 3-5", True),
        ("Secret. Copy No. 1", False),
        ("Copy No 3", False),
        ("Copy № 3", False),
        ("The text was read aloud.", False),
        ("They sat down", False),
    ],
)
def test_what_a_record_is_made_of_is_told_from_its_first_line(line: str, is_value: bool) -> None:
    text = f"May 1, 1951\n\n# Record\n\nCitation: None.\n\nContents:\n\n{line}\n\nThey met at noon.\n"
    field = parse(SourceText("found", "found.md", "", tuple(read_blocks(text))), []).field("contents")
    assert field is not None and bool(field.blocks) is is_value
