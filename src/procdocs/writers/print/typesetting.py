"""Texts that WeasyPrint 70 sets and paints again and again, set and painted once. Changes no byte of what it writes.

A page is laid out more than once, tables say the same words in every row, and the text of a diagram is set letter by letter: two texts of
three were set before, in the same type. Pango is asked for each only once, and what it said is kept: lines as long as the process lives (they depend on
the fonts of the machine alone), glyphs as long as the file is drawn (they are named by its fonts).

For each line of a text in which no word ends nearby, WeasyPrint lays out all that is left of it, several times. Here only what the line can hold:
twenty thousand characters without a space took half a minute in each place that prints them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from math import inf
from typing import Any, NamedTuple

import weasyprint.draw.text as drawing
import weasyprint.text.line_break as breaking
from weasyprint.layout import inline, preferred

from procdocs.diagrams.hyphens import LONGEST as LONGEST_WORD
from procdocs.diagrams.hyphens import dictionary_of, places

#: The properties that `split_first_line`, `Layout` and `draw_first_line` read.
READ = (
    "direction",
    "font_family",
    "font_feature_settings",
    "font_kerning",
    "font_language_override",
    "font_size",
    "font_stretch",
    "font_style",
    "font_variant_alternates",
    "font_variant_caps",
    "font_variant_east_asian",
    "font_variant_ligatures",
    "font_variant_numeric",
    "font_variant_position",
    "font_variation_settings",
    "font_weight",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
    "hyphens",
    "lang",
    "letter_spacing",
    "overflow_wrap",
    "tab_size",
    "text_decoration_line",
    "white_space",
    "word_break",
    "word_spacing",
)
#: Longer texts seldom come again, and what is left of a paragraph after each of its lines would be kept.
LONGEST = 200
#: Characters that are looked at for a line of a long text: so many, and so many for each em of its width; more than twice what the narrowest letters fill.
_LEAST, _FOR_AN_EM = 24, 10
_SOFT_HYPHEN = "\xad"
#: So many lines are kept, of at most half a kilobyte or so; then all are forgotten.
MOST = 30_000
#: What a layout holds of Pango's while it is awake.
_HELD = ("layout", "language", "style", "_asleep")
_SPLIT, _DRAW = breaking.split_first_line, drawing.draw_first_line
_REACTIVATE, _DEACTIVATE = breaking.Layout.reactivate, breaking.Layout.deactivate


def apply() -> None:
    """From now on, for this process."""
    for module in (breaking, inline, preferred):
        module.split_first_line = _split
    breaking.pyphen = _Hyphenation
    drawing.draw_first_line = _draw
    breaking.Layout.reactivate = _doze
    breaking.Layout.deactivate = _deactivate


class _Hyphenation:
    """Stands in for `pyphen`: words are parted where those of diagrams are, and no number is."""

    language_fallback = staticmethod(dictionary_of)

    class Pyphen:
        """A dictionary."""

        def __init__(self, lang: str, **_limits: int) -> None:
            self._name = lang

        def iterate(self, word: str) -> Iterator[tuple[str, str]]:
            """The word in two, at each place it may be parted at, the last one first."""
            return ((word[:at], word[at:]) for at in reversed(places(word, self._name)))


class _Line(NamedTuple):
    """What `split_first_line` answered."""

    layout: Any
    length: int
    resume_at: int | None
    width: float
    height: float
    baseline: float


_lines: dict[tuple[Any, ...], _Line] = {}


def _known(fonts: Any) -> dict[tuple[Any, ...], _Line]:
    """The lines that were set in these fonts: those of the machine, unless a style sheet brought some of its own."""
    if fonts._folder is None:
        if len(_lines) > MOST:
            _lines.clear()
        return _lines
    own: dict[tuple[Any, ...], _Line] = fonts.__dict__.setdefault("_lines", {})
    return own


def _kind(style: Any) -> str:
    """All that a style says of a text to be set; asked for when nothing in it changes any more."""
    known: str | None = style.__dict__.get("_kind")
    if known is None:
        known = style._kind = sys.intern(repr([style[name] for name in READ]))
    return known


def _split(text: str, style: Any, context: Any, max_width: float | None, justification_spacing: float, is_line_start: bool = True, minimum: bool = False) -> Any:  # noqa: FBT001, FBT002 - as WeasyPrint calls it
    """`split_first_line`. A text that fits where there is less room is the same line where there is more."""
    if len(text) > LONGEST:
        return _split_long(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    known = _known(style.font_config)
    whole = (_kind(style), text, justification_spacing)
    found = known.get(whole)
    if found is None or (max_width is not None and found.width > max_width):
        here = (*whole, max_width, is_line_start, minimum)
        found = known.get(here)
        if found is None:
            made = _SPLIT(text, style, context, max_width, justification_spacing, is_line_start, minimum)
            found = _Line(_twin(made[0]), *made[1:])
            fits = found.resume_at is None and found.layout.text == text and found.length == len(text.encode())
            known[whole if fits and (max_width is None or found.width <= max_width) else here] = found
            return made
    layout = _twin(found.layout)
    layout.max_width = max_width
    return (layout, *found[1:])


def _split_long(text: str, style: Any, context: Any, max_width: float | None, *more: Any) -> Any:
    """`split_first_line` of what the line can hold of a text.

    A beginning of the text has the same first line as all of it when that line ends well before the beginning does: no later character changes where a line
    may end, or how wide its letters are. Hyphens are looked for in whole words of at most `LONGEST_WORD` letters: so many more must stand behind it.
    Hyphens that stand in the text themselves may be in longer words: such a text is left to WeasyPrint.
    """
    by_hand = style["hyphens"] in ("manual", "auto") and _SOFT_HYPHEN in text
    if max_width is not None and max_width != inf and style["font_size"] and not by_hand:
        margin = LONGEST_WORD + 1 if style["hyphens"] == "auto" else 0
        window = _LEAST + 2 * margin + int(max(0.0, max_width) / style["font_size"] * _FOR_AN_EM)
        while window < len(text):
            beginning = text[:window].encode()
            found = _SPLIT(text[:window], style, context, max_width, *more)
            if found[2] is not None and 2 * found[2] <= len(beginning) and len(beginning[found[2] :].decode("utf-8", "ignore")) >= margin:
                return found
            window *= 4
    return _SPLIT(text, style, context, max_width, *more)


def _twin(layout: Any) -> Any:
    """Another layout that says the same: what is done with one must not be seen in the other."""
    twin = breaking.Layout.__new__(breaking.Layout)
    twin.__dict__.update(layout.__dict__)
    return twin


def _doze(layout: Any, style: Any) -> None:
    """`Layout.reactivate`, which is what takes the time: not before it turns out that it must be."""
    layout._asleep = style


def _deactivate(layout: Any) -> None:
    """`Layout.deactivate`, of a layout that need not be awake."""
    for name in _HELD:
        layout.__dict__.pop(name, None)


class _Recorder:
    """A stream that notes what is written into it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.steps: list[tuple[str, tuple[Any, ...]]] = []
        self.add_font, self.ink_rect, self.logical_rect = stream.add_font, stream.ink_rect, stream.logical_rect

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def show_text(self, text: str) -> None:
        self.steps.append(("show_text", (text,)))
        self._stream.show_text(text)

    def set_font_size(self, font: str, size: float) -> None:
        self.steps.append(("set_font_size", (font, size)))
        self._stream.set_font_size(font, size)

    def set_text_rise(self, rise: float) -> None:
        self.steps.append(("set_text_rise", (rise,)))
        self._stream.set_text_rise(rise)


def _draw(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
    """`draw_first_line`. The glyphs of a text are those it was painted with before, in the fonts that were taken into the file then."""
    layout, style = textbox.pango_layout, textbox.style
    if text_overflow == "ellipsis" or block_ellipsis != "none" or len(layout.text) > LONGEST:
        _REACTIVATE(layout, style)
        return _DRAW(stream, textbox, text_overflow, block_ellipsis, matrix)
    if not textbox.text.strip() or style["font_size"] < 1e-6:
        return []
    fonts, known = style.font_config.__dict__.get("_drawn", (None, {}))
    if fonts is not stream._fonts:
        known = {}
        style.font_config._drawn = (stream._fonts, known)
    key = (_kind(style), layout.text, layout.justification_spacing)
    steps = known.get(key)
    if steps is None:
        _REACTIVATE(layout, style)
        recorder = _Recorder(stream)
        emojis = _DRAW(recorder, textbox, text_overflow, block_ellipsis, matrix)
        if not emojis:
            known[key] = recorder.steps
        return emojis
    stream.set_text_matrix(*matrix.values)
    for name, arguments in steps:
        getattr(stream, name)(*arguments)
    return []
