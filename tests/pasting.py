"""Pasting a piece of YAML into a file, as an editor does: what a suggestion or the walk-through says is to be pasted."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import yaml

from build_scripts.yaml_edit import Edit, Source, key_of


def paste(file: Path, block: str) -> None:
    """Each section of a block goes to the end of the file, or, where the section is there, to its end.

    An old value that is empty or a single word gives way to the new one.
    """
    text = file.read_bytes().decode() if file.exists() else ""
    for section in _sections(block):
        text = _pasted(text, section)
    file.write_bytes(text.encode())


def _sections(block: str) -> list[str]:
    """The parts of a block that begin at the margin with a key; a list is one part."""
    parts: list[str] = []
    for line in block.rstrip("\n").split("\n"):
        if line[:1] not in (" ", "-", "#", "") or not parts:
            parts.append(line)
        else:
            parts[-1] += f"\n{line}"
    return parts


def _pasted(text: str, section: str) -> str:
    source = Source(text)
    key, _, below = section.partition("\n")
    there = key_of(source.root, key.split(":")[0]) if not section.startswith("-") else None
    if there is None:
        gap = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{gap}{section}\n"
    name, value = there
    if isinstance(value, yaml.SequenceNode) and value.value and below:
        at = source.line_end(source.end(value))
        return source.applied([Edit(at, at, "\n" + indent(_dedented(below), " " * value.start_mark.column))])
    return source.applied([Edit(source.start(name), max(source.end(name) + 1, source.end(value)), section)])


def _dedented(text: str) -> str:
    lines = text.split("\n")
    least = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "\n".join(line[least:] for line in lines)
