"""Tables as paper needs them: no column that is empty in every row, none in which every row says the same. Pure: table to table."""

from __future__ import annotations

from procdocs.manual.model import Block, Cell, Paragraph, Table
from procdocs.manual.rich import Inline, Rich, plain
from procdocs.manual.voice import Voice

#: Fewest rows of which it is worth saying once what all of them say.
SEVERAL = 3
#: Longest text that is said above a table, in characters.
SHORT = 60


def settled(voice: Voice, table: Table) -> tuple[Block, ...]:
    """The table without its idle columns; what every row says in one of them stands in a line above it.

    The first column, which names the row, and the marks of a matrix stay: there an empty column says something.
    """
    kept: list[int] = []
    said: list[Rich] = []
    for index, column in enumerate(table.columns):
        cells = [row.cells[index] if index < len(row.cells) else Cell(()) for row in table.rows]
        alike = len({(cell.rich, cell.look) for cell in cells}) == 1
        if index == 0 or column.look == "mark" or any(cell.look == "gap" for cell in cells):
            kept.append(index)
        elif not any(cell.rich or cell.look for cell in cells):
            continue
        elif alike and len(cells) >= SEVERAL and len(plain(cells[0].rich)) <= SHORT:
            said.append((column.title, voice.words("colon"), *(piece.replace("\n", " · ") if isinstance(piece, str) else piece for piece in cells[0].rich)))
        else:
            kept.append(index)
    if len(kept) == len(table.columns):
        return (table,)
    if said and kept == [0]:
        # One column is no table: who or what it names stands before what holds for all of them.
        named = voice.join(row.cells[0].rich for row in table.rows)
        return (Paragraph((*named, voice.words("colon"), *(piece for one in said for piece in one[2:]))),)
    narrowed = picked(table, kept)
    return (Paragraph(_listed(voice, said), "above"), narrowed) if said else (narrowed,)


def picked(table: Table, columns: list[int]) -> Table:
    """The table with some of its columns, by position."""
    rows = tuple(row._replace(cells=tuple(row.cells[index] for index in columns if index < len(row.cells))) for row in table.rows)
    return table._replace(columns=tuple(table.columns[index] for index in columns), rows=rows)


def _listed(voice: Voice, said: list[Rich]) -> Rich:
    out: list[Inline] = [voice.words("print.every_row")]
    for number, one in enumerate(said):
        out += [voice.words("item_separator"), *one] if number else one
    return tuple(out)
