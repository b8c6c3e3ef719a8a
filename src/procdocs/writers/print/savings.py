"""Work that WeasyPrint 70 and pydyf do again and again, done once. Changes no byte of what they write."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import cssselect2
import pydyf
import weasyprint
import weasyprint.css
import weasyprint.draw.border
import weasyprint.draw.color
import weasyprint.draw.text
from weasyprint.css.properties import Dimension
from weasyprint.layout import inline, percent

from procdocs.writers.print.jail import Jail

#: What a style sheet may hold that leaves more behind than its own rules: such a sheet is read anew each time, as is one that disguises a rule.
_REACHING_OUT = re.compile(r"@[\w-]*\\|@(?:import|font-face|counter-style|color-profile|layer)", re.IGNORECASE)
_PARSE = weasyprint.CSS
_STRUT, _CHECK_MATH, _GET_COLOR = inline.strut, percent.check_math, weasyprint.draw.color.get_color
_SIBLINGS = cssselect2.ElementWrapper.iter_next_siblings
#: Types of values that are no function of mathematics, and have none in them.
_PLAIN = frozenset((str, int, float, bool, type(None), Dimension))


def apply() -> None:
    """From now on, for this process."""
    pydyf.PDF.page_references = property(_page_references)
    weasyprint.css.CSS = _style_sheet
    weasyprint.css.check_math = percent.check_math = _check_math
    inline.strut = _strut
    cssselect2.ElementWrapper.iter_next_siblings = _next_siblings
    for module in (weasyprint.draw.color, weasyprint.draw.border, weasyprint.draw.text):
        module.get_color = _get_color


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """The references of all pages; every tagged element asks for them."""
    kids = pdf.pages["Kids"]
    if len(kids) != getattr(pdf, "_pages_referred_to", -1):
        pdf._pages_referred_to = len(kids)
        pdf._references = tuple(f"{number} 0 R".encode("ascii") for number in kids[::3])
    found: tuple[bytes, ...] = pdf._references
    return found


def _next_siblings(element: Any) -> Iterator[Any]:
    """The siblings after an element, made once for all of them; a rule such as `h2:has(+ .diagram)` asks every heading."""
    if element.parent is None:
        return iter(())
    siblings = element.parent.__dict__.get("_children")
    if siblings is None:
        siblings = element.parent._children = list(element.parent.iter_children())
    return iter(siblings[element.index + 1 :])


def _check_math(value: Any) -> Any:
    """Whether a value has to be reckoned first; asked of every property of every box, and hardly one has."""
    kind = type(value)
    if kind in _PLAIN:
        return None
    return any(type(item) not in _PLAIN and _CHECK_MATH(item) for item in value) if kind is tuple else _CHECK_MATH(value)


def _strut(style: Any) -> tuple[float, float]:
    """Height and baseline of a line in this style: known by the style, and not found by a description of its font every time."""
    found: tuple[float, float] | None = style.__dict__.get("_strut")
    if found is None:
        found = style._strut = _STRUT(style)
    return found


def _get_color(style: Any, key: str) -> Any:
    """A colour of a style; comparing a colour with a word takes longer than looking whether it is one."""
    value = style[key]
    return style["color"] if type(value) is str and value == "currentcolor" else value


def _style_sheet(*, string: str | None = None, **more: Any) -> Any:
    """The rules of a `<style>`: read once, since every document of a manual has the same. What there is to say of it is said each time."""
    if string is None or _REACHING_OUT.search(string):
        return _PARSE(string=string, **more)
    sheet, notes = _read(string, more["base_url"], more["media_type"])
    for level, message in notes:
        weasyprint.LOGGER.log(level, "%s", message)
    return sheet


@lru_cache(maxsize=8)
def _read(string: str, base_url: str, media_type: str) -> tuple[Any, tuple[tuple[int, str], ...]]:
    notes: list[tuple[int, str]] = []

    class Ear(logging.Filter):
        def filter(self, record: logging.LogRecord) -> bool:
            notes.append((record.levelno, record.getMessage()))
            return False

    ear = Ear()
    weasyprint.LOGGER.addFilter(ear)
    try:
        return _PARSE(string=string, base_url=base_url, media_type=media_type, url_fetcher=Jail({})), tuple(notes)
    finally:
        weasyprint.LOGGER.removeFilter(ear)
