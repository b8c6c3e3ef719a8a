"""Measures the pages of a PDF: how full each is, its smallest type, numbers that are broken, idle columns, torn tables. Run it on a file to read the figures.

python -m tests.measured output/manual.pdf
"""

from __future__ import annotations

import ctypes
import io
import itertools
import math
import re
import sys
from collections.abc import Container, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

#: Points at the head and foot of a page that hold running lines, and the part of a page's height that must be used.
HEAD, FOOT, LEAST_FILL = 44.0, 42.0, 0.4
#: Smallest type, in pt, with a hair for rounding.
LEAST_TYPE = 6.9
#: Fewest rows that may go over to another page.
LEAST_ROWS = 3


@dataclass
class Measured:
    """A page: from 1, its size in pt, the part of its height that is used, and its smallest type in pt with a sample of the text."""

    number: int
    size: tuple[float, float]
    fill: float
    type: float
    sample: str
    text: str = ""


@dataclass
class Rows:
    """A table as far as it stands on one page: texts of the cells, row by row, the head apart."""

    page: int
    head: tuple[str, ...]
    body: list[tuple[str, ...]] = field(default_factory=list)


def pages(data: bytes) -> list[Measured]:
    """Every page, measured."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [_page(page, number) for number, page in enumerate(document, 1)]


def _page(page: Any, number: int) -> Measured:
    width, height = page.get_size()
    text = page.get_textpage()
    lowest, smallest, sample = height, 99.0, ""
    matrix = pdfium.FS_MATRIX()
    for index in range(text.count_chars()):
        said = text.get_text_range(index, 1)
        if not said.strip():
            continue
        pdfium.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
        size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.b, matrix.d)
        if 0 < size < smallest:
            smallest, sample = size, text.get_text_range(max(0, index - 5), 12)
        _, bottom, _, top = text.get_charbox(index)
        if bottom > FOOT:
            lowest = min(lowest, bottom)
    for thing in page.get_objects(max_depth=1):
        _, bottom, _, top = thing.get_bounds()
        if bottom > FOOT - 4 and top < height:
            lowest = min(lowest, bottom)
    return Measured(number, (width, height), (height - HEAD - lowest) / (height - HEAD - FOOT), smallest, sample, text.get_text_range())


def broken(found: Iterable[Measured], numbers: Iterable[str]) -> list[tuple[int, str]]:
    """Numbers and ids that a line end cuts in two: page and number."""
    joint = r"[\x02\ufffe]?\r?\n?"
    patterns = [(number, re.compile(rf"(?<![\w-]){joint.join(map(re.escape, number))}(?![\w-])")) for number in numbers if "-" in number]
    return [(page.number, number) for page in found for number, pattern in patterns for hit in pattern.findall(page.text) if "\n" in hit]


def starts(data: bytes) -> set[int]:
    """The pages on which documents, views and registers begin, from the bookmarks."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        places = (item.get_dest() for item in document.get_toc() if item.level < 2)
        return {place.get_index() + 1 for place in places if place is not None and place.get_index() is not None}


def tables(data: bytes) -> list[Rows]:
    """The tables as a reader of the tag tree meets them, one for each page a table stands on."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        number = {page.obj.objgen: at for at, page in enumerate(pdf.pages, 1)}
        said = _Said(pdf)
        return [_rows(element, number, said) for element in _elements(pdf.Root.StructTreeRoot, "/Table")]


def _elements(here: Any, wanted: str) -> Iterator[Any]:
    kids = here.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if wanted == kid.S:
                yield kid
            else:
                yield from _elements(kid, wanted)


def _rows(table: Any, number: dict[Any, int], said: _Said) -> Rows:
    found = Rows(number[table.Pg.objgen], ())
    for row in _elements(table, "/TR"):
        cells = tuple(said.of(cell) for cell in row.K if isinstance(cell, pikepdf.Dictionary))
        headed = all(cell.S == "/TH" for cell in row.K)
        if headed and len(cells) > 1 and not found.head:
            found.head = cells
        elif len(cells) > 1 or not headed:
            found.body.append(cells)
    return found


class _Said:
    """The text of an element of the tree."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        from tests.pdf_tree import _Page

        fonts: dict[Any, dict[int, str]] = {}
        self.pages = {page.obj.objgen: _Page(page, fonts, [], at).text for at, page in enumerate(pdf.pages, 1)}

    def of(self, element: Any) -> str:
        """All of it, in order."""
        kids = element.get("/K", ())
        out = []
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                out.append(self.pages[element.Pg.objgen].get(int(kid), ""))
            elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                out.append(self.of(kid))
        return "".join(out).strip()


def idle_columns(found: Iterable[Rows], begun: Container[int]) -> list[tuple[int, str]]:
    """Columns that are empty in every row, and those that say the same in each of several rows: page and head. Those of a matrix may be."""
    out = []
    for rows in _joined(found, begun):
        for at, head in enumerate(rows.head[1:], 1):
            cells = [row[at] if at < len(row) else "" for row in rows.body]
            if len(cells) >= LEAST_ROWS and len(set(cells)) == 1 and not _is_matrix(rows):
                out.append((rows.page, head))
    return out


def torn(found: Iterable[Rows], begun: Container[int]) -> list[tuple[int, int]]:
    """Tables of which too few rows stand on a page they go over to: page and number of rows."""
    listed = list(found)
    return [(rows.page, len(rows.body)) for before, rows in itertools.pairwise(listed) if _goes_on(before, rows, begun) and len(rows.body) < LEAST_ROWS]


def _goes_on(before: Rows, rows: Rows, begun: Container[int]) -> bool:
    """Whether it is the same table on the next page; none goes over to the first page of a document."""
    return rows.page not in begun and rows.head == before.head and rows.page == before.page + 1 and bool(rows.head)


def _joined(found: Iterable[Rows], begun: Container[int]) -> Iterator[Rows]:
    """Tables whole, over all their pages."""
    whole: Rows | None = None
    last: Rows | None = None
    for rows in found:
        if whole is not None and last is not None and _goes_on(last, rows, begun):
            whole.body += rows.body
        else:
            if whole is not None:
                yield whole
            whole = Rows(rows.page, rows.head, list(rows.body))
        last = rows
    if whole is not None:
        yield whole


def _is_matrix(rows: Rows) -> bool:
    """Whether most cells hold no more than a sign."""
    cells = [cell for row in rows.body for cell in row[1:]]
    return len(rows.head) > 4 and sum(len(cell) <= 3 for cell in cells) > 0.7 * len(cells)


def main(path: str) -> None:
    """Prints what there is to say of a file."""
    data = Path(path).read_bytes()
    found = pages(data)
    for page in found:
        print(f"{page.number:4} {page.size[0] / 72 * 25.4:.0f} x {page.size[1] / 72 * 25.4:.0f} mm, {page.fill:4.0%} filled, smallest type {page.type:.2f} pt {page.sample!r}")
    listed = tables(data)
    begun = starts(data)
    print("idle columns:", idle_columns(listed, begun))
    print("torn tables:", torn(listed, begun))
    print(f"{len(found)} pages, {sum(page.fill < LEAST_FILL for page in found)} under {LEAST_FILL:.0%}")


if __name__ == "__main__":
    main(sys.argv[1])
