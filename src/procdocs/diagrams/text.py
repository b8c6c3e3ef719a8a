"""Text fitting: how wide a text is and where its lines break. The only place that decides either.

Every width is reckoned once per text at size 1 (unit: em); lines for any size and limit come from these sums,
so planning a diagram at many sizes costs little. Breaking follows the Chinese line rules (禁则): closing marks
never start a line, opening marks never end one; Latin words and numbers with their units stay whole. Chinese words
(see `words`) stay whole where that costs no line. Who minds a break puts U+2060 where none may be, U+200B where one may.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from procdocs.diagrams.fonts import face, remembered, tongue
from procdocs.diagrams.hyphens import HYPHEN, dictionary_of, places
from procdocs.diagrams.words import word_starts

#: Line height over type size in running text; Chinese needs more than Latin.
LEADING = 1.36
#: Line height over type size in symbols.
TIGHT = 1.25
#: Baseline below the middle of a line, in em.
BASELINE = 0.36
#: Nothing that is printed is set smaller, in pt.
LEAST = 7.0

NOT_START = frozenset("!%),.:;?]}¢°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～—ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ-/")
NOT_END = frozenset("$(£¥·‘“〈《「『【〔〖〝﹗﹙﹛＄（．［｛￡￥#≥≤≈±")
WIDE = re.compile(r"[\u2e80-\u2fff\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
UNIT = re.compile(r"(?<=\d) (?=(?:%|‰|℃|°C|mm|cm|m|kg|g|h|min|s|d|PPM|ppm|天|年|月|日|小时|个|件|次)(?:\b|[^A-Za-z]|$))|(?<=[≥≤<>=≈±]) (?=[\d])")
#: A last line shorter than this (em) looks lost and is cured where the number of lines allows.
ORPHAN = 2.2
#: What a line may give up, in em and as a part of it, so that the word at its end goes on whole in the next.
GIVEN, GIVEN_PART = 4.2, 0.5
#: A last line with one whole word of two characters looks right.
WORD = 1.9
JOINER, BREAK = "\u2060", "\u200b"


@dataclass(frozen=True)
class Chip:
    """A tag set in line with text: where an input comes from, where an output goes, a clause."""

    text: str
    #: Colour family: customer, support, management or outside.
    look: str = "outside"
    #: What a click leads to: a document id, or nothing.
    target: str = ""


class Run(NamedTuple):
    """A piece of a line: x from the line's start and width, both in pt."""

    x: float
    piece: str | Chip
    width: float


class Line(NamedTuple):
    """One line: its runs and its width in pt."""

    runs: tuple[Run, ...]
    width: float

    @property
    def text(self) -> str:
        """The words of the line, without chips."""
        return "".join(run.piece for run in self.runs if isinstance(run.piece, str))


