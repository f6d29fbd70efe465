"""Stage 6, write: all that the search can find, in one file.

In: `Edition`. Out: `search/offline.js`, with the same volumes, names and words that the index of the published site has. A
browser may load a script where it may read no other file: in a copy opened from a disk, in a preview without an index. It
grows with the edition and is not loaded where there is an index. It is read by `docs/assets/search-offline.js`.
"""

from __future__ import annotations

from collections.abc import Iterator

from edition.model.edition import Edition
from edition.write.search.records import as_json, documents_known, names_known, pages_known, shown, volumes, words

OFFLINE_SEARCH = "search/offline.js"
_HEAD = "/* Made by `edition build` from source_texts/. Search data for use without a server. */\n"


def write_search_copy(edition: Edition) -> dict[str, bytes]:
    """One call with one object: a record a line, so that a change of one shows as one."""
    every = list(volumes(edition))
    known = {"documents": documents_known(edition), "names": names_known(edition), "pages": pages_known(edition)}
    parts = [_member(kind, (as_json([a, *row]) for a, row in rows.items()), "[]") for kind, rows in known.items()]
    held = (_member(v.address, (as_json(shown(r)) for r in v.records), "[]") for v in every)
    parts += [_member("volumes", held, "{}"), f'"words":{as_json(words(every))}.split("\\n")']
    return {OFFLINE_SEARCH: (_HEAD + "editionSearch.copy({\n" + ",\n".join(parts) + "\n});\n").encode()}


def _member(key: str, lines: Iterator[str], brackets: str) -> str:
    return f"{as_json(key)}:{brackets[0]}\n" + ",\n".join(lines) + f"\n{brackets[1]}"
