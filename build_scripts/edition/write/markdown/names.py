"""Stage 6, write: the registers as Markdown.

In: `Edition`. Out: one page for each name (who, when, spellings, note, sources, identifiers, every mention in its
sentence), one list for each register, and the A–Z of all names under every spelling.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from edition.model.dates import print_date
from edition.model.edition import Edition, Located
from edition.model.names import IDENTIFIERS, REGISTERS, TITLES, Name, sort_key
from edition.model.typography import unmarked
from edition.stages.mentions import sentence_at
from edition.write.markdown.machine_head import name_ld
from edition.write.markdown.syntax import (
    Pages,
    escape,
    far,
    front_matter,
    heading,
    languages,
    link,
    name_link,
    page,
    prose,
    sources,
    start,
)

SYSTEMS = {
    "pinyin": "pinyin",
    "wade-giles": "Wade–Giles",
    "postal": "postal spelling",
    "russian": "transliterated from Russian",
    "cyrillic": "Russian",
    "chinese": "Chinese",
    "english": "English",
    "cover-name": "cover name",
    "other": "other spelling",
    "printed": "as printed",
    "heading": "",
    "modern name": "modern name",
}
IDENTIFIER_NAMES = {
    "wikidata": "Wikidata",
    "gnd": "GND",
    "viaf": "VIAF",
    "lcnaf": "Library of Congress",
    "geonames": "GeoNames",
    "pm20": "20th Century Press Archives",
}


def write_names(edition: Edition) -> Pages:
    """Every name, every register, and the A–Z."""
    pages = {f"{n.register}/{n.id}.md": _name(edition, n) for n in edition.register.names.values()}
    pages |= {f"{r}/index.md": _register(edition, r) for r in REGISTERS if edition.register.of(r)}
    return {**pages, "names.md": _all_names(edition)}


def _name(edition: Edition, name: Name) -> str:
    here = f"{name.register}/{name.id}.md"
    description = unmarked(name.note) or name.post or name.status
    head = front_matter(
        {
            "title": name.name,
            "generated_from": f"source_texts/register/{name.register}.yaml",
            "description": description,
            "register": name.register,
            "json_ld": name_ld(edition, name),
            "hide": ["navigation", "toc"],
        }
    )
    facts = "\n\n".join(f"{term}\n:   {start(text)}" for term, text in _facts(edition, name, here))
    listed = f'<div class="facts" markdown>\n\n{facts}\n\n</div>' if facts else ""
    blocks = [
        f"# {heading(languages(escape(name.name)))}",
        start(prose(name.note)),
        listed,
        *_mentions(edition, name, here),
        _way(here, name),
    ]
    return head + "\n\n".join(b for b in blocks if b) + "\n"


def _facts(edition: Edition, name: Name, here: str) -> Iterator[tuple[str, str]]:
    """The facts of an entry as terms and descriptions."""
    if name.kind:
        yield "Kind", escape(name.kind)
    if name.born or name.died:
        born, died = print_date(name.born) if name.born else "", print_date(name.died) if name.died else ""
        yield (
            "Dates",
            " ".join(t for t in (f"born {born}" if born else "", f"died {died}" if died else "") if t).replace(
                " died", "; died"
            ),
        )
    if name.date:
        yield "Date", print_date(name.date)
    if name.post:
        yield "Office at the time", prose(name.post)
    if name.status:
        yield "Status at the time", prose(name.status)
    if name.modern_name:
        yield "Modern name", languages(escape(name.modern_name))
    yield from _spellings(name)
    if name.location:
        at = dict(name.location)
        yield (
            "Location",
            escape(f"{at['lat']}, {at['lon']} ({at.get('point', 'point')}; {at.get('source', 'source not given')})"),
        )
    if name.certainty != "certain":
        yield "Identification", name.certainty
    if cited := sources(edition, here, name.sources):
        yield "Sources", f"{cited}."
    if name.identifiers:
        yield "Identifiers", " · ".join(_identifier(*pair) for pair in name.identifiers)
    if name.kept:
        yield "Why included", prose(name.kept)


def _spellings(name: Name) -> Iterator[tuple[str, str]]:
    if name.traditional or name.simplified:
        chinese = dict.fromkeys(c for c in (name.traditional, name.simplified) if c)
        tags = [f'<span lang="{"zh-Hant" if c == name.traditional else "zh-Hans"}">{escape(c)}</span>' for c in chinese]
        yield "Chinese", " / ".join(tags)
    if name.cyrillic:
        yield "Russian", languages(escape(name.cyrillic))
    shown = [(system, spelling) for system, spelling in name.spellings if spelling not in (name.name, name.traditional)]
    shown = [(system, s) for system, s in shown if s not in (name.simplified, name.cyrillic, name.modern_name)]
    printed = [languages(escape(s)) for system, s in shown if system == "printed"]
    if printed:
        yield "Printed in the texts as", "; ".join(printed)
    others = [f"{languages(escape(s))} ({SYSTEMS[system]})" for system, s in shown if system != "printed"]
    if others:
        yield "Other spellings", "; ".join(others)


def _identifier(system: str, value: str) -> str:
    return f"{IDENTIFIER_NAMES[system]} [{escape(value)}](<{IDENTIFIERS[system].format(value)}>)"


def _mentions(edition: Edition, name: Name, here: str) -> Iterator[str]:
    """Every mention in its sentence, by document."""
    found = edition.mentions.get(name.id, ())
    if not found:
        return
    yield "## Mentions {: #mentions }"
    for document, group in groupby(found, key=lambda m: m.document):
        rows = [_in_sentence(here, located) for located in group]
        yield f"{link(here, f'documents/{document.id}.md', escape(document.apparatus.short_title))}: {len(rows)}"
        yield "\n".join(f"- {row}" for row in rows)


def _in_sentence(here: str, located: Located) -> str:
    document, mention = located.document, located.mention
    paragraph, span = document.paragraphs[mention.span.index], mention.span
    left, right = sentence_at(paragraph.text, span.start, span.end)
    before, words, after = (
        escape(paragraph.text[a:b]) for a, b in ((left, span.start), (span.start, span.end), (span.end, right))
    )
    where = link(here, f"documents/{document.id}.md#{paragraph.id}", paragraph.label)
    doubt = "" if mention.certainty == "certain" else f" *({mention.certainty})*"
    remark = f" {prose(mention.note)}" if mention.note else ""
    return f"{where}{doubt}: {before}**{words}**{after}{remark}"


def _way(here: str, name: Name) -> str:
    links = [link(here, f"{name.register}/index.md", TITLES[name.register]), link(here, "names.md", "All names")]
    return " · ".join(links) + "\n{: .way }"


def _register(edition: Edition, register: str) -> str:
    """The list of one register."""
    here = f"{register}/index.md"
    rows = []
    for name in edition.register.of(register):
        count = len(edition.mentions.get(name.id, ()))
        text = name.post or name.status or name.note or name.kind
        rows.append(f"{name_link(edition, here, name.id)}\n:   {start(prose(text))} ({_times(count)})")
    return page(TITLES[register], f"source_texts/register/{register}.yaml", rows)


def _times(count: int) -> str:
    return "not named in the texts" if not count else "one mention" if count == 1 else f"{count} mentions"


def _all_names(edition: Edition) -> str:
    """The A–Z of all names under every spelling that is written in Latin letters, then the others."""
    entries = []
    for name in edition.register.names.values():
        entries.append((name.sort, f"**{name_link(edition, 'names.md', name.id, name.sort)}**"))
        for system, spelling in name.spellings:
            if spelling not in (name.name, name.sort):
                how = f" ({SYSTEMS[system]})" if SYSTEMS[system] else ""
                shown = f"{languages(escape(spelling))}{how}, see {name_link(edition, 'names.md', name.id)}"
                entries.append((spelling, shown))
    body = [
        "All names in the registers, under every spelling. Main headings are in bold; other spellings refer to them.",
        " · ".join(link("names.md", f"{r}/index.md", TITLES[r]) for r in REGISTERS if edition.register.of(r)),
    ]
    entries.sort(key=lambda e: (len(letter(e[0])), letter(e[0]), sort_key(e[0])))  # the other scripts come last
    for first, group in groupby(entries, key=lambda e: letter(e[0])):
        body.append(f"## {first}")
        body.append(far("\n".join(f"- {shown}" for _, shown in group)))
    return page("Names", "source_texts/register/", body)


def letter(text: str) -> str:
    """The letter under which a spelling is filed; Russian and Chinese have places of their own."""
    first = next((c for c in text if c.isalpha()), "")
    if "A" <= first.upper() <= "Z":
        return first.upper()
    if not first:
        return "0–9"
    return "Russian" if "\u0400" <= first <= "\u04ff" else "Chinese" if first > "\u2e80" else first.upper()
