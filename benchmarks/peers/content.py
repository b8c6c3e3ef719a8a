"""The blocks of a manual, reduced to what every program can say: headings, texts with links, lists, tables, drawings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from benchmarks.corpus import Expected
from benchmarks.vocabulary import is_han
from procdocs.diagrams.svg import svg
from procdocs.manual import Manual
from procdocs.manual.model import Block, Bullets, Entry, Facts, Figure, Heading, Markdown, Paragraph, Picture, Step, Table
from procdocs.manual.rich import Ref, Rich

_TEXT = re.compile(r"<text\b.*?</text>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_MARKDOWN = MarkdownIt("commonmark").enable("table")


class Span(NamedTuple):
    """Words, and the section they lead to, if any."""

    text: str
    target: str = ""


Words = tuple[Span, ...]


class Head(NamedTuple):
    """A heading within a section; the section's own has level 1."""

    level: int
    text: str


class Text(NamedTuple):
    """A paragraph."""

    words: Words


class Points(NamedTuple):
    """A list."""

    items: tuple[Words, ...]
    ordered: bool


class Grid(NamedTuple):
    """A table; the head may be missing. Shares are those of the width."""

    shares: tuple[float, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]


class Drawing(NamedTuple):
    """A sheet of a diagram, by the name of its file; sizes in mm."""

    file: str
    caption: str
    width: float
    height: float


Piece = Head | Text | Points | Grid | Drawing


@dataclass(frozen=True)
class Section:
    """An entry of the manual."""

    id: str
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Content:
    """A whole manual, and what every true rendering of it must hold."""

    title: str
    sections: tuple[Section, ...]
    links: int
    #: On paper, where the texts of diagrams are texts; and on pages that show diagrams as pictures.
    printed: Expected
    shown: Expected


def content(manual: Manual, folder: Path, wanted: Expected) -> Content:
    """The content of a manual; its diagrams are written as SVG into a folder. `wanted` is what the system must say."""
    drawn: dict[str, str] = {}
    sections = tuple(Section(entry.id, entry.title, tuple(_pieces(entry, manual, drawn))) for entry in manual.entries)
    for name, text in drawn.items():
        (folder / name).write_text(text, encoding="utf-8")
    drawings = [piece for section in sections for piece in section.pieces if isinstance(piece, Drawing)]
    said = [section.title for section in sections] + [text for section in sections for piece in section.pieces for text in _texts(piece)]
    within = [_TAG.sub("", text) for piece in drawings for text in _TEXT.findall(drawn[piece.file])]
    links = sum(bool(span.target) for section in sections for piece in section.pieces for span in _spans(piece))
    together = "".join(said)
    told = tuple(witness for witness in wanted.witnesses if witness in together)
    shown = wanted._replace(diagrams=len(drawings), han=_han(said), witnesses=told)
    return Content(manual.title, sections, links, wanted._replace(diagrams=0, han=shown.han + _han(within)), shown)


def _han(texts: Iterable[str]) -> Counter[str]:
    return Counter(character for text in texts for character in text if is_han(character))


def _pieces(entry: Entry, manual: Manual, drawn: dict[str, str]) -> Iterator[Piece]:
    for block in entry.blocks:
        yield from _piece(block, manual, drawn)


def _piece(block: Block, manual: Manual, drawn: dict[str, str]) -> Iterator[Piece]:
    """A block as pieces. Pictures are left out: a generated system has none."""
    match block:
        case Heading():
            yield Head(block.level, block.text)
        case Paragraph():
            yield Text(_words(block.rich, manual))
        case Markdown():
            yield from _markdown(block)
        case Bullets():
            yield Points(tuple(_words(item, manual) for item in block.items), block.ordered)
        case Table():
            rows = tuple(tuple(_words(cell.rich, manual) for cell in row.cells) for row in block.rows)
            if rows:
                yield Grid(tuple(column.share for column in block.columns), tuple(column.title for column in block.columns), rows)
        case Facts():
            yield from _facts(block.pairs, manual)
        case Figure():
            for name, graph in zip(block.names, block.graphs, strict=True):
                drawn.setdefault(f"{name}.svg", svg(graph))
                yield Drawing(f"{name}.svg", block.caption, *_millimetres(drawn[f"{name}.svg"]))
        case Step():
            yield from _step(block, manual, drawn)
        case Picture():
            return


def _step(block: Step, manual: Manual, drawn: dict[str, str]) -> Iterator[Piece]:
    yield Head(3, f"{block.number} {''.join(span.text for span in _words(block.title, manual))}")
    yield from _facts(block.facts, manual)
    for inner in block.blocks:
        yield from _piece(inner, manual, drawn)


def _facts(pairs: tuple[tuple[str, Rich], ...], manual: Manual) -> Iterator[Piece]:
    if pairs:
        yield Grid((1, 4), (), tuple(((Span(label),), _words(rich, manual)) for label, rich in pairs))


def _millimetres(text: str) -> tuple[float, float]:
    found = re.search(r'width="([\d.]+)mm" height="([\d.]+)mm"', text)
    assert found, text[:200]
    return float(found[1]), float(found[2])


def _words(rich: Rich, manual: Manual) -> Words:
    """Texts and links; one that does not lead into the manual is a text."""
    spans = []
    for piece in rich:
        if isinstance(piece, str):
            spans.append(Span(piece))
        else:
            target = piece.target.partition("#")[0] if isinstance(piece, Ref) else ""
            spans.append(Span(piece.text, target if target in manual.by_id and piece.text else ""))
    return tuple(spans)


def _markdown(block: Markdown) -> Iterator[Piece]:
    for node in SyntaxTreeNode(_MARKDOWN.parse(block.text)).children:
        if node.type == "heading":
            yield Head(block.level + int(node.tag[1]) - 1, _plain(node))
        elif node.type in ("bullet_list", "ordered_list"):
            yield Points(tuple((Span(_plain(item)),) for item in node.children), node.type == "ordered_list")
        elif node.type == "table":
            rows = [tuple(_plain(cell) for cell in row.children) for part in node.children for row in part.children]
            yield Grid((1,) * len(rows[0]), rows[0], tuple(tuple((Span(cell),) for cell in row) for row in rows[1:]))
        else:
            yield Text((Span(_plain(node)),))


def _plain(node: SyntaxTreeNode) -> str:
    return "".join(one.content if one.type in ("text", "code_inline") else " " if one.type == "softbreak" else "" for one in node.walk())


def _spans(piece: Piece) -> Iterator[Span]:
    match piece:
        case Text():
            yield from piece.words
        case Points():
            yield from (span for item in piece.items for span in item)
        case Grid():
            yield from (span for row in piece.rows for cell in row for span in cell)


def _texts(piece: Piece) -> Iterator[str]:
    match piece:
        case Head():
            yield piece.text
        case Drawing():
            yield piece.caption
        case Grid():
            yield from piece.head
    yield from (span.text for span in _spans(piece))
