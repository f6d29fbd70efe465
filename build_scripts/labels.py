"""What a document is called in a locator, where its title would be too long.

In: all documents. Out: a label for each, and no two alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from build_scripts.annotated import Annotated
from build_scripts.dates import print_date


def labels(documents: Iterable[Annotated]) -> dict[str, str]:
    """By id the date; where documents share one their short titles; where they share these too the date with a number.

    What would still be the label of another has the id after it.
    """
    documents = list(documents)
    dates = Counter(print_date(d.apparatus.date) for d in documents)
    titles = Counter(d.apparatus.short_title for d in documents)
    found, taken, numbered = dict[str, str](), set[str](), Counter[str]()
    for document in documents:
        date, title = print_date(document.apparatus.date), document.apparatus.short_title
        numbered[date] += 1
        alike = f"{date} ({numbered[date]})" if titles[title] > 1 else title
        label = str(alike if dates[date] > 1 else date)
        found[document.id] = label if label not in taken else f"{label}, {document.id}"
        taken.add(label)
    return found
