"""`registers.xlsx`: every register as a sheet of its own. Writes text as text, never as a formula, and the same bytes each time."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any, NamedTuple
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.writer.excel import ExcelWriter

from procdocs.execution.target import Made, Target
from procdocs.languages import words
from procdocs.manual.model import Cell, Column, Entry, Manual
from procdocs.manual.rich import plain
from procdocs.project.own_workbooks import HEADS
from procdocs.writers import Options
from procdocs.writers.sheets.sheets import Sheet, first_reference, lines, sheets, width
from procdocs.writers.sheets.xlsx_styles import Styles, set_page
from procdocs.writers.site.site import page_name

#: Most characters of a cell, and most hyperlinks of a sheet, that Excel takes.
TEXT_LIMIT, LINK_LIMIT = 32_767, 60_000
#: Narrowest and widest column, in characters.
NARROW, WIDE = 5, 52
#: Widest column of texts in a matrix, so that it fits a sheet of A3.
MATRIX = 9
#: Height of a line and the most Excel takes for a row, in points. Heights are set because not every reader finds them for wrapped texts.
LINE, TALLEST = 14.0, 409.0
#: What the edges of a cell take of its width, in characters.
PADDING = 1.0
#: Columns beyond which a sheet is printed on A3.
A4_COLUMNS = 12
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,9})?")
_COUNT = re.compile(r"0|[1-9]\d{0,8}")
_NOT_HELD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def plan(manual: Manual, options: Options) -> Iterator[Target]:
    """The workbook; nothing where only some documents are wanted, or the project has no register."""
    listed = () if options.only else sheets(manual)
    if listed:
        yield Target("registers.xlsx", _book(manual, options, listed), "procdocs.writers.sheets.xlsx:make", dear=True)


def make(book: Book, _consumed: Mapping[str, bytes]) -> Made:
    """The file."""
    return Made(_Filling(book).bytes())


class Book(NamedTuple):
    """Everything a workbook holds."""

    organisation: str
    short_name: str
    title: str
    paper: str
    #: The file's own date: no clock is asked.
    newest: datetime.date
    head_colour: str
    sheets: tuple[Sheet, ...]
    #: Titles of the sheet that lists the others and of its columns.
    contents: str
    heads: tuple[str, str]
    #: Address of an entry's own file, by id; entries that have none are left out.
    files: Mapping[str, str]
    #: Version of the library that writes it.
    library: str


def _book(manual: Manual, options: Options, listed: tuple[Sheet, ...]) -> Book:
    speak = words(manual.language)
    files = {entry.id: address for entry in manual.entries if (address := _file(entry, options))}
    register, rows = map(speak, HEADS)
    newest = _newest(manual)
    about = (manual.organisation, manual.short_name, manual.title, manual.paper)
    return Book(*about, newest, manual.palette.get("process", ""), listed, speak("register.contents"), (register, rows), files, version("openpyxl"))


def _file(entry: Entry, options: Options) -> str:
    """A document's PDF, else its page; "" if there is neither."""
    if entry.is_document and "pdf" in options.linked:
        return f"documents/{quote(entry.id)}.pdf"
    return page_name(entry.id) if "html" in options.linked else ""


