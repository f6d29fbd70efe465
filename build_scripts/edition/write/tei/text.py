"""What stands inside a paragraph in TEI: its words with names, brackets, speech, emendations and notes.

In: one document. Out: a paragraph's element, filled. Ranges that cross are cut, so that elements nest (`inline.events`);
speech is outermost, because TEI allows it around a name and not within one.
"""

from __future__ import annotations

from collections.abc import Iterable

from edition.model.addresses import canonical
from edition.model.annotations import Annotated, Bracket, Mention, NoteMark
from edition.model.apparatus import RECORDER, Speech
from edition.model.document import Emendation
from edition.model.edition import Edition
from edition.model.typography import italics
from edition.stages.marks import Event, events
from edition.write.formats import text_of, works_cited
from edition.write.shared.elements import ID, Attributes, E, Element, Filler, xml
from edition.write.tei.marks import WORD, Anchor, collect, segments, within
from edition.write.tei.registers import MENTIONED

# The element of a bracket by its kind; what is none of these is a note of the translator.
_BRACKETS = {"expansion": "ex", "supplied": "supplied", "gloss": "gloss", "source-note": "ref"}
CERTAINTY = {"certain": "high", "probable": "medium", "possible": "low"}
TRANSLATOR, EDITION = "#translator", "#edition"


class Inline:
    """Fills the paragraphs of one document."""

    def __init__(self, edition: Edition, document: Annotated) -> None:
        self.edition, self.document, self.marks = edition, document, collect(document)
        self.numbers = {mark.note.key: n for n, mark in enumerate(document.notes, start=1)}
        self.replaced: set[Emendation] = set()  # those whose words of the source were shown
        self.depths: list[int] = []  # how many elements each open range has

    def fill(self, element: Element, index: int) -> Element:
        """The element with the words of a paragraph, and everything that is marked in them."""
        text = self.document.paragraphs[index].text
        for start, end, speech in segments(self.document, index):
            filler = Filler(element)
            if speech and speech.who != RECORDER:
                filler.open("said", _said(speech))
            ranges, points = within(self.marks, index, start, end)
            for event in events(text[start:end], ranges, points):
                self._event(filler, event)
        return element

    def _event(self, filler: Filler, event: Event) -> None:
        if event.kind == "text":
            filler.words(event.text)
        elif event.kind == "open":
            self._open(filler, event.mark)
        elif event.kind == "close":
            filler.close(self.depths.pop())
        else:
            filler.add(self._point(event.mark))

    def _open(self, filler: Filler, mark: object) -> None:
        """Open the element of a range; around words that were replaced two, and once with what stood there."""
        self.depths.append(1)
        if isinstance(mark, Emendation) and mark not in self.replaced:
            self.replaced.add(mark)
            self.depths[-1] = 2
            filler.open("choice", {})
            filler.add(E.sic(xml(mark.before)))
        filler.open(*self._tag(mark))

    def _tag(self, mark: object) -> tuple[str, Attributes]:
        if isinstance(mark, Mention):
            return self._mention(mark)
        if isinstance(mark, Bracket):
            return _bracket(mark, mark in self.marks.expansions)
        if isinstance(mark, Emendation):
            return "corr", {"resp": EDITION}
        return ("expan", {}) if mark == WORD else ("hi", {"rend": "italic"})

    def _mention(self, mention: Mention) -> tuple[str, Attributes]:
        register = self.edition.register.names[mention.name].register
        kind = {"type": register} if MENTIONED[register] == "rs" else {}
        doubt = {} if mention.certainty == "certain" else {"cert": CERTAINTY[mention.certainty]}
        return MENTIONED[register], {"ref": f"#n-{mention.name}", **kind, **doubt}

    def _point(self, mark: object) -> Element:
        if isinstance(mark, NoteMark):
            return self._note(mark)
        if isinstance(mark, Anchor):
            return E.anchor({ID: mark.id})
        if isinstance(mark, Emendation):
            return E.choice(E.sic(xml(mark.before)), E.corr(resp=EDITION))
        return E.pb(resp=EDITION, cert="medium")

    def _note(self, mark: NoteMark) -> Element:
        """A note of the edition where its mark stands, with the words it explains and the works it rests on."""
        key, kind = mark.note.key, mark.note.kind
        about = {"n": str(self.numbers[key]), "target": f"#from-{key}", "targetEnd": f"#to-{key}"}
        note = E.note({ID: f"fn-{key}", **about}, type=kind, resp=EDITION, place="foot")
        filler = Filler(note)
        for words, is_italic in italics(mark.note.text):
            if is_italic:
                filler.add(E.hi(xml(words), rend="italic"))
            else:
                filler.words(words)
        for reference, citation in works_cited(mark.note.sources, self.edition.short):
            addresses = [canonical(self.edition, f"/about/sources/#{reference.work}")]
            if reference.item:
                addresses.append(canonical(self.edition, self.edition.calendar[reference.item].address))
            filler.words(" ")
            filler.add(E.bibl(xml(text_of(citation)), corresp=" ".join(addresses)))
        return note


def _bracket(bracket: Bracket, is_expansion: bool) -> tuple[str, Attributes]:
    """The element of a bracket: who wrote it, and of what kind it is where the element does not say so."""
    if bracket.kind == "expansion" and not is_expansion:  # `ex` can hold nothing but words
        return "supplied", {"resp": TRANSLATOR, "reason": "expansion"}
    tag = _BRACKETS.get(bracket.kind, "note")
    kind = {"type": bracket.kind} if tag in ("note", "ref") else {}
    return tag, {"resp": TRANSLATOR, **kind}


def _said(speech: Speech) -> Attributes:
    """Who speaks, whose words are recited, who agrees, in what form and how certain that is."""
    doubt = {} if speech.certainty == "certain" else {"cert": CERTAINTY[speech.certainty]}
    direct = "true" if speech.how == "quoted" else "false"
    origin = {"source": f"#n-{speech.words_of}"} if speech.words_of else {}
    support = {"corresp": _pointers(speech.supported_by)} if speech.supported_by else {}
    return {
        "who": _pointers(speech.speakers),
        "direct": direct,
        "ana": f"#how-{speech.how}",
        **origin,
        **support,
        **doubt,
    }


def _pointers(names: Iterable[str]) -> str:
    return " ".join(f"#n-{name}" for name in names)
