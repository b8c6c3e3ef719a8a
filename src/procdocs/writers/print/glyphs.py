"""Finds characters that a finished PDF shows as empty boxes. Reads PDFs; changes nothing.

Neither an exit code nor a text extraction tells: a lost character keeps its Unicode value and is drawn as glyph 0.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import pikepdf

_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s+<([0-9a-fA-F]+)>\s+(\d+)")
_SINGLE = re.compile(rb"^<([0-9a-fA-F]+)>\s+(\d+)\s*$", re.MULTILINE)
DEEPEST_FORM = 8


class Lost(NamedTuple):
    """A character without glyph and the page (from 1) it first stands on; an empty character is one not to be told."""

    character: str
    page: int


class _Font(NamedTuple):
    glyph: Callable[[int], int]
    words: dict[int, str]


def may_lose_glyphs(fonts: Iterable[Any]) -> bool:
    """Whether a file painted in these fonts of WeasyPrint is worth looking through: a font was asked for a glyph it has not, or has drawn glyph 0."""
    return any(font.missing or 0 in font.to_unicode for font in fonts)


def lost_glyphs(data: bytes) -> tuple[Lost, ...]:
    """Every lost character of a PDF once, in order of pages. Empty for a sound file."""
    found: dict[str, int] = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts: dict[tuple[int, int], _Font | None] = {}
        seen: set[tuple[int, int]] = set()
        for number, page in enumerate(pdf.pages, 1):
            for character in _scan(page, page.obj.Resources, fonts, seen, 0):
                found.setdefault(character, number)
    return tuple(Lost(character, page) for character, page in found.items())


def _scan(content: Any, resources: Any, fonts: dict[tuple[int, int], _Font | None], seen: set[tuple[int, int]], depth: int) -> Iterator[str]:
    font: _Font | None = None
    for step in pikepdf.parse_content_stream(content, "Tf Tj TJ Do"):
        operands: Any = step.operands
        name = str(step.operator)
        if name == "Tf":
            chosen = resources.Font[str(operands[0])]
            if chosen.objgen not in fonts:
                fonts[chosen.objgen] = _font(chosen)
            font = fonts[chosen.objgen]
        elif name in ("Tj", "TJ") and font is not None:
            yield from _shown(operands[0] if name == "TJ" else operands, font)
        elif name == "Do" and depth < DEEPEST_FORM:
            form = (resources.get("/XObject") or {}).get(str(operands[0]))
            if form is not None and form.get("/Subtype") == "/Form" and form.objgen not in seen:
                seen.add(form.objgen)
                yield from _scan(form, form.get("/Resources", resources), fonts, seen, depth + 1)


def _shown(pieces: Any, font: _Font) -> Iterator[str]:
    for piece in pieces:
        if not isinstance(piece, pikepdf.String):
            continue
        codes = bytes(piece)
        for index in range(0, len(codes) - 1, 2):
            code = int.from_bytes(codes[index : index + 2], "big")
            if font.glyph(code) == 0:
                yield font.words.get(code, "")


def _font(font: Any) -> _Font | None:
    """How a composite font turns codes into glyphs; None for fonts of another kind, which WeasyPrint does not write."""
    if font.get("/Subtype") != "/Type0":
        return None
    unicode = font.get("/ToUnicode")
    words = {int(code, 16): bytes.fromhex(value.decode()).decode("utf-16-be", "replace") for code, value in _PAIR.findall(unicode.read_bytes())} if unicode is not None else {}
    encoding = font.get("/Encoding")
    if not isinstance(encoding, pikepdf.Stream):
        return _Font(lambda code: code, words)
    text = encoding.read_bytes()
    glyphs: dict[int, int] = {}
    for first, last, glyph in _RANGE.findall(text):
        for offset in range(min(int(last, 16) - int(first, 16), 0xFFFF) + 1):
            glyphs[int(first, 16) + offset] = int(glyph) + offset
    glyphs.update((int(code, 16), int(glyph)) for code, glyph in _SINGLE.findall(text))
    return _Font(lambda code: glyphs.get(code, 0), words)
