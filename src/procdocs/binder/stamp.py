"""The page number of the whole, set as an artifact under the running foot of each page, in its type and where it ends.

Where the foot stands is read from the page, because pages have different margins and templates are the user's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

import pikepdf

from procdocs.binder.assembly import Assembly
from procdocs.binder.fonts import Fonts, Subset, read_widths
from procdocs.binder.model import BETWEEN, SHORTENED, Chapter, Stamp, Unbindable
from procdocs.binder.opening import opened
from procdocs.binder.sfnt import Unreadable
from procdocs.binder.syntax import decimal

#: Points in a pixel of CSS, and the height of a line of the foot.
_POINT = 0.75
_LINE = 1.5
#: Where the stamp ends if a page has no foot, and how deep it may stand, in points from the right and from below.
_ALONE = (42.5, 20.0)
_DEEPEST = 4.0
#: Share of the width between the margins that the right foot may take, and of the height below which text is the foot.
_COLUMN = 0.3
_LOW = 0.75
#: Bytes before a text in which its colour is named, if not in it.
_BEFORE = 400
_RUNNING = re.compile(rb"/Artifact\s*<<\s*/Type\s*/Pagination\s*>>\s*BDC\b(.*?)\bEMC\b", re.DOTALL)
_RUN = rb"\s*/(\S+) ([\d.]+) Tf\s*\[(.*?)\]\s*TJ"
_TEXT = re.compile(rb"1 0 0 -1 ([-\d.]+) ([-\d.]+) Tm((?:" + _RUN + rb")+)", re.DOTALL)
_RUNS = re.compile(_RUN, re.DOTALL)
_COLOUR = re.compile(rb"([\d.]+ [\d.]+ [\d.]+) rg\b")
_PIECE = re.compile(rb"<([0-9a-fA-F]*)>|(-?[\d.]+)")
_MARK = b"/Artifact <</Type /Pagination /Subtype /Footer /Attached [/Bottom]>> BDC"

#: The page of something cited; who hears pages is told it by its link.
_APART = b"/Artifact BMC"

#: Widths of the glyphs of fonts, by the number of the font in its part.
Widths = dict[tuple[int, int], dict[int, float]]


class Cited(NamedTuple):
    """A place on a page, in points from the left and from below, at which the page of something cited is written; `size` of the type."""

    left: float
    base: float
    size: float
    page: int


class Place(NamedTuple):
    """A page in the whole: its number, of how many, its chapter, and what is cited on it."""

    number: int
    total: int
    chapter: Chapter
    cited: list[Cited]


class _Glyph(NamedTuple):
    """Of a character: the stamp's name of its font, its code there and its width in thousandths of the size."""

    font: str
    code: int
    width: float


class _Run(NamedTuple):
    """Glyphs of one font: its name on the page, size in pixels, the glyphs as written."""

    font: str
    size: float
    text: bytes

    def width(self, widths: dict[int, float]) -> float:
        """Width in pixels."""
        total = 0.0
        for codes, shift in _PIECE.findall(self.text):
            total += -float(shift) if shift else sum(widths.get(int(codes[at : at + 4], 16), 0.0) for at in range(0, len(codes), 4))
        return total * self.size / 1000


class _Line(NamedTuple):
    """A running text: where it begins in pixels from the top left, its colour, and its runs, which follow each other."""

    left: float
    below: float
    colour: bytes
    runs: tuple[_Run, ...]


