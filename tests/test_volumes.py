"""A long edition is printed in volumes: everything stands in one of them, and each is a book of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

from edition.model.edition import Edition, Heading
from edition.stages.gather import gather
from edition.write.formats import volume_path
from edition.write.markdown import document_list as markdown_documents
from edition.write.print import pdfs as printing
from edition.write.shared import volumes
from edition.write.shared.volumes import MOST, Volume, length_of, whole
from tests import pdf
from tests.project import REPOSITORY, copy_edition, files_of
from tests.synthetic import make


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Seven documents with the registers, the chronology and the works of the corpus."""
    root = tmp_path_factory.mktemp("long")
    make(REPOSITORY, root, 7)
    edition = gather(root, [], cache=False)
    assert edition
    return edition


def length(volume: Volume) -> int:
    return sum(map(length_of, volume.documents.values()))


def test_an_edition_that_fits_is_one_volume(long: Edition) -> None:
    assert volumes.volumes(long) == [whole(long)]
    assert length(whole(long)) < MOST


@pytest.mark.parametrize("most, least", [(1, 7), (60_000, 2), (150_000, 1)])
def test_volumes_are_of_about_one_length(long: Edition, most: int, least: int) -> None:
    made = volumes.volumes(long, most)
    assert len(made) >= least and [v.number for v in made] == [*range(1, len(made) + 1)]
    assert {v.of for v in made} == {len(made)}
    assert [id for v in made for id in v.documents] == [*long.documents], "each document once, in their order"
    longest = max(map(length_of, long.documents.values()))
    if len(made) > 1:
        assert max(map(length, made)) - min(map(length, made)) <= 2 * longest


def test_everything_stands_in_a_volume(long: Edition) -> None:
    made = volumes.volumes(long, 60_000)
    assert len(made) > 1
    assert {n for v in made for n in v.names} == {*long.register.names}
    assert {w for v in made for w in v.works} == {*long.works}
    assert {str(e.key) for v in made for e in v.chronology} == {str(e.key) for e in long.chronology}
    assert {str(c.key) for v in made for c in v.cross_references} == {str(c.key) for c in long.cross_references}
    for name, found in long.mentions.items():
        divided = [located for v in made for located in v.mentions.get(name, ())]
        assert divided == [*found], name
    assert locators([h for v in made for h in v.index]) == locators(long.index)
    for volume in made:
        here = {*volume.documents}
        assert {x.document for h in volume.index for x in h.locators} <= here
        assert {located.document.id for found in volume.mentions.values() for located in found} <= here
        assert {*volume.mentions} & {*long.register.names} <= volume.names
        headings = {h.text for h in volume.index}
        assert {t.partition(" > ")[0] for h in volume.index for t in (*h.see, *h.see_also)} <= headings


def locators(headings: Iterable[Heading]) -> Counter[object]:
    found: Counter[object] = Counter()
    for heading in headings:
        found.update((heading.text, "", x) for x in heading.locators)
        found.update((heading.text, sub, x) for sub, those in heading.subheadings for x in those)
    return found


def test_each_volume_is_a_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two documents in two volumes: what leads from one to the other leads to the address, and the site offers both."""
    root = copy_edition("brief", tmp_path / "project")
    settings = root / "source_texts/edition.yaml"
    settings.write_text(settings.read_text("utf-8").replace("pdf: none", "pdf: book"), "utf-8")
    for module in (printing, markdown_documents):
        monkeypatch.setattr(module, "volumes", partial(volumes.volumes, most=1))
    edition = gather(root, [])
    assert edition and len(edition.documents) == 2
    files = files_of(edition, root)
    assert [path for path in files if path in ("edition.pdf", "edition-2.pdf")] == ["edition.pdf", "edition-2.pdf"]
    for number, document in enumerate(edition.documents.values(), 1):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(files[volume_path(number)])
        assert pdf.facts(file)["title"] == f"{edition.settings.title}, volume {number}"
        said = pdf.read_tree(file).text("Note", "Lbl")
        date = document.apparatus.short_title.partition(", ")[2]
        assert pdf.squeezed(f"Volume {number} of 2: {date}") in said
        for paragraph in document.body:
            assert pdf.squeezed(paragraph.text) in said
        other = next(d for d in edition.documents.values() if d is not document)
        assert not any(pdf.squeezed(p.text) in said for p in other.body if len(p.text) > 40)
        away = f"{edition.settings.address.rstrip('/')}{other.address}#p"
        assert any(address.startswith(away) for address in pdf.addresses(file)), number
    listed = files["documents/index.md"].decode()
    assert '<a href="../edition.pdf" type="application/pdf">Volume 1</a>: 1 May 1950 (PDF, ' in listed
    assert '<a href="../edition-2.pdf" type="application/pdf">Volume 2</a>: 2 June 1950 (PDF, ' in listed
    catalogue = files["data/opds.xml"].decode()
    assert "PDF, volume 1" in catalogue and "/edition-2.pdf" in catalogue


def test_one_volume_is_not_listed_as_several(built_brief: Path) -> None:
    assert "PDF volumes" not in (built_brief / "docs/documents/index.md").read_text("utf-8")
