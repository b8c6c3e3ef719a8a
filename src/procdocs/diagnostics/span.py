"""A place in a file."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """`path` is relative to the project, with `/`. Line and column count characters from 1, or are None for the whole file."""

    path: str
    line: int | None = None
    column: int | None = None
    #: Column just behind the last character on the same line, where known.
    end: int | None = None

    @property
    def sheet(self) -> str:
        """The sheet of a workbook, for a `CellSpan`; else ""."""
        return ""


class CellSpan(Span):
    """A cell of a workbook: line and column are its row and its column."""

    name: str = ""

    @property
    def sheet(self) -> str:
        """The sheet on which the cell stands."""
        return self.name


def cell_span(path: str, row: int, column: int, sheet: str) -> CellSpan:
    """The place of a cell."""
    span = CellSpan(path, row, column)
    span.name = sheet
    return span
