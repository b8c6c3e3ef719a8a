"""Wide tables as paper takes them: parts of them, of which none is wider than its page and nothing is lost."""

from __future__ import annotations

import pytest

from procdocs.manual.model import Cell, Column, Row, Table
from procdocs.manual.paper.matrix import HEAD, LYING, UPRIGHT, breadth, fitting


@pytest.mark.parametrize(("columns", "room", "parts"), [(20, UPRIGHT, 1), (UPRIGHT - HEAD, UPRIGHT, 1), (UPRIGHT - HEAD + 1, UPRIGHT, 2), (90, LYING, 3), (400, LYING, 10)])
def test_a_matrix_is_divided_into_parts_that_fit(columns: int, room: int, parts: int) -> None:
    heads = (Column("条款", 20), *(Column(f"P{number}", 3, "mark") for number in range(columns)))
    rows = tuple(Row((Cell((f"8.{row}",)), *(Cell((f"{row}.{number}",)) for number in range(columns))), f"row-{row}") for row in range(3))
    found = list(fitting(Table(heads, rows, anchor="matrix", header_column=True, legend=("● 主",)), room))
    assert len(found) == parts and all(breadth(one) <= room for one in found)
    assert [column.title for one in found for column in one.columns[1:]] == [f"P{number}" for number in range(columns)]
    assert [cell.rich for one in found for cell in one.rows[2].cells[1:]] == [(f"2.{number}",) for number in range(columns)]
    assert [one.rows[0].cells[0].rich for one in found] == [("8.0",)] * parts
    # Links lead to the first part, which alone explains the signs.
    assert [(one.anchor, one.rows[0].anchor, one.legend) for one in found] == [("matrix", "row-0", ("● 主",)), *[("", "", ())] * (parts - 1)]
    widths = [len(one.columns) for one in found]
    assert max(widths) - min(widths) <= max(3, parts)
