"""What is written of a document costs the same in a small and in a large edition.

Nothing here looks at a clock (that is `bench`): it is counted how often the writers go through all names, works or documents.
A writer may do so once for the edition; one that does so for each document would make large editions slow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from edition.files.replace import Stored
from edition.model.edition import Edition
from edition.stages.gather import gather
from edition.versions.since import load_past
from edition.write.table import write_files, write_pages
from tests.project import REPOSITORY
from tests.synthetic import make

FEW, MORE = 3, 6  # documents
MAPPINGS = ("documents", "mentions", "works")
OF_REGISTER = ("names", "forms", "spellings")
SEQUENCES = ("index", "cross_references", "chronology", "figures", "cited")


class Mapped(dict[str, Any]):
    """A mapping that counts how often it is gone through."""

    walks = 0

    def __iter__(self) -> Iterator[str]:
        self.walks += 1
        return super().__iter__()

    def keys(self) -> Any:
        self.walks += 1
        return super().keys()

    def values(self) -> Any:
        self.walks += 1
        return super().values()

    def items(self) -> Any:
        self.walks += 1
        return super().items()


class Row(tuple[Any, ...]):
    """A row that counts how often it is gone through."""

    walks: int

    def __new__(cls, things: Iterable[Any]) -> Row:
        row = super().__new__(cls, things)
        row.walks = 0
        return row

    def __iter__(self) -> Iterator[Any]:
        self.walks += 1
        return super().__iter__()


def watched(edition: Edition) -> tuple[Edition, dict[str, Mapped | Row]]:
    """The same edition, and by their names those of its parts that grow with it."""
    names = {name: Mapped(getattr(edition.register, name)) for name in OF_REGISTER}
    parts: dict[str, Any] = {name: Mapped(getattr(edition, name)) for name in MAPPINGS}
    parts |= {name: Row(getattr(edition, name)) for name in SEQUENCES}
    return replace(edition, register=replace(edition.register, **names), **parts), parts | names


def walks(root: Path, count: int) -> Counter[str]:
    """How often everything that grows is gone through while an edition of so many documents is written."""
    make(REPOSITORY, root, count)
    edition = gather(root, [])
    assert edition and len(edition.documents) == count
    edition, parts = watched(edition)
    past = load_past(root, edition)
    into = Stored(root / "new")
    write_files(edition, root, past, into)
    write_pages(edition, root, past, into)
    return Counter({name: part.walks for name, part in parts.items()})


def test_no_writer_goes_through_everything_for_each_document(tmp_path: Path) -> None:
    few, more = walks(tmp_path / "few", FEW), walks(tmp_path / "more", MORE)
    assert few["names"] and few["documents"] and few["index"]
    assert more - few == Counter()


@pytest.mark.parametrize("kind", [Mapped, Row])
def test_walks_are_counted(kind: type[Any]) -> None:
    part = kind({"a": 1} if kind is Mapped else ["a"])
    assert part.walks == 0 and "a" in part and part.walks == 0
    for _ in part:
        pass
    assert list(part) == sorted(part) and part.walks >= 3
