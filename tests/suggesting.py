"""How well suggestions find again what editors have found: an edition from which something was taken away.

In: an edition. Out: the same edition without some names, headings, cross-references or joins, and how many of them a rule finds
again. `python -m tests.suggesting` prints the figures for the repository's own corpus.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import yaml

from edition.editor.suggesting.cuts import cuts
from edition.editor.suggesting.headings import headings
from edition.editor.suggesting.names import like_names, unknown_names
from edition.editor.suggesting.passages import passages
from edition.model.annotations import Annotated
from edition.model.apparatus import Quote
from edition.model.document import Emended
from edition.model.edition import Edition, Heading
from edition.model.names import Register
from edition.model.placed import Text
from edition.model.problem import Place
from edition.model.text import SourceText
from edition.stages.anchors import Anchors
from edition.stages.annotate import annotate
from edition.stages.gather import gather
from edition.stages.index import SEPARATOR
from edition.stages.mentions import FormFinder
from edition.stages.parse import parse
from edition.stages.read import read
from tests.project import REPOSITORY


@dataclass(frozen=True)
class Quality:
    """What was hidden and is found again; what was suggested, and how much of it is right."""

    hidden: int
    again: int
    suggested: int
    right: int

    def __str__(self) -> str:
        recall, precision = self.again / max(1, self.hidden), self.right / max(1, self.suggested)
        again = f"{self.again} of {self.hidden} found again ({recall:.0%})"
        return f"{again}; {self.right} of {self.suggested} suggestions are of them ({precision:.0%})"


def capital_names(edition: Edition) -> list[str]:
    """Names with a mention in a paragraph that is printed with a capital, and is no mere abbreviation."""
    found = dict.fromkeys(
        mention.name
        for document in edition.documents.values()
        for mention in document.mentions
        if (paragraph := document.paragraphs[mention.span.index]).number is not None
        and (words := paragraph.text[mention.span.start : mention.span.end])[:1].isupper()
        and not words.isupper()
    )
    return sorted(found)


def without_names(edition: Edition, hidden: Iterable[str]) -> Edition:
    """The edition as it would be if no register knew some names."""
    gone = set(hidden)
    names = {id: n for id, n in edition.register.names.items() if id not in gone}
    tables = (edition.register.forms, edition.register.spellings)
    forms, spellings = (
        {t: left for t, ids in table.items() if (left := tuple(i for i in ids if i not in gone))} for table in tables
    )
    register, documents = Register(names, forms, spellings), {}
    for document in edition.documents.values():
        kept = tuple(m for m in document.apparatus.mentions if m.name not in gone)
        apparatus = replace(document.apparatus, mentions=kept)
        documents[document.id] = annotate(document.emended, apparatus, register, FormFinder(forms), [])
    return replace(edition, register=register, documents=documents)


def names_found_again(edition: Edition, count: int, seed: int) -> Quality:
    """Hide some names, and see which of them the two rules on names find, and what else they suggest."""
    hidden = set(Random(seed).sample(capital_names(edition), count))
    less, again, suggested, right = without_names(edition, hidden), set[str](), 0, 0
    for document in less.documents.values():
        whole = edition.documents[document.id]
        for found in (*unknown_names(less, document), *like_names(less, document)):
            s = found.span
            here = {
                m.name
                for m in whole.mentions
                if m.span.index == s.index and m.span.start < s.end and s.start < m.span.end
            }
            again |= here & hidden
            suggested, right = suggested + 1, right + bool(here & hidden)
    return Quality(len(hidden), len(again), suggested, right)


def without_index(edition: Edition, id: str) -> Edition:
    """The edition as it would be if one document were not indexed yet."""
    bare = replace(edition.documents[id], index=())
    kept = tuple(h for h in (_without_document(h, id) for h in edition.index) if h.locators or h.subheadings)
    return replace(edition, index=kept, documents={**edition.documents, id: bare})


def _without_document(heading: Heading, id: str) -> Heading:
    left = [(sub, tuple(x for x in found if x.document != id)) for sub, found in heading.subheadings]
    own = tuple(x for x in heading.locators if x.document != id)
    return replace(heading, locators=own, subheadings=tuple((sub, found) for sub, found in left if found))


def headings_found_again(edition: Edition, id: str, most: int) -> Quality:
    """Take the index of one document away, and see which of its headings those of the others suggest."""
    whole, less = edition.documents[id], without_index(edition, id)
    mains = {h.text for h in less.index}
    body = {i for i, p in enumerate(whole.paragraphs) if p.number is not None}
    has = {(_main(e.heading), i) for e in whole.index for i in body if e.extent.first.index <= i <= e.extent.last.index}
    hidden = {pair for pair in has if pair[0] in mains}
    found = sorted(headings(less, less.documents[id]), key=lambda f: -f.rank)[:most]
    offered = [(_main(yaml.safe_load(f.yaml)["index"][0]["headings"][0]), f.span.index) for f in found]
    return Quality(len(hidden), len(hidden & set(offered)), len(offered), sum(o in has for o in offered))


def _main(heading: str) -> str:
    return heading.partition(SEPARATOR)[0].strip()


def passages_found_again(edition: Edition, id: str, most: int) -> Quality:
    """Take all cross-references away, and see which are suggested for one document.

    Hidden are the cross-references that tie this document to another; a suggestion is right if one has both its paragraphs.
    """
    tied: dict[frozenset[tuple[str, int]], set[str]] = {}
    for reference in edition.cross_references:
        places = [
            (p.document, i) for p in reference.passages for i in range(p.extent.first.index, p.extent.last.index + 1)
        ]
        for here in places:
            for there in places:
                if here[0] == id != there[0]:
                    tied.setdefault(frozenset((here, there)), set()).add(str(reference.key))
    less = replace(edition, cross_references=())
    found = sorted(passages(less, less.documents[id]), key=lambda f: -f.rank)[:most]
    offered = [_ends(less, f.yaml) for f in found]
    again = {key for pair in offered for key in tied.get(pair, ())}
    return Quality(
        len({k for keys in tied.values() for k in keys}), len(again), len(offered), sum(o in tied for o in offered)
    )


def _ends(edition: Edition, text: str) -> frozenset[tuple[str, int]]:
    """The paragraphs that a suggested cross-reference ties together."""
    entries = yaml.safe_load(text)[0]["passages"]
    anchors = {id: Anchors(d.paragraphs) for id, d in edition.documents.items()}
    place = Place("")
    spans = [
        (e["document"], anchors[e["document"]].find(Quote(Text(e["at"], place), e.get("before", ""), ""), []))
        for e in entries
    ]
    return frozenset((id, span.index) for id, span in spans if span)


def uncut(edition: Edition, root: Path, id: str) -> Annotated:
    """A document as it would be if no paragraph that a page break cut were joined."""
    parsed = parse(must(read(root, id, [])), [])
    apparatus = replace(edition.documents[id].apparatus, emendations=(), numbers=())
    return annotate(Emended(parsed, ()), apparatus, edition.register, FormFinder(edition.register.forms), [])


def must(source: SourceText | None) -> SourceText:
    assert source is not None
    return source


def cuts_found_again(edition: Edition, root: Path) -> Quality:
    """Take all joins away, and see which cuts are suggested."""
    hidden, offered, right = 0, 0, 0
    for id, document in edition.documents.items():
        starts = [
            e.before.split(" | ")[1].removesuffix(" …") for e in document.emended.emendations if e.rule == "joined"
        ]
        raw = uncut(edition, root, id)
        found = [raw.paragraphs[f.span.index].text for f in cuts(edition, raw)]
        hidden, offered = hidden + len(starts), offered + len(found)
        right += sum(any(text.startswith(start) for text in found) for start in starts)
    return Quality(hidden, right, offered, right)


def main() -> None:
    """Print how well each rule finds again what the editors of this repository have found."""
    edition = gather(REPOSITORY, [])
    assert edition is not None
    for seed in range(5):
        print(f"30 names hidden (draw {seed}):", names_found_again(edition, 30, seed))
    print("page-break cuts:", cuts_found_again(edition, REPOSITORY))
    for id in edition.documents:
        for most in (10, 1000):
            print(f"index headings of {id}, the first {most}:", headings_found_again(edition, id, most))
        for most in (10, 1000):
            print(f"cross-references of {id}, the first {most}:", passages_found_again(edition, id, most))


if __name__ == "__main__":
    main()
