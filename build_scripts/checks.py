"""What is proved of a built site: the names of the checks and what each proves, in the order in which they are reported.

`verify` runs them; the colophon and `build-info.json` tell readers of them.
"""

from __future__ import annotations

CHECKS = {
    "pages": "every document has a page",
    "numbers": "every paragraph shows its number",
    "notes": "every note stands once, with its words and sources, and its mark in its paragraph",
    "mentions": "every mention is a link on its words, in order",
    "words": "the words of each source text stand on its page once and in order, but for the emendations",
    "paragraphs": "every paragraph has its address and its words",
    "colophon": "the numbers printed here are those counted on the pages",
    "links": "every link within the site leads somewhere, and nothing is fetched from another host",
    "styles": "the style sheets fetch nothing from another host",
    "addresses": "every address of the ledger answers, an old one with links to where it leads",
    "releases": "the pages of every released version are those that were released, and lead to the latest ones",
}
NOT_RUN = "not run"
