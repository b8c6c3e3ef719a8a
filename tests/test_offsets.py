"""Every value of a file knows where it begins and ends in the text: what stands there reads as the same value again."""

from __future__ import annotations

from pathlib import Path

import pytest

from procdocs.diagnostics import Span
from procdocs.source.lines import lines_of
from procdocs.source.node import Node
from procdocs.source.reader import read

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = sorted(path for folder in ("processes", "registers") for path in (ROOT / folder).rglob("*.yaml"))
#: Texts in which lines, widths or ends are easily miscounted.
TEXTS = {
    "windows": "a: x\r\nlist:\r\n  - eins\r\n  - zwei # two\r\ntext: |\r\n  oben\r\n  unten\r\nlast: z\r\n",
    "old mac": "a: x\rlist:\r  - eins\r  - zwei\rlast: z\r",
    "mixed line ends": "a: x\r\nb: y\rc: z\nd: |\r\n  p\n  q\r\ne: w",
    "astral": "𠮷野家: 😀 食\nlist: [😀, {𠮷: 野}] # 😀\nlast: '😀'\n",
    "mark": "\ufeffid: C4\nlist:\n  - a\n",
    "two marks": "\ufeff\ufeffid: C4\nlist:\n  - a\n",
    "three marks": "\ufeff\ufeff\ufeffid: {a: [b]}\n  \nlist:\n  - a\n",
    "mark inside": "a: x\ufeffy\nb: '\ufeff'\nc: z\n",
    "quotes": "a: \"tab\\t line\\n 中\\u4e2d \\\" ''\"\nb: 'it''s'\nc: \"\"\nd: ''\n'e e': \"f: g\"\n",
    "quotes over lines": 'a: "eins\n  zwei\n\n  drei"\nb: \'x\n  y\'\nc: "fold\\\n  ed"\nd: z\n',
    "plain over lines": "a: eins\n  zwei\n\n  drei\nb: [p\n  q, r]\nc: z\n",
    "blocks": "a: |-\n  x\n   y\nb: >\n  x\n  y\n\n  z\n\nc: |+\n  x\n\n\nd: |2\n    deep\n  flat\ne: >- # why\n  p\n\n# after\nf: z\n",
    "blocks in lists": "l:\n  - |\n    a\n    b\n\n  - |+\n    c\n\n  - >-\n    d\n    e",
    "block at the end": "a: |\n  x\n  y",
    "empty block": "a: |\nb: >-\n\n\nc: |+\n\nd: z\n",
    "brackets over lines": "a: [\n  x,\n  y, # why\n  {p: q,\n   r: [s, {}]}\n]\nb: { k : v , l : w, }\nc: []\n",
    "nothing": "a:\nb:   # c\nc:\n  -\n  - ~\n  -   # c\n  - null\nd: {k: , l}\ne: [ ]\nf:\n",
    "pair in brackets": "a: [k: v , l, m: [n] ]\n",
    "lists in the key's column": "a:\n- x\n- - y\n  - z\n- k: v\n  w: [x]\nb:\n- z\n",
    "compact": "a:\n  -   - x\n      -   k: 1\n          l:  2\n  -\n    m: 3\n",
    "comments between": "a:\n  - x\n  # of the list\n\n# of the file\n\nb:\n  c: d # e\n  # of c\n\n\n# end\n",
    "asked for": "? a\n: - x\n  - y\n? b\n: c\nd: e\n",
    "blanks": "a :   x   \n\"b\" :  y\t\nc:\t'z'  \n",
    "marks of a document": "%YAML 1.1\n---\n# c\na: [b]\n...\n",
    "root in brackets": "\n\n  {a: b,\n c: [d]} # e\n",
    "root list": "- a\n- b: c\n- [d]\n",
    "root text": "# c\njust\n  text\n",
    "forbidden": 'a: x\x07y\nb: "\\u202e"\nc: z\n',
    "tabs": "a:\tx\nb: [y,\tz]\t# c\n",
}


def _column(text: str, offset: int) -> int:
    """Characters between the beginning of a line and an offset, whatever ends the line; a mark at the beginning of the text has no width."""
    return offset - max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) - 1 - (len(text) - len(text.lstrip("\ufeff")) if "\n" not in text[:offset] else 0)


def _again(text: str, node: Node, indent: int) -> object:
    """What stands at a node, read alone: below a key in the column of what holds it, or in its own column."""
    piece = text[node.start : node.end]
    alone = f"{' ' * _column(text, node.start)}{piece}" if node.is_collection and node.plain else f"{' ' * indent}k: {piece}"
    again, _ = read("again", alone.encode())
    assert again is not None, (piece, alone)
    return again.plain_value() if node.is_collection and node.plain else again.plain_value()["k"]


def _judge(data: bytes) -> int:
    root, _ = read("x.yaml", data)
    assert root is not None
    text = data.decode().removeprefix("\ufeff").replace("\x07", "\ufffd")
    seen = 0
    stack = [(root, 0)]
    while stack:
        node, indent = stack.pop()
        assert 0 <= node.start <= node.end <= len(text)
        assert _again(text, node, indent) == node.plain_value(), text[node.start : node.end]
        if node.is_collection:
            assert not text[node.start : node.end].endswith((" ", "\t")), "nothing behind the last value"
        for key, below in (node.pairs or {}).items():
            assert node.start <= below.key_start < below.key_end <= below.start <= below.end <= node.end
            word, _ = read("k", text[below.key_start : below.key_end].encode())
            assert word is not None and word.value == key
        for below in node.items or ():
            assert below.key_start == -1 and node.start <= below.start <= below.end <= node.end
        column = _column(text, node.start) if node.plain else indent
        stack.extend((below, column) for below in [*(node.items or ()), *(node.pairs or {}).values()])
        seen += 1
    return seen


@pytest.mark.parametrize("name", TEXTS)
def test_what_stands_at_a_value_reads_as_this_value(name: str) -> None:
    assert _judge(TEXTS[name].encode()) > 0


def test_the_same_in_every_file_of_the_sample() -> None:
    assert sum(_judge(path.read_bytes()) for path in SAMPLE) > 5000


def test_a_list_ends_where_its_last_value_ends() -> None:
    text = TEXTS["comments between"]
    root, _ = read("x.yaml", text.encode())
    assert text[root.child("a").start : root.child("a").end] == "- x"
    assert text[root.child("b").start : root.child("b").end] == "c: d"


def test_a_place_is_counted_from_the_offsets() -> None:
    root, _ = read("x.yaml", TEXTS["windows"].encode())
    assert root.child("list").child(1).span == Span("x.yaml", 4, 5, 9)
    assert root.child("text").span == Span("x.yaml", 5, 7, None)
    assert root.child("last").key_span == Span("x.yaml", 8, 1, 5)
    assert root.child("list").span == Span("x.yaml", 3, 3, 3)


def test_what_ends_with_its_line_has_no_end_on_it() -> None:
    lines = lines_of("x.yaml", "ab\ncd\n")
    assert [lines.span(0, 2), lines.span(0, 3), lines.span(3, 5)] == [Span("x.yaml", 1, 1, 3), Span("x.yaml", 1, 1, None), Span("x.yaml", 2, 1, 3)]
