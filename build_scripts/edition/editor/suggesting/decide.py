"""What an editor decides on suggestions: accepted ones go to their places, refused ones are not made again.

In: the suggestions of a document, the keys of those that are accepted and refused. Out: the files that change. Nothing is written
here; what would bring a new error is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from edition.editor.paste_yaml import pasted
from edition.editor.plan import Refused, changed_copy, new_problems, problems_of
from edition.editor.suggesting.kept import refused, without
from edition.editor.suggesting.suggestion import Suggestion
from edition.model.problem import errors
from edition.problems.excerpt import render


def judged(
    root: Path, id: str, suggestions: Mapping[str, Suggestion], accept: Iterable[str], refuse: Iterable[str]
) -> dict[str, bytes]:
    """The files after an editor's decisions on the suggestions of a document, by key. Raises Refused."""
    own = f"source_texts/apparatus/{id}.yaml"
    texts = {own: _text(root, own)}
    try:
        for key in accept:
            each = _of(suggestions, key)
            path = f"source_texts/{each.file}"
            texts[own] = without(texts[own], key)
            texts[path] = pasted(texts.get(path) or _text(root, path), each.yaml)
        for key in refuse:
            texts[own] = refused(texts[own], _of(suggestions, key))
    except yaml.YAMLError:
        raise Refused("a file that would be changed cannot be read; run edition check for details") from None
    changes = {path: text.encode() for path, text in texts.items() if text != _text(root, path)}
    _check(root, changes)
    return changes


def _of(suggestions: Mapping[str, Suggestion], key: str) -> Suggestion:
    if key not in suggestions:
        raise Refused(f"no suggestion has the key {key!r}; the key is given in the last line of each suggestion")
    return suggestions[key]


def _text(root: Path, path: str) -> str:
    return (root / path).read_bytes().decode("utf-8") if (root / path).exists() else ""


def _check(root: Path, changes: Mapping[str, bytes]) -> None:
    _, before = problems_of(root)
    with changed_copy(root, changes) as copy:
        _, after = problems_of(copy)
        if added := new_problems(errors(before), errors(after)):
            cure = "paste it by hand and fix the problems reported above"
            raise Refused(f"nothing changed: this would cause new problems; {cure}", render(added, copy))
