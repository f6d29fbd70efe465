"""The header of a document in TEI: what it is, where it comes from, how it was edited, who took part.

In: `Edition`, one document, its names. Out: the `teiHeader`. Says nothing that the apparatus, the head as received or the
settings do not say; the rules of editing are those of `docs/about/method.md` in short.
"""

from __future__ import annotations

from edition.model.addresses import canonical
from edition.model.annotations import Annotated
from edition.model.apparatus import HOW
from edition.model.dates import print_date
from edition.model.edition import Edition
from edition.model.names import Name
from edition.model.typography import unmarked
from edition.write.formats import LANGUAGE
from edition.write.shared.elements import ID, E, Element, date_attributes, xml
from edition.write.tei.registers import publication, terms
from edition.write.tei.text import CERTAINTY

_RULES = (
    ("segmentation", "Paragraphs and list items are numbered continuously through the document; each xml:id is "
    "also the fragment identifier "
     "on the document’s page. Sections are encoded as div; notes are encoded at the position of their reference marks."),
    ("interpretation", "Square brackets belong to the translation and are kept as printed, inside ex (letters "
    "that complete a word, "
     "within expan), supplied (words supplied), gloss (an abbreviation explained), ref (the mark of a note in "
     "the source) or note "
     "(identification, modern-name, sic, omission), with resp pointing to the translator. Round brackets are "
     "taken to be the record’s "
     "and are not tagged. Names are tagged by this edition and point to the entries in this file. Speech is "
     "encoded in said: who points to the speaker, source to the person whose words the speaker recites, corresp to "
     "those who are said to have agreed; anything outside said is the recorder’s."),
    ("hyphenation", "Line breaks in the copy are not kept. pb marks the point where a page break in the copy "
    "divided a paragraph; page "
     "numbers are not known, and the presence of a page break is inferred from the division."),
)  # fmt: skip


def header(edition: Edition, document: Annotated, names: list[Name]) -> Element:
    """The header, whole."""
    settings = edition.settings
    change = E.change(
        f"Version {xml(settings.version)} of the edition", when=settings.released, n=xml(settings.version)
    )
    return E.teiHeader(
        E.fileDesc(
            _titles(edition, document),
            *publication(edition, canonical(edition, document.address)),
            E.seriesStmt(E.title(xml(settings.title), level="s")),
            E.sourceDesc(*_sources(document)),
        ),
        E.encodingDesc(_editorial(document), terms(edition, names, entire=False), _how()),
        _profile(edition, document),
        E.revisionDesc(change, status=str(document.apparatus.status)),
    )


def _titles(edition: Edition, document: Annotated) -> Element:
    """The title, and who translated and who edited: notes and brackets point to these two."""
    translator = xml(str(document.apparatus.translator)) or "The translator"
    editors = (E.name(xml(editor)) for editor in edition.settings.editors)
    return E.titleStmt(
        E.title(xml(document.title), type="main"),
        E.title(xml(str(document.apparatus.short_title)), type="short"),
        E.respStmt(E.resp("Translation, and the square brackets in it"), E.name(translator), {ID: "translator"}),
        E.respStmt(E.resp("Notes, names, speakers and emendations"), *editors, {ID: "edition"}),
    )


def _sources(document: Annotated) -> list[Element]:
    """The archive's reference, its own citation as received, its addresses, and the file that was received."""
    apparatus, source = document.apparatus, document.emended.parsed.source
    citation = document.emended.parsed.field("citation")
    printed, canonical_address = document.emended.parsed.printed_address, str(apparatus.canonical_address)
    words = " ".join(block.text for block in citation.blocks) if citation else document.title
    cited = E.bibl(xml(words), type="citation-as-received")
    found = (("printed-address", printed), ("canonical-address", canonical_address))
    at = [E.bibl(E.ref(xml(a), target=xml(a)), type=kind) for kind, a in found if a]
    file = E.bibl(E.idno(source.sha256, type="SHA-256"), type="file-received")
    if apparatus.received_file:
        file.append(E.idno(xml(str(apparatus.received_file)), type="file"))
    reference = xml(str(apparatus.archive_reference))
    manuscript = [E.msDesc(E.msIdentifier(E.idno(reference, type="shelf-mark")))] if reference else []
    return [cited, *at, file, *manuscript]


def _editorial(document: Annotated) -> Element:
    """The rules, and every difference from the source text."""
    rules = [E(tag, E.p(text)) for tag, text in _RULES]
    changes = [
        E.item(f"Line {e.place.line}, {e.rule}: {xml(e.before)} → {xml(e.after)} ({xml(e.reason)})")
        for e in document.emended.emendations
    ]
    said = "Every difference between the source text and the text shown; line numbers refer to the file as received."
    listed = E.p(said, E.list(*changes)) if changes else E.p("No changes were made.")
    return E.editorialDecl(E.correction(listed), *rules)


def _how() -> Element:
    """How speech comes to us: what the speeches point to."""
    kinds = (E.category(E.catDesc(how), {ID: f"how-{how}"}) for how in HOW)
    return E.classDecl(E.taxonomy(E.desc("Presentation of speech"), *kinds))


def _profile(edition: Edition, document: Annotated) -> Element:
    """Date, place, language, participants."""
    apparatus = document.apparatus
    date = E.date(print_date(str(apparatus.date)), **date_attributes(str(apparatus.date)))
    parts = [E.creation(date), E.langUsage(E.language("English", ident=LANGUAGE))]
    if people := [_participant(edition, str(p.name), p.side, p.role) for p in apparatus.participants]:
        parts.append(E.particDesc(*people))
    if apparatus.place:
        parts.append(E.settingDesc(_setting(edition, document)))
    return E.profileDesc(*parts)


def _participant(edition: Edition, id: str, side: str, role: str) -> Element:
    """One who took part, on which side and as what."""
    name = edition.register.names.get(id)
    shown = E.persName(xml(name.name if name else id), ref=f"#n-{id}")
    rest = f" ({xml(side)} side{f': {xml(role)}' if role else ''})"
    shown.tail = rest
    return E.p(shown)


def _setting(edition: Edition, document: Annotated) -> Element:
    """Where the conversation was held, and whether the text says so."""
    apparatus = document.apparatus
    name = edition.register.names.get(str(apparatus.place))
    shown = E.placeName(
        xml(name.name if name else str(apparatus.place)),
        ref=f"#n-{apparatus.place}",
        cert=CERTAINTY[apparatus.place_certainty],
    )
    shown.tail = f". {xml(unmarked(apparatus.place_note))}" if apparatus.place_note else ""
    return E.p(shown)
