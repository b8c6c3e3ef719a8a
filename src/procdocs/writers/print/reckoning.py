"""Values of styles and sizes of boxes, reckoned by the short way where WeasyPrint 70 takes a long one. Changes no byte of what it writes.

Every box asks its style for some hundred properties, most of which nobody wrote down: they are inherited or as they are at first. And every time a box is laid out,
18 of them become its margins, paddings, borders and limits. Whatever is not plainly of these kinds is left to WeasyPrint.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint import css
from weasyprint.css.computed_values import COMPUTER_FUNCTIONS, PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension
from weasyprint.css.tokens import Pending
from weasyprint.formatting_structure import boxes
from weasyprint.layout import absolute, block, column, grid, inline, page, percent, table
from weasyprint.layout import float as floating

#: Properties whose values depend on more than what is written of them and what is inherited.
_ENTANGLED = {"float", "position", "display", "page"} | {name for name in INITIAL_VALUES if name.startswith("text_decoration_")}
_INHERITED = frozenset(INHERITED - _ENTANGLED)
#: What others are at first, once and for all.
_FIRST = {name: value for name, value in INITIAL_VALUES.items() if name not in INHERITED | INITIAL_NOT_COMPUTED | _ENTANGLED}
#: What a property is also written as (`padding-inline-start`), by direction of the text.
_ALSO = {direction: {name: logical(block="ttb", inline=direction) for name, logical in PHYSICAL_FUNCTIONS.items()} for direction in ("ltr", "rtl")}
#: Words that stand for a value found elsewhere.
_ELSEWHERE = frozenset(("initial", "inherit"))
_MISSING, _RESOLVE, _IN_FLOW = css.ComputedStyle.__missing__, percent.resolve_percentages, boxes.Box.is_in_normal_flow
#: Those that lay out boxes, each of which has the function by its name.
LAYOUTS = (absolute, block, column, floating, grid, inline, page, percent, table)
#: Properties that become attributes of a box, and those of its borders.
_ACROSS = ("margin_left", "margin_right", "padding_left", "padding_right", "width", "min_width", "max_width")
_DOWN = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
_AT_LEAST = frozenset(("min_width", "min_height"))
_BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")
#: What takes a box out of the flow, as `float` and `position` say it.
_AFLOAT = frozenset(("left", "right", "inline-start", "inline-end", "footnote"))
_PLACED = frozenset(("absolute", "fixed"))
_CALLED = frozenset(("running()", "note()"))


def apply() -> None:
    """From now on, for this process."""
    css.ComputedStyle.__missing__ = _computed
    boxes.Box.is_in_normal_flow = _is_in_normal_flow
    for module in LAYOUTS:
        module.resolve_percentages = _resolve_percentages


def _computed(style: Any, key: str) -> Any:
    """`ComputedStyle.__missing__`: the value of a property that is asked for the first time."""
    cascaded = style.cascaded
    if key in PHYSICAL_FUNCTIONS and _ALSO[style["direction"]][key] in cascaded:
        return _MISSING(style, key)
    if key in cascaded:
        value = cascaded[key][0]
        if key in _ENTANGLED or isinstance(value, Pending) or (type(value) is str and value in _ELSEWHERE) or css.check_math(value):
            return _MISSING(style, key)
        if key in COMPUTER_FUNCTIONS:
            value = COMPUTER_FUNCTIONS[key](style, key, value)
    elif key in _FIRST:
        value = _FIRST[key]
    elif key in _INHERITED and style.parent_style is not None:
        value = style.parent_style[key]
        if css.check_math(value):
            return _MISSING(style, key)
    else:
        return _MISSING(style, key)
    style[key] = value
    return value


def _is_in_normal_flow(box: Any) -> bool:
    """`Box.is_in_normal_flow`, in one glance at the style."""
    style = box.style
    if style["float"] in _AFLOAT:
        return False
    position = style["position"]
    return position not in _PLACED if type(position) is str else position[0] not in _CALLED


def _resolve_percentages(box: Any, containing_block: Any) -> None:
    """`resolve_percentages`: sizes that are lengths, parts of a hundred or `auto` are what they say."""
    style = box.style
    width, height = (containing_block.width, containing_block.height) if isinstance(containing_block, boxes.Box) else containing_block
    down = height if isinstance(box, boxes.PageBox) else width
    low, high = (0, inf) if height == "auto" else (height, height)
    sizes: dict[str, Any] = {}
    for names, whole in ((_ACROSS, width), (_DOWN, down), (("height", "min_height"), low), (("max_height",), high)):
        for name in names:
            value = style[name]
            if type(value) is Dimension:
                sizes[name] = whole * value.value / 100 if value.unit == "%" else value.value
            elif type(value) is str and value == "auto":
                sizes[name] = 0 if name in _AT_LEAST else "auto"
            else:
                _RESOLVE(box, containing_block)
                return
    if height == "auto" and type(style["height"]) is Dimension and style["height"].unit == "%":
        sizes["height"] = "auto"
    collapses = style["border_collapse"] == "collapse"
    for name in _BORDERS:
        if not (collapses and hasattr(box, name)):
            sizes[name] = style[name]
    box.__dict__.update(sizes)
    if style["box_sizing"] != "content-box":
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")
