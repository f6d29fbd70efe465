"""Addresses: those of the pages, and web addresses that editors write, which may become links.

In: the path of a page; a text field. Out: its address; the same text, and a problem where no page can link to it.
Only http and https: an address of another kind could run something where it is followed.
"""

from __future__ import annotations

import re

from edition.files.fields import Fields
from edition.model.placed import Text

# What no address holds as it is (RFC 3986): space, quotation mark, brackets of three kinds and others. They end a link.
ADDRESS = re.compile(r"https?://[^\s<>\[\]\"`{}|\\^]+")


def address(entry: Fields, key: str) -> Text:
    """The web address in a field, which may be empty."""
    text = entry.text(key)
    if text and not text.startswith(("http://", "https://")):
        message, cure = f"{str(text)!r} is not a web address", "add http:// or https:// at the beginning"
        entry.problem("bad-address", text.place, message, cure)
    elif text and not ADDRESS.fullmatch(text):
        cure = "copy it from a browser, which encodes spaces, quotation marks and brackets as %20, %22 and so on"
        entry.problem("bad-address", text.place, f"{str(text)!r} is not a web address", cure)
    return text