@remembered(200_000)
def em_width(text: str, *, bold: bool = False) -> float:
    """Width of a text at size 1."""
    return face(bold=bold).width(text)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text set on one line, in pt."""
    return em_width(text, bold=bold) * size


#: A piece of a line being filled: x, words or number of a chip, width; in em.
_Piece = tuple[float, str | int, float]


class _Wide(dict[str, bool]):
    """Whether a character stands on its own like a Chinese one; looked up once each."""

    def __missing__(self, character: str) -> bool:
        self[character] = wide = WIDE.match(character) is not None
        return wide


_IS_WIDE = _Wide()


@lru_cache(maxsize=50_000)
def atoms(text: str) -> tuple[str, ...]:
    """Unbreakable pieces: Latin words, numbers with their unit, single Chinese characters with the marks that cling to them.

    A word joiner (U+2060) in the text forbids a break, a zero-width space (U+200B) allows one.
    """
    text = UNIT.sub("\u00a0", unicodedata.normalize("NFC", " ".join(text.split())))
    pieces: list[str] = []
    word = ""
    glued = False
    for character in text:
        if character == JOINER:
            glued = True
            continue
        if character in (" ", BREAK):
            pieces += [word] if word else []
            pieces += [" "] if character == " " else []
            word, glued = "", False
            continue
        if word and not glued and (_IS_WIDE[character] or _IS_WIDE[word[-1]]) and character not in NOT_START and word[-1] not in NOT_END:
            pieces.append(word)
            word = character
        else:
            word += character
            if character in "-/_" and len(word) > 3:
                pieces.append(word)
                word = ""
        glued = False
    return (*pieces, word) if word else tuple(pieces)


@remembered(50_000)
def longest_word(text: str, *, bold: bool = False) -> float:
    """Width in em of the widest piece that should not be broken."""
    measure = face(bold=bold)
    return max((measure[piece] if len(piece) == 1 else em_width(piece, bold=bold) for piece in atoms(text)), default=0.0)


@remembered(200_000)
def _break(text: str, limit: float, chips: tuple[tuple[float, float], ...], *, bold: bool) -> tuple[tuple[tuple[float, str | int, float], ...], ...]:
    """Lines at size 1: runs (x, text or number of the chip, width), all in em. `chips` are (gap, width)."""
    total = em_width(text.strip(), bold=bold)
    if not chips and total <= limit and "\n" not in text and BREAK not in text and JOINER not in text:
        joined = "".join(atoms(text))
        return (((0.0, joined, em_width(joined, bold=bold)),),) if joined else ()
    filled = _fill(text, limit, chips, bold=bold, whole=False)
    if len(filled) > 1:
        whole = _fill(text, limit, chips, bold=bold, whole=True)
        filled = whole if len(whole) == len(filled) and _said(whole) >= min(WORD, _said(filled)) else filled
        if _said(filled) < (WORD if filled is whole else ORPHAN):
            filled = _without_orphan(text, limit, chips, filled, bold=bold)
    return tuple(_merged(runs) for runs in filled)


def _without_orphan(text: str, limit: float, chips: tuple[tuple[float, float], ...], filled: list[list[_Piece]], *, bold: bool) -> list[list[_Piece]]:
    """As many lines, but narrower, so that the last one is no lost character; the same lines where that cannot be."""
    for part in (0.95, 0.9, 0.85, 0.8, 0.7, 0.6):
        for whole in (True, False):
            again = _fill(text, limit * part, chips, bold=bold, whole=whole)
            if len(again) == len(filled) and _said(again) >= (WORD if whole else ORPHAN):
                return again
        if len(again) > len(filled):
            break
    return filled


def _said(lines: list[list[_Piece]]) -> float:
    """Width of the words on the last line; a line of chips alone is fine."""
    return sum(width for _, piece, width in lines[-1] if isinstance(piece, str)) or 99.0


class _Filling:
    """Lines being filled with pieces, none wider than `limit` em."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.lines: list[list[_Piece]] = []
        self.line: list[_Piece] = []
        self.used = 0.0
        #: Where the last word on the line begins: index and x.
        self.last = (0, 0.0)

    def end(self) -> None:
        """Begin a new line, if something stands on this one."""
        if self.line:
            self.lines.append(self.line)
        self.line, self.used, self.last = [], 0.0, (0, 0.0)

    def put(self, said: str | int, width: float, lead: float = 0.0, *, starts: bool = True) -> None:
        """Add a piece, `lead` away from the one before it. One that no longer fits goes to the next line, with the word it belongs to if it starts none."""
        if self.line and self.used + lead + width > self.limit:
            self.end() if starts else self._carry()
        lead = lead if self.line else 0.0
        if starts:
            self.last = (len(self.line), self.used + lead)
        self.line.append((self.used + lead, said, width))
        self.used += lead + width

    def _carry(self) -> None:
        """Take the word at the line's end over to the next line, if the line can spare it."""
        index, begin = self.last
        if not index or self.used - begin > min(GIVEN, GIVEN_PART * self.limit):
            self.end()
            return
        carried, used = [(x - begin, said, width) for x, said, width in self.line[index:]], self.used - begin
        self.line = self.line[:index]
        self.end()
        self.line, self.used = carried, used


def _fill(text: str, limit: float, chips: tuple[tuple[float, float], ...], *, bold: bool, whole: bool) -> list[list[_Piece]]:
    """The lines; with `whole`, a word cut by the end of a line goes to the next one if the line can spare it."""
    to, measure = _Filling(limit), face(bold=bold)
    pieces = atoms(text)
    for piece, starts in zip(pieces, word_starts(pieces) if whole else (True,) * len(pieces), strict=True):
        # Most pieces are single Chinese characters, whose width needs no reckoning.
        wide = measure[piece] if len(piece) == 1 else em_width(piece, bold=bold)
        if piece == " ":
            if to.line and to.used + wide <= limit:
                to.put(" ", wide)
        elif wide > limit and len(piece) > 1:
            for part in _cut(piece, limit, limit - to.used, bold=bold):
                to.put(part, em_width(part, bold=bold))
        else:
            to.put(piece, wide, starts=starts)
    for number, (gap, wide) in enumerate(chips):
        to.put(number, wide, lead=gap)
    to.end()
    return to.lines


def _cut(word: str, limit: float, room: float, *, bold: bool) -> list[str]:
    """A word longer than a whole line: parted by the dictionary, what finds no room so is cut by characters."""
    parts: list[str] = []
    offered, at = places(word, dictionary_of(tongue())), 0
    hyphen = em_width(HYPHEN, bold=bold)
    while em_width(word[at:], bold=bold) > room:
        fitting = [end for end in offered if end > at and em_width(word[at:end], bold=bold) + hyphen <= room]
        if fitting:
            parts.append(word[at : fitting[-1]] + HYPHEN)
            at = fitting[-1]
        elif room == limit or not offered:
            break
        room = limit
    return [*parts, *_chopped(word[at:], limit, room, bold=bold)]


