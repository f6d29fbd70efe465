"""Pasting a piece of YAML into a file, as an editor does: each section goes to the end of its namesake, or of the file.

In: the text of a file, a piece. Out: the new text; what was there stays as it is.
"""

from __future__ import annotations

import re
from textwrap import dedent, indent

import yaml

from edition.files.yaml_edit import Edit, Source, key_of

_APART = re.compile(r"\n\r?\n(?=[^\s#])")  # a blank line before an entry


def pasted(text: str, piece: str) -> str:
    """The text of a file with a piece pasted: list items, or sections. A value that is no list gives way to the new one.

    Raises yaml.YAMLError if the text is not YAML.
    """
    for section in _sections(piece):
        text = _with(Source(text), section)
    return text


def _sections(piece: str) -> list[str]:
    """The parts of a piece that begin at the margin with a key; list items at the margin are one part."""
    parts: list[str] = []
    for line in piece.rstrip("\n").split("\n"):
        if not parts or line[:1] not in (" ", "-", "#", ""):
            parts.append(line)
        else:
            parts[-1] += f"\n{line}"
    return parts


def _with(source: Source, section: str) -> str:
    first, _, below = section.partition("\n")
    there = None if section.startswith("-") else key_of(source.root, first.partition(":")[0])
    if there is None:
        return _at_end(source, section)
    key, value = there
    if isinstance(value, yaml.SequenceNode) and value.value and below and not value.flow_style:
        at = source.line_end(source.end(value))
        return source.applied([Edit(at, at, "\n" + indent(dedent(below), " " * value.start_mark.column))])
    return source.applied([Edit(source.start(key), max(source.end(key) + 1, source.end(value)), section)])


def _at_end(source: Source, section: str) -> str:
    end = len(source.text)
    before = "" if not source.text or source.text.endswith("\n") else "\n"
    before += "\n" if _APART.search(source.text) else ""
    return source.applied([Edit(end, end, f"{before}{section}\n")])
