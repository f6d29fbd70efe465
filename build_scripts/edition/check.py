"""Everything that is wrong with the inputs, found without writing a page.

In: the project's folder. Out: `Checked`: the edition as far as it can be put together, what is wrong, what is ignored.
The same for `edition check`, a build and a preview. Shows nothing: that is `problems.report`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from edition.checks.calendar import check_calendar
from edition.checks.support import to_verify
from edition.model.apparatus import Ignore
from edition.model.edition import Checked, Edition
from edition.model.problem import Problem, errors, unique
from edition.source.ignores import sort_out
from edition.stages.cache import Readings, read_all
from edition.stages.gather import gather
from edition.versions.ledger import check_ledger
from edition.versions.released import load_releases
from edition.write.print.fonts import check_characters


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
