"""The line of the file a finding is about, with a caret under the place, right under double-width characters too."""

from __future__ import annotations

import re
from collections.abc import Callable
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


class Lines:
    """The lines of files, each file split only once."""

    def __init__(self, source: Source) -> None:
        self._source = lru_cache(maxsize=None)(source)
        self._split: dict[str, list[str]] = {}

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
    line = lines.line(span)
    if line is None or not line.strip():
        return None
    start = min((span.column or 1) - 1, len(line))
    end = min(max(span.end - 1 if span.end else len(line.rstrip()), start + 1), max(len(line), start + 1))
    line, start, end = _window(line, start, end)
    before, marked = printable(line[:start]), printable(line[start:end])
    shown = before + marked + printable(line[end:])
    if span.column is None:
        return shown.rstrip(), ""
    return shown.rstrip(), " " * columns_of(before) + "^" * max(columns_of(marked.rstrip()), 1)


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
