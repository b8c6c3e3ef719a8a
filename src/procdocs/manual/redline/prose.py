"""An author's Markdown taken apart, so that what changed in it can be shown: whole parts where nothing did, paragraphs, lists and tables where something did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from procdocs.manual.model import Block, Bullets, Cell, Column, Heading, Markdown, Paragraph, Row, Table
from procdocs.manual.rich import Rich, plain


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("js-default")


def parts(block: Markdown) -> tuple[Markdown, ...]:
    """The paragraphs, lists, tables and headings of a text, each a text of its own."""
    lines = block.text.splitlines()
    begins = sorted({token.map[0] for token in _reader().parse(block.text) if token.level == 0 and token.map})
    spans = zip(begins, [*begins[1:], len(lines)], strict=True)
    return tuple(block._replace(text="\n".join(lines[begin:end]).strip("\n")) for begin, end in spans)


def taken_apart(block: Markdown) -> tuple[Block, ...]:
    """The words of such a part as a block that is not Markdown."""
    tokens = _reader().parse(block.text)
    first = tokens[0].type if tokens else ""
    if first == "table_open":
        return (_table(tokens),)
    if first in ("bullet_list_open", "ordered_list_open"):
        return (Bullets(tuple(_texts(tokens)), first == "ordered_list_open"),)
    if first == "heading_open":
        return tuple(Heading(block.level + int(tokens[0].tag[1]) - 1, plain(text), language=block.language) for text in _texts(tokens))
    return tuple(Paragraph(text) for text in _texts(tokens))


def _texts(tokens: Sequence[Token]) -> Iterator[Rich]:
    for token in tokens:
        if token.type == "inline":
            yield _words(token)
        elif token.type in ("fence", "code_block"):
            yield (token.content.rstrip("\n"),)


def _words(token: Token) -> Rich:
    text = "".join("\n" if "break" in one.type else one.content for one in token.children or ())
    return (text,) if text else ()


def _table(tokens: Sequence[Token]) -> Table:
    rows: list[list[Cell]] = []
    for before, token in pairwise(tokens):
        if before.type == "tr_open":
            rows.append([])
        if before.type in ("th_open", "td_open"):
            rows[-1].append(Cell(_words(token)))
    head, *body = rows
    shares = [max(4.0, *(float(min(40, len(plain(row[at].rich)))) for row in rows if at < len(row))) for at in range(len(head))]
    return Table(tuple(Column(plain(cell.rich), share) for cell, share in zip(head, shares, strict=True)), tuple(Row(tuple(row)) for row in body))
