"""Bytes to text: the encoding, and characters that nobody can see. Knows nothing of YAML."""

from __future__ import annotations

import re
from itertools import islice

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.encodings import encoding_of, wide_encoding
from procdocs.source.codes import PD102, PD103, PD109

#: Files larger than this many bytes are not read.
SIZE_LIMIT = 2_000_000
#: How many forbidden characters of a file are reported one by one.
SHOWN = 20

#: Controls but tab and line ends, surrogates, all that turns the direction of writing, line separators of other worlds, non-characters.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
#: Spaces that YAML takes for text: non-breaking, full-width and those of fixed width.
WIDE_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
#: Characters without a width, which come along with a copy from elsewhere; within a text they do no harm, in front of a key nobody finds it.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
LINE_END = re.compile("\r\n|\r|\n")
#: How files begin that are no text: new Office files and archives, old Office files, PDF, pictures, programs.
_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"MZ\x90\x00", b"\x7fELF")


def decode(path: str, data: bytes) -> tuple[str | None, list[Diagnostic]]:
    """The text of a file, without byte order mark, and what is wrong with its characters; no text if the encoding is wrong.

    Forbidden characters are reported and replaced by U+FFFD, so that the rest of the file can be read.
    """
    if len(data) > SIZE_LIMIT:
        return None, [diagnose(PD109, Span(path, 1, 1), "size", limit=f"{SIZE_LIMIT // 1_000_000} MB")]
    if data.startswith(_SIGNATURES) or (data and data.count(0) == len(data)):
        return None, [diagnose(PD102, Span(path, 1, 1), "binary")]
    wide = wide_encoding(data)
    if wide:
        return None, [diagnose(PD102, Span(path, 1, 1), "wide", encoding=wide[:6].upper())]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        span = _place_of_byte(path, data, problem.start)
        if _looks_like_gbk(data):
            return None, [diagnose(PD102, span, "gbk")]
        return None, [diagnose(PD102, span, byte=f"0x{data[problem.start]:02X}")]
    text = text.removeprefix("\ufeff")
    hits = islice(FORBIDDEN.finditer(text), SHOWN)
    found = [diagnose(PD103, place_of(path, text, hit.start()), "raw", code=code_point(hit.group())) for hit in hits]
    if found:
        text = FORBIDDEN.sub("\ufffd", text)
    return text, found


def place_of(path: str, text: str, offset: int) -> Span:
    """Line and column of the character at `offset`."""
    line, start = 1, 0
    for end in LINE_END.finditer(text, 0, offset):
        line, start = line + 1, end.end()
    return Span(path, line, offset - start + 1, offset - start + 2)


def code_point(character: str) -> str:
    """How a character is named that cannot be shown: `U+202E`."""
    return f"U+{ord(character):04X}"


def _place_of_byte(path: str, data: bytes, offset: int) -> Span:
    before = data[:offset].decode("utf-8").removeprefix("\ufeff")
    return place_of(path, before + "?", len(before))


def _looks_like_gbk(data: bytes) -> bool:
    """Whether most bytes beyond ASCII form pairs of the usual Chinese characters and punctuation."""
    if encoding_of(data) != "gb18030":
        return False
    beyond = sum(byte > 0x7F for byte in data)
    usual = sum(len(pair) for pair in re.findall(rb"(?:[\xa1-\xa3\xb0-\xf7][\xa1-\xfe])+", data))
    return usual * 2 > beyond
