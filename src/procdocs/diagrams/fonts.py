"""Which font files texts are measured with, and which characters no font has. Opens font files; draws nothing.

The first face is the one pages are set in; what it lacks (Korean in Microsoft YaHei, say) is measured with the next
face that has it, because browsers and Pango fall back in the same way.
"""

from __future__ import annotations

import os
import struct
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, wraps
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from procdocs.diagrams.families import Font, installed

#: Faces that are looked for, best first: family, regular file, bold file, number of the Simplified Chinese face in a collection.
KNOWN = (
    ("Noto Sans CJK SC", "NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", 2),
    ("Noto Sans CJK SC", "NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf", 0),
    ("Noto Sans SC", "NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf", 0),
    ("Noto Sans SC", "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", 0),
    ("Source Han Sans SC", "SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf", 0),
    ("Source Han Sans SC", "SourceHanSans-Regular.ttc", "SourceHanSans-Bold.ttc", 2),
    ("Microsoft YaHei", "msyh.ttc", "msyhbd.ttc", 0),
    ("Microsoft YaHei", "msyh.ttf", "msyhbd.ttf", 0),
    ("PingFang SC", "PingFang.ttc", "PingFang.ttc", 0),
    ("Hiragino Sans GB", "Hiragino Sans GB.ttc", "Hiragino Sans GB.ttc", 0),
    ("WenQuanYi Micro Hei", "wqy-microhei.ttc", "wqy-microhei.ttc", 0),
    ("SimSun", "simsun.ttc", "simsun.ttc", 0),
    ("Malgun Gothic", "malgun.ttf", "malgunbd.ttf", 0),
    ("Apple SD Gothic Neo", "AppleSDGothicNeo.ttc", "AppleSDGothicNeo.ttc", 0),
    ("Microsoft JhengHei", "msjh.ttc", "msjhbd.ttc", 0),
    ("Yu Gothic", "YuGothR.ttc", "YuGothB.ttc", 0),
    ("DejaVu Sans", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", 0),
    ("Segoe UI", "segoeui.ttf", "segoeuib.ttf", 0),
    ("Segoe UI Symbol", "seguisym.ttf", "seguisym.ttf", 0),
    ("Arial", "arial.ttf", "arialbd.ttf", 0),
    ("Helvetica", "Helvetica.ttc", "Helvetica.ttc", 0),
    ("Apple Symbols", "Apple Symbols.ttf", "Apple Symbols.ttf", 0),
)
#: What pages and diagrams ask for, in this order; readers have one of them.
STACK = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "sans-serif")
#: What a style rule names without quotes.
_BARE = ("sans-serif", "-apple-system")

#: So many sets of fonts, with what was reckoned from each, are kept at once.
SETS = 8

Function = TypeVar("Function", bound=Callable[..., Any])


class NoFont(Exception):
    """No usable font was found on this machine (PD901, exit code 3)."""


@dataclass(frozen=True)
class Face:
    """One font file opened for measuring: advances in em by character code."""

    family: str
    path: str
    advances: dict[int, float]


class Measure(dict[str, float]):
    """The faces of one weight, first to last: the width of each character in em, looked up when first asked for.

    What no face has counts as a full square; what draws nothing has no width.
    """

    def __init__(self, fonts: tuple[Font, ...], *, bold: bool) -> None:
        super().__init__()
        self._fonts = fonts
        self._bold = bold
        self._first = _open(fonts[0].bold if bold else fonts[0].regular, fonts[0].family, fonts[0].number)

    def has(self, character: str) -> bool:
        """Whether any face has a glyph for the character."""
        return self._look_up(ord(character)) is not None

    def width(self, text: str) -> float:
        """Width of the text at size 1."""
        return sum(map(self.__getitem__, text))

    def __missing__(self, character: str) -> float:
        found = 0.0 if character in ("\u2060", "\u200b") else self._look_up(ord(character))
        self[character] = width = 1.0 if found is None else found
        return width

    def _look_up(self, code: int) -> float | None:
        found = self._first.advances.get(code)
        if found is not None:
            return found
        others = (_open(font.bold if self._bold else font.regular, font.family, font.number) for font in self._fonts[1:])
        return next((other.advances[code] for other in others if code in other.advances), None)


# -- which fonts ---------------------------------------------------------------------------------------------------------------


class Fonts:
    """The faces texts of one project are measured with: its own families where this machine has them, before the usual ones.

    Made by `fonts_for`, which gives the same value for the same families, so that what is reckoned once is kept with it.
    """

    def __init__(self, families: tuple[str, ...]) -> None:
        self.families = families

    @cached_property
    def found(self) -> tuple[Font, ...]:
        """Every configured font this machine has, each family once. Raises NoFont."""
        files = _files()
        found = [font for font in (installed(family, tuple(files.values())) for family in self.families) if font is not None]
        for family, regular, bold, number in KNOWN:
            path = files.get(regular.casefold())
            if path is not None and family not in {font.family for font in found}:
                found.append(Font(family, path, files.get(bold.casefold(), path), number))
        if not found:
            raise NoFont
        return tuple(found)

    @property
    def chosen(self) -> Font:
        """The font texts are measured with first. Raises NoFont."""
        return self.found[0]

    @cached_property
    def _measures(self) -> tuple[Measure, Measure]:
        return Measure(self.found, bold=False), Measure(self.found, bold=True)

    def face(self, *, bold: bool = False) -> Measure:
        """The measure in regular or bold. Raises NoFont."""
        return self._measures[bold]

    def lost(self, text: str) -> list[str]:
        """Characters of the text, each once, that none of the fonts has; invisible ones do not count. Raises NoFont."""
        regular = self.face()
        return [character for character in dict.fromkeys(text) if not regular.has(character) and not is_invisible(character)]


