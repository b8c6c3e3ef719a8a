"""How the objects of a PDF become bytes: each written out and compressed once, no stream ending in a carriage return. Changes no content."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

import pydyf


def write_streams(pdf: Any, original: Callable[..., None], output: Any, *arguments: Any) -> None:
    """Call `original` (`pdf.write`) and write what it gives to `output`, so that no stream ends in a carriage return.

    Some validators take that for a part of the line end behind it.

    Streams of content get a line end more; the stream of small objects, an unused one. Every object is written out once, and not again for the
    identifier of the file and in each attempt.
    """
    for stream in [o for o in pdf.objects if isinstance(o, pydyf.Stream) and o.compress]:
        _compress(stream)
    pdf.objects[:] = map(_WrittenOut, pdf.objects)
    count = len(pdf.objects)
    for _ in range(16):
        attempt = io.BytesIO()
        pdf.current_position = 0
        original(attempt, *arguments)
        data = attempt.getvalue()
        if b"\r\nendstream" not in data:
            break
        del pdf.objects[count:]
        pdf.add_object(pydyf.Dictionary())
        count += 1
    output.write(data)


class _WrittenOut(pydyf.Object):  # type: ignore[misc]
    """An object that changes no more, with its bytes."""

    data = b""
    compressible = False

    def __init__(self, original: Any) -> None:
        self.number, self.offset, self.generation, self.free = original.number, original.offset, original.generation, original.free
        self.compressible = original.compressible
        self.data = original.data if self.free == "n" else b""


def _compress(stream: Any) -> None:
    plain = pydyf.Stream(stream.stream).data.partition(b"stream\n")[2].removesuffix(b"\nendstream")
    packed = zlib.compress(plain, 9)
    if packed.endswith(b"\r"):
        if stream.extra.get("Type") == "/EmbeddedFile":
            stream.compress = False  # its bytes must stay as they are
            return
        packed = zlib.compress(plain + b"\n", 9)
    stream.stream, stream.compress = [packed], False
    stream.extra = pydyf.Dictionary({**stream.extra, "Filter": "/FlateDecode"})