def _chopped(word: str, limit: float, room: float, *, bold: bool) -> list[str]:
    """A word cut by characters: the last resort."""
    parts: list[str] = []
    part, used = "", 0.0
    if room < 2 * em_width(word[0], bold=bold):
        room = limit
    for character in word:
        wide = em_width(character, bold=bold)
        if part and used + wide > room:
            parts.append(part)
            part, used, room = "", 0.0, limit
        part += character
        used += wide
    return [*parts, part]


def _merged(runs: list[tuple[float, str | int, float]]) -> tuple[tuple[float, str | int, float], ...]:
    while runs and runs[-1][1] == " ":
        runs = runs[:-1]
    out: list[tuple[float, str | int, float]] = []
    for x, piece, wide in runs:
        if out and isinstance(piece, str) and isinstance(out[-1][1], str):
            out[-1] = (out[-1][0], out[-1][1] + piece, out[-1][2] + wide)
        else:
            out.append((x, piece, wide))
    return tuple(out)


def chip_size(size: float) -> float:
    """Type size of a chip beside text of `size`: a little smaller, never under the least."""
    return max(LEAST, size * 0.86)


def chip_width(chip: Chip, size: float) -> float:
    """Width of a chip whose own type size is `size`, in pt."""
    return width(chip.text, size, bold=True) + 7


def wrap(text: str, limit: float, size: float, chips: tuple[Chip, ...] = (), *, bold: bool = False) -> tuple[Line, ...]:
    """The lines of a text set in `size` pt within `limit` pt, chips behind it. An empty text has no line."""
    broken = _break(text, round(limit / size, 4), _measured(chips, size) if chips else (), bold=bold)
    return tuple(
        Line(
            tuple(Run(x * size, chips[piece] if isinstance(piece, int) else piece.replace("\u00a0", " "), wide * size) for x, piece, wide in runs),
            (runs[-1][0] + runs[-1][2]) * size if runs else 0.0,
        )
        for runs in broken
    )


def count_lines(text: str, limit: float, size: float, chips: tuple[Chip, ...] = (), *, bold: bool = False) -> int:
    """How many lines `wrap` would give; cheap enough to be asked many times while planning."""
    return len(_break(text, round(limit / size, 4), _measured(chips, size) if chips else (), bold=bold))


@remembered(20_000)
def _measured(chips: tuple[Chip, ...], size: float) -> tuple[tuple[float, float], ...]:
    """Gap before and width of each chip at size 1."""
    own = chip_size(size)
    return tuple((3 / size, chip_width(chip, own) / size) for chip in chips)


def balance(text: str, limit: float, size: float, *, bold: bool = False) -> tuple[Line, ...]:
    """Like `wrap`, but with lines of even length: for centred text. Of the even ones those count that cut the fewest words."""
    lines = wrap(text, limit, size, bold=bold)
    if len(lines) < 2:
        return lines
    # No narrower than the longest word, nor than lines filled to the brim would be.
    least = max(longest_word(text, bold=bold), em_width(text, bold=bold) * 0.94 / len(lines)) * size
    best, cut = lines, 99
    for percent in (*range(60, 100, 4), 100):
        narrow = limit * percent / 100
        if narrow >= least and count_lines(text, narrow, size, bold=bold) == len(lines):
            even = wrap(text, narrow, size, bold=bold)
            found = cuts(text, even)
            if found < cut:
                best, cut = even, found
            if not cut:
                break
    return best


def cuts(text: str, lines: tuple[Line, ...]) -> int:
    """How many words the ends of the lines cut in two."""
    starts = _word_offsets(text)
    at, found = 0, 0
    for line in lines[:-1]:
        at += len(line.text.replace(" ", ""))
        found += at not in starts
    return found


@lru_cache(maxsize=50_000)
def _word_offsets(text: str) -> frozenset[int]:
    """Where words begin, in characters that are no blanks."""
    pieces = atoms(text)
    at, found = 0, []
    for piece, starts in zip(pieces, word_starts(pieces), strict=True):
        if starts:
            found.append(at)
        at += len(piece.replace(" ", "").replace("\u00a0", ""))
    return frozenset(found)


def fit(text: str, limit: float, size: float, most_lines: int = 2, least: float = LEAST, *, bold: bool = False) -> tuple[float, tuple[Line, ...]]:
    """The largest size (steps of 0.25 pt) at which the text needs at most `most_lines` and no word is broken."""
    longest = longest_word(text, bold=bold)
    while size > least and (longest * size > limit or count_lines(text, limit, size, bold=bold) > most_lines):
        size -= 0.25
    return size, wrap(text, limit, size, bold=bold)
