"""Abbreviations, persons with their offices, works that pages cite, and what only the publisher can say."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig

from edition.model.edition import Edition
from edition.model.problem import Problem
from edition.publish.mkdocs_site import OPTIONAL, leave_out
from edition.source.abbreviations import first_uses
from edition.stages.gather import gather
from edition.versions.ledger import addresses
from edition.write.markdown.document import path
from edition.write.markdown.lists import ABBREVIATIONS, PERSONS, write_lists
from edition.write.shared.written_pages import page_data
from tests.project import copy_edition, files_of, run

LIST = """\
- {key: crown, form: "the, th.", printed: [the], means: "the money of *Northport*"}
- {key: thousand, form: the cost, means: longer than another form}
- {key: unused, form: XYZ, printed: [], means: not in the texts}
"""


WORK = "- {id: tide-tables, type: webpage, title: Tide tables, custom: {grade: primary, seen: true}}\n"


def gathered(root: Path) -> Edition:
    problems: list[Problem] = []
    edition = gather(root, problems)
    assert edition and not problems
    return edition


def small(tmp_path: Path, text: str) -> tuple[Path, Edition | None, list[Problem]]:
    root, problems = copy_edition("small", tmp_path / "project"), list[Problem]()
    (root / "source_texts/abbreviations.yaml").write_text(text, "utf-8")
    return root, gather(root, problems), problems


def test_the_first_use_is_marked_once_and_the_longer_form_first(tmp_path: Path) -> None:
    root, edition, problems = small(tmp_path, LIST)
    assert edition and not problems
    document = edition.documents["1951-04-12-novak-lund"]
    words = {
        str(u.abbreviation.key): document.paragraphs[u.span.index].text[u.span.start : u.span.end]
        for u in first_uses(document, edition.abbreviations)
    }
    assert words == {"thousand": "the cost", "crown": "the"}
    page = files_of(edition, root)[path(document)].decode()
    assert page.count('](../about/abbreviations.md#a-crown){: .abbreviation title="the money of Northport" }') == 1


def test_words_of_a_mention_are_left_to_the_entry(edition: Edition) -> None:
    for document in edition.documents.values():
        for use in first_uses(document, edition.abbreviations):
            inside = [m.span for m in document.mentions if m.span.index == use.span.index]
            assert not any(m.start < use.span.end and use.span.start < m.end for m in inside)


def test_an_abbreviation_has_a_permanent_address(tmp_path: Path) -> None:
    _, edition, _ = small(tmp_path, LIST)
    assert edition
    assert {"/about/abbreviations/", "/about/abbreviations/#a-crown"} <= addresses(edition).keys()
    assert "**the, th.**{: #a-crown } | the money of *Northport* |" in write_lists(edition)[ABBREVIATIONS]


def test_without_a_list_there_is_no_page_and_no_address(tmp_path: Path) -> None:
    edition = gather(copy_edition("small", tmp_path / "project"), [])
    assert edition and ABBREVIATIONS not in write_lists(edition)
    assert not [a for a in addresses(edition) if "abbreviations" in a]


def test_two_abbreviations_cannot_share_a_key(tmp_path: Path) -> None:
    _, _, problems = small(tmp_path, LIST + "- {key: crown, form: C, means: again}\n")
    assert [(p.kind, p.place.line) for p in problems] == [("duplicate-key", 4)]


def test_persons_with_an_office_are_listed_those_present_first(edition: Edition) -> None:
    page = write_lists(edition)[PERSONS]
    participants, _, others = page.partition("## Others named")
    rest = others.partition("## Others mentioned in the notes")[2]
    present = {str(p.name) for d in edition.documents.values() for p in d.apparatus.participants}
    for name in edition.register.of("people"):
        link = f"(../people/{name.id}.md)"
        assert (link in participants) is (bool(name.post) and name.id in present)
        assert (link in others) is (bool(name.post) and name.id not in present)
        assert (link in rest) is (link in others and not edition.mentions.get(name.id))


@pytest.mark.parametrize(
    "line", ["## A heading {: #old-id }", "A paragraph.\n{: .way }", "| A{: #a } |\n| --- |\n| **b**{: #b } |"]
)
def test_attributes_of_the_site_are_no_words_of_a_book(line: str) -> None:
    assert "{:" not in str(page_data("about/x.md", f"# Title\n\n{line}\n", "https://x.example/", ()))


def test_braces_in_code_are_words(tmp_path: Path) -> None:
    assert "{: #id }" in str(page_data("about/x.md", "# Title\n\n`{: #id }`\n", "https://x.example/", ()))


def test_what_only_the_publisher_can_say_is_asked_for_until_it_is_said(tmp_path: Path) -> None:
    root = copy_edition("small", tmp_path / "project")
    _, said = run(root, "check")
    assert all(f"({field})" in said for field in ("address", "responsible", "contact", "permission"))
    settings = root / "source_texts/edition.yaml"
    text = settings.read_text("utf-8").replace("https://small.example/", "https://small.test/")
    settings.write_text(text + "responsible: A. Editor\npermission: Given.\ncontact: mail@small.test\n", "utf-8")
    _, said = run(root, "check")
    assert "Before publication" not in said
    edition = gather(root, [])
    assert edition
    colophon = files_of(edition, root)["about/colophon.md"].decode()
    assert "Responsible for this edition: A. Editor" in colophon and "mail@small.test" in colophon


def test_a_work_that_only_a_hand_written_page_cites_is_listed(tmp_path: Path) -> None:
    root = copy_edition("small", tmp_path / "project")
    works = root / "source_texts/bibliography.yaml"
    works.write_text(works.read_text("utf-8") + WORK, "utf-8")
    assert "#tide-tables" not in files_of(gathered(root), root)["about/sources.md"].decode()
    (root / "docs/about/method.md").write_text("# Method\n\nSee [a work](sources.md#tide-tables).\n", "utf-8")
    assert "#tide-tables" in files_of(gathered(root), root)["about/sources.md"].decode()


def test_an_unknown_work_is_reported_where_the_page_cites_it(tmp_path: Path) -> None:
    root, problems = copy_edition("small", tmp_path / "project"), list[Problem]()
    (root / "docs/about/method.md").write_text("# Method\n\nSee [x](sources.md#nothing).\n", "utf-8")
    gather(root, problems)
    assert [(p.kind, *p.place[:3]) for p in problems] == [("unknown-source", "docs/about/method.md", 3, 20)]


@pytest.mark.parametrize("there", [set(), {"about/persons.md"}, OPTIONAL])
def test_the_navigation_has_the_pages_that_the_edition_has(there: set[str]) -> None:
    inside = [{"Persons": "about/persons.md"}, "about/abbreviations.md"]
    config = MkDocsConfig()
    config.nav = [{"Home": "index.md"}, {"About": [{"People": inside}]}, {"Calendar": "calendar.md"}]
    leave_out(config, lambda page: page in there)
    named = str(config.nav)
    assert "index.md" in named and all((page in named) is (page in there) for page in OPTIONAL)
    assert ("People" in named) is bool(there & {"about/persons.md", "about/abbreviations.md"})
