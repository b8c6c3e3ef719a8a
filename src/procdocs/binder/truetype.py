"""Outlines of TrueType by glyph number, with the pieces composite ones are put together from. Bytes in, bytes out."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

from procdocs.binder.sfnt import Tables, Unreadable, count

_WORDS, _MORE, _SCALES = 0x0001, 0x0020, ((0x0008, 2), (0x0040, 4), (0x0080, 8))


def outlines(font: Tables, wanted: Iterable[int]) -> dict[int, bytes]:
    """The wanted outlines, and those they consist of. Raises Unreadable."""
    if not {"loca", "glyf"} <= set(font):
        raise Unreadable("no outlines")
    found: dict[int, bytes] = {}
    waiting = list(wanted)
    while waiting:
        number = waiting.pop()
        if number not in found:
            found[number] = _outline(font, number)
            waiting += _pieces(found[number])
    return found


def written(glyphs: Mapping[int, bytes]) -> Tables:
    """The tables that hold the outlines."""
    places, data = [0], bytearray()
    for number in range(max(glyphs) + 1):
        outline = glyphs.get(number, b"")
        data += outline + b"\x00" * (-len(outline) % 4)
        places.append(len(data))
    return {"loca": struct.pack(f">{len(places)}L", *places), "glyf": bytes(data)}


def larger(one: bytes, other: bytes) -> bytes:
    """The larger of each of two fonts' limits, as they stand in `maxp` behind the count."""
    if len(one) != len(other):
        raise Unreadable("tables of two versions")
    form = f">{len(one) // 2}H"
    return struct.pack(form, *map(max, struct.unpack(form, one), struct.unpack(form, other)))


def _outline(font: Tables, number: int) -> bytes:
    if not 0 <= number < count(font):
        raise Unreadable(f"no glyph {number}")
    is_long = struct.unpack_from(">h", font["head"], 50)[0] == 1
    first, last = struct.unpack_from(">LL" if is_long else ">HH", font["loca"], number * (4 if is_long else 2))
    return font["glyf"][first * (1 if is_long else 2) : last * (1 if is_long else 2)]


def _pieces(outline: bytes) -> list[int]:
    """Numbers of the glyphs a composite one consists of."""
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    found, at, flags = [], 10, _MORE
    while flags & _MORE:
        flags, number = struct.unpack_from(">HH", outline, at)
        found.append(number)
        at += (8 if flags & _WORDS else 6) + next((size for flag, size in _SCALES if flags & flag), 0)
    return found