class _Filling:
    """A workbook while it is filled."""

    def __init__(self, source: Book) -> None:
        self.source = source
        self.book = Workbook()
        self.styles = Styles(self.book, source.head_colour)
        #: Place in the workbook by target of the manual.
        self.places = dict(_places(source.sheets))

    def bytes(self) -> bytes:
        """The file."""
        self._contents()
        for sheet in self.source.sheets:
            self._fill(self.book.create_sheet(sheet.name), sheet)
        properties = self.book.properties
        properties.creator, properties.title = clean(self.source.organisation), clean(self.source.title)
        properties.created = properties.modified = day = datetime.datetime.combine(self.source.newest, datetime.time())
        out = io.BytesIO()
        # Not `save`: it writes the time of day, and compresses what is compressed again below.
        with zipfile.ZipFile(out, "w") as archive:
            ExcelWriter(self.book, archive).save()
        return _fixed(out.getvalue(), day)

    def _contents(self) -> None:
        """The first sheet: what there is, each name leading there."""
        sheet = self.book.active
        sheet.title = clean(self.source.contents)[:31]
        sheet.append([clean(head) for head in self.source.heads])
        for number, listed in enumerate(self.source.sheets, 2):
            cell = sheet.cell(number, 1)
            self._text(cell, listed.title)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=_location(listed.name, 1))
            cell.style = self.styles.name("", link=True)
            sheet.cell(number, 2, len(listed.rows)).style = self.styles.name("", kind="number")
        for cell in sheet[1]:
            cell.style = self.styles.head
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 44, 10
        sheet.freeze_panes = "A2"
        set_page(sheet, f"{self.source.short_name} {self.source.title}", wide=False, paper=self.source.paper)

    def _fill(self, sheet: Any, source: Sheet) -> None:
        for index, column in enumerate(source.columns, 1):
            head = sheet.cell(1, index)
            self._text(head, column.title)
            head.style = self._head_style(column) if len(source.columns) > A4_COLUMNS else self.styles.head
        sizes = tuple(_widths(source))
        links = 0
        for number, row in enumerate(source.rows, 2):
            texts = [plain(cell.rich) for cell in row]
            taken = [lines(text, size - PADDING) for text, size in zip(texts, sizes, strict=True)]
            sheet.row_dimensions[number].height = min(LINE * max(taken) + 3, TALLEST)
            for index, (column, cell, text) in enumerate(zip(source.columns, row, texts, strict=True), 1):
                # LibreOffice breaks no line in a cell with a link, so that only cells of one line get one.
                linked = links < LINK_LIMIT and taken[index - 1] == 1
                links += self._cell(sheet.cell(number, index), column, cell, text, fixed=source.fixed >= index, linked=linked)
        last = f"{get_column_letter(len(source.columns))}{len(source.rows) + 1}"
        sheet.auto_filter.ref = f"A1:{last}"
        sheet.freeze_panes = f"{get_column_letter(source.fixed + 1)}2"
        if source.legend:
            self._text(sheet.cell(len(source.rows) + 3, 1), plain(source.legend))
        for index, size in enumerate(sizes, 1):
            sheet.column_dimensions[get_column_letter(index)].width = size
        for index, column in enumerate(source.columns, 1):
            if column.choices and source.rows:
                _offer(sheet, column, get_column_letter(index), len(source.rows) + 1)
        sheet.row_dimensions[1].height = self._head_height(source.columns, sizes)
        set_page(sheet, f"{self.source.short_name} {source.title}", wide=len(source.columns) > A4_COLUMNS, paper=self.source.paper)

    def _head_height(self, columns: tuple[Column, ...], sizes: tuple[float, ...]) -> float:
        """Height of the head row in points: stacked and turned heads need their length."""
        found = LINE + 6
        for column, size in zip(columns, sizes, strict=True):
            style = self._head_style(column) if len(columns) > A4_COLUMNS else self.styles.head
            if style == self.styles.stacked:
                found = max(found, len(column.title) * LINE + 6)
            elif style == self.styles.turned:
                found = max(found, width(column.title) * 6.5 + 6)
            else:
                found = max(found, lines(column.title, size - PADDING) * LINE + 6)
        return min(found, TALLEST)

    def _head_style(self, column: Column) -> str:
        """Heads of a wide matrix stand upright, where they are no short ids."""
        if column.look != "mark" or width(column.title) <= 4:
            return self.styles.head
        return self.styles.stacked if width(column.title) > len(column.title) else self.styles.turned

    def _cell(self, place: Any, column: Column, cell: Cell, text: str, *, fixed: bool, linked: bool) -> int:
        """Fill a cell, whose words are `text`; returns how many links it got."""
        kind = "mark" if column.look == "mark" else ""
        if column.look == "number" and _NUMBER.fullmatch(text):
            place.value, kind = float(text) if "." in text else int(text), "number"
        elif column.look == "mark" and _COUNT.fullmatch(text):
            place.value = int(text)
        elif column.look == "date" and _DATE.fullmatch(text) and (day := _day(text)):
            place.value, kind = day, "date"
        elif text and cell.look == "gap" and column.look in ("number", "date"):
            place.comment = Comment(text, self.source.short_name)  # a word among dates or numbers spoils sorting and filters
        elif text:
            self._text(place, text)
        link = self._link(first_reference(cell)) if linked else None
        if link is not None:
            link.ref = place.coordinate
            place.hyperlink = link
        self.styles.put(place, self.styles.name(cell.look, kind, link=link is not None, fixed=fixed))
        return int(link is not None)

    def _link(self, target: str) -> Hyperlink | None:
        """Where a target leads from the workbook: to a sheet, a document's PDF, else its page; nowhere if there is none."""
        if target.lower().startswith(("http:", "https:", "mailto:")):
            return Hyperlink(ref="", target=quote(target, safe="%/:=&?~#+!$,;'@()*[]")[:2000])
        entry, _, _ = target.partition("#")
        place = self.places.get(target) or self.places.get(entry)
        if place:
            return Hyperlink(ref="", location=place)
        file = self.source.files.get(entry)
        return Hyperlink(ref="", target=file) if file else None

    def _text(self, place: Any, text: str) -> None:
        place.value = clean(text)[:TEXT_LIMIT]
        place.data_type = "s"


