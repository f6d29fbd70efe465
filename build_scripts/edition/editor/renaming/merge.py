"""Two entries of a register as one: the spellings of the first go to the second, the first goes.

In: the files and ids of both. Out: the edits, and the fields of the first entry that are not taken over, for an editor to see.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from edition.editor.renaming.references import source_of
from edition.files.yaml_edit import Edit, Source, at_path, entry_removed, field_added, items_added, key_of
from edition.files.yaml_words import scalar
from edition.model.names import SYSTEMS

_JOINED = ("name", "forms", "variants")


def merged(root: Path, old: tuple[str, str], new: tuple[str, str]) -> tuple[dict[str, list[Edit]], tuple[str, ...]]:
    """(edits by file, fields not taken over): the entry `old` (file, id) joined with `new`."""
    sources = {path: source_of(root, path) for path in (old[0], new[0])}
    first, second = (_fields(sources[path], id) for path, id in (old, new))
    edits: dict[str, list[Edit]] = {}
    entries = sources[old[0]].root
    assert isinstance(entries, yaml.MappingNode)
    edits.setdefault(old[0], []).append(entry_removed(sources[old[0]], entries, old[1]))
    edits.setdefault(new[0], []).extend(_joined(sources[new[0]], first, second))
    dropped = [f"{key.value}: {_shown(value)}" for key, value in first.value if key.value not in _JOINED]
    return edits, tuple(dropped)


def _joined(source: Source, first: yaml.MappingNode, second: yaml.MappingNode) -> list[Edit]:
    """The edits that give the second entry the spellings of the first."""
    has = set(_texts(second, ("name",))) | set(_texts(second, ("forms", "*")))
    edits = _list(source, second, "forms", [f for f in _texts(first, ("forms", "*")) if f not in has])
    has |= set(_texts(first, ("forms", "*"))) | {v for s in SYSTEMS for v in _texts(second, ("variants", s, "*"))}
    more = {s: [v for v in _texts(first, ("variants", s, "*")) if v not in has] for s in SYSTEMS}
    more["other"] += [n for n in _texts(first, ("name",)) if n not in has]
    more = {system: found for system, found in more.items() if found}
    variants = key_of(second, "variants")
    if variants and isinstance(variants[1], yaml.MappingNode):
        fields = [(s, found) for s, found in more.items() if key_of(variants[1], s) is None]
        for system, found in more.items():
            edits += _list(source, variants[1], system, found) if (system, found) not in fields else []
        return edits + _one([field_added(source, variants[1], f"{s}: [{_flow(found)}]") for s, found in fields])
    if more:
        line = "variants: {" + ", ".join(f"{s}: [{_flow(found)}]" for s, found in more.items()) + "}"
        return _one([*edits, field_added(source, second, line)])
    return edits


def _list(source: Source, fields: yaml.MappingNode, key: str, words: list[str]) -> list[Edit]:
    """The edit that adds texts to the list of a field, which is begun where there is none."""
    entry = key_of(fields, key)
    if not words:
        return []
    if entry and isinstance(entry[1], yaml.SequenceNode):
        return [items_added(source, entry[1], words)]
    return [field_added(source, fields, f"{key}: [{_flow(words)}]")]


def _one(edits: list[Edit]) -> list[Edit]:
    """Insertions at one place as one, in order."""
    found: dict[tuple[int, int], Edit] = {}
    for edit in edits:
        at = (edit.start, edit.end)
        found[at] = Edit(*at, (found[at].new if at in found else "") + edit.new)
    return list(found.values())


def _flow(words: list[str]) -> str:
    return ", ".join(map(scalar, words))


def _fields(source: Source, id: str) -> yaml.MappingNode:
    entry = key_of(source.root, id)
    return entry[1] if entry and isinstance(entry[1], yaml.MappingNode) else yaml.MappingNode("", [])


def _texts(fields: yaml.MappingNode, path: tuple[str, ...]) -> list[str]:
    return [str(n.value) for n in at_path(fields, path) if isinstance(n, yaml.ScalarNode)]


def _shown(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value) if len(node.value) <= 60 else f"{node.value[:60].rsplit(' ', 1)[0]} …"
    if isinstance(node, yaml.SequenceNode):
        return f"[{', '.join(map(_shown, node.value))}]"
    return "{" + ", ".join(f"{k.value}: {_shown(v)}" for k, v in node.value) + "}"
