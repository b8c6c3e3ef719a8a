"""Registers of the manual as plain sheets: what both Excel and CSV need. Knows neither format."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from procdocs.diagnostics.columns import columns_of
from procdocs.languages import words
from procdocs.manual.model import Cell, Column, Entry, Heading, Manual, Table
from procdocs.manual.rich import Ref, Rich, plain

#: Longest name Excel gives a sheet.
NAME_LIMIT = 31
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True)
class Sheet:
    """One list or matrix: as many cells in each row as there are columns."""

    #: Name shown on the sheet's tab, unique in the manual.
    name: str
    #: Name of the sheet in file names, such as `risks` or `risks-heat-risk`.
    file: str
    title: str
    #: Entry it comes from.
    entry: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    #: Row (from 0) by the anchors that lead there; an anchor of a whole table leads to its first row.
    anchors: dict[str, int]
    #: How many columns at the left name the row.
    fixed: int
    legend: Rich = ()


def sheets(manual: Manual) -> tuple[Sheet, ...]:
    """The registers of the manual in reading order. Tables of equal columns come in one sheet, others in one each."""
    found: list[Sheet] = []
    names: set[str] = set()
    for entry in manual.entries:
        if entry.kind == "register":
            for title, file, tables in _grouped(entry):
                found.append(_sheet(entry, _unique(title, names), file, title, tables, _caption_title(manual.language, file)))
    return tuple(found)


def _caption_title(language: str, file: str) -> str:
    """What the captions of the tables in one sheet are: the head of the column that holds them."""
    speak = words(language)
    captions = speak.labels["register"]["caption"]
    return str(captions.get(file) or speak("column.part"))


def _grouped(entry: Entry) -> Iterator[tuple[str, str, list[Table]]]:
    """Tables that share a sheet, with its title and file name, which are those of the table or of the heading above it.

    The entry's own name goes to the tables anchored by it, else to the first ones, if no heading names them.
    """
    groups: dict[tuple[str, ...], list[Table]] = {}
    named: dict[tuple[str, ...], tuple[str, str]] = {}
    above = Heading(2, "")
    for block in entry.blocks:
        if isinstance(block, Heading):
            above = block
        elif isinstance(block, Table):
            key = tuple(column.title for column in block.columns)
            groups.setdefault(key, []).append(block)
            named.setdefault(key, (block.caption or above.text, block.anchor or above.anchor))
    if not groups:
        return
    name = entry.id.removeprefix("registers-")
    first = next(iter(groups))
    main = next((key for key, (_, anchor) in named.items() if anchor == name), first if not above.text else None)
    for key in sorted(groups, key=lambda key: key != main):
        title, anchor = named[key]
        yield (entry.title, name, groups[key]) if key == main else (title or entry.title, f"{name}-{anchor}", groups[key])


def _sheet(entry: Entry, name: str, file: str, title: str, tables: Sequence[Table], caption: str) -> Sheet:
    first, captioned = tables[0], len(tables) > 1
    rows: list[tuple[Cell, ...]] = []
    anchors: dict[str, int] = {}
    for table in tables:
        lead = (Cell((table.caption,)),) if captioned else ()
        if table.anchor:
            anchors[table.anchor] = len(rows)
        for row in table.rows:
            if row.anchor:
                anchors.setdefault(row.anchor, len(rows))
            cells = row.cells[: len(first.columns)]
            rows.append((*lead, *cells, *(Cell(()) for _ in range(len(first.columns) - len(cells)))))
    columns = (Column(caption, 12), *first.columns) if captioned else first.columns
    return Sheet(name, file, title, entry.id, columns, tuple(rows), anchors, int(captioned) + int(first.header_column), first.legend)


def _unique(title: str, names: set[str]) -> str:
    """A tab's name: without the characters Excel forbids, short enough, and different from all others whatever the case."""
    wanted = _NO_NAME.sub(" ", title).strip(" '")[:NAME_LIMIT].rstrip(" '") or "?"
    name, turn = wanted, 1
    while name.casefold() in names or name.casefold() == "history":
        turn += 1
        name = f"{wanted[: NAME_LIMIT - len(str(turn)) - 1]} {turn}"
    names.add(name.casefold())
    return name


def first_reference(cell: Cell) -> str:
    """The target a cell leads to: that of its first reference which leads anywhere; "" for none, or in a text that is more than references."""
    found = [piece for piece in cell.rich if isinstance(piece, Ref) and piece.target]
    if not found or 2 * sum(len(piece.text) for piece in found) < len(plain(cell.rich)):
        return ""
    return found[0].target


def lines(text: str, room: float) -> int:
    """How many lines a text takes in a column of so many characters."""
    room = max(room, 1)
    return sum(max(1, math.ceil(wide / room)) for wide in _widths(text))


def width(text: str) -> int:
    """Width of the longest line in characters of a Latin font; Chinese ones count double."""
    return max(_widths(text))


@lru_cache(maxsize=50_000)
def _widths(text: str) -> tuple[int, ...]:
    """The width of each line; the words of a register repeat often, and each is asked for its column and for its row."""
    return tuple(map(columns_of, text.split("\n")))
