"""The apparatus that an imported document begins with.

In: a document, its id and the name of its file. Out: the text of `apparatus/ID.yaml`: what the file itself tells is filled in;
what an editor has still to say is an empty field, or a line under to_do, and `edition check` asks for it until it is done.
"""

from __future__ import annotations

import hashlib
import re

import yaml

from edition.editor.importing.forms import Document
from edition.editor.importing.imported import plain

# For programs that know YAML: they complete fields, and see what is wrong while it is written.
SCHEMA = "# yaml-language-server: $schema=../../docs/schemas/source-apparatus-1.json"
_TRANSLATOR = re.compile(r"Translated by ((?:[^\W\d_][\w.'’-]*\s?){1,5}?)(?:\.(?=\s|$)|,|$)")


def stub(document: Document, id: str, title: str, date: str, file: str, received: bytes) -> str:
    """The text of a new apparatus file."""
    citation = " ".join(b.text for f in document.parsed.head if f.key == "citation" for b in f.blocks)
    named, told = _TRANSLATOR.search(citation), document.imported.received
    translator = told.get("translator", "") or (plain(named[1]) if named else "")
    lines = [
        SCHEMA,
        f"# Created by edition import. The file received was {document.form}; its SHA-256:",
        f"# {hashlib.sha256(received).hexdigest()}",
        f"document: {id}",
        f"short_title: {_quoted(title)}",
        "subject:",
        f"date: {date}",
        "place:",
        "  name:",
        "participants: []",
        "narrator:",
        "received:",
        f"  file: {_quoted(file)}",
        f"  sha256: {hashlib.sha256(document.data).hexdigest()}",
        f"  printed_address: {_quoted(document.parsed.printed_address)}".rstrip(),
        "  canonical_address:",
        f"  archive_reference: {_quoted(told.get('archive_reference', ''))}".rstrip(),
        f"  translator: {_quoted(translator)}".rstrip(),
        "status: draft",
        "",
        "to_do:",
        '  - "proofread the document against the file received"',
        *(f"  - {_quoted('check this guess: ' + guess)}" for guess in document.imported.guessed),
        *(f"  - {_quoted('missing from the document: ' + word)}" for word in document.missing[:20]),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text between quotation marks, as YAML reads it; nothing for an empty one."""
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=1 << 30).strip() if text else ""
