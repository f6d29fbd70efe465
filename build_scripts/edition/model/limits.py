"""How large a file of the edition may be, and why: what is larger is refused before it is read, in seconds and little memory.

In: nothing. Out: numbers. A limit that an edition outgrows is raised here, and nowhere else.
"""

from __future__ import annotations

# Bytes of any file that is read as text. The largest is the ledger: of a thousand documents it has some ten million.
LARGEST_FILE = 20_000_000
# Bytes of a source text. A memorandum is no book: the text of a hundred printed pages has a third of a million.
LARGEST_TEXT = 1_000_000
# Lines with something in them, of a source text: each may be a paragraph.
MOST_LINES = 30_000
# Characters of a line, where a line is a paragraph: some twenty printed pages.
LONGEST_LINE = 100_000
# Lists within lists. What stands deeper is not lost: its marks are shown as they were typed.
DEEPEST_LIST = 40
# Bytes of a found file that is to be imported: a web page brings scripts with it.
LARGEST_FOUND = 4_000_000
# Elements of a found page or TEI file.
MOST_TAGS = 60_000
