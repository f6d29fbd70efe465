"""What `edition import` says of a document: where it goes, how it was divided, what was dropped, guessed, missing, added.

In: a document and the name of its file. Out: a text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from edition.editor.importing.forms import Document
from edition.editor.importing.imported import Dropped, plain
from edition.model.document import HeadField
from edition.stages.parse import OTHER

_WIDTH = 70  # characters of what was dropped that are shown; all of it stands in the file
_AT_MOST = 40  # words listed


def report(file: str, id: str, document: Document) -> str:
    """The report of one file."""
    imported = document.imported
    kept = "as received, byte for byte" if imported.verbatim else "converted to the edition's format"
    lines = [
        f"{file}: {document.form}",
        f"  text       source_texts/documents/{id}.md ({kept})",
        f"  apparatus  source_texts/apparatus/{id}.yaml (new draft)",
        f"  head       {_head(document)}",
        f"  body       {_body(document)}",
        *(f"  dropped    {line}" for line in _dropped(imported.dropped)),
        *(f"  guessed    {guess}" for guess in imported.guessed),
        f"  words      {_words(document)}",
    ]
    if document.missing:
        lines.append(f"  MISSING    {_listed(document.missing)}")
    if document.added:
        lines.append(f"  added      {_listed(document.added)}")
    return "\n".join(lines)


def _head(document: Document) -> str:
    named = [(_name(f), " ".join(b.text for b in f.blocks)) for f in document.parsed.head]
    return "; ".join(f'{name} "{_short(text)}"' for name, text in named if text)


def _name(field: HeadField) -> str:
    """What a field is called: by its key, a label that is not known as it is printed."""
    if not field.key.startswith(OTHER):
        return field.key
    return field.label.text.rstrip(":") if field.label else "without a label"


def _body(document: Document) -> str:
    blocks = Counter(b.kind for s in document.parsed.sections for b in s.blocks)
    blocks["heading"] = sum(s.heading is not None for s in document.parsed.sections)
    names = {"paragraph": "paragraph", "item": "list item", "heading": "heading"}
    return ", ".join(_count(blocks[kind], name) for kind, name in names.items() if blocks[kind])


def _dropped(dropped: tuple[Dropped, ...]) -> Iterator[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for each in dropped:
        groups.setdefault((each.what, each.why), []).append(plain(each.text))
    for (what, why), texts in groups.items():
        text = " ".join(t for t in texts if t)
        words = f' "{_short(text)}" ({_count(len(text.split()), "word")})' if text else ""
        yield f"{what}: {why};{words}" if words else f"{what}: {why}"


def _words(document: Document) -> str:
    dropped = sum(len(d.text.split()) for d in document.imported.dropped)
    nowhere = _count(len(document.missing), "word or mark", "words or marks")
    return f"{_count(document.count, 'word')} in the file; {_count(dropped, 'word')} dropped; {nowhere} missing"


def _listed(words: tuple[str, ...]) -> str:
    more = f" and {len(words) - _AT_MOST:,} more" if len(words) > _AT_MOST else ""
    return " ".join(words[:_AT_MOST]) + more


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else text[:_WIDTH].rsplit(" ", 1)[0] + " …"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
