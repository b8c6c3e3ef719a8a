"""How wide text stands in signs of equal width, on a terminal and in the cells of a spreadsheet: the East-Asian rule."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def columns_of(line: str) -> int:
    """Columns one line takes: two for wide characters, none for combining ones."""
    return len(line) if line.isascii() else sum(map(_columns, line))


@lru_cache(maxsize=10_000)
def _columns(character: str) -> int:
    return 0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
