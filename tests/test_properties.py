"""What must hold for any input: no crash, no lost word, no mark that was not meant.

The examples are the same in every run (derandomize), and bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from mkdocs.utils.yaml import yaml_load

from edition.editor.importing.markdown import marked
from edition.files.fields import Fields, Items
from edition.files.yaml_places import load_yaml
from edition.model.apparatus import Quote
from edition.model.dates import print_date
from edition.model.document import Number, Paragraph, Span
from edition.model.limits import DEEPEST_LIST, LARGEST_TEXT, LONGEST_LINE, MOST_LINES
from edition.model.names import Register
from edition.model.placed import Text
from edition.model.problem import Place, Problem
from edition.model.text import Block, SourceText, part
from edition.model.words import differences, shown_words, source_words
from edition.problems.excerpt import render
from edition.source.apparatus import load_apparatus
from edition.source.dates import check_date
from edition.source.registers import load_register
from edition.stages.anchors import Anchors
from edition.stages.annotate import number
from edition.stages.brackets import find_brackets
from edition.stages.marks import Range, events
from edition.stages.mentions import FormFinder, sentence_at
from edition.stages.parse import parse
from edition.stages.read import read, read_blocks
from edition.write.markdown.syntax import escape, prose, start

settings.register_profile(
    "edition",
    max_examples=100,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("edition")

ROOT = Path(__file__).parent.parent
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
PRINTED = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)  # what `read_text` lets through
MARKED = st.text(st.sampled_from(list("ab1 9\n\n\t\\`*_{}[]()<>#+-.!|&;:~=/^\"'é–")), max_size=200)
PLAIN = st.text(st.sampled_from(list("abcAB019 \n,;?!\"'()[]/%éжЯ中—")), max_size=300)
WORDS = st.lists(st.text(st.sampled_from("abcde"), min_size=1, max_size=5), min_size=1, max_size=12).map(" ".join)
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=8)


def paragraphs(texts: list[str]) -> list[Paragraph]:
    return [Paragraph(f"p{n}", Number(n, n), Block("paragraph", t, ((0, n, 1),))) for n, t in enumerate(texts, start=1)]


# Reading


@given(PLAIN)
def test_no_word_is_lost(text: str) -> None:
    """A text without Markdown's marks: every word, in order."""
    shown = [word for block in read_blocks(text) for word in shown_words(block.text)]
    assert shown == source_words(text)


