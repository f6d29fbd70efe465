"""Changing a YAML file without touching what is not meant: comments, order, quotes, folded texts and line ends stay.

In: the text of a file, and what to change. Out: the new text. A change is a replacement of characters at a place that the parser
names; everything else is carried over as it is. Only what the editing commands need: scalars, list items, entries.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import yaml

from edition.files.yaml_words import scalar

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # as YAML ends a line
Path = Sequence[str]  # keys; "*" is every item of a list


@dataclass(frozen=True)
class Edit:
    """Characters `start` to `end` become `new`."""

    start: int
    end: int
    new: str


class Source:
    """The text of a YAML file and its nodes, with their places in the text."""

    def __init__(self, text: str) -> None:
        """Raises yaml.YAMLError if the text is not YAML."""
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        self.text = text.removeprefix("\ufeff")
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self.root = yaml.compose(self.text, Loader=_LOADER)
        self.lines = [0, *(m.end() for m in _LINE.finditer(self.text))]

    def start(self, node: yaml.Node) -> int:
        return self.lines[node.start_mark.line] + node.start_mark.column

    def end(self, node: yaml.Node) -> int:
        """Where the last character of a node ends, without the white space and comments that follow it."""
        children = list(_children(node)) if not getattr(node, "flow_style", False) else []
        if children:
            return self.end(children[-1])
        at = self.lines[node.end_mark.line] + node.end_mark.column
        return self.start(node) + len(self.text[self.start(node) : at].rstrip())

    def line_end(self, at: int) -> int:
        """Where the line of a character ends, before its line feed."""
        found = _LINE.search(self.text, at)
        return found.start() if found else len(self.text)

    def applied(self, edits: Iterable[Edit]) -> str:
        """The text after some edits, none of which may touch another."""
        text = self.text
        for edit in sorted(set(edits), key=lambda e: (e.start, e.end), reverse=True):
            new = edit.new.replace("\n", self.newline)
            text = text[: edit.start] + new + text[edit.end :]
        return self.mark + text


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    for child in node.value if not isinstance(node, yaml.ScalarNode) else ():
        yield from child if isinstance(child, tuple) else (child,)


def at_path(node: yaml.Node | None, path: Path) -> Iterator[yaml.Node]:
    """The nodes at a path below a node: ("mentions", "*", "name")."""
    if node is None or not path:
        yield from [node] if node is not None else []
    elif isinstance(node, yaml.SequenceNode) and path[0] == "*":
        for item in node.value:
            yield from at_path(item, path[1:])
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == path[0]:
                yield from at_path(value, path[1:])


def key_of(node: yaml.Node | None, key: str) -> tuple[yaml.ScalarNode, yaml.Node] | None:
    """The key and the value of an entry of a mapping."""
    entries = node.value if isinstance(node, yaml.MappingNode) else ()
    return next(((k, v) for k, v in entries if k.value == key), None)


def replaced(source: Source, node: yaml.ScalarNode, new: str) -> Edit:
    """A scalar with other words, between quotation marks where it was."""
    start, end = source.start(node), source.end(node)
    quote = source.text[start : start + 1]
    words = scalar(new)
    if quote == "'":
        words = f"'{new.replace(chr(39), chr(39) * 2)}'"
    elif quote == '"':
        words = json.dumps(new, ensure_ascii=False)
    return Edit(start, end, words)


def item_removed(source: Source, items: yaml.SequenceNode, item: yaml.Node) -> Edit:
    """A list without one of its items."""
    at = items.value.index(item)
    if items.flow_style:
        if at + 1 < len(items.value):
            return Edit(source.start(item), source.start(items.value[at + 1]), "")
        return Edit(source.end(items.value[at - 1]) if at else source.start(item), source.end(item), "")
    start = source.text.rindex("-", 0, source.start(item))
    return Edit(_line_start(source, start), _next_line(source, source.end(item)), "")


def items_added(source: Source, items: yaml.SequenceNode, words: Sequence[str]) -> Edit:
    """A list with further texts at its end, written as its items are."""
    if items.flow_style:
        inside = ", ".join(map(scalar, words))
        at = source.end(items) - 1
        if not items.value:
            return Edit(at, at, inside)
        at = source.end(items.value[-1])
        return Edit(at, at, f", {inside}")
    last = items.value[-1]
    at, column = source.line_end(source.end(last)), items.start_mark.column
    return Edit(at, at, "".join(f"\n{' ' * column}- {scalar(w)}" for w in words))


def field_added(source: Source, fields: yaml.MappingNode, line: str) -> Edit:
    """A mapping with a further field at its end: `line` is "key: value"."""
    if fields.flow_style:
        at = source.end(fields.value[-1][1]) if fields.value else source.end(fields) - 1
        return Edit(at, at, f", {line}" if fields.value else line)
    at, column = source.line_end(source.end(fields)), fields.start_mark.column
    return Edit(at, at, f"\n{' ' * column}{line}")


def entry_removed(source: Source, fields: yaml.MappingNode, key: str) -> Edit:
    """A mapping on lines of its own without one of its entries, and without the blank line before or after it."""
    number = [k.value for k, _ in fields.value].index(key)
    name, value = fields.value[number]
    start, end = _line_start(source, source.start(name)), _next_line(source, max(source.end(name), source.end(value)))
    blank = _LINE.match(source.text, end)
    if blank and number + 1 < len(fields.value):
        end = blank.end()
    elif number and number + 1 == len(fields.value):
        start = max(0, len(source.text[:start].rstrip()) + len(source.newline))
    return Edit(start, end, "")


def _line_start(source: Source, at: int) -> int:
    return max(line for line in source.lines if line <= at)


def _next_line(source: Source, at: int) -> int:
    found = _LINE.search(source.text, at)
    return found.end() if found else len(source.text)
