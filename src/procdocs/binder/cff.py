"""Outlines of CFF by glyph number: read from the table of a subset, written as one table. Bytes in, bytes out.

A subset may hold glyphs side by side that lie far apart in their font: it then says of each which number it has there.

Reads what HarfBuzz leaves in a subset: outlines without subroutines. Anything else is `Unreadable`, and the font is kept as it is.
"""

from __future__ import annotations

import bisect
import struct
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from procdocs.binder.sfnt import Unreadable

_MATRIX, _BOX, _CHARSET, _CHARSTRINGS, _PRIVATE = (12, 7), (5,), (15,), (17,), (18,)
_KIND, _ROS, _COUNT, _FONTS, _SELECT = (12, 6), (12, 30), (12, 34), (12, 36), (12, 37)
_SUBROUTINES = (19,)
#: The first string of a font's own; those before are known to all.
_OWN_STRINGS = 391
_DECIMALS = 30
#: Of the usual advance in a private dictionary, and of the one others are differences from.
_WIDTHS = (20,), (21,)
#: Of an outline: how a number of two bytes begins, where one-byte numbers begin, how a fixed one does.
_SHORT, _FIRST_OPERAND, _FIXED = 28, 32, 255
#: How many numbers an outline's first operator takes: moves, and the end. Stems and masks take any even number.
_MOVES: Mapping[int, tuple[int, ...]] = {21: (2,), 22: (1,), 4: (1,), 14: (0, 4)}
_STEMS = frozenset((1, 3, 18, 19, 20, 23))
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


def counts_plainly(table: bytes | memoryview) -> bool:
    """Whether a font calls its glyphs by the numbers they stand at, by no names and by no other numbers: then its subsets say which these were.

    Raises LookupError or ValueError for what is no table of outlines.
    """
    tops = _end(table, table[2])
    entries = _entries(_items(table, tops)[0])
    if _ROS not in entries:
        return False
    total = _layout(table, _number(entries[_CHARSTRINGS]))[1]
    ordering = _string(_items(table, _end(table, tops)), _numbers(entries[_ROS])[1])
    return ordering == b"Identity" and list(_ids(table, _number(entries.get(_CHARSET, _NOUGHT)), total)) == list(range(total))


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
        #: Numbers of the glyphs in their font, in the order they stand here.
        self.numbers = _ids(data, _number(entries.get(_CHARSET, _NOUGHT)), self._layout[1]) if keyed else range(self._layout[1])
        self._positions: dict[int, int] = {}
        for position, number in enumerate(self.numbers):
            self._positions.setdefault(number, position)
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
        position = self._positions.get(number)
        if position is None:
            raise Unreadable(f"no glyph {number}")
        return Glyph(_item(self._data, self._layout, position), self._styles[self._choices[bisect.bisect_right(self._firsts, position) - 1]])


def written(name: str, glyphs: Mapping[int, Glyph], matrix: bytes, box: bytes, *, alone: bool = False) -> bytes:
    """The table of a font with these glyphs, keyed by their numbers; numbers between have an empty one. `alone`, there is nothing between them."""
    numbers = sorted(glyphs) if alone else range(max(glyphs) + 1)
    total = len(numbers)
    styles = list(dict.fromkeys(glyphs[number].style for number in sorted(glyphs)))
    positions = {style: position for position, style in enumerate(styles)}
    chosen = [positions[glyphs[number].style] if number in glyphs else -1 for number in numbers]
    runs: list[tuple[int, int]] = []
    for place, position in enumerate(chosen):
        if position >= 0 and (not runs or runs[-1][1] != position):
            runs.append((place if runs else 0, position))
    outlines = _packed(glyphs[number].outline if number in glyphs else _EMPTY for number in numbers)
    charset = _charset(numbers)
    selection = b"\x03" + struct.pack(">H", len(runs)) + b"".join(struct.pack(">HB", *run) for run in runs) + struct.pack(">H", total)

    def head(*places: int) -> bytes:
        top = _whole(_OWN_STRINGS) + _whole(_OWN_STRINGS + 1) + _NOUGHT + bytes(_ROS) + (matrix + bytes(_MATRIX) if matrix else b"") + (box + bytes(_BOX) if box else b"")
        top += _whole(numbers[-1] + 1) + bytes(_COUNT)
        top += b"".join(_whole(place) + bytes(operator) for place, operator in zip(places, (_CHARSET, _SELECT, _CHARSTRINGS, _FONTS), strict=True))
        return b"\x01\x00\x04\x04" + _packed([name.encode("ascii", "replace")]) + _packed([top]) + _packed([b"Adobe", b"Identity"]) + b"\x00\x00"

    begin = len(head(0, 0, 0, 0))
    behind_charset, behind_selection = begin + len(charset), begin + len(charset) + len(selection)
    fonts, at = [], behind_selection + len(outlines)
    for style in styles:
        fonts.append((style.matrix + bytes(_MATRIX) if style.matrix else b"") + _whole(len(style.private)) + _whole(at) + bytes(_PRIVATE))
        at += len(style.private)
    return head(begin, behind_charset, behind_selection, at) + charset + selection + outlines + b"".join(style.private for style in styles) + _packed(fonts)


