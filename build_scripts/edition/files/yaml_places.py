"""YAML files with the place of every value, and a reader that reports what is wrong in them.

In: a YAML file. Out: a tree of `Text`, `Items` and `Fields` (`files.fields`), each knowing its place.
Every scalar is a text: what it means is said by the code that reads it, never guessed (no dates, no "no" = false).
Anchors, aliases and tags are refused: nothing here needs them, and they are how a YAML file grows without limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from edition.files.fields import Fields, Items, Value
from edition.files.text import CONTROL, place_at, read_text
from edition.model.placed import Text
from edition.model.problem import Place, Problem

_MAX_DEPTH = 20
_SEPARATOR = re.compile("[\u2028\u2029]")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(root: Path, path: str, problems: list[Problem]) -> Fields | Items | None:
    """The mapping or list that a YAML file holds, or None with the reason reported."""
    text = read_text(root, path, problems)
    return None if text is None else parse_yaml(text, path, problems)


def parse_yaml(text: str, path: str, problems: list[Problem]) -> Fields | Items | None:
    """The mapping or list that a text in YAML holds, or None with the reason reported; `path` is for its places."""
    if found := _SEPARATOR.search(text):  # for YAML a line ends there, for all else it does not: places would be wrong
        message, place = f"U+{ord(found[0]):04X}, an invisible line break", place_at(path, text, found.start())
        problems.append(Problem("control-character", place, message, "remove it, or start a new line there"))
        return None
    try:
        value = _document(iter(_LOADER(text).get_event, None), path, problems)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        place = _within(path, text, mark.line, mark.column) if mark else Place(path)
        reason = getattr(error, "problem", None) or getattr(error, "context", None) or str(error).split("\n")[0]
        cure = getattr(error, "note", None) or (
            'enclose text containing ": " or " #" in quotation marks, and close them; indent with spaces, not tabs'
        )
        problems.append(Problem("yaml-syntax", place, f"not YAML: {reason}", cure))
        return None
    if isinstance(value, Fields | Items):
        return value
    message = "the file is empty" if value is None else "the file must contain a mapping or a list, not plain text"
    problems.append(Problem("wrong-shape", Place(path), message, "add its entries, or remove the file"))
    return None


def _within(path: str, text: str, line: int, column: int) -> Place:
    """The place of a mark, which at the end of a file may stand behind it."""
    lines = text.split("\n")
    if line >= len(lines):
        line, column = len(lines) - 1, len(lines[-1])
    return Place(path, line + 1, min(column, len(lines[line])) + 1)


def _document(events: Iterator[yaml.Event], path: str, problems: list[Problem]) -> Value | None:
    """The one document of a file, or None if it is empty."""
    next(events)  # the stream begins
    if isinstance(next(events), yaml.StreamEndEvent):
        return None
    value = _value(next(events), events, path, problems, 1)
    next(events)  # the document ends
    if not isinstance(after := next(events), yaml.StreamEndEvent):
        raise _error("a second document begins here", "keep only one: remove the line ---", after)
    return value


def _value(event: yaml.Event, events: Iterator[yaml.Event], path: str, problems: list[Problem], depth: int) -> Value:
    """The value that begins with an event, built as it is parsed, so that nothing is built of what is refused."""
    _refuse(event, depth)
    if isinstance(event, yaml.ScalarEvent):
        return _text(event, path)
    children: list[Value] = []
    last = event
    for last in events:
        if type(last) is yaml.ScalarEvent and not last.anchor and not last.tag:  # most of them
            children.append(_text(last, path))
        elif isinstance(last, yaml.CollectionEndEvent):
            break
        else:
            children.append(_value(last, events, path, problems, depth + 1))
    place = _place(path, event, last)
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(children, place, problems)
    items = Items(place)
    items.extend(children)
    return items


def _text(event: yaml.ScalarEvent, path: str) -> Text:
    if event.style == '"' and (found := CONTROL.search(event.value)):  # written as an escape
        raise _error(
            f"the control character U+{ord(found[0]):04X} occurs here as an escape sequence", "remove it", event
        )
    return Text(event.value, _place(path, event, event))


def _refuse(event: yaml.Event, depth: int) -> None:
    """Aliases, tags, deep nesting: nothing here needs them."""
    if getattr(event, "anchor", None):
        raise _error("anchors and aliases (& and *) are not allowed", "write the value in full, or quote it", event)
    if getattr(event, "tag", None):
        raise _error("tags (!) are not allowed", "remove it, or quote the value", event)
    if depth > _MAX_DEPTH and isinstance(event, yaml.CollectionStartEvent):
        raise _error("nested too deeply", "check for unclosed brackets; no file needs this many levels", event)


def _error(problem: str, cure: str, event: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark, note=cure)


def _place(path: str, first: Any, last: Any) -> Place:
    mark, end = first.start_mark, last.end_mark
    length = (end.column - mark.column or 1) if end.line == mark.line else 1
    return Place(path, mark.line + 1, mark.column + 1, length)


def _mapping(children: list[Value], place: Place, problems: list[Problem]) -> Fields:
    """A mapping of its keys and values, which stand by turns."""
    fields = Fields(place, problems)
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Text):
            problems.append(Problem("wrong-shape", key.place, "a key must be text", "write a word before the colon"))
            continue
        if key in fields:
            first = fields.keys_seen[key].place.line
            cure = f"first used in line {first}; keep one of the two"
            problems.append(Problem("duplicate-key", key.place, f"duplicate key {str(key)!r}", cure))
            continue
        fields[key] = value
        fields.keys_seen[key] = key
    return fields
