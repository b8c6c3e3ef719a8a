"""The editable workbook: a sheet a list, every cell as text, and hidden beside each row what it was called and how its cells were, for the way back."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.writer.excel import ExcelWriter

from procdocs.editing.grid import HOLDER, LISTS, LONGEST, Column, Grid, digest, grid
from procdocs.interchange.packages import packed
from procdocs.languages import Words, words
from procdocs.project import Project
from procdocs.project.model import BUILT_IN_PARTIES
from procdocs.project.own_workbooks import MARK
from procdocs.schema import Document
from procdocs.writers.sheets.csv import safe

#: Rows for new items, ready as text and with their choices.
_SPARE = 200
#: Keys of a sheet stand in hidden cells of so many each; no cell holds more characters than readers take.
_KEYS = 1_500
_DAY = datetime.datetime(2000, 1, 1)
_LISTS_SHEET = "_lists"
_WIDE = {"name": 34, "text": 44, "formula": 34, "action": 40, "requirement": 44, "competence": 30, "note": 30, "purpose": 44, "scope": 44, "title": 34}


def workbook(project: Project, _document: Document | None, language: str) -> bytes:
    """All lists of the project. The same project gives the same bytes."""
    say = words(language)
    book = Workbook()
    book.remove(book.active)
    _explained(book.create_sheet(say("exchange.sheet.explained")), say)
    grids = [(name, grid(project, name)) for name in LISTS]
    offered = _Offered(book, project)
    for name, made in grids:
        _fill(book.create_sheet(say(f"exchange.sheet.{name}")), name, made, say, offered)
    offered.write()
    book.properties.creator = "procdocs"
    book.properties.created = book.properties.modified = _DAY
    out = io.BytesIO()
    # Not `save`, which writes the time of day.
    with zipfile.ZipFile(out, "w") as archive:
        ExcelWriter(book, archive).save()
    return _fixed(out.getvalue())


def _fixed(data: bytes) -> bytes:
    """The same package with fixed times, the types first as all programs expect."""
    with zipfile.ZipFile(io.BytesIO(data)) as written:
        names = sorted(written.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        return packed({name: written.read(name) for name in names})


def _explained(sheet: Any, say: Words) -> None:
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(say("exchange.explained").split("\n"), 1):
        sheet.cell(number, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(1, 1).font = Font(bold=True, size=14)


class _Offered:
    """What may be chosen, on a hidden sheet: departments and roles, processes, and the words of the language."""

    def __init__(self, book: Workbook, project: Project) -> None:
        self._book = book
        processes = [process.id for process in project.processes]
        departments, roles = list(project.departments), list(project.roles)
        parties = [*project.parties, *BUILT_IN_PARTIES]
        self._known = {
            "process": processes,
            "process-or-chart": processes,
            "end": [*processes, *departments, *parties],
            "department": departments,
            "role": roles,
            "department-or-role": [*departments, *roles],
            "anyone": [*departments, *roles, *parties],
        }
        self._columns: list[list[str]] = []

    def choice(self, column: Column) -> DataValidation | None:
        """A drop-down for a column; none where several may stand in a cell, or anything may."""
        listed = list(column.choices) if column.choices else self._known.get(column.names, [])
        if not listed or column.is_list:
            return None
        if listed not in self._columns:
            self._columns.append(listed)
        letter = get_column_letter(self._columns.index(listed) + 1)
        return DataValidation("list", formula1=f"{_LISTS_SHEET}!${letter}$1:${letter}${len(listed)}", allow_blank=True, showErrorMessage=bool(column.choices))

    def write(self) -> None:
        sheet = self._book.create_sheet(_LISTS_SHEET)
        sheet.sheet_state = "hidden"
        for number, listed in enumerate(self._columns, 1):
            for row, one in enumerate(listed, 1):
                sheet.cell(row, number, one).number_format = "@"


def _fill(sheet: Any, name: str, made: Grid, say: Words, offered: _Offered) -> None:
    columns = made.columns
    last = 3 + len(columns)
    _head(sheet, name, made, say)
    plain = sheet.cell(3, 1)
    plain.number_format, plain.protection, plain.alignment = "@", Protection(locked=False), Alignment(wrap_text=True, vertical="top")
    worn = plain._style  # one look for all cells: giving each its own takes most of the time
    for number, row in enumerate(made.rows, 3):
        values = (row.key, " ".join(digest(cell) for cell in row.cells), row.document, *map(_shown, row.cells))
        for at, value in enumerate(values, 1):
            cell = sheet.cell(number, at, value or None)
            cell._style = worn
            if value.startswith("="):
                cell.data_type = "s"
    end = 2 + len(made.rows) + _SPARE
    for number in range(3 + len(made.rows), end + 1):
        for at in range(1, last + 1):
            sheet.cell(number, at)._style = worn
    for at, column in enumerate(columns, 4):
        choice = offered.choice(column)
        if choice is not None:
            choice.add(f"{get_column_letter(at)}3:{get_column_letter(at)}{end}")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = "E3"
    sheet.auto_filter.ref = f"C2:{get_column_letter(last)}{max(3, 2 + len(made.rows))}"
    _protect(sheet, last)


def _shown(text: str) -> str:
    """A text as it may stand in a cell."""
    clean = safe(text[:LONGEST])
    return text[:LONGEST] if clean == f"'{text[:LONGEST]}" else clean


def _head(sheet: Any, name: str, made: Grid, say: Words) -> None:
    keys = [digest(row.key) for row in made.rows]
    hidden = (MARK + name, "", HOLDER, *(column.id for column in made.columns), *(f"keys:{' '.join(keys[at : at + _KEYS])}" for at in range(0, len(keys), _KEYS)))
    for at, value in enumerate(hidden, 1):
        sheet.cell(1, at, value).number_format = "@"
    for at, value in enumerate(("", "", say("exchange.holder"), *_titles(made.columns, say)), 1):
        cell = sheet.cell(2, at, value)
        cell.font, cell.fill, cell.alignment = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4E79"), Alignment(wrap_text=True, vertical="center")
    for at, column in enumerate((None, None, Column(HOLDER), *made.columns), 1):
        place = sheet.column_dimensions[get_column_letter(at)]
        place.width = _WIDE.get(column.key, 18) if column is not None else 4
        place.hidden = column is None
    sheet.row_dimensions[1].hidden = True


def _titles(columns: Sequence[Column], say: Words) -> Iterator[str]:
    """Heads: the word for each key, with the language where there are several."""
    nouns = say.labels["nouns"]
    several = len({column.language for column in columns if column.language}) > 1
    for column in columns:
        word = str(nouns.get(column.key, column.key))
        yield f"{word} ({column.language})" if column.language and several else word


def _protect(sheet: Any, last: int) -> None:
    """The heads are locked, without a password; everything else stays free: rows come, go, and are sorted."""
    free = ColumnDimension(sheet, get_column_letter(last + 1), min=last + 1, max=16_384, width=9)
    free.protection = Protection(locked=False)
    sheet.column_dimensions[get_column_letter(last + 1)] = free
    for number in range(3, last + 1):
        sheet.column_dimensions[get_column_letter(number)].number_format = "@"
        sheet.column_dimensions[get_column_letter(number)].protection = Protection(locked=False)
    protection = sheet.protection
    protection.sheet = True
    # What is False here is allowed.
    protection.formatColumns = protection.formatRows = protection.formatCells = False
    protection.sort = protection.autoFilter = protection.insertRows = protection.deleteRows = False
