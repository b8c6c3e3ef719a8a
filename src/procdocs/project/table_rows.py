"""CSV and Excel files to rows of texts with their places. Knows nothing of what the columns mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.encodings import encoding_of
from procdocs.diagnostics.span import cell_span
from procdocs.project.workbook import Unreadable, sheets
from procdocs.source.codes import PD109
from procdocs.source.reader import TEXT_LIMIT
from procdocs.source.text import FORBIDDEN, decode

#: As above.
_DITTO = frozenset(("同上", "〃", "″", "''", '"', "ditto", "dto.", "do.", "s.o."))
#: How rows begin that belong to the sheet and not to the list: totals, notes, signatures.
_NOTE = re.compile(
    r"(?:合计|总计|小计|共计|total|sum)(?:\s*[:：].*)?|(?:注|备注|说明|图例|编制|编写|制表|制定|拟制|拟定|填表|审核|会签|批准|审批|核准|日期"
    r"|note|remarks?|legend|prepared(?: by)?|checked(?: by)?"
    r"|reviewed(?: by)?|approved(?: by)?|date)\s*\d*(?:人|日期|部门)?\s*[:：].*|注\s*\d+\s*[.、].*",
    re.IGNORECASE | re.DOTALL,
)


class Field(NamedTuple):
    """The text of one cell and where it stands: line is the row; the column counts characters in CSV, columns in Excel."""

    text: str
    span: Span


class Grid(NamedTuple):
    """A table as it was written; `name` is that of the Excel sheet, else ""."""

    name: str
    rows: tuple[tuple[Field, ...], ...]


def csv_grid(path: str, data: bytes) -> tuple[Grid, list[Diagnostic]]:
    """The rows of a CSV file in UTF-8, UTF-16, UTF-32 or GB18030 (as Excel stores it in China). Raises Unreadable."""
    encoding = encoding_of(data)
    text, found = decode(path, data.decode(encoding).encode()) if encoding else (None, [])
    if text is None:
        raise Unreadable("encoding")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    return Grid("", tuple(_split(path, text, separator))), found


def _split(path: str, text: str, separator: str) -> Iterator[tuple[Field, ...]]:
    """Rows as RFC 4180 has them: quoted fields may hold separators, line ends and doubled quotes."""
    row: list[Field] = []
    piece: list[str] = []
    line, column, quoted, place = 1, 1, False, (1, 1)
    end = len(text)
    at = 0
    while at < end:
        character = text[at]
        at += 1
        column += 1
        if character == "\r" and text[at : at + 1] == "\n":
            continue
        if quoted and character == '"' and text[at : at + 1] == '"':
            piece.append(character)
            at += 1
            column += 1
        elif character == '"' and (quoted or not piece):
            quoted = not quoted
        elif quoted or character not in (separator, "\n", "\r"):
            piece.append(character)
        else:
            row.append(Field("".join(piece).strip(), Span(path, *place)))
            piece = []
        if character in "\n\r":
            line, column = line + 1, 1
            if not quoted:
                yield tuple(row)
                row = []
        if not piece and not quoted:
            place = (line, column)
    if piece or row:
        yield (*row, Field("".join(piece).strip(), Span(path, *place)))


def workbook_grids(path: str, data: bytes) -> tuple[Grid, ...]:
    """The visible sheets of an Excel workbook, rows without any text left out. Raises Unreadable."""
    return tuple(Grid(sheet.title, tuple(_row(path, sheet.title, number, sheet.rows[number]) for number in sorted(sheet.rows))) for sheet in sheets(data))


def row_of(span: Span, data: bytes) -> tuple[str, ...]:
    """The texts of the row of a workbook in which a finding stands; () if it is not there any more."""
    try:
        rows = next((grid.rows for grid in workbook_grids(span.path, data) if grid.name == span.sheet), ())
    except Unreadable:
        return ()
    return next((tuple(" ".join(cell.text.split()) for cell in row) for row in rows if row and row[0].span.line == span.line), ())


def _row(path: str, title: str, number: int, cells: Mapping[int, str]) -> tuple[Field, ...]:
    nothing = Field("", cell_span(path, number, 1, title))
    said = {column: Field(FORBIDDEN.sub("\ufffd", text).strip(), cell_span(path, number, column, title)) for column, text in cells.items()}
    return tuple(said.get(column, nothing) for column in range(1, max(cells) + 1))


def shortened(grid: Grid) -> tuple[Grid, list[Diagnostic]]:
    """The grid without texts that are too long, which are told."""
    if all(len(cell.text) <= TEXT_LIMIT for row in grid.rows for cell in row):
        return grid, []
    limit = f"{TEXT_LIMIT:_}".replace("_", " ")
    found = [diagnose(PD109, cell.span, "text", limit=limit) for row in grid.rows for cell in row if len(cell.text) > TEXT_LIMIT]
    return grid._replace(rows=tuple(tuple(cell._replace(text=cell.text[:TEXT_LIMIT]) for cell in row) for row in grid.rows)), found


def spelt_out(rows: Iterable[tuple[Field, ...]]) -> Iterator[tuple[Field, ...]]:
    """The rows with the text above in place of `同上` and `〃`."""
    above: tuple[Field, ...] = ()
    for row in rows:
        said = tuple(cell._replace(text=above[at].text) if cell.text.casefold() in _DITTO and at < len(above) else cell for at, cell in enumerate(row))
        above = said if any(cell.text for cell in said) else above
        yield said


def without_notes(rows: Iterable[tuple[Field, ...]]) -> tuple[tuple[Field, ...], ...]:
    """The rows less totals, notes and signatures, which stand below a list or between its parts."""
    return tuple(row for row in rows if not _NOTE.fullmatch(next((cell.text for cell in row if cell.text), "")))