@given(ANY | MARKED)
@example("1. 2. 3. *a\\*b* <https://port.example/%D0%9F>\n4.\n5. x\n# # y\n- - z")
@example("a\r5. b\r\n\tc\u2028d\x0be\ufefff\x00g")
def test_no_letter_is_lost(text: str) -> None:
    """Any text: every letter and digit stands once, in order, and its place leads to it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = [(c, block.place("", n)) for block in read_blocks(text) for n, c in enumerate(block.text) if c.isalnum()]
    assert [c for c, _ in found] == [c for c in text if c.isalnum()]
    for character, place in found:
        assert lines[place.line - 1][place.column - 1] == character


@given(MARKED, st.data())
def test_parts_of_a_block_make_the_whole(text: str, data: st.DataObject) -> None:
    for block in read_blocks(text):
        cut = data.draw(st.integers(0, len(block.text)))
        first, second = part(block, 0, cut), part(block, cut, len(block.text))
        assert first.text + second.text == block.text
        places = [first.place("", n) for n in range(cut)] + [second.place("", n) for n in range(len(second.text))]
        assert places == [block.place("", n) for n in range(len(block.text))]


@given(ANY | MARKED)
def test_parse_keeps_every_block(text: str) -> None:
    source = SourceText("x", "x.md", "", tuple(read_blocks(text)))
    shown = " ".join(p.text for p in number(parse(source, [])))
    assert shown.split() == " ".join(b.text for b in source.blocks).split()


def printed(blocks: Iterable[Block]) -> str:
    """Blocks as Markdown, in the form that an imported text is given."""
    lines = []
    for block in blocks:
        numbered = re.match(r"\d{1,9}[.)] ", block.text)
        mark = {"heading": "#" * block.level + " ", "item": "" if numbered else "- "}.get(block.kind, "")
        lines.append(mark + marked(block))
    return "\n\n".join(lines)


@given(MARKED | PLAIN | PRINTED)
@example("*a* **b** _c_\n- *d\\*\n\n3\\. e\n# *f* #\n\\# g\n\\- h\n+ + i\n***\n* * j")
def test_printed_and_read_again_a_text_is_the_same(text: str) -> None:
    """Read, printed, read: the same words in the same blocks; and from then on nothing changes at all."""
    first = [b for b in read_blocks(text) if b.text.strip()]
    second = list(read_blocks(printed(first)))
    assert [b.text.split() for b in second] == [b.text.split() for b in first]
    third = list(read_blocks(printed(second)))
    assert [(b.kind, b.level, b.text, b.emphasis) for b in third] == [
        (b.kind, b.level, b.text, b.emphasis) for b in second
    ]
    assert printed(third) == printed(second)


@given(PARAGRAPHS, WORDS)
def test_numbering_is_stable(texts: list[str], added: str) -> None:
    """Paragraphs have the numbers 1, 2, 3 …; what is added at the end changes none of them."""

    def numbered(texts: list[str]) -> dict[str, str]:
        source = SourceText("x", "x.md", "", tuple(read_blocks("\n\n".join(t.capitalize() + "." for t in texts))))
        found = list(number(parse(source, [])))
        ids = [p.id for p in found]
        assert len(set(ids)) == len(ids)
        assert [p.id for p in found if p.number] == [
            f"p{n}" for n in range(1, sum(p.number is not None for p in found) + 1)
        ]
        return {p.id: p.text for p in found}

    before = numbered(texts)
    assert before.items() <= numbered([*texts, added]).items()


OPENED = st.lists(
    st.sampled_from(["- ", "+ ", "* ", "1. ", "23) ", "> ", "[", "(", "*", "**", "_", "# ", "  ", "    "])
)


@settings(max_examples=60)
@given(st.lists(st.tuples(OPENED, st.integers(1, 3 * DEEPEST_LIST), WORDS), min_size=1, max_size=6))
@example([(["- "], 60, "a"), (["1. "], 60, "b"), (["- "], 1, "c")])
@example([([" ", "- "], 100, "a")])
def test_however_deep_no_letter_is_lost(lines: list[tuple[list[str], int, str]]) -> None:
    """Lists, quotations and brackets within each other, on one line and line under line."""
    text = "\n".join("".join(marks) * depth + words for marks, depth, words in lines)
    stairs = "\n".join(f"{'  ' * n}{''.join(marks)}{words}" for marks, depth, words in lines for n in range(depth))
    for each in (text, stairs, f"{stairs}\n\nthe end"):
        shown = [c for block in read_blocks(each) for c in block.text if c.isalnum()]
        assert shown == [c for c in each if c.isalnum()]


def test_marks_below_the_deepest_list_are_text() -> None:
    depth = DEEPEST_LIST + 2
    text = "".join(f"{'  ' * n}- w{n}\n" for n in range(depth)) + "- again\n\nafter\n"
    found = [(b.kind, b.text) for b in read_blocks(text)]
    assert found[:DEEPEST_LIST] == [("item", f"w{n}") for n in range(DEEPEST_LIST)]
    assert [text for _, text in found[DEEPEST_LIST:]] == [f"- w{depth - 2}", f"- w{depth - 1}", "again", "after"]
    words = [w for _, text in found for w in shown_words(text)]
    assert differences(source_words(text), words, ()) == []
    assert differences(source_words("a - b\n\n    - c"), ["a", "b", "c"], ()), "a dash within a line is a word"
    assert differences(source_words("- - a"), ["-", "a"], ()) == differences(source_words("- - a"), ["a"], ()) == []


# Anchors, mentions, brackets, marks


@given(PARAGRAPHS, st.data())
def test_words_cut_from_a_document_are_found_again(texts: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(texts) - 1))
    a = data.draw(st.integers(0, len(texts[index]) - 1))
    b = data.draw(st.integers(a + 1, len(texts[index])))
    before = texts[index][data.draw(st.integers(0, a)) : a]
    after = texts[index][b : data.draw(st.integers(b, len(texts[index])))]
    assume(texts[index][a:b].strip())
    problems: list[Problem] = []
    span = Anchors(paragraphs(texts)).find(Quote(Text(texts[index][a:b], Place("x")), before, after), problems)
    if span is None:
        assert [p.kind for p in problems] == ["anchor-not-unique"]
        assert sum(t.startswith(before + texts[index][a:b] + after, n) for t in texts for n in range(len(t))) > 1
    else:
        assert span == Span(index, a, b) and problems == []


@given(PARAGRAPHS, WORDS, st.data())
def test_an_anchor_is_found_again_after_an_edit_elsewhere(texts: list[str], added: str, data: st.DataObject) -> None:
    """Another paragraph is added, taken out or changed: the quotation leads to the same words, or is said to be unclear."""
    index = data.draw(st.integers(0, len(texts) - 1))
    a = data.draw(st.integers(0, len(texts[index]) - 1))
    b = data.draw(st.integers(a + 1, len(texts[index])))
    assume(texts[index][a:b].strip())
    quote = Quote(Text(texts[index][a:b], Place("x")), texts[index][:a], texts[index][b:])
    assume(Anchors(paragraphs(texts)).find(quote, []))
    other = data.draw(st.integers(0, len(texts)))
    edit = data.draw(st.sampled_from(["add", "take out", "change"]))
    edited, at = list(texts), index
    if edit == "add":
        edited.insert(other, added)
        at += other <= index
    elif other not in (index, len(texts)):
        edited[other : other + 1] = [added] if edit == "change" else []
        at -= edit == "take out" and other < index
    problems: list[Problem] = []
    span = Anchors(paragraphs(edited)).find(quote, problems)
    if sum(texts[index] in text for text in edited) == 1:
        assert span == Span(at, a, b) and problems == []
    else:
        assert span is None and [p.kind for p in problems] == ["anchor-not-unique"]


@given(PARAGRAPHS, PRINTED)
def test_words_that_are_not_there_are_a_problem(texts: list[str], words: str) -> None:
    assume(words.strip() and not any(words in text for text in texts))
    problems: list[Problem] = []
    assert Anchors(paragraphs(texts)).find(Quote(Text(words, Place("x"))), problems) is None
    assert [p.kind for p in problems] == ["anchor-not-found"] and problems[0].cure


@given(st.dictionaries(PRINTED, st.just(("a",)), max_size=8), PRINTED | PLAIN, st.data())
def test_mentions_are_printed_forms(forms: dict[str, tuple[str, ...]], text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=6))
    forms |= {text[min(a, b) : max(a, b)]: ("b",) for a, b in zip(cuts, cuts[1:], strict=False)}
    taken = [(min(cuts), min(cuts) + 3)] if cuts else []
    done = 0
    for a, b, ids in FormFinder(forms).find(text, taken):
        assert forms[text[a:b]] == ids and done <= a < b <= len(text)
        assert not any(a < y and x < b for x, y in taken)
        left, right = sentence_at(text, a, b)
        assert 0 <= left <= a < b <= right <= len(text)
        done = b


@given(MARKED)
def test_brackets_are_brackets(text: str) -> None:
    found = find_brackets(text, Register())
    assert all(text[a] == "[" and text[b - 1] == "]" and kind for a, b, kind in found)
    assert all(first[1] <= second[0] for first, second in zip(found, found[1:], strict=False))


@given(WORDS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8), st.lists(st.integers(0, 40)))
def test_marks_nest_and_cover_what_they_mark(text: str, pairs: list[tuple[int, int]], at: list[int]) -> None:
    size = len(text)
    ranges = [Range(min(a, b, size), min(max(a, b), size), n) for n, (a, b) in enumerate(pairs)]
    points = [(min(p, size), n) for n, p in enumerate(at)]
    opened: list[object] = []
    covered = {r.mark: "" for r in ranges}
    shown, stood = "", dict[object, int]()
    for event in events(text, ranges, points):
        if event.kind == "open":
            opened.append(event.mark)
        elif event.kind == "close":
            assert opened.pop() == event.mark
        elif event.kind == "point":
            stood[event.mark] = len(shown)
        else:
            shown += event.text
            for mark in opened:
                covered[mark] += event.text
    assert shown == text and opened == []
    assert covered == {r.mark: text[r.start : r.end] for r in ranges}
    assert stood == {mark: p for p, mark in points}


# Files of the apparatus


YAML = st.text(st.sampled_from(list("ab:- \n\n  #[]{},\"'|>&*!%@?0\té\\u")), max_size=120)
TREE: st.SearchStrategy[Any] = st.recursive(
    st.text(max_size=8) | st.none() | st.integers() | st.booleans() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = (
    "document short_title date place participants narrator received status emendations brackets mentions notes speakers "
    "index textual name forms chinese variants identifiers location born sources at before after from to key kind text who "
    "with how certainty headings note work sha256 printed_address lat"
)
FIELDS = NAMES.split()


@given(st.binary(max_size=80) | (ANY | YAML).map(str.encode))
def test_any_file_is_a_value_or_a_problem(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "any.yaml").write_bytes(data)
    problems: list[Problem] = []
    value = load_yaml(tmp_path, "any.yaml", problems)
    assert isinstance(value, Fields | Items) or problems
    render(problems, tmp_path)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(FIELDS), TREE, max_size=12), st.data())
def test_any_apparatus_and_register_is_a_value_or_a_problem(
    tmp_path: Path, tree: dict[str, Any], data: st.DataObject
) -> None:
    """Known fields with unexpected contents, one level down too."""
    entry = data.draw(st.dictionaries(st.sampled_from(FIELDS), TREE, max_size=12))
    tree |= {key: [entry] for key in data.draw(st.sets(st.sampled_from(FIELDS[8:15])))}
    problems: list[Problem] = []
    for path, content in (("apparatus/x.yaml", tree), ("register/people.yaml", {"x": entry, "y": tree})):
        (tmp_path / "source_texts" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source_texts" / path).write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    load_apparatus(tmp_path, "x", problems)
    load_register(tmp_path, problems)
    assert problems  # a name is missing, at least
    render(problems, tmp_path)


@given(
    st.text(st.sampled_from("0123456789-/~?%.XT+ "), max_size=24)
    | st.from_regex(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?[?~%]?")
)
def test_a_date_that_is_accepted_can_be_printed(date: str) -> None:
    problems: list[Problem] = []
    check_date(Text(date, Place("x")), problems)
    if date and not problems:
        assert print_date(date)


# Markdown


@pytest.fixture(scope="module")
def python_markdown() -> markdown.Markdown:
    """The Markdown of the site, with MkDocs's own extensions."""
    with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        wanted = yaml_load(file)["markdown_extensions"]
    configs = {name: config for e in wanted if isinstance(e, dict) for name, config in e.items()}
    names = [next(iter(e)) if isinstance(e, dict) else e for e in wanted]
    return markdown.Markdown(extensions=[*{"toc", "tables", "fenced_code", *names}], extension_configs=configs)


