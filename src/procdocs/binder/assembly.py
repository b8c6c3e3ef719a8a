"""A PDF being written object by object, so that never more than one part of it is in memory as objects.

Small objects go into compressed object streams. The bytes depend on what is put in, and on nothing else.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from array import array as numbers

from procdocs.binder.syntax import dictionary, reference

#: Objects in one object stream: more compress better, but a reader must unpack all for one.
_TOGETHER = 200
_IN_FILE, _IN_STREAM = 1 << 56, 2 << 56
#: Bytes of an entry of the cross-reference: kind, place, index.
_ROW = (1, 4, 2)


class Assembly:
    """Numbers are given out first and objects put under them in any order; what never gets an object is free."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self._places = numbers("Q", [0])
        self._waiting: list[tuple[int, bytes]] = []
        #: Streams several parts have in common (logos, the colour profile): number by digest.
        self.shared: dict[bytes, int] = {}

    def allot(self) -> int:
        """The next number."""
        self._places.append(0)
        return len(self._places) - 1

    def put(self, body: bytes, number: int | None = None) -> int:
        """An object that is no stream, under its number or the next."""
        number = number or self.allot()
        self._waiting.append((number, body))
        if len(self._waiting) == _TOGETHER:
            self._flush()
        return number

    def stream(self, entries: dict[str, bytes], data: bytes, number: int | None = None) -> int:
        """A stream of our own, compressed; a line end is added where the compressed bytes would end in a carriage return."""
        return self.raw_stream(dictionary({**entries, "Filter": b"/FlateDecode"}), _packed(data), number)

    def raw_stream(self, described: bytes, data: bytes, number: int | None = None) -> int:
        """A stream as it is; `described` is its dictionary without a length."""
        number = number or self.allot()
        self._places[number] = _IN_FILE | self._out.tell()
        self._out.write(b"%d 0 obj\n%b/Length %d>>\nstream\n" % (number, described.removesuffix(b">>"), len(data)))
        self._out.write(data)
        self._out.write(b"\nendstream\nendobj\n")
        return number

    def _flush(self) -> None:
        if not self._waiting:
            return
        holder = self.allot()
        bodies, places, at = [], [], 0
        for index, (number, body) in enumerate(self._waiting):
            self._places[number] = _IN_STREAM | holder << 16 | index
            places.append(f"{number} {at}")
            bodies.append(body)
            at += len(body) + 1
        head = " ".join(places).encode() + b"\n"
        entries = {"Type": b"/ObjStm", "N": b"%d" % len(bodies), "First": b"%d" % len(head)}
        self._waiting = []
        self.stream(entries, head + b"\n".join(bodies), holder)

    def finish(self, catalog: int, information: int) -> bytes:
        """The whole file. Its identifier is the digest of what stands in it."""
        self._flush()
        digest = b"<" + hashlib.sha256(self._out.getbuffer()).hexdigest()[:32].encode() + b">"
        holder, start = self.allot(), self._out.tell()
        self._places[holder] = _IN_FILE | start
        while (table := zlib.compress(self._rows(), 9)).endswith(b"\r"):
            self.allot()
        entries = {
            "Type": b"/XRef",
            "Size": b"%d" % len(self._places),
            "W": b"[%d %d %d]" % _ROW,
            "Root": reference(catalog),
            "Info": reference(information),
            "ID": b"[" + digest + digest + b"]",
            "Filter": b"/FlateDecode",
            "DecodeParms": b"<</Predictor 12/Columns %d>>" % sum(_ROW),
        }
        self.raw_stream(dictionary(entries), table, holder)
        self._out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return self._out.getvalue()

    def _rows(self) -> bytes:
        """The table of places, each row as its difference from the row above, which compresses well."""
        rows = b"".join(struct.pack(">BLH", *_row(place)) for place in self._places)
        size = sum(_ROW)
        differences = bytes((here - above) & 0xFF for here, above in zip(rows, bytes(size) + rows, strict=False))
        return b"".join(b"\x02" + differences[at : at + size] for at in range(0, len(differences), size))


def _row(place: int) -> tuple[int, int, int]:
    kind, value = place >> 56, place & (1 << 56) - 1
    return (kind, value >> 16, value & 0xFFFF) if kind == _IN_STREAM >> 56 else (kind, value, 0)


def _packed(data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return zlib.compress(data + b"\n", 9) if packed.endswith(b"\r") else packed
