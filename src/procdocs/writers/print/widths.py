"""How wide the columns of a printed table are: as their words need it, so that the table is low and no word is broken beside empty space."""

from __future__ import annotations

from procdocs.diagrams.graph import MM
from procdocs.diagrams.text import em_width, longest_word
from procdocs.manual.model import Cell, Row, Table
from procdocs.manual.rich import Inline, Ref

#: Margin of a cell left and right, in mm; a step of widening, and the widest that one word makes a column, in parts of the table.
PAD, STEP, WORD = 1.4, 0.01, 0.3
#: What is left and right of a sign in a matrix, in mm.
SIGN_PAD = 0.5
#: Type of the head over signs, over that of a row.
SIGN_HEAD = 7.0 / 7.5
#: So many rows are looked at, spread over the table.
LOOKED_AT = 120
#: Type of the head over that of a row.
BOLD = 1.03
#: A title that is shorter, in em, stays in one line.
SHORT_TITLE = 5.0
#: Where a title over signs is longer, in em, all of them stand on end; how wide they are then, how long at most, and their type in pt.
LONGEST_FLAT, STEEP, TALLEST, HEAD_TYPE = 3.4, 1.5, 14.0, 7.0
#: A number, date or code that is shorter, in em, stays in one line.
SHORT_VALUE = 8.0
#: What takes as much room as the frame of a chip.
CHIP = "00"


def fitted(table: Table, width: float, size: float) -> Table:
    """The table with shares of its width as its words need them: `width` in mm, `size` of its type in pt. Columns of marks keep theirs."""
    count = len(table.columns)
    if not 1 < count <= 60 or not table.rows:
        return table
    rows = table.rows[:: max(1, len(table.rows) // LOOKED_AT)]
    em = size / MM / width
    margin = 2 * PAD / width
    texts = [[_texts(row, index) for index in range(count)] for row in rows]
    least = [_least(table, texts, index, em, SIGN_PAD / width if table.columns[index].look == "mark" and table.header_column else margin) for index in range(count)]
    least = _alike(table, least)
    whole = sum(least)
    if whole >= 1.0:
        return _shared(table, least)
    wide = _widened(least, [[[em_width(text) * em for text in cell] for cell in row] for row in texts], margin)
    return _shared(table, wide)


def _alike(table: Table, least: list[float]) -> list[float]:
    """Columns of signs are equally wide."""
    signs = max((wide for column, wide in zip(table.columns, least, strict=True) if column.look == "mark"), default=0.0)
    return [signs if column.look == "mark" and table.header_column else wide for column, wide in zip(table.columns, least, strict=True)]


def steep_height(table: Table) -> float:
    """Height in mm of the titles over the signs of a matrix, which are written upwards where one of them is longer than a column is wide; else 0."""
    titles = [em_width(column.title, bold=True) for column in table.columns if column.look == "mark"]
    longest = max(titles, default=0.0)
    if not table.header_column or longest <= LONGEST_FLAT:
        return 0.0
    return round(min(longest, TALLEST) * HEAD_TYPE / MM + 2.0, 1)


def _least(table: Table, texts: list[list[list[str]]], index: int, em: float, margin: float) -> float:
    """What the longest word of a column asks for; short values that say one thing are words as a whole."""
    column = table.columns[index]
    words = max((longest_word(text) for row in texts for text in row[index]), default=0.0)
    if column.look != "text":
        words = max(words, *(wide for row in texts for text in row[index] if (wide := em_width(text)) <= SHORT_VALUE), 0.0)
    title = STEEP if column.look == "mark" and steep_height(table) else em_width(column.title, bold=True)
    head = title if title <= SHORT_TITLE or column.look == "mark" else longest_word(column.title, bold=True)
    if column.look == "mark" and table.header_column:
        return max(head * SIGN_HEAD, words) * em + margin
    return min(WORD, max(head * BOLD, words) * em) + margin + 0.004


def _widened(least: list[float], natural: list[list[list[float]]], margin: float) -> list[float]:
    """What is left over goes, step by step, to the column that makes most rows high, as long as more width makes one lower."""
    wide = list(least)
    free = 1.0 - sum(wide)
    lines = [[_lines(cell, wide[index] - margin) for index, cell in enumerate(row)] for row in natural]
    while free > STEP:
        need = [0.0] * len(wide)
        for row, heights in zip(natural, lines, strict=True):
            top = max(heights)
            if top < 2:
                continue
            for index, high in enumerate(heights):
                if high == top > len(row[index]):
                    need[index] += top - max((other for at, other in enumerate(heights) if at != index), default=1) + 0.2
        best = max(range(len(wide)), key=lambda index: (need[index], -index))
        if not need[best]:
            break
        wide[best] += STEP
        free -= STEP
        for row, heights in zip(natural, lines, strict=True):
            heights[best] = _lines(row[best], wide[best] - margin)
    spread = sum(wide)
    return [one + free * one / spread for one in wide] if free > 0 else wide


def _lines(widths: list[float], room: float) -> int:
    """Lines a cell has, a little more than its words alone would need."""
    return sum(1 if wide <= room else int(wide * 1.05 / max(room, 0.01)) + 1 for wide in widths)


def _texts(row: Row, index: int) -> list[str]:
    cell = row.cells[index] if index < len(row.cells) else Cell(())
    return "".join(_said(piece) for piece in cell.rich).split("\n") if cell.rich else []


def _said(piece: Inline) -> str:
    """Words of a cell; those in a chip stand in for its frame too."""
    if isinstance(piece, str):
        return piece
    return f"{piece.text}{CHIP}" if isinstance(piece, Ref) and piece.look else piece.text


def _shared(table: Table, wide: list[float]) -> Table:
    columns = tuple(column._replace(share=share * 100) for column, share in zip(table.columns, wide, strict=True))
    return table._replace(columns=columns)
