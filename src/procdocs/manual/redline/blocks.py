"""Blocks of two versions as one: paired in order, their words compared, rows and items with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from procdocs.manual.model import Block, Bullets, Cell, Facts, Figure, Heading, Markdown, Paragraph, Picture, Row, Step, Table
from procdocs.manual.redline.figures import before_and_after, shown
from procdocs.manual.redline.pairing import likeness, paired
from procdocs.manual.redline.prose import parts, taken_apart
from procdocs.manual.redline.wording import compared, marked
from procdocs.manual.rich import Rich, plain

Way = Literal["ins", "del"]


def compared_blocks(old: Iterable[Block], new: Iterable[Block]) -> tuple[Block, ...]:
    """What stands in both, what went and what came, in the order of the new version."""
    out: list[Block] = []
    for one, other in paired(_expanded(old), _expanded(new), lambda block: (type(block).__name__, said(block)), _like):
        if one is not None and other is not None:
            out += [other] if said(one) == said(other) else _changed(one, other)
        elif one is not None:
            out += marked_block(one, "del")
        elif other is not None:
            out += marked_block(other, "ins")
    return tuple(out)


def said(block: Block) -> str:  # noqa: PLR0911 - one for each kind of block
    """All that a block says, for comparing."""
    match block:
        case Heading():
            return block.text
        case Paragraph():
            return plain(block.rich)
        case Markdown():
            return block.text
        case Bullets():
            return "\n".join(map(plain, block.items))
        case Table():
            return "\n".join((*(column.title for column in block.columns), *(_row(row, block) for row in block.rows)))
        case Facts():
            return "\n".join(f"{label} {plain(value)}" for label, value in block.pairs)
        case Figure():
            return shown(block)
        case Step():
            return "\n".join((plain(block.title), *(f"{label} {plain(value)}" for label, value in block.facts), *map(said, block.blocks)))
        case Picture():
            return f"{block.path} {block.caption}"


def marked_block(block: Block, way: Way) -> tuple[Block, ...]:
    """A whole block as come or gone. A picture that went is told by its caption."""
    match block:
        case Heading():
            return (Paragraph(marked((f"{block.number} {block.text}".strip(),), way), "lead"),)
        case Paragraph():
            return (block._replace(rich=marked(block.rich, way)),)
        case Markdown():
            return tuple(one for part in taken_apart(block) for one in marked_block(part, way))
        case Bullets():
            return (block._replace(items=tuple(marked(item, way) for item in block.items)),)
        case Table():
            return (block._replace(rows=tuple(_marked_row(row, way) for row in block.rows), anchor="" if way == "del" else block.anchor),)
        case Facts():
            return (block._replace(pairs=tuple((label, marked(value, way)) for label, value in block.pairs)),)
        case Step():
            facts = tuple((label, marked(value, way)) for label, value in block.facts)
            inner = tuple(one for part in block.blocks for one in marked_block(part, way))
            return (block._replace(title=marked(block.title, way), facts=facts, blocks=inner, anchor="" if way == "del" else block.anchor),)
        case Figure() | Picture():
            told = Paragraph(marked((block.caption,), way), "caption")
            return (told,) if way == "del" else (told, block)


def _expanded(blocks: Iterable[Block]) -> list[Block]:
    return [one for block in blocks for one in (parts(block) if isinstance(block, Markdown) else (block,))]


def _key(block: Block) -> object:
    """What a block is known by, whatever else it says; None for nothing."""
    match block:
        case Table():
            return block.anchor or tuple(column.title for column in block.columns)
        case Facts() | Step():
            return block.anchor or None
        case Figure():
            return block.id
    return None


def _like(old: Block, new: Block) -> float:
    if type(old) is not type(new):
        return 0.0
    key = _key(old)
    if key is not None and key == _key(new) and not isinstance(old, Step):
        return 1.0
    return likeness(said(old), said(new))


def _changed(old: Block, new: Block) -> tuple[Block, ...]:  # noqa: PLR0911 - one for each kind of block
    match old, new:
        case Paragraph(), Paragraph():
            return (new._replace(rich=compared(old.rich, new.rich)),)
        case Markdown(), Markdown():
            before, after = taken_apart(old), taken_apart(new)
            if len(before) == len(after) == 1 and type(before[0]) is type(after[0]):
                return _changed(before[0], after[0]) if said(before[0]) != said(after[0]) else (new,)
            return (*(one for part in before for one in marked_block(part, "del")), *(one for part in after for one in marked_block(part, "ins")))
        case Bullets(), Bullets():
            return (new._replace(items=tuple(_items(old.items, new.items))),)
        case Table(), Table():
            return (new._replace(rows=tuple(_rows(old, new))),)
        case Facts(), Facts():
            return (new._replace(pairs=_pairs(old.pairs, new.pairs)),)
        case Step(), Step():
            return (new._replace(title=compared(old.title, new.title), facts=_pairs(old.facts, new.facts), blocks=compared_blocks(old.blocks, new.blocks)),)
        case Figure(), Figure():
            return before_and_after(old, new)
    return (*marked_block(old, "del"), *marked_block(new, "ins"))


def _items(old: tuple[Rich, ...], new: tuple[Rich, ...]) -> Iterator[Rich]:
    for one, other in paired(old, new, plain, lambda one, other: likeness(plain(one), plain(other))):
        if one is not None and other is not None:
            yield compared(one, other)
        else:
            yield marked(one, "del") if one is not None else marked(other or (), "ins")


def _pairs(old: tuple[tuple[str, Rich], ...], new: tuple[tuple[str, Rich], ...]) -> tuple[tuple[str, Rich], ...]:
    was, now = dict(old), dict(new)
    kept = tuple((label, compared(was[label], value) if label in was else marked(value, "ins")) for label, value in new)
    return (*kept, *((label, marked(value, "del")) for label, value in old if label not in now))


def _rows(old: Table, new: Table) -> Iterator[Row]:
    """Rows paired by what they say; the number in front of a row says nothing."""
    for one, other in paired(old.rows, new.rows, lambda row: _row(row, new), lambda one, other: likeness(_row(one, old), _row(other, new))):
        if one is None and other is not None:
            yield _marked_row(other, "ins")
        elif one is not None and other is None:
            yield _marked_row(one, "del")
        elif one is not None and other is not None:
            yield other if _row(one, old) == _row(other, new) else other._replace(cells=tuple(_cells(one, other, new)))


def _cells(old: Row, new: Row, table: Table) -> Iterator[Cell]:
    for at, cell in enumerate(new.cells):
        before = old.cells[at].rich if at < len(old.cells) else ()
        yield cell if at == 0 and _is_numbered(table) else cell._replace(rich=compared(before, cell.rich))


def _row(row: Row, table: Table) -> str:
    return " | ".join(plain(cell.rich) for cell in row.cells[int(_is_numbered(table)) :])


def _is_numbered(table: Table) -> bool:
    """Whether its first column only counts the rows."""
    return len(table.columns) > 1 and bool(table.rows) and all(row.cells and plain(row.cells[0].rich).isdecimal() for row in table.rows)


def _marked_row(row: Row, way: Way) -> Row:
    return row._replace(cells=tuple(cell._replace(rich=marked(cell.rich, way)) for cell in row.cells), anchor="" if way == "del" else row.anchor)
