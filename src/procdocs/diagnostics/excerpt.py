"""The line of the file a finding is about, with a caret under the place, right under double-width characters too."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from procdocs.diagnostics.columns import columns_of
from procdocs.diagnostics.encodings import readable
from procdocs.diagnostics.sentences import printable
from procdocs.diagnostics.span import Span

#: Width of the part of a line that is shown, in terminal columns.
SHOWN = 100
_LINE_END = re.compile("\r\n|\r|\n")
#: Hands out the bytes of a file of the project by its path, or None.
Source = Callable[[str], bytes | None]
#: Hands out the texts of the row of a workbook in which a place lies, or nothing.
Cells = Callable[[Span], Sequence[str]]
#: What stands between the values of a row.
_BETWEEN = " │ "


class Lines:
    """The lines of files, each file split only once."""

    def __init__(self, source: Source, cells: Cells = lambda _span: ()) -> None:
        self._source = lru_cache(maxsize=None)(source)
        self.cells = lru_cache(maxsize=None)(cells)
        self._split: dict[str, list[str]] = {}

    def below(self, above: str) -> Lines:
        """The same lines for places whose paths have `above` before them."""
        first = f"{above}/"
        return Lines(lambda path: self._source(path.removeprefix(first)), lambda span: self.cells(span._replace(path=span.path.removeprefix(first))))

    def line(self, span: Span) -> str | None:
        """The line at which a span begins; None if there is none to show."""
        if span.line is None:
            return None
        if span.path not in self._split:
            data = self._source(span.path)
            self._split[span.path] = _LINE_END.split(readable(data)) if data is not None else []
        lines = self._split[span.path]
        return lines[span.line - 1] if span.line <= len(lines) else None


def excerpt(lines: Lines, span: Span) -> tuple[str, str] | None:
    """The line and the line of carets under it, without margin; None where there is nothing to show."""
    line, start, end = _row(lines.cells(span), span) if span.sheet else _line(lines.line(span) or "", span)
    if not line.strip():
        return None
    line, start, end = _window(line, start, end)
    before, marked = printable(line[:start]), printable(line[start:end])
    shown = before + marked + printable(line[end:])
    if span.column is None:
        return shown.rstrip(), ""
    return shown.rstrip(), " " * columns_of(before) + "^" * max(columns_of(marked.rstrip()), 1)


def _line(line: str, span: Span) -> tuple[str, int, int]:
    start = min((span.column or 1) - 1, len(line))
    return line, start, min(max(span.end - 1 if span.end else len(line.rstrip()), start + 1), max(len(line), start + 1))


def _row(cells: Sequence[str], span: Span) -> tuple[str, int, int]:
    """The values of a row of a workbook, with the place of the cell among them."""
    before = sum(len(text) + len(_BETWEEN) for text in cells[: (span.column or 1) - 1])
    text = cells[span.column - 1] if span.column and span.column <= len(cells) else ""
    last = max((number for number, text in enumerate(cells, 1) if text), default=0)
    return _BETWEEN.join(cells[: max(last, span.column or 0)]), before, before + max(len(text), 1)


def margin(span: Span) -> str:
    """What stands before an excerpt: the number of the line, of a workbook the sheet and the cell as Excel calls it (`Sheet1!E3`)."""
    if not span.sheet:
        return f"{span.line:>5}"
    letters, column = "", span.column or 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{printable(span.sheet)}!{letters}{span.line}"


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """A long line cut down to what surrounds the place."""
    if len(line) * 2 <= SHOWN or columns_of(line) <= SHOWN:
        return line, start, end
    left = max(0, start - 30)
    right, room = left, SHOWN
    while right < len(line) and room > 0:
        room -= columns_of(line[right])
        right += 1
    head, tail = "…" if left else "", "…" if right < len(line) else ""
    return head + line[left:right] + tail, start - left + len(head), min(end, right) - left + len(head)
