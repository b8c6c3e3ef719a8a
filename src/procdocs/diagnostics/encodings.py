"""Which encoding a file is stored in: UTF-8, or what other programs store instead."""

from __future__ import annotations

_BYTE_ORDER_MARKS = ((b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def encoding_of(data: bytes) -> str:
    """The encoding in which all of `data` can be read, as Python calls it; empty if there is none. What is both UTF-8 and GB18030 is UTF-8."""
    wide = wide_encoding(data)
    return next((name for name in ((wide,) if wide else ("utf-8-sig", "gb18030")) if _is(data, name)), "")


def wide_encoding(data: bytes) -> str:
    """`utf-16` or `utf-32` (`-le`, `-be` where no byte order mark says it) if a file looks like it, else empty."""
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return name
    # Without a mark, text in UTF-16 shows as zero bytes on one side of its pairs, that in UTF-32 on three.
    start = data[:400]
    if 0 not in start:
        return ""
    zeros = [index % 2 for index, byte in enumerate(start) if byte == 0]
    if len(zeros) < 2 or len(zeros) * 8 < len(start):
        return ""
    order = "be" if start[0] == 0 else "le"
    if len(set(zeros)) == 1:
        return f"utf-16-{'be' if zeros[0] == 0 else 'le'}"
    return f"utf-32-{order}" if len(zeros) * 2 >= len(start) else ""


def readable(data: bytes) -> str:
    """What can be read of a file in any encoding, to be shown; the rest is U+FFFD."""
    return data.decode(encoding_of(data) or "utf-8", "replace")


def _is(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True
