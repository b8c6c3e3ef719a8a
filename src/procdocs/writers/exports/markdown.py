"""An entry of the manual as Markdown for wikis: headings, lists, tables, and a picture where a text can say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import assert_never

from procdocs.manual.model import Block, Bullets, Entry, Facts, Figure, Heading, Markdown, Paragraph, Picture, Step, Table
from procdocs.manual.rich import Ref, Rich

_SIGNS = re.compile(r"([\\`*_\[\]<>|#])")
_HEADING = re.compile(r"^(#{1,6})(?=\s)", re.MULTILINE)


def markdown_of(entry: Entry, pictures: Mapping[str, str]) -> str:
    """The page of an entry; `pictures` are Mermaid texts by the id of what they show."""
    blocks = [f"# {_escaped(entry.title)}", *(text for block in entry.blocks for text in _block(block, pictures))]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)


def _rich(rich: Rich) -> str:
    return "".join(_piece(piece) for piece in rich)


def _piece(piece: object) -> str:
    if isinstance(piece, str):
        return _escaped(piece)
    text = _escaped(getattr(piece, "text", ""))
    return f"[{text}](<{piece.target}>)" if isinstance(piece, Ref) and piece.target.startswith(("http://", "https://")) else text


def _cell(rich: Rich) -> str:
    return _rich(rich).replace("\n", "<br>")


def _block(block: Block, pictures: Mapping[str, str]) -> Iterator[str]:
    match block:
        case Heading(level, text, _, number):
            yield f"{'#' * level} {number} {_escaped(text)}".replace("  ", " ")
        case Paragraph(rich):
            yield _rich(rich)
        case Markdown(text, level):
            yield _HEADING.sub(lambda hit: "#" * min(6, len(hit[1]) + level - 1), text.strip())
        case Bullets(items, ordered):
            yield "\n".join(f"{f'{number}.' if ordered else '-'} {_rich(item)}" for number, item in enumerate(items, 1))
        case Table(columns, rows, caption):
            heads = [_escaped(column.title).replace("\n", " ") for column in columns]
            lines = [heads, ["---"] * len(columns), *([_cell(cell.rich) for cell in row.cells] for row in rows)]
            yield f"**{_escaped(caption)}**" if caption else ""
            yield "\n".join(f"| {' | '.join(line)} |" for line in lines)
        case Facts(pairs):
            yield "\n".join(f"- **{_escaped(label)}**: {_cell(rich)}" for label, rich in pairs)
        case Figure(names, _, caption):
            yield f"```mermaid\n{pictures[names[0]].rstrip()}\n```" if names[0] in pictures else f"![{_escaped(caption)}](<diagrams/{names[0]}.svg>)"
        case Picture(path, caption):
            yield f"![{_escaped(caption)}](<{path}>)"
        case Step(number, title, facts, blocks):
            yield f"**{number} {_rich(title)}**"
            yield from _block(Facts(facts), pictures) if facts else ()
            for inner in blocks:
                yield from _block(inner, pictures)
        case _:
            assert_never(block)