def _offer(sheet: Any, column: Column, letter: str, last: int) -> None:
    """A list to choose from in the cells of a column down to the row `last`. Another text is refused by Excel, an empty cell is not."""
    listed = ",".join(clean(choice).replace(",", " ").replace('"', '""') for choice in column.choices)
    offer = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
    offer.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(offer)


def clean(text: str) -> str:
    """The text without what a workbook cannot hold; line ends as Excel writes them."""
    return _NOT_HELD.sub("\ufffd", text.replace("\r\n", "\n"))


def _places(listed: tuple[Sheet, ...]) -> Iterator[tuple[str, str]]:
    for sheet in reversed(listed):
        yield sheet.entry, _location(sheet.name, 1)
        for anchor, row in sheet.anchors.items():
            yield f"{sheet.entry}#{anchor}", _location(sheet.name, row + 2)


def _location(name: str, row: int) -> str:
    doubled = name.replace("'", "''")
    return f"'{doubled}'!A{row}"


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _widths(source: Sheet) -> Iterator[float]:
    """Column widths by content: nearly the widest cell, so that one long text does not rule the sheet."""
    for index, column in enumerate(source.columns):
        sizes = sorted(width(text) for row in source.rows if (text := plain(row[index].rich)))
        typical = sizes[int(len(sizes) * 0.9)] if sizes else 0
        if len(source.columns) > A4_COLUMNS and index >= source.fixed:
            yield float(min(max(NARROW, typical + 2), MATRIX if column.look == "text" else WIDE))
        else:
            chosen = max((width(choice) for choice in column.choices), default=0)
            yield float(min(max(NARROW, width(column.title) + 3, typical + 2, chosen + 4), WIDE))


def _newest(manual: Manual) -> datetime.date:
    """The newest date of the documents' control data."""
    days: list[datetime.date | None] = []
    for entry in manual.entries:
        control = entry.control
        days += (control.effective, *(line.on for line in control.signatures), *(row.date for row in control.history))
    return max((day for day in days if day and day.year >= 1980), default=datetime.date(1980, 1, 1))


def _fixed(data: bytes, day: datetime.datetime) -> bytes:
    """The same archive, compressed, with `day` as the time of every file and in an order of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as written, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in sorted(written.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            fixed.writestr(entry, written.read(name))
    return out.getvalue()
