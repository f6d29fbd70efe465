"""Pasting a piece of YAML into a file: what a suggestion or the walk-through says is to be pasted."""

from __future__ import annotations

from pathlib import Path

from edition.editor.paste_yaml import pasted


def paste(file: Path, piece: str) -> None:
    """Paste a piece into a file, which is begun where there is none."""
    text = file.read_bytes().decode() if file.exists() else ""
    file.write_bytes(pasted(text, piece).encode())
