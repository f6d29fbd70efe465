"""The values of a YAML file, each with its place, and what is wrong when a field is not as it should be.

In: what `files.yaml_places` reads. Out: `Text`, `Items` and `Fields`; the methods of `Fields` give a field in the form that
is wanted, or report why it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TypeVar

from edition.model.placed import Text
from edition.model.problem import Place, Problem


class Items(list["Value"]):
    """A sequence with its place."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class Fields(dict[str, "Value"]):
    """A mapping with its place and the places of its keys; remembers which fields were read."""

    def __init__(self, place: Place, problems: list[Problem]) -> None:
        super().__init__()
        self.place, self.problems = place, problems
        self.keys_seen: dict[str, Text] = {}
        self.taken: set[str] = set()

    def problem(self, kind: str, place: Place, message: str, cure: str = "") -> None:
        self.problems.append(Problem(kind, place, message, cure))

    def take(self, key: str, shape: type[Shape]) -> Shape | None:
        """The value of a field in the expected shape, or None (reported if it has another shape)."""
        self.taken.add(key)
        value = self.get(key)
        if isinstance(value, shape):
            return value
        if value is None or value == "":  # a key with nothing after it is as good as none
            return None
        message = f"{key!r} must be {_NAMES[shape]}, not {_NAMES[type(value)]}"
        self.problem("wrong-shape", value.place, message, f"after {key}: {_SHAPES[shape]}")
        return None

    def text(self, key: str, default: str = "") -> Text:
        """A text field, stripped; the default at the mapping's own place where it is missing."""
        value = self.take(key, Text)
        return Text(value.strip(), value.place) if value is not None else Text(default, self._place(key))

    def required(self, key: str) -> Text:
        """A text field that must be there and not be empty."""
        value = self.text(key)
        if not value and not isinstance(self.get(key), Items | Fields):
            self.problem("missing-field", value.place, f"the field {key!r} is missing or empty", f"add {key}: …")
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str = "") -> Text:
        """A text field that must be one of the words allowed."""
        value = self.text(key, default)
        if value not in allowed and not isinstance(self.get(key), Items | Fields):
            kind, message = "bad-value", f"{key!r} is {str(value)!r}"
            if not value:
                kind, message = "missing-field", f"the field {key!r} is missing or empty"
            self.problem(kind, value.place, message, f"write {key}: with one of: {' | '.join(allowed)}")
        return value

    def id(self, key: str) -> Text:
        """A text field that must be there and can stand in an address."""
        value = self.required(key)
        if value:
            check_id(value, self.problems)
        return value

    def sequence(self, key: str) -> Items:
        """A list field; empty where it is missing."""
        return self.take(key, Items) or Items(self.place)

    def texts(self, key: str) -> tuple[Text, ...]:
        """A list of texts."""
        found = tuple(Text(text.strip(), text.place) for text in self._each(key, Text))
        for text in found:
            if not text:
                self.problem("missing-field", text.place, f"an item of {key!r} is empty", "remove it, or fill it in")
        return tuple(text for text in found if text)

    def mappings(self, key: str) -> tuple[Fields, ...]:
        """A list of mappings."""
        return tuple(self._each(key, Fields))

    def fields(self, key: str) -> Fields:
        """A mapping; empty where it is missing."""
        return self.take(key, Fields) or Fields(self._place(key), self.problems)

    def _each(self, key: str, shape: type[Shape]) -> Iterator[Shape]:
        for value in self.sequence(key):
            if isinstance(value, shape):
                yield value
            else:
                message = f"each item of {key!r} must be {_NAMES[shape]}, not {_NAMES[type(value)]}"
                self.problem("wrong-shape", value.place, message, _SHAPES[shape])

    def close(self) -> None:
        """Report every field that nobody read."""
        for key, where in self.keys_seen.items():
            if key not in self.taken:
                known, closest = ", ".join(sorted(self.taken)), get_close_matches(key, sorted(self.taken), 1)
                cure = f"closest: {closest[0]}" if closest and len(self.taken) > _MANY else f"allowed fields: {known}"
                self.problem("unknown-field", where.place, f"unknown field {key!r}", cure)

    def _place(self, key: str) -> Place:
        """Where a field stands, or where it would stand."""
        return self.keys_seen[key].place if key in self.keys_seen else self.place


Value = Text | Items | Fields


Shape = TypeVar("Shape", Text, Items, Fields)


_NAMES: dict[type, str] = {Text: "a text", Items: "a list", Fields: "a mapping"}


_SHAPES: dict[type, str] = {
    Text: "write plain words without brackets, in quotation marks if necessary",
    Items: "write [one, another], or put each item on its own line after a hyphen",
    Fields: "write {key: value}, or put each key: value on its own line",
}


_MANY = 30  # fields: too many to read through


LONGEST = 80  # characters of an id: names of files have a limit


ID = re.compile(rf"(?!index$)(?=.{{1,{LONGEST}}}$)[a-z0-9]+(?:-[a-z0-9]+)*")  # index is the page of a list


IDS = f"use lowercase letters and digits with single hyphens between words, at most {LONGEST} characters, and not index"


def check_id(text: Text, problems: list[Problem]) -> None:
    """Report a text that is to be part of an address and cannot be."""
    if not ID.fullmatch(text):
        problems.append(Problem("bad-id", text.place, f"{str(text)!r} cannot be used in an address", IDS))
