"""Suggestions that are kept in an apparatus file, for an editor to judge there.

In: the section `suggestions` of an apparatus file. Out: which of them wait and which were refused; the text of the file with new
ones. Nothing in this section is ever published: no other part of the program reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from textwrap import indent

import yaml

from edition.editor.plan import Refused
from edition.editor.suggesting.suggestion import Suggestion
from edition.files.yaml_edit import Edit, Source, entry_removed, item_removed, key_of, replaced
from edition.files.yaml_words import scalar
from edition.source.drafts import REFUSED, SUGGESTED, SUGGESTIONS

_HEAD = (
    "# Saved by `edition suggest`; nothing here is published. To accept a suggestion, paste it into the right "
    "file and remove it\n"
    "# here, or run: edition suggest ID --accept KEY. To reject one permanently, write status: refused."
)


def refused_keys(text: str) -> set[str]:
    """The keys of the suggestions that an editor has refused."""
    return {key for key, status in statuses(text).items() if status == REFUSED}


def refused(text: str, each: Suggestion) -> str:
    """The text of an apparatus file in which a suggestion is refused: the one that is kept, or a new entry."""
    source = Source(text)
    found = key_of(source.root, SUGGESTIONS)
    for entry in found[1].value if found and isinstance(found[1], yaml.SequenceNode) else []:
        key, status = key_of(entry, "key"), key_of(entry, "status")
        if key and key[1].value == each.key and status and isinstance(status[1], yaml.ScalarNode):
            return source.applied([replaced(source, status[1], REFUSED)])
    return _with(source, [each], REFUSED)


def without(text: str, key: str) -> str:
    """The text of an apparatus file without a suggestion that is kept there."""
    there = statuses(text)
    return with_suggestions(text, (), there.keys() - {key}) if there.get(key) == SUGGESTED else text


def statuses(text: str) -> dict[str, str]:
    """The status of every suggestion in the text of an apparatus file, by its key."""
    return _statuses(Source(text))


def with_suggestions(text: str, suggestions: Iterable[Suggestion], holding: Iterable[str]) -> str:
    """The text of an apparatus file with further suggestions at the end of their section.

    Those that are there stay as they are, but for those that were suggested and are not among `holding` any more, the keys of
    everything that the rules find now. Raises yaml.YAMLError if the text is not YAML.
    """
    source = Source(text)
    there = _statuses(source)
    stale = {key for key, status in there.items() if status == SUGGESTED and key not in frozenset(holding)}
    new = [s for s in suggestions if s.key not in there]
    if not new and there and stale == there.keys():
        return _without_section(source)
    kept = Source(_without(source, stale))
    return _with(kept, new) if new else kept.applied([])


def _statuses(source: Source) -> dict[str, str]:
    found = key_of(source.root, SUGGESTIONS)
    entries = found[1].value if found and isinstance(found[1], yaml.SequenceNode) else []
    fields = [(key_of(entry, "key"), key_of(entry, "status")) for entry in entries]
    return {str(key[1].value): str(status[1].value) if status else "" for key, status in fields if key}


def _without(source: Source, stale: set[str]) -> str:
    found = key_of(source.root, SUGGESTIONS)
    items = found[1] if found else None
    if not stale or not isinstance(items, yaml.SequenceNode):
        return source.applied([])
    gone = [e for e in items.value if (key := key_of(e, "key")) and str(key[1].value) in stale]
    return source.applied(item_removed(source, items, entry) for entry in gone)


def _without_section(source: Source) -> str:
    """The text without the section and the lines that explain it."""
    assert isinstance(source.root, yaml.MappingNode)
    text = source.applied([entry_removed(source, source.root, SUGGESTIONS)])
    return text.replace(_HEAD.replace("\n", source.newline) + source.newline, "").rstrip() + source.newline


def _with(source: Source, new: list[Suggestion], status: str = SUGGESTED) -> str:
    """The text with further entries, and with the section if there was none."""
    entries = "".join(_entry(each, status) for each in new)
    found = key_of(source.root, SUGGESTIONS)
    if found and isinstance(found[1], yaml.SequenceNode) and found[1].value and not found[1].flow_style:
        at = source.line_end(source.end(found[1]))
        column = found[1].start_mark.column
        return source.applied([Edit(at, at, "\n" + indent(entries, " " * column).rstrip("\n"))])
    if found and found[1].value:
        raise Refused("the field 'suggestions' of the apparatus is not a list with one entry per line")
    if found:  # there, with nothing in it
        at = source.end(found[0])
        end = max(at, source.end(found[1]))
        return source.applied([Edit(at, end, ":\n" + indent(entries, "  ").rstrip("\n"))])
    end = len(source.text)
    blank = "\n" if source.text.endswith("\n") else "\n\n"
    return source.applied([Edit(end, end, f"{blank}{_HEAD}\n{SUGGESTIONS}:\n{indent(entries, '  ')}")])


def _entry(each: Suggestion, status: str) -> str:
    lines = [
        f"- key: {each.key}",
        f"  status: {status}",
        f"  where: {scalar(each.label)}",
        f"  at: {json.dumps(each.at, ensure_ascii=False)}",
        f"  why: {json.dumps(each.why, ensure_ascii=False)}",
        f"  file: source_texts/{each.file}",
        "  paste: |",
        indent(each.yaml, "    "),
    ]
    return "\n".join(lines) + "\n"
