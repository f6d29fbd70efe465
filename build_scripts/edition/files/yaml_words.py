"""Scalars and flow lists as YAML, for text that is pasted into a file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_PLAIN = re.compile(r"(?:[^\W_]|[¶(])[^:#\n\"{}\[\],&*!|>%@`]*(?<! )")


_WORDS_LIKE = ("yes", "no", "true", "false", "null", "on", "off", "none", "~")


def flow(fields: Mapping[str, object]) -> str:
    """A mapping on one line, as editors write it."""
    return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in fields.items()) + "}"


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return flow(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar(str(value))


def scalar(text: str) -> str:
    """A text as YAML reads it: plain where it may be, else between quotation marks."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_LIKE:
        return text
    return json.dumps(text, ensure_ascii=False)
