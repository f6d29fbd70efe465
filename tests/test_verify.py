"""The proof finds what it promises to find: a built site is tampered with in one place, and `verify` says so."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from edition.model.addresses import target
from edition.model.document import Emendation
from edition.model.edition import Edition
from edition.model.problem import Place
from edition.model.words import differences, source_words
from edition.stages.gather import gather
from edition.verify.site import verify

DOCUMENT = "documents/1950-05-01-lind-okoro/index.html"
COLOPHON = "about/colophon/index.html"


@dataclass(frozen=True)
class Case:
    """One change of a page, and words of the finding that must come of it."""

    id: str
    old: str
    new: str
    finding: str
    page: str = DOCUMENT


MARK = '<sup id="fnref-forty-barrels"><a class="footnote-ref" href="#fn-forty-barrels">1</a></sup>'
CASES = (
    Case("word removed", "burns forty barrels of oil", "burns forty of oil", "is shown as"),
    Case("word of the head removed", "about oil for", "about for", "is shown as"),
    Case("word doubled", " in a winter", " in a a winter", "is shown as"),
    Case("words exchanged", "with the wrong casks", "with wrong the casks", "is shown as"),
    Case("letter changed", "twenty-eight", "twenty-five", "is shown as"),
    Case("word hidden in a raised mark", "with the wrong", "with <sup>not</sup> the wrong", "is shown as"),
    Case("word hidden in the number", "¶ 2</a>", "¶ 2 not</a>", "¶ 2 does not show its number"),
    Case("number changed", "¶ 2</a>", "¶ 3</a>", "¶ 2 does not show its number"),
    Case("stop changed", "before the ice.", "before the ice!", "is shown as"),
    Case("emendation undone", "if the harbour", "if teh harbour", "is shown as"),
    Case("bracket without its words", "[Lighthouse]", "", "is shown as"),
    Case(
        "paragraph doubled",
        '<p class="paragraph" data',
        '<p class="paragraph">x</p><p class="paragraph" data',
        "is shown as",
    ),
    Case("paragraph id changed", 'id="p2"', 'id="p22"', "¶ 2 is not displayed correctly on the page"),
    Case(
        "paragraph id added",
        '<p class="paragraph" data',
        '<p class="paragraph" id="p99"></p><p class="paragraph" data',
        "p99",
    ),
    Case("note changed", "counts thirty-eight", "counts thirty-nine", "the wording of note forty-barrels differs"),
    Case(
        "note lengthened", "map of the town.", "map of the town. Really.", "the wording of note nanjing-street differs"
    ),
    Case("note's source changed", "</em>, 12</a>", "</em>, 13</a>", "the wording of note forty-barrels differs"),
    Case("note's id changed", 'id="fn-forty-barrels"', 'id="fn-forty"', "the note forty-barrels occurs 0 times"),
    Case("mark of a note lost", MARK, "", "its reference mark 0 times"),
    Case("mark of a note doubled", MARK, MARK + MARK, "its reference mark 2 times"),
    Case(
        "mark of no note",
        MARK,
        MARK + MARK.replace("fnref-forty", "fnref-fifty"),
        "a reference mark for a note that is not in the edition",
    ),
    Case("words in the mark of a note", ">1</a></sup>", ">1 not</a></sup>", "reference mark of note forty-barrels"),
    Case("mention leads elsewhere", 'people/keeper/">The keeper', 'people/lind-tor/">The keeper', "first difference"),
    Case("mention unlinked", '<a class="name" href="../../people/keeper/">The keeper</a>', "The keeper", "14 are"),
    Case("mention on other words", "Tor Lind</a> said", "Tor</a> Lind said", "first difference"),
    Case("broken link", 'class="way">Next: <a href="../', 'class="way">Next: <a href="../../gone/', "is broken"),
    Case("broken fragment", "about/sources/#almanac-1949", "about/sources/#almanac", "without that anchor"),
    Case("foreign script", "</body>", '<script src="https://cdn.example/x.js"></script></body>', "from another host"),
    Case("foreign image", "</body>", '<img src="//cdn.example/x.png"></body>', "loads //cdn.example/x.png"),
    Case("foreign style sheet", "</head>", '<link rel="stylesheet" href="https://cdn.example/x.css"></head>', "x.css"),
    Case(
        "foreign font in a style", "</head>", "<style>@import 'https://cdn.example/x'</style></head>", "cdn.example/x"
    ),
    Case("foreign image in a set", "</body>", '<img srcset="https://cdn.example/x.png 2x"></body>', "another host"),
    Case("script in a link", "</body>", '<a href="javascript:alert(1)">x</a></body>', "is not a web address"),
    Case("count on the colophon", "<td>2</td>", "<td>3</td>", "2 documents, but the page says otherwise", COLOPHON),
    Case("hash on the colophon", "<code>abcd", "<code>abce", "printed: nothing", COLOPHON),
    Case("list of a register", 'href="lind-tor/"', 'href="lind/"', "is broken", "people/index.html"),
)


@pytest.fixture(scope="module")
def edition(built_brief: Path) -> Edition:
    made = gather(built_brief, [])
    assert made is not None
    return made


@pytest.fixture
def site(built_brief: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_brief / "site", tmp_path / "site"))


def found(root: Path, site: Path, edition: Edition) -> list[str]:
    return [str(f) for f in verify(root, site, edition)]


def change(file: Path, old: str, new: str) -> None:
    """Change the first place where some words stand in the text of a page; they must stand there."""
    before, main, text = file.read_text("utf-8").partition("<article")
    before, main, text = (before, main, text) if old in text else ("", "", before + main + text)
    assert old in text, f"{old!r} is not on the page"
    file.write_text(before + main + text.replace(old, new, 1), "utf-8")


def test_nothing_is_found_on_a_good_site(built_brief: Path, site: Path, edition: Edition) -> None:
    assert found(built_brief, site, edition) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_tampering_is_found(case: Case, built_brief: Path, site: Path, edition: Edition) -> None:
    change(site / case.page, case.old, case.new)
    findings = found(built_brief, site, edition)
    assert any(case.finding in f for f in findings), findings
    assert all(case.page.removesuffix("index.html") in f for f in findings) or case.page != COLOPHON, findings


def test_a_printed_word_count_that_is_not_the_one_counted(built_brief: Path, site: Path, edition: Edition) -> None:
    words = len(source_words((built_brief / "source_texts/documents/1950-06-02-lind-okoro.md").read_text("utf-8")))
    change(site / COLOPHON, f"<td>{words}</td>", f"<td>{words + 1}</td>")
    counted, printed = (words, 2, 1, 6), [str(words + 1), "2", "1", "6"]
    said = f"/about/colophon/: counted for 1950-06-02-lind-okoro: {counted}, printed: {printed}"
    assert found(built_brief, site, edition) == [said]


def test_the_mark_of_a_note_moved_to_another_paragraph(built_brief: Path, site: Path, edition: Edition) -> None:
    change(site / DOCUMENT, MARK, "")
    change(site / DOCUMENT, "if the harbour is open.", f"if the harbour is open.{MARK}")
    assert any(
        "the reference mark of note forty-barrels is in the wrong place" in f for f in found(built_brief, site, edition)
    )


def test_two_paragraphs_exchanged(built_brief: Path, site: Path, edition: Edition) -> None:
    change(site / DOCUMENT, 'id="p4"', 'id="p-4"')
    change(site / DOCUMENT, 'id="p5"', 'id="p4"')
    change(site / DOCUMENT, 'id="p-4"', 'id="p5"')
    findings = found(built_brief, site, edition)
    assert any("¶ 4 is not" in f for f in findings) and any("¶ 5 is not" in f for f in findings)


@pytest.mark.parametrize("page", [DOCUMENT, COLOPHON, "people/keeper/index.html", "names/index.html"])
def test_a_missing_page(page: str, built_brief: Path, site: Path, edition: Edition) -> None:
    (site / page).unlink()
    findings = found(built_brief, site, edition)
    assert any("is broken" in f or "the page is missing" in f for f in findings), findings


def test_a_foreign_address_in_a_style_sheet(built_brief: Path, site: Path, edition: Edition) -> None:
    (site / "assets/edition.css").write_text("p { background: url( 'https://cdn.example/x.png' ) }", "utf-8")
    assert "assets/edition.css: loads https://cdn.example/x.png from another host" in found(built_brief, site, edition)


@pytest.mark.parametrize("address", ["/documents/gone/", "/documents/1950-05-01-lind-okoro/#p77"])
def test_an_address_of_the_ledger_that_does_not_answer(address: str, brief: Path, edition: Edition) -> None:
    ledger = brief / "source_texts/ledger.tsv"
    ledger.write_text(f"/documents/\tlive\t1\t-\t\n{address}\tlive\t1\t-\t\n/gone/\twithdrawn\t1\t-\twhy\n", "utf-8")
    said = "this address is in the ledger but not on the site"
    assert found(brief, brief / "site", edition) == [f"{address}: {said}", f"/gone/: {said}"], "a withdrawn one too"


def test_the_pages_of_a_site_below_a_path() -> None:
    assert target("404.html", "/base/people/", "/base/") == "people/index.html"
    assert target("404.html", "/people/", "/base/") == "outside/people/index.html"
    assert target("a/b/index.html", "../c/", "/base/") == "a/c/index.html"
    assert target("a/index.html", "", "/") == "a/index.html"
    assert target("index.html", "assets/x.css") == "assets/x.css"
    assert target("a/index.html", "../b/") == "b/index.html"
    assert target("a/index.html", "..") == "index.html"
    assert target("a/index.html", "../../../b/") == "outside/b/index.html"


# What an emendation explains, and what may not hide behind it.

TEXT = "Oil for Skarvoy: he asks for teh oil of the ship and no other"
SOURCE = TEXT.split()


def replaced(before: str, after: str) -> Emendation:
    return Emendation("replaced", Place("x.md"), before, after, "why")


def shown(text: str) -> list[str]:
    return text.split()


def test_an_emendation_explains_its_own_change() -> None:
    good = shown("Oil for Skarvoy: he asks for the oil of the ship and no other")
    assert differences(SOURCE, good, [replaced("teh", "the")]) == []
    assert differences(SOURCE, good, [replaced("asks for teh oil", "asks for the oil")]) == []
    other = shown("Oil for Skarvoy: he asks for the oil of the teh and no other")
    assert differences(SOURCE, other, [replaced("ship", "teh"), replaced("teh", "the")]) == []
    assert len(differences(SOURCE, good, [])) == 1


def test_an_emendation_may_change_part_of_a_word_or_take_words_out() -> None:
    part = shown("Oil for Skarvay: he asks for teh oil of the ship and no other")
    assert differences(SOURCE, part, [replaced("rvoy", "rvay")]) == []
    assert (
        differences(SOURCE, shown("Oil for Skarvoy: he asks for teh oil"), [replaced("of the ship and no other", "")])
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "Oil for Skarvoy: he asks for teh oil of the ship and no other",  # recorded, not carried out
        "Oil for Skarvoy: he asks for the oil of ship and no other",  # the word it gives is wanting elsewhere
        "Oil for Skarvoy: he asks for the oil of the the ship and no other",  # the word it gives is doubled
        "Oil for Skarvoy: he asks for oil of the ship and no other",  # the word was taken out, not replaced
        "Oil for Skarvoy: he asks for the oil of teh ship and no other",  # carried out, and undone elsewhere
        "Oil for Skarvoy: he asks the for oil of the ship and no other",  # at another place
        "Oil for Skarvoy: she asks for the oil of the ship and no other",  # a neighbour is changed too
        "Oil for Skarvoy: he asks for the the oil of the ship and no other",
        "Oil for Skarvoy: he asks for the oil of the ship and other",
    ],
)
def test_nothing_hides_behind_an_emendation(text: str) -> None:
    assert differences(SOURCE, shown(text), [replaced("teh", "the")]) != []


def test_a_long_emendation_does_not_cover_its_own_words_elsewhere() -> None:
    long = replaced("he asks for teh oil of the ship", "he asks for the oil of the ship")
    assert differences(SOURCE, shown("for Skarvoy: he asks for the oil of the ship and no other"), [long]) != []
    assert differences(SOURCE, shown("Oil Skarvoy: he asks for the oil of the ship and no other"), [long]) != []
    assert differences(SOURCE, shown("Oil for Skarvoy: he asks for the oil of the ship and no"), [long]) != []


def test_an_emendation_stands_in_the_body_though_the_head_has_its_words_too() -> None:
    source = shown("teh head teh body")
    assert differences(source, shown("teh head the body"), [replaced("teh", "the")]) == []
    assert differences(source, shown("the head teh body"), [replaced("teh", "the")]) != []


def test_other_rules_change_no_word() -> None:
    for rule in ("joined", "heading level"):
        emendation = Emendation(rule, Place("x.md"), "teh", "the", "why")
        good = shown("Oil for Skarvoy: he asks for the oil of the ship and no other")
        assert len(differences(SOURCE, good, [emendation])) == 1


def test_words_that_are_not_in_the_source_cannot_be_replaced() -> None:
    assert "is not in the source text" in differences(SOURCE, SOURCE, [replaced("whale", "seal")])[0]


def test_the_words_of_a_source_text() -> None:
    text = "## **May** 1\n\n- a) *one*\n- - -\n\n<https://a.example/b_c>\n\n# C# and 3 - 2\n"
    assert source_words(text) == ["May", "1", "a)", "one", "https://a.example/bc", "C#", "and", "3", "-", "2"]
