"""The manual of problems: for each kind what an editor does about it.

Only a table: `markdown_problems` makes the page of it, with the meaning from `problem.KINDS` and, as an example, what
`edition check` prints of a small edition with that mistake (`problem_examples.txt`, kept true by `tests/test_problems.py`).
"""

from __future__ import annotations

# (heading, {kind: cure}). Every kind stands once; a test says so.
MANUAL: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "Files that cannot be read",
        {
            "file-missing": "Put the file there under the name that the report gives, or take away what asks for it. What "
            "other files say of its contents is not judged before it can be read.",
            "not-a-file": "Put the file itself where the report says, not a folder, a pipe or a link to a file elsewhere: what "
            "is read of an edition stands in its folder.",
            "file-too-large": "See whether the right file stands there. A text of many documents is divided into one file a "
            "document; a line that is a whole document lost its ends of lines, and is asked for again.",
            "wrong-encoding": "Open the file in a text editor and save it as UTF-8. If it is a source text as received, ask for "
            "a clean copy: what is guessed from damaged bytes is no source.",
            "control-character": "Delete the character in the column named; most editors show it once invisible characters are "
            "switched on.",
            "yaml-syntax": "Look at the line named and the one before it. Most often a quotation mark is not closed, a text "
            "with a colon and a space in it stands without quotation marks, or a line is indented with a tab.",
            "cannot-import": "Give the text in a form that can be divided: Markdown, a saved web page, TEI, or plain text with "
            "one paragraph a line.",
        },
    ),
    (
        "Fields of the YAML files",
        {
            "duplicate-key": "Keep one of the two. Where both are meant, give the second a key of its own: keys of notes are "
            "addresses and stand once in the whole edition.",
            "unknown-field": "The cure lists the fields that may stand there. Most often a name is misspelled, or the line is "
            "indented too far or not far enough and so belongs to another entry.",
            "missing-field": "Write the field. If nothing is known, see whether the whole entry can go.",
            "wrong-shape": "Write a list with a hyphen before each item, a mapping as key: value, a text as words.",
            "bad-value": "Write one of the words that the cure lists.",
            "bad-date": "Write the year, the year and month, or the day: 1999, 1999-12, 1999-12-31. A question mark after it "
            "says that it is uncertain, ~ that it is approximate; two dates with a slash are a span.",
            "bad-id": "Use small letters a to z, digits, and single hyphens between words. An id becomes part of an address.",
            "bad-address": "Give the whole address, from https:// on. An address that a source text prints is copied from it.",
        },
    ),
    (
        "The source texts",
        {
            "missing-label": "See whether the label stands in the file under another name or is lost. A file that was found "
            "elsewhere is brought into form by edition import.",
            "unknown-label": "Nothing, if the label is as received: it is shown as printed. If it is a heading of the text, see "
            "that it stands after Contents. A label that was looked at can stand under ignore.",
            "date-differs": "Correct the date in the apparatus. Where the head is wrong, or has the date of writing, say so in "
            "a note, and let the warning stand under ignore.",
            "raw-html": "Nothing, if the signs are in the source: they are shown as they stand. A warning that was looked at can "
            "stand under ignore.",
            "hash-changed": "Put the file back as it was received. If it was replaced by a better copy, write the new hash into "
            "the apparatus and check again: anchors that no longer fit are reported.",
            "character-without-font": "Put a font with the character into source_texts/fonts/. Until then the web page shows it "
            "in a font of the reader’s machine, and the PDFs in which it would stand are not made.",
        },
    ),
    (
        "Quoted words",
        {
            "anchor-not-found": "Copy the words from the page as it is shown, on one line. The cure names the closest words. "
            "Words that run from one paragraph to the next are quoted with from and to.",
            "anchor-not-unique": "Quote more words, or add before: or after: with the words that adjoin them in the text.",
            "overlapping-anchors": "Let each word belong to one of the two: quote fewer words in one, or take it out.",
            "speaker-gap": "Let every speech begin where the one before it ends. Words of the recorder are a speech too, with "
            "who: recorder and how: recorder.",
        },
    ),
    (
        "Names, documents, sources, headings",
        {
            "unknown-name": "Correct the id, or add an entry to a register. The cure names an id that is spelled much alike.",
            "unknown-document": "Write the name of a file in source_texts/documents/ without .md, or put the missing file there.",
            "unknown-source": "Correct the key, or add the work to source_texts/bibliography.yaml.",
            "unknown-heading": "Spell the heading as it is spelled in the apparatus files. A reference see stands at a heading "
            "without locators of its own; see also at one that has some.",
            "ambiguous-mention": "Say in the apparatus who is meant: the cure has the entry ready for mentions. If nobody is "
            "meant, write name: none. The edition does not guess.",
            "name-never-mentioned": "Add the form that is printed in the texts, or a mention in an apparatus. If the entry shall "
            "stand all the same, say why under kept.",
        },
    ),
    (
        "The editor’s own words",
        {
            "note-too-long": "Cut the note to sixty words, or make two notes of two facts.",
            "note-without-source": "Name the source under sources. A note on the text itself, with kind: textual, needs none.",
            "still-to-do": "Do what the line says, then take it away. Empty fields are reported until the status is reviewed.",
            "suggested": "Judge each: edition suggest ID --accept KEY pastes it where it belongs, --refuse KEY keeps it from "
            "being made again. Those that are no longer needed go with the next --write.",
            "ignore-unused": "Take the entry away: what it let stand was mended. If the warning is still there, its line "
            "has other words now: quote them.",
        },
    ),
    (
        "What was published",
        {
            "ledger-dropped": "Put back what was taken away, or record where a reader shall be led: edition record with --move, "
            "--split, --merge or --withdraw. An id that was changed by mistake is put back.",
            "ledger-changed": "If the words were changed by mistake, restore them. If on purpose, record it: edition record "
            "--change with the address.",
            "ledger-reused": "Choose another id. An address that once meant one thing never means another.",
            "ledger-lost": "Record again where the old address leads.",
            "release-damaged": "Put back the file as it was committed. What was released is never changed.",
        },
    ),
)
