"""Outlines of CFF by glyph number: read from the table of a subset, written as one table. Bytes in, bytes out.

Reads what HarfBuzz leaves in a subset: outlines without subroutines. Anything else is `Unreadable`, and the font is kept as it is.
"""

from __future__ import annotations

import bisect
import struct
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from procdocs.binder.sfnt import Unreadable

_MATRIX, _BOX, _CHARSET, _CHARSTRINGS, _PRIVATE = (12, 7), (5,), (15,), (17,), (18,)
_KIND, _ROS, _COUNT, _FONTS, _SELECT = (12, 6), (12, 30), (12, 34), (12, 36), (12, 37)
_SUBROUTINES = (19,)
#: The first string of a font's own; those before are known to all.
_OWN_STRINGS = 391
_DECIMALS = 30
#: The numbers 0 and 2 as written, and an outline that draws nothing.
_NOUGHT, _TWO, _EMPTY = b"\x8b", b"\x8d", b"\x0e"


class Style(NamedTuple):
    """What a group of outlines has in common: its private dictionary and its matrix, as written."""

    private: bytes
    matrix: bytes


class Glyph(NamedTuple):
    """An outline and its style; equal glyphs are equal values."""

    outline: bytes
    style: Style


class Outlines:
    """The outlines of one subset. Raises Unreadable."""

    def __init__(self, table: bytes) -> None:
        self._data = data = table
        tops = _end(data, data[2])
        subroutines = _end(data, _end(data, tops))
        entries = _entries(_items(data, tops)[0])
        if _layout(data, subroutines)[1] or entries.get(_KIND, _TWO) != _TWO:
            raise Unreadable("subroutines")
        #: Matrix and bounds of the whole, as written.
        self.matrix, self.box = entries.get(_MATRIX, b""), entries.get(_BOX, b"")
        self._layout = _layout(data, _number(entries[_CHARSTRINGS]))
        keyed = _ROS in entries
        self._plain = _plain(data, _number(entries.get(_CHARSET, _NOUGHT)), self._layout[1]) if keyed else self._layout[1]
        self._styles = [self._style(_entries(part), keyed=True) for part in _items(data, _number(entries[_FONTS]))] if keyed else [self._style(entries, keyed=False)]
        self._firsts, self._choices = _selection(data, _number(entries[_SELECT]), self._layout[1]) if keyed else ([0], [0])

    def _style(self, entries: Mapping[tuple[int, ...], bytes], *, keyed: bool) -> Style:
        size, at = _numbers(entries[_PRIVATE])
        private = self._data[at : at + size]
        if _SUBROUTINES in _entries(private):
            raise Unreadable("subroutines")
        return Style(private, entries.get(_MATRIX, b"") if keyed else b"")

    def glyph(self, number: int) -> Glyph:
        """The outline of a glyph."""
        if not 0 <= number < self._plain:
            raise Unreadable(f"no glyph {number}")
        return Glyph(_item(self._data, self._layout, number), self._styles[self._choices[bisect.bisect_right(self._firsts, number) - 1]])


def written(name: str, glyphs: Mapping[int, Glyph], matrix: bytes, box: bytes) -> bytes:
    """The table of a font with these glyphs, keyed by their numbers; numbers between have an empty one."""
    total = max(glyphs) + 1
    styles = list(dict.fromkeys(glyphs[number].style for number in sorted(glyphs)))
    positions = {style: position for position, style in enumerate(styles)}
    chosen = [positions[glyphs[number].style] if number in glyphs else -1 for number in range(total)]
    runs: list[tuple[int, int]] = []
    for number, position in enumerate(chosen):
        if position >= 0 and (not runs or runs[-1][1] != position):
            runs.append((number if runs else 0, position))
    outlines = _packed(glyphs[number].outline if number in glyphs else _EMPTY for number in range(total))
    charset = b"\x02" + struct.pack(">HH", 1, total - 2) if total > 1 else b"\x00"
    selection = b"\x03" + struct.pack(">H", len(runs)) + b"".join(struct.pack(">HB", *run) for run in runs) + struct.pack(">H", total)

    def head(*places: int) -> bytes:
        top = _whole(_OWN_STRINGS) + _whole(_OWN_STRINGS + 1) + _NOUGHT + bytes(_ROS) + (matrix + bytes(_MATRIX) if matrix else b"") + (box + bytes(_BOX) if box else b"")
        top += _whole(total) + bytes(_COUNT)
        top += b"".join(_whole(place) + bytes(operator) for place, operator in zip(places, (_CHARSET, _SELECT, _CHARSTRINGS, _FONTS), strict=True))
        return b"\x01\x00\x04\x04" + _packed([name.encode("ascii", "replace")]) + _packed([top]) + _packed([b"Adobe", b"Identity"]) + b"\x00\x00"

    begin = len(head(0, 0, 0, 0))
    behind_charset, behind_selection = begin + len(charset), begin + len(charset) + len(selection)
    fonts, at = [], behind_selection + len(outlines)
    for style in styles:
        fonts.append((style.matrix + bytes(_MATRIX) if style.matrix else b"") + _whole(len(style.private)) + _whole(at) + bytes(_PRIVATE))
        at += len(style.private)
    return head(begin, behind_charset, behind_selection, at) + charset + selection + outlines + b"".join(style.private for style in styles) + _packed(fonts)