@lru_cache(maxsize=SETS)
def fonts_for(families: tuple[str, ...] = ()) -> Fonts:
    """The fonts of a project whose theme names these families."""
    return Fonts(families)


class _Measuring(NamedTuple):
    """What texts are measured with, and the language (its tag) they are hyphenated in."""

    fonts: Fonts | None = None
    tongue: str = ""


#: What the drawing has that this thread or task is at work on; nothing outlives the drawing.
_measuring: ContextVar[_Measuring] = ContextVar("measuring", default=_Measuring())  # noqa: B039 - it is frozen


@contextmanager
def measured_with(fonts: Fonts, tongue: str = "") -> Iterator[None]:
    """Everything that is drawn inside is measured with these fonts, and hyphenated in this language, in this thread alone."""
    before = _measuring.set(_Measuring(fonts, tongue))
    try:
        yield
    finally:
        _measuring.reset(before)


def face(*, bold: bool = False) -> Measure:
    """The measure of the drawing at work, else of a project without fonts of its own. Raises NoFont."""
    return (_measuring.get().fonts or fonts_for()).face(bold=bold)


def tongue() -> str:
    """The language of the drawing at work, by its tag; empty outside of one."""
    return _measuring.get().tongue


def remembered(most: int) -> Callable[[Function], Function]:
    """Like `lru_cache` for what is reckoned from widths: kept apart for different fonts and languages."""

    def decorate(function: Function) -> Function:
        kept: dict[_Measuring, Any] = {}

        @wraps(function)
        def asked(*given: Any, **named: Any) -> Any:
            measuring = _measuring.get()
            cached = kept.get(measuring)
            if cached is None:
                # A server that draws for many projects keeps what the latest ones need.
                while len(kept) >= SETS:
                    kept.pop(next(iter(kept)), None)
                cached = kept[measuring] = lru_cache(maxsize=most)(function)
            return cached(*given, **named)

        return cast(Function, asked)

    return decorate


@cache
def font_folders() -> tuple[Path, ...]:
    """Where this system keeps fonts; `PROCDOCS_FONTS` puts folders in front."""
    home = _home()
    extra = [Path(folder) for folder in os.environ.get("PROCDOCS_FONTS", "").split(os.pathsep) if folder]
    if sys.platform == "win32":
        usual = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", Path(os.environ.get("LOCALAPPDATA", str(home))) / "Microsoft/Windows/Fonts"]
    elif sys.platform == "darwin":
        usual = [Path("/System/Library/Fonts"), Path("/System/Library/Fonts/Supplemental"), Path("/Library/Fonts"), home / "Library/Fonts"]
    else:
        usual = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]
    return tuple(folder for folder in (*extra, *usual) if os.path.isdir(folder))  # noqa: PTH112 - a folder that we may not look into is none


def _home() -> Path:
    """The user's folder; one that has no fonts where the user has none."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.devnull)


@cache
def _files() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in font_folders():
        for where, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                found.setdefault(name.casefold(), Path(where) / name)
    return found


def font_list(families: Iterable[str]) -> str:
    """Families as a style rule lists them, each once. A name with other signs than letters, digits, space and `-_.` could end the rule and is cleaned."""
    clean = ("".join(character for character in family if character.isalnum() or character in " -_.") for family in families)
    return ", ".join(dict.fromkeys(family if family in _BARE else f'"{family}"' for family in clean))


@cache
def _open(path: Path, family: str, number: int) -> Face:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(path, fontNumber=number if path.suffix.lower() in (".ttc", ".otc") else -1, lazy=True)
        with font:
            # Glyphs by their numbers: to give 65 000 of them their names takes four times as long, and 25 MB.
            font.setGlyphOrder(list(range(font["maxp"].numGlyphs)))
            em, count = font["head"].unitsPerEm, font["hhea"].numberOfHMetrics
            widths = struct.unpack_from(f">{2 * count}H", font.reader["hmtx"])[::2]
            return Face(family, str(path), {code: widths[min(glyph, count - 1)] / em for code, glyph in font.getBestCmap().items()})
    except (TTLibError, OSError, LookupError, AttributeError, ValueError, TypeError, struct.error):
        # A damaged file has no characters; the next face is asked.
        return Face(family, str(path), {})


# -- what is missing -----------------------------------------------------------------------------------------------------------


def is_invisible(character: str) -> bool:
    """Control and format characters, white space and variation selectors draw nothing."""
    code = ord(character)
    return unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp") or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