@given(PRINTED | MARKED)
@example("    indented")
@example("[^key]: text {: #id } [TOC] *[abbr]: <b>x</b> &amp; | a | b |")
@example("1. list")
@example("a\n\n# heading\n\n- item\n\n    code\n\n|a|b|\n|-|-|\n|c|d|")
@example("term\n: definition\n===\n~~~\ncode\n~~~")
def test_escaped_text_is_text(python_markdown: markdown.Markdown, text: str) -> None:
    """Escaped, rendered as the site renders it, and read back, any text is the same, and nothing but a paragraph."""
    python_markdown.reset()
    soup = BeautifulSoup(python_markdown.convert(start(escape(text))), "html.parser")
    assert soup.get_text().split() == text.split()
    assert {tag.name for tag in soup.find_all()} <= {"p"}


@given(PRINTED | MARKED | st.just("a *b* 中文 по-русски c"))
def test_prose_has_no_mark_but_italics_and_languages(python_markdown: markdown.Markdown, text: str) -> None:
    python_markdown.reset()
    soup = BeautifulSoup(python_markdown.convert(start(prose(text))), "html.parser")
    assert {tag.name for tag in soup.find_all()} <= {"p", "em", "span"}
    assert "".join(soup.get_text().split()).replace("*", "") == "".join(text.split()).replace("*", "")


