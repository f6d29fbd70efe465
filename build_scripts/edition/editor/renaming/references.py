"""Where source texts refer to a register entry or to a document: the one list of such places.

In: the project's folder, an id. Out: every scalar that holds it, and every link to it in a hand-written page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import yaml

from edition.editor.plan import Refused
from edition.files.replace import generated
from edition.files.yaml_edit import Edit, Source, at_path, item_removed, key_of, replaced
from edition.model.names import REGISTERS
from edition.source.drafts import SUGGESTIONS

# file, then the keys that lead to the scalar; "*" is every item of a list.
NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("apparatus/*.yaml", ("participants", "*", "name")),
    ("apparatus/*.yaml", ("place", "name")),
    ("apparatus/*.yaml", ("narrator",)),
    ("apparatus/*.yaml", ("mentions", "*", "name")),
    ("apparatus/*.yaml", ("speakers", "*", "who")),
    ("apparatus/*.yaml", ("speakers", "*", "with", "*")),
    ("apparatus/*.yaml", ("speakers", "*", "words_of")),
    ("apparatus/*.yaml", ("speakers", "*", "supported_by", "*")),
    *(("chronology.yaml", ("*", kind, "*")) for kind in ("people", "places", "organizations", "terms")),
    *(("calendar.yaml", ("*", party, "*")) for party in ("from", "to", "through", "for", "participants")),
)
_WITH_PASSAGES = ("cross_references.yaml", "chronology.yaml", "figures.yaml", "calendar.yaml")
DOCUMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    *((file, ("*", "passages", "*", "document")) for file in _WITH_PASSAGES),
    ("calendar.yaml", ("*", "document")),
)
# Suggestions that wait quote YAML, in which ids stand too.
NAME_IN_SUGGESTIONS = r"(?<=name: ){}(?![\w-])|(?<=\(){}(?=\))"
DOCUMENT_IN_SUGGESTIONS = r"(?<![\w-]){}(?![\w-])"
_Places = tuple[tuple[str, tuple[str, ...]], ...]


def source_of(root: Path, path: str) -> Source:
    """The YAML file `path` below the project, to be edited. Raises Refused where it is none."""
    try:
        return Source((root / path).read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise Refused(f"{path} cannot be read; run edition check for details") from None


def redirected(root: Path, places: _Places, waiting: str, old: str, new: str) -> dict[str, list[Edit]]:
    """For each file the edits that let every reference to `old` be one to `new`; a list that has both loses the first.

    `waiting` is the pattern of an id in suggestions that wait in an apparatus.
    """
    found: dict[str, list[Edit]] = {}
    for pattern, keys in places:
        for file in sorted((root / "source_texts").glob(pattern)):
            path = file.relative_to(root).as_posix()
            if old not in file.read_text("utf-8-sig", errors="ignore"):
                continue
            edits = list(_edits(source_of(root, path), keys, old, new))
            if edits:
                found.setdefault(path, []).extend(edits)
    for path, edit in _in_suggestions(root, re.compile(waiting.replace("{}", re.escape(old))), new):
        found.setdefault(path, []).append(edit)
    return found


def _in_suggestions(root: Path, pattern: re.Pattern[str], new: str) -> Iterator[tuple[str, Edit]]:
    for file in sorted((root / "source_texts/apparatus").glob("*.yaml")):
        path = file.relative_to(root).as_posix()
        if not pattern.search(file.read_text("utf-8-sig", errors="ignore")):
            continue
        source = source_of(root, path)
        section = key_of(source.root, SUGGESTIONS)
        at = source.start(section[1]) if section else 0
        text = source.text[at : source.end(section[1])] if section else ""
        for match in pattern.finditer(text):
            yield path, Edit(at + match.start(), at + match.end(), new)


def _edits(source: Source, keys: tuple[str, ...], old: str, new: str) -> Iterator[Edit]:
    for node in at_path(source.root, keys):
        if not isinstance(node, yaml.ScalarNode) or node.value.strip() != old:
            continue
        items = next((i for i in _lists(source, keys) if any(n is node for n in i.value)), None)
        if items is not None and any(getattr(n, "value", "") == new for n in items.value):
            yield item_removed(source, items, node)
        else:
            yield replaced(source, node, new)


def _lists(source: Source, keys: tuple[str, ...]) -> Iterator[yaml.SequenceNode]:
    """The lists of texts that a path ends in; none where it ends in a field."""
    if keys[-1] == "*":
        yield from (n for n in at_path(source.root, keys[:-1]) if isinstance(n, yaml.SequenceNode))


def applied(root: Path, edits: dict[str, list[Edit]]) -> dict[str, bytes]:
    """The files after their edits."""
    return {path: source_of(root, path).applied(made).encode() for path, made in edits.items()}


def links_redirected(root: Path, pages: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """The hand-written pages in which links to some pages lead to others: ("people/a", "people/b")."""
    rules: list[Callable[[str], str]] = [_rule(old, new) for old, new in pages]
    docs, found = root / "docs", {}
    made = set(generated(docs))
    for file in sorted(docs.rglob("*.md")):
        if file.relative_to(docs).as_posix() in made:
            continue
        try:
            text = new = file.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            raise Refused(
                f"docs/{file.relative_to(docs).as_posix()} is not UTF-8 text: save it as UTF-8 first"
            ) from None
        for rule in rules:
            new = rule(new)
        if new != text:
            found[file.relative_to(root).as_posix()] = new.encode()
    return found


def _rule(old: str, new: str) -> Callable[[str], str]:
    pattern = re.compile(rf"(?<![\w-]){re.escape(old)}(?=\.md\b|/|#|[)\"'\s])")
    return lambda text: pattern.sub(lambda _: new, text)


def still_named(root: Path, id: str, changes: Mapping[str, bytes | None]) -> list[str]:
    """Where else the id stands as a word after some changes, in what people write: path and line, to be looked at.

    An id of one word may be any word: only where it is marked as code is it taken for the id.
    """
    found, pattern = [], rf"(?<![\w-]){re.escape(id)}(?![\w-])" if "-" in id else f"`{re.escape(id)}`"
    files = [*sorted((root / "source_texts").rglob("*.yaml")), *sorted((root / "docs").rglob("*.md"))]
    made = set(generated(root / "docs"))
    for file in files:
        path = file.relative_to(root).as_posix()
        data = changes.get(path, file.read_bytes())
        if data is None or path.removeprefix("docs/") in made:
            continue
        for number, line in enumerate(data.decode("utf-8", errors="replace").split("\n"), start=1):
            if re.search(pattern, line):
                found.append(f"{path}:{number}: {line.strip()[:100]}")
    return found


def register_file(id: str, root: Path) -> tuple[str, Source]:
    """The file of the register that has an entry, and its text. Raises Refused where none has."""
    for kind in REGISTERS:
        path = f"source_texts/register/{kind}.yaml"
        if (root / path).exists():
            source = source_of(root, path)
            entry = key_of(source.root, id)
            if entry and not isinstance(entry[1], yaml.MappingNode):
                raise Refused(f"{path}: the entry {id!r} is not a mapping; run edition check for details")
            if entry:
                return path, source
    raise Refused(f"no entry {id!r} in any register")
