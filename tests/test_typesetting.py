"""Texts are set and painted once in a printing process: nobody can tell from what comes out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import weasyprint.draw.text as drawing
import weasyprint.text.line_break as breaking
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.layout import inline, preferred

from procdocs.execution.target import Made
from procdocs.writers.print import typesetting
from procdocs.writers.print.engine import make
from procdocs.writers.print.sheet import Sheet

DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40"><text y="12" font-family="serif">质量 good</text><text x="4" y="30">量<tspan dx="2">手</tspan></text></svg>'
SPACINGS = ("letter-spacing:2px", "word-spacing:3px", "text-decoration:underline", "text-decoration:line-through", "")
FONTS = ("9pt", "bold 9pt", "italic 9pt", "9.5pt", "9pt", "small-caps 9pt")
#: Bodies that say the same again: narrower, wider, justified, hyphenated, broken anywhere, cut, underlined, spaced, in a diagram, in another language.
BODIES = {
    "the same in narrow and broad columns": "".join(f"<p style='width:{width}em'>每月评审过程绩效 reviewed monthly 每月评审过程绩效</p>" for width in (30, 12, 4, 1, 12, 30)),
    "justified": "<p style='text-align:justify;width:9em'>one two three four five one two three four five</p>" * 2 + "<p>one two three four five</p>",
    "hyphenated": "<p lang=en style='hyphens:auto;width:3em'>documentation documentation</p>" * 2 + "<p lang=en>documentation</p><p style='width:3em'>docu&shy;mentation</p>" * 2,
    "broken anywhere": "<p style='overflow-wrap:anywhere;width:2em'>documentation</p>" * 2 + "<p style='word-break:break-all;width:2em'>documentation</p><p>documentation</p>",
    "cut": "<p style='text-overflow:ellipsis;overflow:hidden;white-space:nowrap;width:4em'>documentation of all</p>" * 2 + "<p style='white-space:nowrap'>documentation of all</p>",
    "lines cut": "<p style='max-lines:1;block-ellipsis:auto;continue:discard;width:6em'>one two three four</p>" * 2,
    "spaced and underlined": "".join(f"<p style='{style}'>评审 of all</p>" for style in SPACINGS),
    "weights, sizes and slants": "".join(f"<p style='font:{font} serif'>评审 AV fi 12</p>" for font in FONTS),
    "languages and directions": "".join(f"<p lang={lang} dir={way}>骨直 (1) of</p>" for lang, way in (("zh", "ltr"), ("ja", "ltr"), ("zh", "rtl"), ("zh", "ltr"))),
    "preserved white space": "<pre>a\tb  c\n  d</pre>" * 2 + "<p>a b  c d </p><pre style='tab-size:2'>a\tb</pre>",
    "lost characters": "<p>\U0001f9ff\ue123 ab</p>" * 2,
    "in a diagram": f"<div>{DRAWN}</div><div>{DRAWN}</div>",
    "in rows of a table": "<table><tr><td>每月<td>评审" + "<tr><td>每月<td>评审 review" * 60 + "</table>",
    "long texts without a space": "".join(
        f"<p style='width:{width}em;overflow-wrap:{wrap}'>{piece * (900 // len(piece))} and {piece * 90}</p>"
        for width, wrap, piece in (
            (30, "break-word", "a"),
            (6, "break-word", "WAVE"),
            (0, "anywhere", "i"),
            (9, "normal", "abc"),
            (20, "anywhere", "量a"),
            (12, "break-word", "a\u0301\u200d"),
        )
    ),
    "long texts of many words": "".join(f"<p style='width:{width}em;text-align:justify'>{'of all, (the) 12 % i-e fi ' * 40}</p>" for width in (40, 9, 1)),
    "long texts with preserved ends": f"<pre style='white-space:pre-wrap;width:8em'>{('i' * 150 + chr(10) + 'ab c' + chr(9)) * 4}</pre>",
    "long texts of another direction": f"<p dir=rtl style='width:9em'>{'(אבג) 12 ' * 60}{'אבג' * 90}</p>",
    "a long text": f"<p>{'每月评审过程绩效。' * 60}</p>" * 2,
}
SHEETS = [Sheet(f"<!DOCTYPE html><html lang=zh><title>页</title><style>@page{{size:A5}}</style><body>{body}", {}, (), datetime.date(2026, 1, 1)) for body in BODIES.values()]


@pytest.fixture
def plainly(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Made]]:
    """What WeasyPrint makes of the bodies by itself."""
    with monkeypatch.context() as patch:
        for module in (breaking, inline, preferred):
            patch.setattr(module, "split_first_line", typesetting._SPLIT)
        patch.setattr(drawing, "draw_first_line", typesetting._DRAW)
        patch.setattr(breaking.Layout, "reactivate", typesetting._REACTIVATE)
        patch.setattr(breaking.Layout, "deactivate", typesetting._DEACTIVATE)
        made = dict(zip(BODIES, (make(sheet, {}) for sheet in SHEETS), strict=True))
    yield made


def test_bytes_and_notes_are_those_of_setting_everything_anew(plainly: dict[str, Made]) -> None:
    typesetting._lines.clear()
    for order in (1, 1, -1):
        again = {name: make(sheet, {}) for name, sheet in list(zip(BODIES, SHEETS, strict=True))[::order]}
        assert [name for name in BODIES if again[name] != plainly[name]] == []
    assert plainly["lost characters"].lost


def test_pango_is_asked_once_for_what_is_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def split(text: str, *arguments: Any) -> Any:
        asked.append(text)
        return original(text, *arguments)

    original = typesetting._SPLIT
    monkeypatch.setattr(typesetting, "_SPLIT", split)
    typesetting._lines.clear()
    rows = SHEETS[list(BODIES).index("in rows of a table")]
    make(rows, {})
    assert 1 <= asked.count("每月") <= 2, "once in the narrowest column, once with room"
    asked.clear()
    make(rows, {})
    assert asked == []


def test_fonts_of_a_style_sheet_keep_their_lines_to_themselves() -> None:
    class Fonts:
        _folder: object = None

    machine, own = Fonts(), Fonts()
    own._folder = "somewhere"
    assert typesetting._known(machine) is typesetting._lines
    assert typesetting._known(own) is typesetting._known(own) is not typesetting._lines


def test_every_property_of_a_text_is_in_its_kind() -> None:
    """What the functions that are replaced look up in a style; of `line_break.py`, they and what they call."""
    import inspect
    import re

    functions = (breaking.Layout, breaking.create_layout, typesetting._SPLIT, breaking.line_size, breaking.first_line_metrics, typesetting._DRAW, breaking.get_font_description)
    looked_up = {name for one in functions for name in re.findall(r"style\['(\w+)'\]", inspect.getsource(one))}
    assert looked_up == set(typesetting.READ) and looked_up <= set(INITIAL_VALUES) | {"lang"}


def test_only_what_a_line_can_hold_of_a_long_text_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def split(text: str, *arguments: Any) -> Any:
        asked.append(len(text))
        return original(text, *arguments)

    original = typesetting._SPLIT
    monkeypatch.setattr(typesetting, "_SPLIT", split)
    text = "|" * 9000
    made = make(Sheet(f"<!DOCTYPE html><html lang=en><title>t</title><style>html{{overflow-wrap:break-word}}</style><body><p>{text}</p><table><tr><td>{text}</table>", {}, ()), {})
    assert made.data and sum(asked) < 20 * len(text), "each line laid out the rest"
