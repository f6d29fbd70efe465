"""Recording addresses in the ledger: the only thing that writes it.

In: `Edition`, and what an editor says of old addresses. Out: lines appended to `source_texts/ledger.tsv`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from build_scripts.gather import Edition
from build_scripts.ledger import Line, addresses, append, load_ledger
from build_scripts.problem import Problem


def record(
    root: Path,
    edition: Edition,
    changed: Iterable[str] = (),
    withdrawn: Iterable[str] = (),
    moved: Iterable[tuple[str, str]] = (),
    why: str = "",
) -> int:
    """Append every new address and the changes named. Returns the number of lines; raises ValueError on a wrong address."""
    problems: list[Problem] = []
    ledger, now, version = load_ledger(root, problems), addresses(edition), edition.settings.version
    if problems:
        raise ValueError(
            f"{problems[0].place.path}:{problems[0].place.line}: {problems[0].message}: {problems[0].cure}"
        )
    lines = []
    for address in changed:
        if address not in ledger or address not in now:
            raise ValueError(f"{address} is not both in the ledger and in the edition")
        lines.append(Line(address, "live", version, now[address], why))
    for address in withdrawn:
        _check_gone(address, ledger, now)
        if not why:
            raise ValueError(f"say with --why for what reason {address} is withdrawn")
        lines.append(Line(address, "withdrawn", version, "-", why))
    for old, new in moved:
        _check_gone(old, ledger, now)
        if new not in now:
            raise ValueError(f"{new} is no address of the edition")
        lines.append(Line(old, "moved", version, "-", new))
    lines += [Line(a, "live", version, hash, "") for a, hash in now.items() if a not in ledger]
    return append(root, lines)


def _check_gone(address: str, ledger: dict[str, Line], now: dict[str, str]) -> None:
    if address not in ledger:
        raise ValueError(f"{address} was never recorded")
    if address in now:
        raise ValueError(f"{address} still stands in the edition: take it out first")
