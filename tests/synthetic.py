"""A synthetic edition of any size, for measuring.

In: the project's own folder, a number of documents, a folder to fill. Out: a project that builds without a problem.
Its texts recombine the words of the real source texts, each word followed by one that follows it there. Document n is the
same in every size: each has a generator of its own. The register is the real one, as a fixed core that every document
mentions, and a few new names with each document, which later documents mention now and then.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import yaml

Entry = dict[str, Any]

PARAGRAPHS, SENTENCES, SECTION = 40, 4, 8  # of a document, of a paragraph; paragraphs to a section
NOTES, MENTIONS, SPEECHES, INDEXED, REMARKS = 40, 30, 20, 100, 20  # of a document
NEW_NAMES, OLD_NAMES = 3, 5  # that a document brings, and that it takes up from earlier ones
CROSS_REFERENCES, EVENTS, FIGURES, NEW_HEADINGS = 3, 3, 3, 2  # that a document adds to those of the edition
COPIED = ("edition.yaml", "bibliography.yaml")
REGISTERS = ("people", "places", "peoples", "organizations", "terms")
HOW = ("reported", "quoted", "first-person")


class _Dumper(yaml.CSafeDumper):
    """Writes what the edition reads: no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@dataclass(frozen=True)
class Stock:
    """What is taken from the real project."""

    follows: dict[str, list[str]]  # a word -> the words that follow it in the real texts
    starts: list[str]  # words with which sentences begin
    registers: dict[str, dict[str, Entry]]
    headings: list[str]
    works: list[str]


@dataclass
class Text:
    """A synthetic document in the making."""

    id: str
    paragraphs: list[str]
    whole: str = ""
    taken: set[int] = field(default_factory=set)  # paragraphs in which a mention was settled by hand

    def quote(self, random: Random, length: int = 5) -> tuple[int, str]:
        """Some words that stand once in the document, and the paragraph that they stand in."""
        while True:
            n = random.randrange(len(self.paragraphs))
            words = self.paragraphs[n].split()
            at = random.randrange(len(words) - length)
            chosen = " ".join(words[at : at + length])
            if self.once(chosen):
                return n, chosen

    def once(self, words: str) -> bool:
        """Whether some words of the document stand in it once."""
        return self.whole.find(words) == self.whole.rfind(words)

    def edge(self, n: int, last: bool) -> str:
        """The first or last words of a paragraph, as many as make them unique."""
        words = self.paragraphs[n].split()
        edges = (" ".join(words[-k:] if last else words[:k]) for k in range(4, len(words) + 1))
        return next(edge for edge in edges if self.once(edge))


def make(project: Path, root: Path, count: int) -> None:
    """Fill `root` with an edition of `count` documents."""
    stock = load(project)
    texts: list[Text] = []
    register = {kind: dict(entries) for kind, entries in stock.registers.items()}
    shared: dict[str, list[Entry]] = {"cross_references": [], "chronology": [], "figures": []}
    names: list[str] = []
    for n in range(count):
        random = Random(n)
        text = _text(stock, random, n, names, register)
        texts = [*texts[-9:], text]
        _write_document(root, stock, random, text, [i for entries in stock.registers.values() for i in entries])
        for key, entries in _shared(stock, random, n, texts).items():
            shared[key] += entries
    for kind, names_of_kind in register.items():
        _dump(root / f"source_texts/register/{kind}.yaml", names_of_kind)
    for name, entries in shared.items():
        _dump(root / f"source_texts/{name}.yaml", entries)
    _copy(project, root)


def load(project: Path) -> Stock:
    """Read the real texts, registers and headings."""
    folder = project / "source_texts"
    lines = [x for p in sorted((folder / "documents").glob("*.md")) for x in p.read_text("utf-8").split("\n")]
    words = [w for x in lines if len(x) > 200 for w in x.split() if not re.search(r"[*_<>\\&:]|^\W|^[a-z]\)", w)]
    words = [w for w in words if w.count("[") == w.count("]")]
    follows: dict[str, list[str]] = {}
    for word, after in pairwise(words):
        follows.setdefault(word, []).append(after)
    starts = [b for a, b in pairwise(words) if a.endswith(".") and b.isalpha() and b.istitle()]
    registers = {k: yaml.load((folder / f"register/{k}.yaml").read_text("utf-8"), yaml.CSafeLoader) for k in REGISTERS}
    forms = [form for entries in registers.values() for e in entries.values() for form in e.get("forms", ())]
    for entry in (e for entries in registers.values() for e in entries.values()):
        entry["forms"] = [form for form in entry.get("forms", ()) if forms.count(form) == 1]
        entry["kept"] = "It belongs to the core."
    headings = [
        heading
        for path in sorted((folder / "apparatus").glob("*.yaml"))
        for entry in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["index"]
        for heading in entry["headings"]
    ]
    works = re.findall(r"^- id: (\S+)$", (folder / "bibliography.yaml").read_text("utf-8"), re.MULTILINE)
    return Stock(follows, starts, registers, headings, works)