def _layout(data: bytes, at: int) -> tuple[int, int, int, int]:
    """Of an INDEX: where it stands, how many items, bytes of an offset, where the data begins (less one)."""
    count = struct.unpack_from(">H", data, at)[0]
    if not count:
        return at, 0, 1, at + 1
    width = data[at + 2]
    return at, count, width, at + 2 + (count + 1) * width


def _item(data: bytes, layout: tuple[int, int, int, int], number: int) -> bytes:
    at, _, width, base = layout
    here = at + 3 + number * width
    first, last = (int.from_bytes(data[place : place + width], "big") for place in (here, here + width))
    return data[base + first : base + last]


def _items(data: bytes, at: int) -> list[bytes]:
    layout = _layout(data, at)
    return [_item(data, layout, number) for number in range(layout[1])]


def _end(data: bytes, at: int) -> int:
    """Where an INDEX ends."""
    layout = _layout(data, at)
    if not layout[1]:
        return at + 2
    last = at + 3 + layout[1] * layout[2]
    return layout[3] + int.from_bytes(data[last : last + layout[2]], "big")


def _entries(data: bytes) -> dict[tuple[int, ...], bytes]:
    """Of a DICT: operands as written by operator."""
    found, at, start = {}, 0, 0
    while at < len(data):
        byte = data[at]
        if byte <= 21:
            size = 2 if byte == 12 else 1
            found[tuple(data[at : at + size])] = data[start:at]
            at = start = at + size
        elif byte == _DECIMALS:
            at += 1
            while data[at] & 0x0F != 0x0F and data[at] >> 4 != 0x0F:
                at += 1
            at += 1
        else:
            at += 3 if byte == 28 else 5 if byte == 29 else 1 if byte <= 246 else 2
    return found


def _numbers(operands: bytes) -> list[int]:
    """Whole numbers of a DICT."""
    found, at = [], 0
    while at < len(operands):
        byte = operands[at]
        if byte in (28, 29):
            size = 2 if byte == 28 else 4
            found.append(int.from_bytes(operands[at + 1 : at + 1 + size], "big", signed=True))
            at += 1 + size
        elif byte <= 246:
            found.append(byte - 139)
            at += 1
        else:
            found.append((byte - 247) * 256 + operands[at + 1] + 108 if byte <= 250 else -(byte - 251) * 256 - operands[at + 1] - 108)
            at += 2
    return found


def _number(operands: bytes) -> int:
    return _numbers(operands)[0]


def _plain(data: bytes, at: int, total: int) -> int:
    """How many glyphs, from the first on, have their number as character id; a few unused ones behind may not."""
    if at <= 2:
        return total
    form, at = data[at], at + 1
    if form == 0:
        ids = struct.unpack_from(f">{total - 1}H", data, at)
        return next((number for number, id in enumerate(ids, 1) if id != number), total)
    number = 1
    while number < total:
        first, left = struct.unpack_from(">HB" if form == 1 else ">HH", data, at)
        if first != number:
            return number
        at += 3 if form == 1 else 4
        number += left + 1
    return total


def _selection(data: bytes, at: int, count: int) -> tuple[list[int], list[int]]:
    """Which style glyphs have: positions at which it changes, and the style from there on."""
    if data[at] == 0:
        return list(range(count)), list(data[at + 1 : at + 1 + count])
    ranges = struct.unpack_from(">H", data, at + 1)[0]
    rows = [struct.unpack_from(">HB", data, at + 3 + 3 * number) for number in range(ranges)]
    return [row[0] for row in rows], [row[1] for row in rows]


def _whole(value: int) -> bytes:
    """A whole number of a DICT, always five bytes long."""
    return b"\x1d" + struct.pack(">l", value)


def _packed(items: Iterable[bytes]) -> bytes:
    """An INDEX."""
    given = list(items)
    ends = [1]
    for item in given:
        ends.append(ends[-1] + len(item))
    width = (ends[-1].bit_length() + 7) // 8
    return struct.pack(">HB", len(given), width) + b"".join(end.to_bytes(width, "big") for end in ends) + b"".join(given)
