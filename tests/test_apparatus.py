"""The corpus itself: what the edition promises of its own apparatus.

These tests read the real `source_texts/`. What a single file can get wrong is a problem kind and tested elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from edition.model.annotations import Annotated
from edition.model.apparatus import SourceRef
from edition.model.document import Paragraph
from edition.model.edition import Edition, ItemLocator, NoteLocator, PageLocator
from edition.model.names import IDENTIFIERS
from edition.source.bibliography import GRADES
from edition.source.written_pages import sections_of
from edition.write.shared.index_elsewhere import by_document
from tests.project import files_of

ROOT = Path(__file__).parent.parent
BARE_LOCATORS = 6  # more than these under one heading are no help to a reader
MAIN_HEADINGS = 120

# Words with a capital, within a sentence, that name nobody and nothing a register should have.
NOT_NAMES = {
    **dict.fromkeys(("January", "February", "February-March", "March", "April"), "months"),
    **dict.fromkeys(
        ("Am", "American", "Arabic", "British", "Chinese", "Czechoslovak", "English", "Japanese", "Russian", "Soviet"),
        "adjectives",
    ),
    **dict.fromkeys(("Christian", "Marxist", "Marxists", "South", "West"), "common words"),
    **dict.fromkeys(("Cde", "Chairman", "Comrade"), "titles"),
    **dict.fromkeys(("I", "For", "Time"), "the pronoun, and the first words of list items"),
}


def test_every_proper_name_is_registered(edition: Edition) -> None:
    missing = {w: where for d in edition.documents.values() for w, where in _unregistered(d) if w not in NOT_NAMES}
    assert not missing


def test_no_excuse_is_left_over(edition: Edition) -> None:
    found = {w for d in edition.documents.values() for w, _ in _unregistered(d)}
    assert set(NOT_NAMES) <= found


def _unregistered(document: Annotated) -> Iterator[tuple[str, str]]:
    """Capitalised words within a sentence that no mention covers."""
    for index, paragraph in enumerate(document.paragraphs):
        spans = [(m.span.start, m.span.end) for m in document.mentions if m.span.index == index]
        for match in re.finditer(r"[A-Z][\w'-]*", paragraph.text) if paragraph.number else ():
            if not any(a <= match.start() < b for a, b in spans) and not _starts_sentence(paragraph, match.start()):
                yield match[0], f"{document.id} {paragraph.label}"


def _starts_sentence(paragraph: Paragraph, at: int) -> bool:
    before = paragraph.text[:at].rstrip("\"'([ ")
    return not before or before[-1] in ".?!:;—"


def test_every_source_is_seen_or_stands_beside_one_that_is(edition: Edition) -> None:
    lists: list[tuple[str, tuple[SourceRef, ...]]] = [
        *((str(n.note.key), n.note.sources) for d in edition.documents.values() for n in d.notes),
        *((str(n.id), n.sources) for n in edition.register.names.values()),
        *((str(e.key), e.sources) for e in edition.chronology),
        *((str(f.key), f.sources) for f in edition.figures),
    ]
    unseen = [key for key, refs in lists if refs and not any(edition.works[r.work].seen for r in refs)]
    assert not unseen


def test_works_have_a_grade_and_copies_no_address(edition: Edition) -> None:
    assert {w.grade for w in edition.works.values()} == set(GRADES)
    assert not [w.key for w in edition.works.values() if w.consulted == "in an online copy" and "URL" in w.csl]


def test_only_addresses_that_may_be_printed_are(edition: Edition) -> None:
    """Works of the bibliography, authority files, archive and licences: no page links anywhere else."""
    allowed = {w.csl["URL"] for w in edition.works.values() if "URL" in w.csl}
    for document in edition.documents.values():
        allowed |= {str(document.apparatus.printed_address), str(document.apparatus.canonical_address)}
    hosts = tuple(template.split("{")[0] for template in IDENTIFIERS.values())
    hosts += (edition.settings.address, "https://schema.org")  # itself; the vocabulary of its metadata
    hosts += ("https://creativecommons.org/licenses/", "https://openfontlicense.org", "https://opensource.org/license")
    pages = {p: data.decode() for p, data in files_of(edition, ROOT).items() if p.endswith(".md")}
    pages |= {str(p.relative_to(ROOT)): p.read_text("utf-8") for p in (ROOT / "docs").rglob("*.md")}
    for path, text in pages.items():
        plain = re.sub(r'(?s)<pre class="report">.*?</pre>', "", text)  # of an invented edition, and no links
        plain = plain.replace("\\", "").replace("&amp;", "&")
        for address in re.findall(r"https?://\w[^\s<>\"`\[\]()‘’“”]*", plain):
            bare = address.rstrip(".,;:!?'")
            invented = str(urlsplit(bare).hostname).endswith(".example")  # reserved for examples by RFC 2606
            assert invented or bare in allowed or bare.startswith(hosts), f"{path} prints {address}"


def test_the_index_is_one_to_look_things_up_in(edition: Edition) -> None:
    with_locators = [h for h in edition.index if h.locators or h.subheadings]
    assert len(with_locators) >= MAIN_HEADINGS
    for heading in edition.index:
        for text, found in (("", heading.locators), *heading.subheadings):
            others = heading.elsewhere.get(text, ())
            inside = list(by_document(edition, (), others))
            kinds = [found, [n for here in inside for n in here.notes]]
            kinds += [[x for x in others if isinstance(x, kind)] for kind in (PageLocator, ItemLocator)]
            assert all(len(kind) <= BARE_LOCATORS for kind in kinds), (heading.text, text)


def test_every_note_section_and_item_is_indexed(edition: Edition) -> None:
    """All notes; all sections of the two pages; all items of the calendar but the documents, which are indexed themselves."""
    assert [n.note.key for d in edition.documents.values() for n in d.notes if not n.note.index] == []
    assert [i.key for i in edition.calendar.values() if not i.index and not i.document] == []
    found = {x for h in edition.index for others in h.elsewhere.values() for x in others if isinstance(x, PageLocator)}
    for page in ("about/introduction.md", "about/translation.md"):
        sections = sections_of((ROOT / "docs" / page).read_text("utf-8"))
        assert {x.section for x in found if x.page == page} == {*sections.titles}


@pytest.mark.parametrize(
    ("sought", "leads"),
    [
        ("Dalian", "note"),
        ("Dairen", "Dalian"),
        ("Chinese Turkestan", "Xinjiang"),
        ("coalition government", "text"),
        ("united front", "not mentioned"),
        ("Maoism", "Mao Zedong Thought"),
        ("Mao Zedong Thought", "note"),
        ("parliament", "parliamentary form"),
        ("constitution", "constitution of the Republic of China"),
        ("currency reform", "not mentioned"),
        ("collectivization", "text"),
        ("atomic bomb", "not mentioned"),
        ("unification of Mongolia", "Outer Mongolia > unification of Mongolian regions with"),
        ("agrarian reform", "land reform"),
        ("Beiping pattern", "text"),
        ("alliance", "Sino-Soviet mutual help treaty (proposed)"),
        ("Xibaipo", "note"),
        ("Choibalsan, Khorloogiin", "note"),
        ("Okamura Yasuji", "note"),
        ("Peng Dehuai", "note"),
        ("Yalta", "note"),
        ("Terebin", "note"),
        ("eight conditions", "peace talks > eight conditions for"),
        ("Chen Geng", "note"),
        ("telegram of 5 February 1949", "Stalin, Joseph > telegram of 5 February 1949"),
        ("mediation", "peace talks"),
        ("Rittenberg", "page"),
        ("Wu Yuzhang", "note"),
        ("ethnic minorities", "national minorities"),
        ("Uyghurs", "note"),
        ("Inner Mongolia", "text"),
        ("inflation", "note"),
        ("interpreters", "text"),
        ("silver loan", "silver > loan in"),
    ],
)
def test_what_a_historian_looks_for(edition: Edition, sought: str, leads: str) -> None:
    """A heading with locators of the kind named, a reference to another, or the word that there is nothing."""
    found = {h.text: h for h in edition.index}
    heading = found[sought]
    if heading.see:
        main, _, sub = heading.see[0].partition(" > ")
        assert heading.see[0] == leads and (not sub or sub in dict(found[main].subheadings))
        return
    below = [x for _, locators in heading.subheadings for x in locators]
    kinds = {NoteLocator: "note", PageLocator: "page", ItemLocator: "item"}
    told = {kinds[type(x)] for others in heading.elsewhere.values() for x in others}
    told |= {"text"} if heading.locators or below else set()
    assert leads in (told if heading.mentioned else {"not mentioned"})


def test_every_paragraph_is_indexed(edition: Edition) -> None:
    covered = {
        (x.document, n)
        for heading in edition.index
        for found in (heading.locators, *(locators for _, locators in heading.subheadings))
        for x in found
        for n in range(x.first.place, x.last.place + 1)
    }
    assert {(d.id, p.number.place) for d in edition.documents.values() for p in d.body if p.number} == covered


def test_every_paragraph_has_a_speaker(edition: Edition) -> None:
    for document in edition.documents.values():
        spoken = {document.paragraphs[s.span.index].id for s in document.spoken}
        assert spoken == {p.id for p in document.body}
        for s in document.spoken:
            assert s.speech.certainty == "certain" or s.speech.note, (
                f"{document.id}: a doubtful speaker without a remark"
            )


def test_no_passage_has_two_notes_on_the_same_words(edition: Edition) -> None:
    for document in edition.documents.values():
        spans = [(n.span.index, n.span.start, n.span.end) for n in document.notes]
        assert len(spans) == len(set(spans))


def test_versions_agree(edition: Edition) -> None:
    version = edition.settings.version
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f'\nversion = "{version}"\n' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert f"## {version}, " in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"version {version}" in (ROOT / "docs/cite/index.md").read_text("utf-8")
