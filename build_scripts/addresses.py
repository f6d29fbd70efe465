"""Web addresses that editors write: which may become links.

In: a text field. Out: the same text; a problem where it is no address that a page can link to.
Only http and https: an address of another kind could run something where it is followed.
"""

from __future__ import annotations

import re

from build_scripts.yaml_values import Fields, Text

# What no address holds as it is (RFC 3986): space, quotation mark, brackets of three kinds and others. They end a link.
ADDRESS = re.compile(r"https?://[^\s<>\[\]\"`{}|\\^]+")


def address(entry: Fields, key: str) -> Text:
    """The web address in a field, which may be empty."""
    text = entry.text(key)
    if text and not text.startswith(("http://", "https://")):
        message, cure = f"{str(text)!r} is not a web address", "write http:// or https:// in front"
        entry.problem("bad-address", text.place, message, cure)
    elif text and not ADDRESS.fullmatch(text):
        cure = "copy it from a browser, which writes spaces, quotation marks and brackets as %20, %22 …"
        entry.problem("bad-address", text.place, f"{str(text)!r} is not a web address", cure)
    return text
