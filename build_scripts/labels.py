"""What a document is called in a locator, where its title would be too long.

In: all documents. Out: a label for each, and no two alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from build_scripts.annotated import Annotated
from build_scripts.dates import print_date


def labels(documents: Iterable[Annotated]) -> dict[str, str]:
    """By id the date; where documents share one their short titles; where they share these too the date with a number."""
    documents = list(documents)
    dates = Counter(print_date(d.apparatus.date) for d in documents)
    titles = Counter(d.apparatus.short_title for d in documents)
    found, numbered = dict[str, str](), Counter[str]()
    for document in documents:
        date, title = print_date(document.apparatus.date), document.apparatus.short_title
        numbered[date] += 1
        alike = f"{date} ({numbered[date]})" if titles[title] > 1 else title
        found[document.id] = alike if dates[date] > 1 else date
    return found
