"""The tables of a font file and the advances in it: read from a subset, written as one font. Bytes in, bytes out.

Subsets keep the glyph numbers of the whole font, so that a glyph has the same number in all of them.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

#: Tables of the first subset that hold for all.
_COMMON = ("OS/2", "cmap", "name", "post", "cvt ", "fpgm", "prep")
_NEEDED = {"head", "hhea", "maxp", "hmtx"}
_LARGEST = 2**32
#: What the sum over a font file is.
_MAGIC = 0xB1B0AFBA

Tables = Mapping[str, bytes]


class Unreadable(Exception):
    """A font of a make that is not understood here."""


def tables(program: bytes) -> Tables:
    """The tables of a font by name. Raises Unreadable."""
    if program[:4] not in (b"OTTO", b"\x00\x01\x00\x00", b"true"):
        raise Unreadable("no font with tables")
    rows = [struct.unpack_from(">4sLLL", program, 12 + 16 * number) for number in range(struct.unpack_from(">H", program, 4)[0])]
    found = {tag.decode("latin-1"): program[at : at + size] for tag, _, at, size in rows}
    if not set(found) >= _NEEDED:
        raise Unreadable("tables are missing")
    return found


def count(font: Tables) -> int:
    """How many glyphs there are, empty ones too."""
    return int(struct.unpack_from(">H", font["maxp"], 4)[0])


def metrics(font: Tables, number: int) -> tuple[int, int]:
    """Advance and left bearing of a glyph in units of the font."""
    known, data = struct.unpack_from(">H", font["hhea"], 34)[0], font["hmtx"]
    if number < known:
        advance, bearing = struct.unpack_from(">Hh", data, 4 * number)
    else:
        advance = struct.unpack_from(">H", data, 4 * (known - 1))[0]
        bearing = struct.unpack_from(">h", data, 4 * known + 2 * (number - known))[0]
    return advance, bearing


def compose(first: Tables, outlines: Tables, measures: Mapping[int, tuple[int, int]], limits: bytes) -> bytes:
    """A font of outlines and their measures by glyph number; `limits` is what stands behind the count in `maxp`."""
    total = max(measures) + 1
    head, hhea = bytearray(first["head"]), bytearray(first["hhea"])
    head[8:12] = b"\x00" * 4
    if "loca" in outlines:
        head[50:52] = b"\x00\x01"  # places of four bytes
    hhea[34:36] = struct.pack(">H", total)
    made = {tag: first[tag] for tag in _COMMON if tag in first}
    made |= {"head": bytes(head), "hhea": bytes(hhea), "maxp": first["maxp"][:4] + struct.pack(">H", total) + limits}
    made["hmtx"] = b"".join(struct.pack(">Hh", *measures.get(number, (0, 0))) for number in range(total))
    return _file({**made, **outlines})


def _file(made: Tables) -> bytes:
    power = 1 << len(made).bit_length() - 1
    kind = b"OTTO" if "CFF " in made else b"\x00\x01\x00\x00"
    start = kind + struct.pack(">4H", len(made), 16 * power, power.bit_length() - 1, 16 * (len(made) - power))
    rows, body, first, head = b"", b"", 12 + 16 * len(made), 0
    for tag in sorted(made):
        padded = made[tag] + b"\x00" * (-len(made[tag]) % 4)
        at = first + len(body)
        head = at if tag == "head" else head
        rows += struct.pack(">4sLLL", tag.encode("latin-1"), _sum(padded), at, len(made[tag]))
        body += padded
    file = start + rows + body
    return file[: head + 8] + struct.pack(">L", (_MAGIC - _sum(file)) % _LARGEST) + file[head + 12 :]


def _sum(data: bytes) -> int:
    return int(sum(struct.unpack(f">{len(data) // 4}L", data)) % _LARGEST)