def spelled_out(glyph: Glyph) -> Glyph:
    """The glyph with its advance written in its outline, not as the difference from its style's: some readers know no style but a font's. Raises Unreadable."""
    style, usual, nominal = _without_widths(glyph.style)
    outline = glyph.outline
    ends = []
    at = 0
    while (byte := outline[at]) >= _FIRST_OPERAND or byte == _SHORT:
        at += 3 if byte == _SHORT else 1 if byte <= 246 else 2 if byte < _FIXED else 5
        ends.append(at)
    taken = (len(ends) & ~1,) if byte in _STEMS else _MOVES.get(byte, ())
    if len(ends) in taken:
        return Glyph(_short(usual) + outline, style)
    if len(ends) - 1 not in taken or outline[0] == _FIXED:
        raise Unreadable("an outline that begins otherwise")
    return Glyph(_short(nominal + _number(outline[: ends[0]])) + outline[ends[0] :], style)


@lru_cache(maxsize=64)
def _without_widths(style: Style) -> tuple[Style, int, int]:
    """The style, and the advance it gives to a glyph that says nothing and to which others are differences."""
    entries = _entries(style.private)
    usual, nominal = (entries.pop(operator, _NOUGHT) for operator in _WIDTHS)
    if _DECIMALS in (usual[0], nominal[0]):
        raise Unreadable("an advance in parts of a unit")
    return Style(b"".join(operands + bytes(operator) for operator, operands in entries.items()), style.matrix), _number(usual), _number(nominal)


def _short(value: int) -> bytes:
    return struct.pack(">Bh", _SHORT, value)


def _layout(data: bytes | memoryview, at: int) -> tuple[int, int, int, int]:
    """Of an INDEX: where it stands, how many items, bytes of an offset, where the data begins (less one)."""
    count = struct.unpack_from(">H", data, at)[0]
    if not count:
        return at, 0, 1, at + 1
    width = data[at + 2]
    return at, count, width, at + 2 + (count + 1) * width


def _item(data: bytes | memoryview, layout: tuple[int, int, int, int], number: int) -> bytes:
    at, _, width, base = layout
    here = at + 3 + number * width
    first, last = (int.from_bytes(data[place : place + width], "big") for place in (here, here + width))
    return bytes(data[base + first : base + last])


def _items(data: bytes | memoryview, at: int) -> list[bytes]:
    layout = _layout(data, at)
    return [_item(data, layout, number) for number in range(layout[1])]


def _end(data: bytes | memoryview, at: int) -> int:
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


def _string(own: list[bytes], number: int) -> bytes:
    return own[number - _OWN_STRINGS] if _OWN_STRINGS <= number < _OWN_STRINGS + len(own) else b""


def _ids(data: bytes | memoryview, at: int, total: int) -> Sequence[int]:
    """The character ids of all glyphs, in their order."""
    if at <= 2:
        return range(total)
    form, at = data[at], at + 1
    if form == 0:
        return (0, *struct.unpack_from(f">{total - 1}H", data, at))
    ids = [0]
    while len(ids) < total:
        first, left = struct.unpack_from(">HB" if form == 1 else ">HH", data, at)
        ids += range(first, first + left + 1)
        at += 3 if form == 1 else 4
    return ids[:total]


def _charset(numbers: Sequence[int]) -> bytes:
    """The numbers of glyphs, after the first, as runs."""
    runs: list[list[int]] = []
    for number in numbers[1:]:
        if runs and number == runs[-1][0] + runs[-1][1] + 1:
            runs[-1][1] += 1
        else:
            runs.append([number, 0])
    return b"\x02" + b"".join(struct.pack(">HH", *run) for run in runs) if runs else b"\x00"


def _selection(data: bytes | memoryview, at: int, count: int) -> tuple[list[int], list[int]]:
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
