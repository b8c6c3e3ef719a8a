"""The title strip at the head of a document, as on an engineering drawing: which cells it has, how wide they are, and how high it gets.

Reckons with the widths of the texts, because what stands below must know what room is left. Sizes of type in pt, all else in mm.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from procdocs.diagrams.graph import MM
from procdocs.diagrams.text import count_lines, em_width, fit
from procdocs.manual.rich import Ref, Rich, plain

#: Type of the title at most, below which it takes a second line, and at least; of a value, of a label.
TITLE, SMALL_TITLE, LEAST_TITLE, VALUE, LABEL = 15.0, 11.0, 9.0, 7.5, 7.0
#: Margin of a cell on either side, above and below; line height over type.
PAD, ABOVE, LEADING = 1.4, 0.6, 1.3
#: A cell beside the title is never wider, the title never narrower; the part of the width that it may ask for.
WIDEST, NARROWEST_TITLE, WIDEST_TITLE = 46.0, 44.0, 0.5
#: Room between label and value where they stand in one line, and what a chip beside the title takes beyond its letters.
BETWEEN, BADGE = 1.5, 6.0
#: What the frame of a stamp takes.
FRAME = 4.0


class Field(NamedTuple):
    """A label and what it says: lines of words."""

    label: str
    value: tuple[Rich, ...]
    #: Class of its cell in the style sheet.
    look: str = ""


class Cell(NamedTuple):
    """A field with the width it gets."""

    field: Field
    width: float


class Strip(NamedTuple):
    """A title strip as it is set: the title's width and type, the cells beside it, the rows below it; its height."""

    title_width: float
    title_size: float
    beside: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    height: float


def strip_of(title: str, badge: str, house: str, stacked: Sequence[Field], inline: Iterable[Field], width: float) -> Strip:
    """The strip over `width`: title with house and `badge`, beside it the `stacked` fields as far as they fit, the others and the `inline` ones in rows below."""
    beside = [Cell(field, _stacked_width(field)) for field in stacked]
    below: list[Field] = []
    wanted = min(max(NARROWEST_TITLE, _wide(title, SMALL_TITLE) + _badge(badge) + 2 * PAD), width * WIDEST_TITLE)
    while beside and wanted + sum(cell.width for cell in beside) > width:
        below.insert(0, beside.pop().field)
    free = width - sum(cell.width for cell in beside)
    room = free - 2 * PAD - _badge(badge)
    size, lines = fit(title, room * MM, TITLE, 1, SMALL_TITLE, bold=True)
    if len(lines) > 1:
        size, lines = fit(title, room * MM, SMALL_TITLE, 2, LEAST_TITLE, bold=True)
    high = _line(LABEL) * (_lines(house, free - 2 * PAD, LABEL) if house else 0) + max(1, len(lines)) * _line(size)
    high = max([high, *(_stacked_height(cell) for cell in beside)]) + 2 * ABOVE
    rows = tuple(_rows([*below, *inline], width))
    return Strip(free, size, tuple(beside), rows, high + sum(_row_height(row) for row in rows) + 0.6)


def _rows(fields: Sequence[Field], width: float) -> Iterable[tuple[Cell, ...]]:
    """Fields in rows as full as they go, stretched to the whole width."""
    row: list[Cell] = []
    for field in fields:
        natural = min(_inline_width(field), width)
        if row and sum(cell.width for cell in row) + natural > width:
            yield _stretched(row, width)
            row = []
        row.append(Cell(field, natural))
    if row:
        yield _stretched(row, width)


def _stretched(row: Sequence[Cell], width: float) -> tuple[Cell, ...]:
    """What is left over goes to the longest cell, which is the one with a list in it."""
    longest = max(row, key=lambda cell: cell.width)
    free = width - sum(cell.width for cell in row)
    return tuple(cell._replace(width=cell.width + free) if cell is longest else cell for cell in row)


def _stacked_width(field: Field) -> float:
    return min(WIDEST, max(_wide(field.label, LABEL), *(_wide(plain(line), VALUE) for line in field.value), 8.0) + _frames(field) + 2 * PAD + 0.5)


def _inline_width(field: Field) -> float:
    return _wide(field.label, LABEL) + BETWEEN + _wide(_one(field), VALUE) + _frames(field) + 2 * PAD + 1.0


def _stacked_height(cell: Cell) -> float:
    room = cell.width - 2 * PAD
    return _lines(cell.field.label, room, LABEL) * _line(LABEL) + sum(_lines(plain(line), room, VALUE) for line in cell.field.value) * _line(VALUE)


def _row_height(row: Sequence[Cell]) -> float:
    rooms = ((cell, cell.width - 2 * PAD) for cell in row)
    return max(_lines(f"{cell.field.label} {_one(cell.field)}", room, VALUE) for cell, room in rooms) * _line(VALUE) + 2 * ABOVE


def _one(field: Field) -> str:
    return " ".join(plain(line) for line in field.value)


def _frames(field: Field) -> float:
    """What chips and stamps take beyond their letters."""
    chips = sum(isinstance(piece, Ref) and bool(piece.look) for line in field.value for piece in line)
    return FRAME * (chips + (field.look == "stamped"))


def _badge(badge: str) -> float:
    return em_width(badge, bold=True) * TITLE * 0.8 / MM + BADGE if badge else 0.0


def _wide(text: str, size: float) -> float:
    return em_width(text, bold=size == TITLE) * size / MM


def _lines(text: str, room: float, size: float) -> int:
    return max(1, count_lines(text, max(room, 4.0) * MM, size))


def _line(size: float) -> float:
    return size * LEADING / MM
