"""Lines and columns of a text, and what stands on them: dashes, colons, comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from procdocs.source.edit.operations import CannotEdit

if TYPE_CHECKING:
    from procdocs.source.edit.tree import Key, Part

_DASH = re.compile(r" *-(?=[ \t]|$)")


def line_start(text: str, at: int) -> int:
    """Where the line of `at` begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Where the line of `at` ends, before its line end."""
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end - 1 if end > at and text[end - 1] == "\r" else end


def next_line(text: str, at: int) -> int:
    """Where the line after that of `at` begins."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def column(text: str, at: int) -> int:
    """How many characters stand before `at` on its line."""
    return at - line_start(text, at)


def newline(text: str) -> str:
    """How lines end here."""
    return "\r\n" if "\r\n" in text else "\n"


def before_line_end(text: str, at: int) -> int:
    """The end of the line above the line that begins at `at`, before its line end."""
    return at - (2 if text[at - 2 : at] == "\r\n" else 1)


def dash_of(text: str, owner: Part, index: int) -> int:
    """Where the dash of an item of a list without brackets stands. Raises CannotEdit if it is not found."""
    items = owner.items or []
    if index == 0:
        return owner.start
    # Between two items stand only line ends, comments and the dash; comments may hold dashes, so one looks line by line.
    at = items[index].start
    place = next_line(text, max(items[index - 1].end, dash_of(text, owner, 0)))
    while place <= at:
        hit = _DASH.match(text, place, line_end(text, place))
        if hit and not text[place : hit.end() - 1].strip(" "):
            return hit.end() - 1
        if line_end(text, place) >= len(text):
            break
        place = next_line(text, place)
    raise CannotEdit("the dash was not found")


def dashes_of(text: str, owner: Part) -> list[int]:
    """Where the dashes of all items of a list without brackets stand."""
    return [dash_of(text, owner, index) for index in range(len(owner.items or ()))]


def after_key(text: str, key: Key) -> int:
    """Behind the colon of a key."""
    at = text.find(":", key.end)
    return len(text) if at < 0 else at + 1


def top_of(text: str, at: int, *, first: bool) -> int:
    """Where a key or item begins together with the comments right above it; those above the first one belong to the whole list or group.

    Comments are its own if they stand in its column with no blank line between. What begins on the line of a dash begins there.
    """
    start = line_start(text, at)
    if text[start:at].strip(" "):
        return at
    here = start
    while here > 0:
        above = line_start(text, here - 1)
        line = text[above : line_end(text, above)]
        if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) != at - start:
            break
        if first and "procdocs:" not in line:
            break
        here = above
    return here
