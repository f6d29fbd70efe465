"""Everything that is wrong with the inputs, found without writing a page.

In: the project's folder. Out: `Checked`: the edition as far as it can be put together, what is wrong, what is ignored.
The same for `edition check`, a build and a preview. Shows nothing: that is `check_report`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from build_scripts.calendar_check import check_calendar
from build_scripts.gather import Edition, gather
from build_scripts.ignoring import Ignore, sort_out
from build_scripts.ledger import check_ledger
from build_scripts.print_fonts import check_characters
from build_scripts.problem import Problem, errors, unique
from build_scripts.reading import Readings, read_all
from build_scripts.releases import load_releases
from build_scripts.support import to_verify


@dataclass(frozen=True)
class Checked:
    """What came of a check. The problems are in the order of their places, each once."""

    edition: Edition | None
    problems: tuple[Problem, ...]
    ignored: tuple[Problem, ...] = ()
    new_addresses: int = 0  # that the ledger does not have yet
    reminders: tuple[Problem, ...] = ()

    @property
    def errors(self) -> int:
        return len(errors(self.problems))

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors

    @property
    def good(self) -> Edition | None:
        """The edition, if nothing stands in the way of a build."""
        return None if self.errors else self.edition


def check(
    root: Path, progress: Callable[[str], None] = lambda _: None, readings: Readings = read_all, cite: bool = True
) -> Checked:
    """Read everything below `root`; with citations, unless it is only to be checked.

    What an entry under `ignore` does not meet is said only of an edition without errors: what stands in an edition with
    errors is not all known.
    """
    problems: list[Problem] = []
    edition, new = gather(root, problems, lambda id: progress(f"reading {id}"), readings=readings, cite=cite), 0
    if edition and not errors(problems):
        new = len(check_ledger(root, edition, problems))
        check_characters(edition, root, problems)
        check_calendar(root, edition, problems)
    load_releases(root, problems)
    ignored: list[Problem] = []
    if edition and not errors(problems):
        problems, ignored = sort_out(problems, _ignores(edition), root)
    reminders = to_verify(edition.works.values()) if edition else ()
    return Checked(edition, tuple(unique(problems)), tuple(unique(ignored)), new, tuple(unique(reminders)))


def _ignores(edition: Edition) -> Iterator[Ignore]:
    yield from edition.settings.ignore
    for document in edition.documents.values():
        yield from document.apparatus.ignore
