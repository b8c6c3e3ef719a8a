"""What stands in the place of a picture that cannot be shown: an empty frame with a cross, so that the page keeps its form and the gap is seen."""

from __future__ import annotations

import struct
import zlib
from functools import cache

_WIDTH, _HEIGHT = 240, 120
_SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}">'
    f'<path d="M.5 .5H{_WIDTH - 0.5}V{_HEIGHT - 0.5}H.5ZL{_WIDTH - 0.5} {_HEIGHT - 0.5}M{_WIDTH - 0.5} .5L.5 {_HEIGHT - 0.5}" fill="#F4F5F7" stroke="#8A94A0"/></svg>'
).encode()


def placeholder(path: str) -> bytes:
    """The bytes of a picture to be shown in the place of a file of this name: SVG for SVG, else PNG, which all readers know by its beginning."""
    return _SVG if path.lower().endswith(".svg") else _png()


@cache
def _png() -> bytes:
    rows = bytearray()
    for y in range(_HEIGHT):
        across = round(y * (_WIDTH - 1) / (_HEIGHT - 1))
        dark = range(_WIDTH) if y in (0, _HEIGHT - 1) else (0, _WIDTH - 1, across, _WIDTH - 1 - across)
        row = bytearray(b"\xf5" * _WIDTH)
        for x in dark:
            row[x] = 0x94
        rows += b"\0" + row
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)) + _chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
