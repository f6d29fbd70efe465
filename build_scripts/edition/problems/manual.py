"""The manual of problems: for each kind what an editor does about it.

Only a table: `write.markdown.problem_manual` makes the page of it, with the meaning from `model.problem.KINDS` and, as an
example, what `edition check` prints of a small edition with that mistake (`examples.txt`, kept true by a test).
"""

from __future__ import annotations

# (heading, {kind: cure}). Every kind stands once; a test says so.
MANUAL: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "Files that cannot be read",
        {
            "file-missing": "Put the file in place under the name given in the report, or remove the reference to it. References "
            "to its contents in other files are not checked until it can be read.",
            "not-a-file": "Put the file itself at the location given in the report, not a folder, a pipe or a "
            "link to a file elsewhere. All "
            "the files of an edition must be inside its folder.",
            "file-too-large": "Check that this is the right file. Divide a text containing several documents into one file per "
            "document. If a whole document is on one line, its line breaks have been lost: obtain another copy.",
            "wrong-encoding": "Open the file in a text editor and save it as UTF-8. If it is a source text as "
            "received, obtain a clean "
            "copy: text reconstructed from damaged bytes is not a reliable source.",
            "control-character": "Delete the character in the column given; most text editors can display invisible "
            "characters.",
            "yaml-syntax": "Look at the line given and the one before it. The usual causes are an unclosed quotation "
            "mark, unquoted text containing a colon followed by a space, or a line indented with a tab.",
            "cannot-import": "Supply the text in a supported format: Markdown, a saved web page, TEI, or plain text with one "
            "paragraph per line.",
        },
    ),
    (
        "Fields of the YAML files",
        {
            "duplicate-key": "Keep one of the two. If both are needed, give the second a different key: note keys are "
            "addresses and must be unique in the edition.",
            "unknown-field": "The report lists the fields allowed here. The usual causes are a misspelled field name or "
            "incorrect indentation, which attaches the line to another entry.",
            "missing-field": "Add the field. If you have nothing to enter, consider removing the whole entry.",
            "wrong-shape": "Write a list with a hyphen before each item, a mapping as key: value, and text as plain words.",
            "bad-value": "Use one of the values listed in the report.",
            "bad-date": "Give the year, the year and month, or the full date: 1999, 1999-12, 1999-12-31. Add ? if it is "
            "uncertain or ~ if it is approximate; write a range as two dates separated by a slash.",
            "bad-id": "Use lowercase letters a to z, digits and single hyphens between words. IDs become part of addresses.",
            "bad-address": "Give the complete address, from https:// on. If the address comes from a source "
            "text, copy it exactly.",
        },
    ),
    (
        "The source texts",
        {
            "missing-label": "Check whether the label has a different name in the file or has been lost. To convert "
            "a file from elsewhere, use edition import.",
            "unknown-label": "Nothing, if the label is as received: it is shown as printed. If it is a heading "
            "in the text, make sure "
            "that it comes after Contents. Once reviewed, the warning can be suppressed under ignore.",
            "date-differs": "Correct the date in the apparatus. If the date in the head is wrong, or is the date "
            "of writing, say so "
            "in a note and suppress the warning under ignore.",
            "raw-html": "Nothing, if the characters are in the source: they are displayed as they are. Once "
            "reviewed, the warning can be "
            "suppressed under ignore.",
            "hash-changed": "Restore the file as received. If you have replaced it with a better copy, enter the new hash in the "
            "apparatus and check again: anchors that no longer match will be reported.",
            "character-without-font": "Add a font containing the character to source_texts/fonts/. Until you do, the web page "
            "displays it in one of the reader’s own fonts, and PDFs that would contain it are not made.",
        },
    ),
    (
        "Quoted words",
        {
            "anchor-not-found": "Copy the words from the page as displayed, on one line. The report gives the closest match. "
            "To quote a passage that runs over more than one paragraph, use from and to.",
            "anchor-not-unique": "Quote more words, or add before: or after: with the adjacent words.",
            "overlapping-anchors": "Make sure that no word belongs to both: quote fewer words in one of them, or remove it.",
            "speaker-gap": "Make each passage begin where the previous one ends. Passages in the recorder’s "
            "words are included too, "
            "with who: recorder and how: recorder.",
        },
    ),
    (
        "Names, documents, sources, headings",
        {
            "unknown-name": "Correct the ID, or add an entry to a register. The report suggests the most similar ID.",
            "unknown-document": "Give the name of a file in source_texts/documents/, without .md, or add the missing file.",
            "unknown-paragraph": "Give a number that is displayed in the document; after a division it has a letter, as in 14a.",
            "unknown-item": "Correct the key, or add the item to source_texts/calendar.yaml.",
            "item-is-a-document": "In the calendar, add document: with the ID of the document and remove read: and passages:, "
            "so that the item becomes a link to it. On a page, link to the document in the same paragraph or row.",
            "unknown-source": "Correct the key, or add the work to source_texts/bibliography.yaml.",
            "unknown-heading": "Spell the heading exactly as in the apparatus files. Use see for a heading without locators "
            "of its own, and see also for one that has locators.",
            "unknown-section": "Give the path of a hand-written page below docs/, and the ID of one of its headings: the one "
            "given after the heading, {: #id }, or the one in its address on the site.",
            "heading-is-mentioned": "Remove the heading from not_mentioned in source_texts/index.yaml, and index the passage.",
            "ambiguous-mention": "State in the apparatus who is meant; the report gives the entry to add under "
            "mentions. If nobody "
            "is meant, write name: none. The edition does not guess.",
            "name-never-mentioned": "Add the form that occurs in the texts, or a mention in an apparatus file. To keep the entry "
            "anyway, give the reason under kept.",
        },
    ),
    (
        "The editor’s own words",
        {
            "note-too-long": "Shorten the note to sixty words, or make a separate note for each fact.",
            "note-without-source": "Cite the source under sources. Notes on the text itself, with kind: textual, "
            "do not need one.",
            "no-locator": "Write the source as {work: KEY, at: …} and give under at the page, section, paragraph or date of "
            "the entry. Works of these CSL types need a place: article, article-journal, book, chapter, classic, collection, "
            "manuscript, pamphlet, paper-conference, periodical, report, standard, thesis. A numbered document of a volume "
            "(genre: document, with a number) and a work of a single page (page) are places themselves. If a work has no places "
            "to name, say why under whole in the bibliography; if nobody has seen the place, do not cite the work.",
            "weak-source": "Cite a work of another grade as well: primary, scholarly or reference. If there is none, withdraw "
            "the claim, or attribute it to its source and suppress the warning under ignore.",
            "not-read": "Cite a work that was read. If this one has been read since, enter seen: true in the bibliography and "
            "give the place. If a note only mentions that the work exists, suppress the warning under ignore.",
            "to-verify": "Verify the point, correct the entry in the bibliography if necessary, and remove check or citable. "
            "Reminders are neither counted nor published; edition check --to-verify lists them.",
            "still-to-do": "Complete the task, then remove the line. Empty fields are reported until the status is reviewed.",
            "suggested": "Review each suggestion: edition suggest ID --accept KEY inserts it in the right file, "
            "and --refuse KEY prevents it "
            "from being made again. Suggestions that no longer apply are removed by the next --write.",
            "ignore-unused": "Remove the entry if the problem has been fixed. If the warning is still reported, its line "
            "has changed: quote the new words.",
        },
    ),
    (
        "Published addresses and versions {: #what-was-published }",
        {
            "ledger-dropped": "Restore what was removed, or record where readers should be sent, using edition "
            "record with --move, "
            "--split, --merge or --withdraw. If an ID was changed by mistake, change it back.",
            "ledger-changed": "If the words were changed by mistake, restore them. If the change was deliberate, "
            "record it with edition "
            "record --change and the address.",
            "ledger-reused": "Choose another ID. Addresses are never reused for something else.",
            "ledger-lost": "Record the new target of the old address.",
            "release-damaged": "Restore the file as it was committed. Released files are never changed.",
        },
    ),
)
