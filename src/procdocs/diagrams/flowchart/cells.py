"""Texts beside the steps of a flowchart: papers, who does it, how long it may take. Broken into lines, and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from procdocs.diagrams.flowchart.steps import Said
from procdocs.diagrams.graph import Canvas
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.text import LEADING, Line, longest_word, width, wrap

SIZE, CODE_SIZE = 8.0, 7.0
STEP = SIZE * LEADING
PADDING = 6.0
#: Room for a sign before a text, and between two texts on one line.
SIGN, BETWEEN = 9.5, 7.0


class Piece(NamedTuple):
    """A paragraph at its place in the cell: x, number of its first line, its sign and its lines."""

    x: float
    line: int
    said: Said
    lines: tuple[Line, ...]


class Cell(NamedTuple):
    """The paragraphs of one cell and how many lines they take."""

    pieces: tuple[Piece, ...]
    lines: int
    #: Code of the step, where several steps stand in the row.
    code: str = ""

    @property
    def height(self) -> float:
        """Height in pt; nothing for an empty cell."""
        return self.lines * STEP


def cell_of(paragraphs: Sequence[Said], room: float, code: str = "") -> Cell:
    """The paragraphs broken to a width in pt, behind the code if there is one; two short ones with signs share a line."""
    pieces: list[Piece] = []
    limit = room - _code_room(code)
    count, end = 0, 0.0
    for said in paragraphs:
        lead = SIGN if said.sign else 0.0
        lines = wrap(said.text, limit - lead, SIZE)
        if not lines:
            continue
        last = pieces[-1] if pieces else None
        if said.sign and last is not None and last.said.sign and len(last.lines) == len(lines) == 1 and last.x == 0 and end + BETWEEN + lead + lines[0].width <= limit:
            pieces.append(Piece(end + BETWEEN, last.line, said, lines))
            continue
        pieces.append(Piece(0.0, count, said, lines))
        count += len(lines)
        end = lead + lines[-1].width
    return Cell(tuple(pieces), count, code)


def cell_word(text: str) -> float:
    """Width of a column of cells in which the longest word of the text stays whole."""
    return longest_word(text) * SIZE + 2 * PADDING + 1


def cell_line(text: str) -> float:
    """Width of a column of cells in which the text stands on one line behind a sign and a code."""
    return width(text, SIZE) + SIGN + 26 + 2 * PADDING


def _code_room(code: str) -> float:
    return min(40.0, width(code, CODE_SIZE, bold=True) + 5) if code else 0.0


def draw_cell(canvas: Canvas, x: float, y: float, cell: Cell) -> None:
    """Draw a cell with its upper left corner at x, y."""
    if cell.code:
        canvas.middle(x, y + STEP / 2, cell.code, CODE_SIZE, "soft", bold=True, anchor="start")
        x += _code_room(cell.code)
    for piece in cell.pieces:
        top = y + piece.line * STEP
        left = x + piece.x
        if piece.said.sign:
            _draw_sign(canvas, piece.said.sign, left + 3.5, top + STEP / 2, piece.said.color)
            left += SIGN
        canvas.lines(left, top, piece.lines, SIZE, piece.said.color)


def _draw_sign(canvas: Canvas, sign: str, x: float, y: float, color: str) -> None:
    if sign == "clock":
        canvas.circle(x, y, 3.2, fill="paper", stroke=color, weight=0.8)
        canvas.path(Pen(x, y - 1.9).down(y).across(x + 1.5), stroke=color, weight=0.7)
    else:
        canvas.circle(x, y - 1.7, 1.6, fill=color)
        canvas.path(Pen(x - 2.9, y + 3.3).arc_by(2.9, 3, 5.8, 0).shut(), fill=color)
