"""Workbooks that procdocs itself wrote, where somebody lays one among the registers: they repeat what is written already."""

from __future__ import annotations

from collections.abc import Sequence

from procdocs.languages import spoken, words
from procdocs.project.table_rows import Grid

#: What the hidden first cell of a sheet of `export xlsx` begins with, and the version of the form.
MARK = "procdocs:1:"
#: Labels over the two columns of the sheet that lists the others, first in the registers of a build.
HEADS = ("column.register", "column.rows")


def own_workbook(grids: Sequence[Grid]) -> str:
    """Which of ours a workbook is by its visible sheets: `built` for the registers of a build, `exchanged` for that of `export xlsx`, "" for neither.

    It is known by what it says, because programs that save it again write their own name into it.
    """
    firsts = [grid.rows[0] if grid.rows else () for grid in grids]
    if any(row and row[0].text.startswith(MARK) for row in firsts):
        return "exchanged"
    if len(grids) < 2:
        return ""
    said = tuple(cell.text for cell in firsts[0])
    listed = {row[0].text for row in grids[0].rows[1:]}
    if said not in _heads_of_contents():
        return ""
    # Names of sheets are cut off behind 31 characters, and numbered where two are alike.
    return "built" if sum(any(title.startswith(grid.name[:20]) for title in listed) for grid in grids[1:]) * 2 > len(grids) - 1 else ""


def _heads_of_contents() -> frozenset[tuple[str, ...]]:
    """What stands in the first row of the sheet that lists the others, in every language."""
    return frozenset(tuple(map(words(tag), HEADS)) for tag in spoken())
