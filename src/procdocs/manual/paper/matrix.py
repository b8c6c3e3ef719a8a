"""Wide tables as paper takes them: in tables of as many columns as fit, the first column in each. Pure: table to tables.

Widths are reckoned in signs: what a column takes that holds one sign in each row.
"""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.manual.model import Cell, Row, Table
from procdocs.manual.paper.tables import picked
from procdocs.manual.rich import Inline
from procdocs.manual.voice import Voice

#: Signs beside each other on an upright page, on a lying one, on the largest that there is.
UPRIGHT, LYING, BROAD = 35, 52, 80
#: Signs that the column takes which names the rows, and any other column of words.
HEAD, WORDS = 8, 3


def breadth(table: Table) -> int:
    """How many signs wide a table is."""
    return sum(_signs(table, index) for index in range(len(table.columns)))


def fitting(table: Table, room: int) -> Iterator[Table]:
    """The table, or tables that have its first column and some of the others each, none wider than `room` signs where that can be."""
    if breadth(table) <= room:
        yield table
        return
    groups: list[list[int]] = [[]]
    own = _signs(table, 0)
    parts = -(-(breadth(table) - own) // (room - own))
    even = (breadth(table) - own) / parts
    used = 0.0
    for index in range(1, len(table.columns)):
        signs = _signs(table, index)
        if groups[-1] and used + signs > min(room - own, even + WORDS / 2):
            groups.append([])
            used = 0.0
        groups[-1].append(index)
        used += signs
    for number, group in enumerate(groups):
        part = picked(table, [0, *group])
        yield part if number == 0 else part._replace(anchor="", rows=tuple(row._replace(anchor="") for row in part.rows), legend=())


def listed(voice: Voice, table: Table) -> Table:
    """A matrix of words as a list: of each row, in one cell, what it has, with the titles of the columns."""
    heads = table.columns
    rows = []
    for row in table.rows:
        said: list[Inline] = []
        for column, cell in zip(heads[1:], row.cells[1:], strict=False):
            if cell.rich and cell.rich != ("—",):
                said += [*([voice.words("item_separator")] if said else []), column.title, voice.words("colon"), *cell.rich]
        if said:
            rows.append(Row((row.cells[0], Cell(tuple(said))), row.anchor, row.group))
    return table._replace(columns=(heads[0]._replace(share=20), heads[1]._replace(title=voice.words("column.receiver_items"), share=80, look="text")), rows=tuple(rows))


def told_in_the_head(table: Table, column: int) -> Table:
    """The table without the column that says why a row has no mark: what it says of such a row stands behind the row's name."""
    rows = []
    for row in table.rows:
        head, told = row.cells[0], row.cells[column]
        if told.look != "covered" and told.rich:
            head = head._replace(rich=(*head.rich, " · ", *told.rich), look=told.look or head.look)
        rows.append(row._replace(cells=(head, *row.cells[1:])))
    return picked(table._replace(rows=tuple(rows)), [index for index in range(len(table.columns)) if index != column])


def _signs(table: Table, index: int) -> int:
    return HEAD if index == 0 else 1 if table.columns[index].look == "mark" else WORDS
