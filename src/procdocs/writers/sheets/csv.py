"""Registers as CSV files that Excel opens well and that cannot smuggle in formulas. One file per list or matrix."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from procdocs.execution.target import Made, Target
from procdocs.manual.model import Manual
from procdocs.manual.rich import plain
from procdocs.writers import Options
from procdocs.writers.sheets.sheets import Sheet, sheets

#: What a spreadsheet would calculate, at the start of a cell, after blanks too; full-width signs are taken for plain ones.
_FORMULA = re.compile("[\\s\u3000]*[=+\\-@\t\r＝＋－＠]")
#: A real number with its sign stays one.
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:\s?%)?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plan(manual: Manual, options: Options) -> Iterator[Target]:
    """`csv/NAME.csv` for every register; nothing where only some documents are wanted."""
    if options.only:
        return
    for sheet in sheets(manual):
        yield Target(f"csv/{sheet.file}.csv", sheet, "procdocs.writers.sheets.csv:make")


def safe(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula: an apostrophe before what would be one."""
    clean = _CONTROL.sub("\ufffd", text.replace("\r\n", "\n"))
    return f"'{clean}" if _FORMULA.match(clean) and not _NUMBER.fullmatch(clean.strip()) else clean


def make(sheet: Sheet, _consumed: Mapping[str, bytes]) -> Made:
    """A sheet as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe(column.title) for column in sheet.columns])
    writer.writerows([safe(plain(cell.rich)) for cell in row] for row in sheet.rows)
    return Made(out.getvalue().encode("utf-8-sig"))
