"""What is proved of a built site: the names of the checks and what each proves, in the order in which they are reported.

`verify` runs them; the colophon and `build-info.json` tell readers of them.
"""

from __future__ import annotations

CHECKS = {
    "pages": "Every document has a page",
    "numbers": "Every paragraph shows its number",
    "notes": "Every note appears exactly once, complete with its sources, and its reference mark is in the right paragraph",
    "mentions": "Every mention of a name is linked, in order",
    "words": "Every word of each source text appears on its page exactly once and in order, apart from emendations",
    "paragraphs": "Every paragraph has its address and its full text",
    "colophon": "The counts given here match those on the pages",
    "links": "Every internal link works, and nothing is loaded from another site",
    "styles": "The style sheets load nothing from another site",
    "addresses": "Every address in the ledger works; old addresses link to their replacements",
    "releases": "The pages of every released version are unchanged and link to the latest version",
}
NOT_RUN = "not run"
