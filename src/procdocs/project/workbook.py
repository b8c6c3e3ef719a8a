"""Excel workbooks, read sparsely: only cells that hold something, within limits of work and memory that no list reaches.

A workbook is a zip archive of XML. Its parts are parsed as a stream; nothing is unpacked, and no tree of a part is ever made.
"""

from __future__ import annotations

import datetime
import io
import math
import posixpath
import re
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

#: Limits of a workbook: bytes unpacked, how much denser than unpacked, files in it, XML elements, levels of them.
UNPACKED, RATIO, MEMBERS, ELEMENTS, LEVELS = 50_000_000, 200, 2_000, 1_500_000, 40
#: Limits of what is read: rows, columns, cells that hold something, characters of one cell and of all.
ROWS, COLUMNS, CELLS, LONGEST, CHARACTERS = 20_000, 300, 300_000, 20_001, 10_000_000
_CHUNK = 1 << 16
_RANGE = re.compile(r"([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: Numbers of the built-in formats that show a day or an hour.
_DAYS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_UNSAID = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')


class Unreadable(Exception):
    """The file is no table; the argument is the variant of the finding."""


class Cells(NamedTuple):
    """A visible sheet: its name, and the texts of its cells by row and column, both from 1."""

    title: str
    rows: Mapping[int, Mapping[int, str]]


def sheets(data: bytes) -> tuple[Cells, ...]:
    """The visible sheets of a workbook, formulas by their last results. Raises Unreadable: no `workbook`, or of a `size` that no list has."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if size > UNPACKED or size > RATIO * max(len(data), 1) or len(members) > MEMBERS:
                raise Unreadable("size")
            return tuple(_Book(archive).sheets())
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, RuntimeError, ValueError, KeyError, NotImplementedError) as problem:
        raise Unreadable("workbook") from problem


def weight(data: bytes) -> int:
    """About how much work a workbook or CSV file is, in bytes: of a workbook, what its XML says to be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(member.file_size for member in archive.infolist() if member.filename.endswith((".xml", ".rels")))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return len(data)


Start = Callable[[str, dict[str, str]], None]


class _Book:
    """One archive, and what all of its parts have cost so far."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._elements = self._cells = self._characters = self._bytes = 0

    def sheets(self) -> Iterator[Cells]:
        top = self._main()
        folder = posixpath.dirname(top)
        listed, from_1904 = self._listed(top)
        targets = self._targets(f"{folder}/_rels/{posixpath.basename(top)}.rels", folder)
        texts = self._texts(next((path for kind, path in targets.values() if kind == "sharedStrings"), ""))
        days = self._days(next((path for kind, path in targets.values() if kind == "styles"), ""))
        for title, state, reference in listed:
            kind, path = targets.get(reference, ("", ""))
            if kind == "worksheet" and state == "visible":
                yield Cells(title, self._sheet(path, texts, days, from_1904=from_1904))

    def _main(self) -> str:
        """The path of the workbook's own part."""
        found = self._targets("_rels/.rels", "") if "_rels/.rels" in self._archive.namelist() else {}
        return next((path for kind, path in found.values() if kind == "officeDocument"), "xl/workbook.xml")

    def _targets(self, path: str, folder: str) -> dict[str, tuple[str, str]]:
        """Of a list of relations: kind and path by id."""
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, said: dict[str, str]) -> None:
            if name == "Relationship" and said.get("TargetMode") != "External":
                target = said.get("Target", "")
                place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found[said.get("Id", "")] = (said.get("Type", "").rpartition("/")[2], place)

        self._parse(path, start)
        return found

    def _listed(self, path: str) -> tuple[list[tuple[str, str, str]], bool]:
        """Title, state and relation of each sheet, and whether days are counted from 1904."""
        found: list[tuple[str, str, str]] = []
        flags: list[bool] = []

        def start(name: str, said: dict[str, str]) -> None:
            if name == "sheet":
                reference = next((value for key, value in said.items() if key.rpartition(" ")[2] == "id"), "")
                found.append((said.get("name", ""), said.get("state", "visible"), reference))
            elif name == "workbookPr":
                flags.append(said.get("date1904", "") in ("1", "true", "on"))

        self._parse(path, start)
        return found, any(flags)

    def _texts(self, path: str) -> list[str]:
        """The texts that cells share."""
        found: list[str] = []
        taken = _Taken()

        def start(name: str, _: dict[str, str]) -> None:
            if name == "si":
                taken.begin()
            taken.enter(name)

        def end(name: str) -> None:
            taken.leave(name)
            if name == "si":
                found.append(taken.text)

        if path:
            self._parse(path, start, end, taken.say)
        return found

    def _days(self, path: str) -> list[bool]:
        """Whether each style of a cell shows a day."""
        own: dict[str, str] = {}
        styles: list[str] = []
        within: list[str] = []

        def start(name: str, said: dict[str, str]) -> None:
            if name == "numFmt":
                own[said.get("numFmtId", "")] = said.get("formatCode", "")[:255]
            elif name == "xf" and within[-1:] == ["cellXfs"]:
                styles.append(said.get("numFmtId", "0"))
            within.append(name)

        def end(_: str) -> None:
            within.pop()

        if path:
            self._parse(path, start, end)
        return [_shows_day(own.get(number), number) for number in styles]

    def _sheet(self, path: str, texts: list[str], days: list[bool], *, from_1904: bool) -> dict[int, dict[int, str]]:
        rows: dict[int, dict[int, str]] = {}
        merged: list[str] = []
        at = _At()
        taken = _Taken()

        def start(name: str, said: dict[str, str]) -> None:
            if name == "mergeCell":
                merged.append(said.get("ref", ""))
            elif name == "row":
                at.row = _number(said.get("r"), at.row + 1)
                at.column = 0
            elif name == "c":
                at.move(said.get("r"))
                at.kind, at.style = said.get("t", "n"), _number(said.get("s"), 0)
                taken.begin()
            taken.enter(name)

        def end(name: str) -> None:
            taken.leave(name)
            if name != "c" or not taken.text or at.column > COLUMNS:
                return
            text = _meant(at, taken.text, texts, days, from_1904=from_1904)
            if text:
                self._count(at.row, text)
                rows.setdefault(at.row, {})[at.column] = text

        self._parse(path, start, end, taken.say)
        self._fill_down(rows, merged)
        return rows

    def _fill_down(self, rows: dict[int, dict[int, str]], merged: list[str]) -> None:
        """What is merged over several rows is said in each of them that says anything; over several columns it stays in the first."""
        numbers = sorted(rows)
        for first, last in (hit.groups() for reference in merged if (hit := _RANGE.fullmatch(reference))):
            top, bottom = _At(), _At()
            top.move(first)
            bottom.move(last)
            text = rows.get(top.row, {}).get(top.column, "")
            for number in numbers[bisect_right(numbers, top.row) : bisect_right(numbers, bottom.row)] if text else ():
                self._count(number, text)
                rows[number].setdefault(top.column, text)

    def _count(self, row: int, text: str) -> None:
        self._cells += 1
        self._characters += len(text)
        if row > ROWS or self._cells > CELLS or self._characters > CHARACTERS:
            raise Unreadable("size")

    def _parse(self, path: str, start: Start, end: Callable[[str], None] | None = None, say: Callable[[str], None] | None = None) -> None:
        """Hand the elements of a part over, by their names without a namespace. Raises Unreadable, and what the archive and the parser raise."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        level = 0

        def begin(name: str, said: dict[str, str]) -> None:
            nonlocal level
            level += 1
            self._elements += 1
            if level > LEVELS or self._elements > ELEMENTS:
                raise Unreadable("size")
            start(name.rpartition(" ")[2], said)

        def finish(name: str) -> None:
            nonlocal level
            level -= 1
            if end is not None:
                end(name.rpartition(" ")[2])

        parser.StartElementHandler, parser.EndElementHandler = begin, finish
        if say is not None:
            parser.CharacterDataHandler = say
        parser.StartDoctypeDeclHandler = _refused
        with self._archive.open(path) as part:
            while piece := part.read(_CHUNK):
                self._bytes += len(piece)
                if self._bytes > UNPACKED:
                    raise Unreadable("size")
                parser.Parse(piece)
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes no names


def _refused(*_: object) -> None:
    """No workbook declares a document type."""
    raise Unreadable("workbook")


@dataclass
class _At:
    """The cell that is being read."""

    row: int = 0
    column: int = 0
    kind: str = "n"
    style: int = 0

    def move(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise Unreadable("workbook")
        self.column = 0
        for letter in match[1]:
            self.column = self.column * 26 + ord(letter) - 64
        self.row = int(match[2])


@dataclass
class _Taken:
    """The text of the cell or shared text that is being read: what stands in `v` and `t`, but not how it is spoken."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    depth: int = 0
    spoken: int = 0

    def begin(self) -> None:
        self.pieces, self.length = [], 0

    def enter(self, name: str) -> None:
        self.depth += name in ("v", "t")
        self.spoken += name == "rPh"

    def leave(self, name: str) -> None:
        self.depth -= name in ("v", "t")
        self.spoken -= name == "rPh"

    def say(self, text: str) -> None:
        if self.depth and not self.spoken and self.length < LONGEST:
            piece = text[: LONGEST - self.length]
            self.pieces.append(piece)
            self.length += len(piece)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def _meant(at: _At, text: str, texts: list[str], days: list[bool], *, from_1904: bool) -> str:
    """What a cell says, as a person would write it."""
    if at.kind == "s":
        index = _number(text, -1)
        return texts[index] if 0 <= index < len(texts) else ""
    if at.kind == "b":
        return str(text.strip() == "1")
    if at.kind == "d":
        return text.partition("T")[0]
    if at.kind != "n":
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    if at.style < len(days) and days[at.style]:
        return _day(number, from_1904=from_1904) or text
    return str(int(number)) if number.is_integer() else str(number)


def _day(number: float, *, from_1904: bool) -> str:
    """A day, or an hour below one; empty for what is neither."""
    try:
        if 0 <= number < 1:
            return str((datetime.datetime(1900, 1, 1) + datetime.timedelta(seconds=round(number * 86_400))).time())
        # The 29 February 1900 that Excel knows of never was.
        first = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 31 if number < 60 else 30)
        return (first + datetime.timedelta(days=number)).date().isoformat()
    except (OverflowError, ValueError):
        return ""


def _shows_day(own: str | None, number: str) -> bool:
    if own is None:
        return number.isdecimal() and len(number) < 5 and int(number) in _DAYS
    return re.search("[dmhys]", _UNSAID.sub("", own.partition(";")[0]), re.IGNORECASE) is not None and own.casefold() != "general"


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 10 else otherwise
