"""The list of documents: every way in leads to every document that it should, and to no other."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup, Tag

from edition.model.edition import Edition


def part(soup: BeautifulSoup, id: str) -> list[Tag]:
    """What stands under a heading."""
    heading = soup.find(id=id)
    assert isinstance(heading, Tag)
    found = []
    for sibling in heading.find_next_siblings():
        if sibling.name == "h2":
            break
        found.append(sibling)
    return found


def leads(tags: list[Tag]) -> set[str]:
    return {str(a["href"]) for tag in tags for a in tag.select("a[href]")}


def test_documents_by_date_person_place_and_subject(corpus: Path, edition: Edition) -> None:
    soup = BeautifulSoup((corpus / "site/documents/index.html").read_bytes(), "lxml")
    assert [str(a["href"]) for t in part(soup, "date") for a in t.select("dt a")] == [
        f"{id}/" for id in edition.documents
    ]
    by_person = [leads([li]) for t in part(soup, "person") for li in t.select("li")]
    expected: dict[str, set[str]] = {}
    for document in edition.documents.values():
        for participant in document.apparatus.participants:
            expected.setdefault(f"../people/{participant.name}/", set()).add(f"{document.id}/")
    assert sorted(map(sorted, by_person)) == sorted(sorted({name, *ids}) for name, ids in expected.items())
    places = {f"../places/{d.apparatus.place}/" for d in edition.documents.values() if d.apparatus.place}
    assert places <= leads(part(soup, "place"))
    assert leads(part(soup, "subject")) >= {"../index/"}
    for h in edition.index:
        below = {x.document for _, found in h.subheadings for x in found} | {x.document for x in h.locators}
        text = " · ".join(t.get_text() for t in part(soup, "subject"))
        assert (f"{h.text} ({len(below)})" in text) == (len(below) > 1), h.text
