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
    #: Of a workbook: the sheet, of which line and column are the row and the column of the cell.
    sheet: str = ""
