"""CSV and Excel files to rows of texts with their places. Knows nothing of what the columns mean."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from procdocs.diagnostics import Diagnostic, Span
from procdocs.diagnostics.span import cell_span
from procdocs.source.text import FORBIDDEN, decode

#: Limits of a workbook: bytes unpacked, how much denser than unpacked, files in it, rows and columns that are read.
UNPACKED, RATIO, MEMBERS, ROWS, COLUMNS = 50_000_000, 200, 2_000, 20_000, 300


class Field(NamedTuple):
    """The text of one cell and where it stands: line is the row; the column counts characters in CSV, columns in Excel."""

    text: str
    span: Span


class Grid(NamedTuple):
    """A table as it was written; `name` is that of the Excel sheet, else ""."""

    name: str
    rows: tuple[tuple[Field, ...], ...]


class Unreadable(Exception):
    """The file is no table; the argument is the variant of the finding."""


def csv_grid(path: str, data: bytes) -> tuple[Grid, list[Diagnostic]]:
    """The rows of a CSV file in UTF-8, UTF-16 or GB18030 (as Excel stores it in China). Raises Unreadable."""
    text, found = decode(path, _as_utf8(data))
    if text is None:
        raise Unreadable("encoding")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    return Grid("", tuple(_split(path, text, separator))), found


def _as_utf8(data: bytes) -> bytes:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding).encode()
        except (UnicodeDecodeError, UnicodeEncodeError):
            continue
    raise Unreadable("encoding")


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
    """The visible sheets of an Excel workbook, formulas by their last results. Raises Unreadable."""
    _guard(data)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return tuple(Grid(sheet.title, tuple(_rows(path, sheet))) for sheet in book.worksheets if sheet.sheet_state == "visible")
    except Exception as problem:  # openpyxl raises whatever its XML reader does
        raise Unreadable("workbook") from problem


def row_of(span: Span, data: bytes) -> tuple[str, ...]:
    """The texts of the row of a workbook in which a finding stands; () if it is not there any more."""
    try:
        rows = next((grid.rows for grid in workbook_grids(span.path, data) if grid.name == span.sheet), ())
    except Unreadable:
        return ()
    return next((tuple(" ".join(cell.text.split()) for cell in row) for row in rows if row and row[0].span.line == span.line), ())


def _guard(data: bytes) -> None:
    """Refuse archives that would unpack to more than any list holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        raise Unreadable("workbook") from problem
    size = sum(member.file_size for member in members)
    if size > UNPACKED or size > RATIO * max(len(data), 1) or len(members) > MEMBERS:
        raise Unreadable("size")


def _rows(path: str, sheet: Any) -> Iterator[tuple[Field, ...]]:
    for number, cells in enumerate(sheet.iter_rows(max_row=ROWS, max_col=COLUMNS, values_only=True), 1):
        yield tuple(Field(_said(value), cell_span(path, number, column, sheet.title)) for column, value in enumerate(cells, 1))


def _said(value: object) -> str:
    """A value of Excel as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return FORBIDDEN.sub("\ufffd", str(value)).strip()
