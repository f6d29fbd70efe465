"""Text that knows where in a file it stands."""

from __future__ import annotations

from collections.abc import Callable

from edition.model.problem import Place


class Text(str):
    """A scalar with its place."""

    __slots__ = ("place",)  # there are hundreds of thousands of them in a large edition
    place: Place

    def __new__(cls, value: str, place: Place) -> Text:
        text = str.__new__(cls, value)
        text.place = place
        return text

    def __reduce__(self) -> tuple[Callable[..., Text], tuple[object, ...]]:
        return text_at, (str(self), *self.place)  # so that it can be kept in a file


def text_at(value: str, path: str, line: int, column: int, length: int) -> Text:
    """A text with its place, made again from a file."""
    return Text(value, Place(path, line, column, length))
