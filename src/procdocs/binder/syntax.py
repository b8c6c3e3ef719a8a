"""Values as PDF writes them. Bytes out, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_SPECIAL = {ord("("): "\\(", ord(")"): "\\)", ord("\\"): "\\\\", ord("\r"): "\\r", ord("\n"): "\\n"}


def encoded(text: str) -> bytes:
    """The bytes of a text string: ASCII as it is, all else UTF-16 with its mark."""
    return text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")


def string(value: str | bytes) -> bytes:
    """A string object; text is encoded first."""
    raw = value if isinstance(value, bytes) else encoded(value)
    if all(0x20 <= byte < 0x7F or byte in (10, 13) for byte in raw):
        return f"({raw.decode('ascii').translate(_SPECIAL)})".encode()
    return b"<" + raw.hex().encode() + b">"


def reference(number: int) -> bytes:
    """A reference to an object."""
    return b"%d 0 R" % number


def array(items: Iterable[bytes]) -> bytes:
    """An array of objects already written."""
    return b"[" + b" ".join(items) + b"]"


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    """A dictionary of objects already written; empty ones are left out."""
    return b"<<" + b"".join(f"/{key} ".encode() + value for key, value in entries.items() if value) + b">>"


def decimal(value: float) -> bytes:
    """A number with at most three digits behind the point."""
    return f"{value:.3f}".rstrip("0").rstrip(".").encode()