def _sentence(stock: Stock, random: Random) -> str:
    words = [random.choice(stock.starts)]
    while len(words) < 40 and not (words[-1].endswith(".") and len(words) > 8):
        words.append(random.choice(stock.follows.get(words[-1]) or stock.starts))
    return " ".join(words).rstrip(".,;") + "."


def _text(stock: Stock, random: Random, n: int, names: list[str], register: dict[str, dict[str, Entry]]) -> Text:
    """The paragraphs of document n, with the names it brings and some that earlier ones brought."""
    spoken = random.sample(names, min(OLD_NAMES, len(names)))
    for k in range(NEW_NAMES):
        spoken += [_new_name(stock, random, n, f"{n}-{k}", names, register)] * 3
    paragraphs = [" ".join(_sentence(stock, random) for _ in range(SENTENCES)) for _ in range(PARAGRAPHS)]
    for name in spoken:
        at = random.randrange(PARAGRAPHS)
        paragraphs[at] += f" {_sentence(stock, random)[:-1]} with {name} too."
    id = f"{date(1940, 1, 1) + timedelta(days=n):%Y-%m-%d}-document"
    return Text(id, paragraphs, "\n".join(paragraphs))


def _new_name(
    stock: Stock, random: Random, n: int, key: str, names: list[str], register: dict[str, dict[str, Entry]]
) -> str:
    """A name made of the parts of real ones, entered into a register."""
    people = [f.split() for e in stock.registers["people"].values() for f in e["forms"] if re.fullmatch(r"\w+ \w+", f)]
    known = {tuple(p) for p in people} | {tuple(name.split()) for name in names}
    parts = next(p for p in iter(lambda: _name_parts(random, people), ()) if p not in known)
    name, kind = " ".join(parts), REGISTERS[n % 5]
    names.append(name)
    register[kind][f"{'-'.join(parts).lower()}-{key}"] = {
        "name": name,
        "forms": [name],
        "variants": {"wade-giles": [f"{parts[1]}-{parts[0]}", f"{parts[0]}-{parts[1]}"], "russian": [f"{name}ov"]},
        "note": " ".join(_sentence(stock, random) for _ in range(2)),
        "sources": random.sample(stock.works, 2),
        "certainty": random.choice(("certain", "certain", "probable")),
    }
    return name


def _name_parts(random: Random, people: list[list[str]]) -> tuple[str, ...]:
    return random.choice(people)[0], random.choice(people)[1] + random.choice(people)[1].lower()


def _write_document(root: Path, stock: Stock, random: Random, text: Text, core: list[str]) -> None:
    title = "Memorandum of Conversation between Two Delegations"
    day = date.fromisoformat(text.id[:10])
    printed = f"{day:%B} {day.day}, {day.year}"
    address = f"https://archive.example/document/{text.id}"
    head = [f"## **{printed}**", f"# **{title}**", "### **Citation:**", f'"{title}", {printed}.  \n<{address}>']
    head += ["### **Summary:**", "The delegations talk.", "### **Original Language:**", "Russian", "### **Contents:**"]
    body = []
    for n, paragraph in enumerate(text.paragraphs):
        body += [f"### ON MATTER {n // SECTION + 1}"] * (n % SECTION == 0) + [paragraph]
    source = "\n\n".join([*head, "Translation - English", *body])
    path = root / f"source_texts/documents/{text.id}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, "utf-8")
    apparatus = {
        "document": text.id,
        "short_title": f"Conversation, {day.day} {day:%B} {day.year}",
        "date": text.id[:10],
        "place": {"name": next(iter(stock.registers["places"])), "certainty": "probable", "sources": stock.works[:1]},
        "participants": [{"name": i, "side": "Soviet", "role": "present"} for i in list(stock.registers["people"])[:6]],
        "received": {"sha256": hashlib.sha256(source.encode()).hexdigest(), "printed_address": address},
        "status": "reviewed",
        **_apparatus(stock, random, text, core),
    }
    _dump(root / f"source_texts/apparatus/{text.id}.yaml", apparatus)