# Hostile inputs: an answer, and soon


@pytest.mark.parametrize(
    "text",
    [
        "word " * (LONGEST_LINE // 5),
        "word\n\n" * MOST_LINES,
        "x" * LONGEST_LINE,
        "[" * 10_000 + "a" + "]" * 10_000,
        "[a] " * 10_000,
        "<" * 10_000 + "a" + ">" * 10_000,
        "*a **b " * 10_000,
        "Ab Cd: ef\n" * 5_000,
        "&#" * 50_000,
        "<a" * 50_000,
        *(
            mark * (LONGEST_LINE // len(mark) - 1) + "a"
            for mark in ("*", "_", "`", "> ", "- ", "*a", "_a", "<!-", "\\")
        ),
        ("*a_b" * 5_000 + "\n") * 4,
        "".join(f"{'  ' * n}- word\n" for n in range(300)),
    ],
    ids=lambda text: text[:8],
)
def test_large_and_nested_source_texts(text: str, tmp_path: Path) -> None:
    (tmp_path / "source_texts/documents").mkdir(parents=True)
    (tmp_path / "source_texts/documents/x.md").write_text(text, "utf-8")
    problems: list[Problem] = []
    source = read(tmp_path, "x", problems)
    assert source is not None
    found = list(number(parse(source, problems)))
    assert sum(c.isalnum() for p in found for c in p.text) == sum(c.isalnum() for c in text)
    assert all(find_brackets(p.text, Register()) or "[" not in text for p in found)
    assert Anchors(found).find(Quote(Text("words that are not there", Place("x"))), problems) is None


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000 + "]" * 10_000,
        "{a: " * 10_000 + "}" * 10_000,
        "- " * 10_000 + "a",
        "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "a: &a [*a]",
        "? " * 10_000,
        "!!python/object/apply:os.system [ls]",
        "a: |\n" + "  x\n" * 100_000 + " !",
    ],
    ids=["lists", "mappings", "hyphens", "aliases", "itself", "keys", "tag", "long"],
)
def test_nested_and_growing_yaml(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    problems: list[Problem] = []
    assert load_yaml(tmp_path, "x.yaml", problems) is None
    assert [p.kind for p in problems] == ["yaml-syntax"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\n" + "x" * (LONGEST_LINE + 1), 3),
        ("a\n" * (MOST_LINES + 1), 1),
        ("\n" * (LARGEST_TEXT + 1), 1),
    ],
    ids=["line", "lines", "bytes"],
)
def test_a_text_that_no_document_can_have(text: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "source_texts/documents").mkdir(parents=True)
    (tmp_path / "source_texts/documents/x.md").write_text(text, "utf-8")
    problems: list[Problem] = []
    assert read(tmp_path, "x", problems) is None
    assert [(p.kind, p.place.line) for p in problems] == [("file-too-large", line)] and problems[0].cure


def test_large_yaml(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("a: " + "x" * 5_000_000, "utf-8")
    problems: list[Problem] = []
    value = load_yaml(tmp_path, "x.yaml", problems)
    assert isinstance(value, Fields) and len(value.text("a")) == 5_000_000 and problems == []


@pytest.mark.parametrize("data", [b"\x00" * 1_000_000, b"a\x00" * 500_000, b"\xff\xfea\x00", b"\x80" * 1_000_000])
def test_bytes_that_are_no_text(data: bytes, tmp_path: Path) -> None:
    """One problem for a file, however many bytes are wrong."""
    (tmp_path / "x.yaml").write_bytes(data)
    problems: list[Problem] = []
    assert load_yaml(tmp_path, "x.yaml", problems) is None
    assert len(problems) == 1 and render(problems, tmp_path)