class Stamper:
    """Stamps pages. Its fonts are those of the specimen, united with the same faces of the parts."""

    def __init__(self, stamp: Stamp, fonts: Fonts, assembly: Assembly) -> None:
        self._stamp, self._assembly = stamp, assembly
        #: Numbers of the font objects by the name the stamp calls them by.
        self.fonts: dict[str, int] = {}
        self._glyphs: dict[str, _Glyph] = {}
        with opened(stamp.specimen, "the specimen of the page number") as source:
            page = source.pages[0].obj
            lines = list(_running(_content(page)))
            for font in dict.fromkeys(run.font for line in lines for run in line.runs):
                self._learn(page.Resources.Font[f"/{font}"], fonts)
        if not self._glyphs:
            raise Unbindable("the specimen of the page number shows nothing in its foot")
        self._size, self._colour = lines[0].runs[0].size * _POINT, lines[0].colour
        self._save = assembly.stream({}, b"q\n")

    def _learn(self, font: Any, fonts: Fonts) -> None:
        try:
            subset = Subset(font)
        except Unreadable:
            return
        name = f"/Stamp{len(self.fonts)}"
        self.fonts[name] = fonts.take(subset)
        for code, text in subset.reads.items():
            if code in subset.widths:
                self._glyphs.setdefault(bytes.fromhex(text.decode()).decode("utf-16-be"), _Glyph(name, code, subset.widths[code]))

    def cited(self, page: int) -> str:
        """The words that say the page of something cited."""
        before, after = self._stamp.cited
        return f"{before}{page}{after}"

    def contents(self, page: Any, place: Place, known: Widths) -> tuple[int, int]:
        """Numbers of the streams to stand before and behind what a page shows; the second holds the stamp. `known` is kept for the pages of a part."""
        left, bottom, right, top = (float(side) for side in page.MediaBox)
        end, base = self._place(page, right - left, top - bottom, known)
        words = f"{self._stamp.before}{place.number}{self._stamp.between}{place.total}{self._stamp.after}"
        missing = set(words).union(*(self.cited(one.page) for one in place.cited)) - set(self._glyphs)
        if missing:
            raise Unbindable(f"the specimen of the page number lacks {''.join(sorted(missing))!r}")
        text = self._led(words, place.chapter.title, _COLUMN * (2 * end - (right - left)))
        lines = [b"Q"]
        for one in place.cited:
            lines += self._written(self.cited(one.page), one.left, one.base, one.size, _APART)
        lines += self._written(text, left + end - self._width(text), bottom + base, self._size, _MARK)
        return self._save, self._assembly.stream({}, b"\n".join([*lines, b""]))

    def _written(self, text: str, left: float, base: float, size: float, mark: bytes) -> Iterator[bytes]:
        """The operators that write a text, in points from the left and from below."""
        yield from (mark, b"q", self._colour + b" rg", b"BT", b"%b %b Td" % (decimal(left), decimal(base)))
        for name, run in groupby((self._glyphs[character] for character in text), lambda glyph: glyph.font):
            yield b"%b %b Tf <%b> Tj" % (name.encode(), decimal(size), b"".join(b"%04x" % glyph.code for glyph in run))
        yield from (b"ET", b"Q", b"EMC")

    def _place(self, page: Any, width: float, height: float, known: Widths) -> tuple[float, float]:
        """Where the stamp ends and its base line, in points from the left and from below."""
        feet = []
        for line in _running(_content(page)):
            if line.below * _POINT > height * _LOW:
                end = line.left + sum(run.width(_known(page, run.font, known)) for run in line.runs)
                feet.append((round(end), line.below, end))
        if not feet:
            return width - _ALONE[0], _ALONE[1]
        _, below, end = max(feet)
        return end * _POINT, max(height - below * _POINT - _LINE * self._size, _DEEPEST)

    def _led(self, words: str, title: str, column: float) -> str:
        """The number with the chapter before it, as much of it as the foot has room for."""
        if not title or set(title + BETWEEN + SHORTENED) - set(self._glyphs):
            return words
        room = column - self._width(BETWEEN + words)
        kept = title
        while kept and self._width(kept) > room:
            kept = kept.removesuffix(SHORTENED)[:-1].rstrip() + SHORTENED
            if kept == SHORTENED:
                return words
        return kept + BETWEEN + words

    def _width(self, text: str) -> float:
        return sum(self._glyphs[character].width for character in text) * self._size / 1000


def _known(page: Any, name: str, known: Widths) -> dict[int, float]:
    font = page.Resources.Font[f"/{name}"]
    if font.objgen not in known:
        known[font.objgen] = read_widths(font)
    return known[font.objgen]


def _content(page: Any) -> bytes:
    contents = page.Contents
    return b"\n".join(one.read_bytes() for one in contents) if isinstance(contents, pikepdf.Array) else contents.read_bytes()


def _running(content: bytes) -> Iterator[_Line]:
    for found in _RUNNING.finditer(content):
        colours = _COLOUR.findall(content[max(found.start() - _BEFORE, 0) : found.end()])
        for left, below, runs, *_ in _TEXT.findall(found[1]):
            given = tuple(_Run(font.decode(), float(size), text) for font, size, text in _RUNS.findall(runs))
            yield _Line(float(left), float(below), colours[-1] if colours else b"0 0 0", given)
