"""Where the lines of a text begin: turns offsets into lines and columns."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from procdocs.diagnostics.span import Span


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one file; all nodes of the file share it. Small enough to travel with them, because it holds no text."""

    path: str
    #: Offset in characters of the first character of each line.
    starts: array[int]

    def span(self, start: int, end: int) -> Span:
        """The place of what stands between two offsets in characters; without an end where that is on another line."""
        line = bisect_right(self.starts, start)
        before = self.starts[line - 1] - 1
        on_line = line == len(self.starts) or end < self.starts[line]
        return Span(self.path, line, start - before, end - before if on_line else None)


def lines_of(path: str, text: str) -> Lines:
    """The lines of a text as `decode` returns it: without byte order mark, and without the line ends of other worlds."""
    # What else ends a line for `splitlines` is a forbidden character, and replaced already.
    starts = array("I", accumulate(map(len, text.splitlines(keepends=True)), initial=0))
    if len(starts) > 1 and not text.endswith(("\n", "\r")):
        starts.pop()
    return Lines(path, starts)