def _apparatus(stock: Stock, random: Random, text: Text, core: list[str]) -> dict[str, list[Entry]]:
    """What an editor adds to the text, at places chosen at random."""
    new = [f"{text.paragraphs[k].split()[0].lower()} of {text.id} > {k}" for k in range(NEW_HEADINGS)]
    return {
        "mentions": list(_by_hand(random, text, core)),
        "notes": [
            {
                "key": f"note-{text.id[:10]}-{k}",
                "at": text.quote(random)[1],
                "kind": "factual",
                "text": " ".join(_sentence(stock, random).split()[:30]).rstrip(".") + ".",
                "sources": random.sample(stock.works, 2),
            }
            for k in range(NOTES)
        ],
        "speakers": list(_speakers(random, text, core)),
        "index": [
            {"at": text.quote(random)[1], "headings": random.sample(stock.headings, 2) + new * (k == 0)}
            for k in range(INDEXED)
        ],
        "textual": [
            {"at": text.quote(random)[1], "kind": "spelling", "note": _sentence(stock, random)} for _ in range(REMARKS)
        ],
    }


def _by_hand(random: Random, text: Text, core: list[str]) -> Iterator[Entry]:
    """Mentions settled by hand, one in a paragraph, so that none overlaps another."""
    while len(text.taken) < MENTIONS:
        n, words = text.quote(random, 4)
        if n not in text.taken:
            text.taken.add(n)
            yield {"at": words, "name": random.choice(core), "certainty": random.choice(("certain", "probable"))}


def _speakers(random: Random, text: Text, core: list[str]) -> Iterator[Entry]:
    """Speeches of whole paragraphs that cover the text."""
    cuts = [0, *sorted(random.sample(range(1, PARAGRAPHS), SPEECHES - 1)), PARAGRAPHS]
    for first, end in pairwise(cuts):
        ends = {"from": text.edge(first, last=False), "to": text.edge(end - 1, last=True)}
        yield {**ends, "who": core[random.randrange(8)], "how": random.choice(HOW), "certainty": "certain"}


def _shared(stock: Stock, random: Random, n: int, texts: list[Text]) -> dict[str, list[Entry]]:
    """What the document adds to the pages that the documents share; its passages are from it and from the ones before."""

    def passages(count: int) -> list[Entry]:
        chosen = [texts[-1], *random.choices(texts, k=count - 1)]
        return [{"document": t.id, "at": t.quote(random, 12)[1]} for t in chosen]

    works, day = random.sample(stock.works, 2), texts[-1].id[:10]
    return {
        "cross_references": [
            {
                "key": f"x-{n}-{k}",
                "label": f"Matter {n}, {k}",
                "note": _sentence(stock, random),
                "passages": passages(3),
            }
            for k in range(CROSS_REFERENCES)
        ],
        "chronology": [
            {
                "key": f"c-{n}-{k}",
                "date": day,
                "event": _sentence(stock, random),
                "sources": works,
                "passages": passages(1),
            }
            for k in range(EVENTS)
        ],
        "figures": [
            {
                "key": f"f-{n}-{k}",
                "label": "Number",
                "says": "2",
                "found": "3",
                "sources": works,
                "passages": passages(1),
            }
            for k in range(FIGURES)
        ],
    }


def _dump(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    path.write_text(text, "utf-8")


def _copy(project: Path, root: Path) -> None:
    """What does not depend on the documents; of pages written by hand only the title, for their links lead to real ones."""
    for name in COPIED:
        shutil.copy(project / "source_texts" / name, root / "source_texts")
    settings = root / "source_texts/edition.yaml"  # prints have a benchmark of their own
    settings.write_text(re.sub(r"(?m)^pdf: .*$", "pdf: none", settings.read_text("utf-8")), "utf-8")
    shutil.copy(project / "mkdocs.yml", root)
    for name in ("overrides", "docs/assets", "docs/schemas"):
        if (project / name).exists():
            shutil.copytree(project / name, root / name)
    for path in (project / "docs").rglob("*.md"):
        text = path.read_text("utf-8")
        if "\ngenerated_from:" not in text[:400]:
            target = root / path.relative_to(project)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(f"# {path.stem}\n", "utf-8")
