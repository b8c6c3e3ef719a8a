"""The symbols of a flowchart (ISO 5807): how large each must be for its text, and how it is drawn. Places nothing."""

from __future__ import annotations

import math
from typing import NamedTuple

from procdocs.diagrams.flowchart.steps import FlowStep
from procdocs.diagrams.fonts import remembered
from procdocs.diagrams.graph import Canvas, Outline
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.text import LEAST, TIGHT, Line, balance, cuts, longest_word, width
from procdocs.schema.flowchart import BARS, EVENTS

SIZE = 8.5
#: The same where a chart of several sheets saves one by it.
SMALLER = 7.5
#: Type sizes tried in a decision, whose text has least room.
DECISION_SIZES = (8.5, 7.75, 7.0)
CODE_SIZE = 7.0
LABEL_SIZE = 7.5
#: A decision is as high as needed up to this share of its width before smaller type is tried.
STEEPEST = 0.8
#: A decision as flat as this is taken at once.
FLAT = 0.55
#: So many pt higher may a decision be for each word that is not cut by the end of a line.
CUT = 6.0
LOWEST = 24.0
#: Terminals of several lines keep their corners this round, so that text does not meet them.
ROUNDEST = 14.0
#: Room for text is the width less this.
INSETS = {"start": 14.0, "end": 14.0, "data": 26.0, "predefined": 20.0, "message": 46.0, "timer": 46.0, "error": 46.0}
#: Height of a bar at which ways part or join.
BAR = 5.0
#: How far the middle of an event's sign lies from its left edge, and how far its two outlines lie apart.
EVENT_SIGN, EVENT_RING = 19.0, 2.6
#: Half the width and half the height of a connector.
CONNECTOR = 7.5
#: How far the sides of a data symbol stand in at half height, and the lower edge of a document over its middle.
DATA_INSET, DOCUMENT_INSET = 3.5, 3.5


class Look(NamedTuple):
    """Fill, outline and text colour of a symbol by palette name, and its shape."""

    fill: str
    outline: str
    ink: str
    shape: Outline


LOOKS = {
    "start": Look("flow", "flow", "paper", "pill"),
    "end": Look("flow", "flow", "paper", "pill"),
    "process": Look("paper", "flow", "ink", "box"),
    "decision": Look("guide-tint", "guide", "ink", "diamond"),
    "document": Look("paper", "means", "ink", "document"),
    "data": Look("means-tint", "means", "ink", "parallelogram"),
    "predefined": Look("flow-tint", "flow", "ink", "predefined"),
    "fork": Look("ink", "ink", "ink", "box"),
    "join": Look("ink", "ink", "ink", "box"),
    "message": Look("paper", "flow", "ink", "pill"),
    "timer": Look("paper", "flow", "ink", "pill"),
    "error": Look("alarm-tint", "alarm", "ink", "pill"),
}


class Symbol(NamedTuple):
    """A symbol's size and its broken text."""

    width: float
    height: float
    lines: tuple[Line, ...]
    size: float


@remembered(20_000)
def symbol(type: str, text: str, width: float, largest: float = SIZE) -> Symbol:
    """The symbol of a type for a text in a column that leaves `width` pt; `largest` is its type size where the words allow it."""
    if type == "decision":
        return _decision(text, width, largest)
    if type in BARS:
        return Symbol(width, BAR, (), SIZE)
    bold = type in ("start", "end")
    room = width - INSETS.get(type, 12.0)
    size = next((size for size in (SIZE, 8.0, SMALLER) if size <= largest and longest_word(text, bold=bold) * size <= room), LEAST)
    lines = balance(text, room, size, bold=bold)
    return Symbol(width, max(LOWEST, len(lines) * size * TIGHT + 11 + (6 if type == "document" else 0)), lines, size)


def narrowest(type: str, text: str) -> float:
    """The width in pt that a symbol needs so that no word is broken at the least type size."""
    if type in BARS:
        return 0.0
    word = longest_word(text, bold=type in ("start", "end")) * LEAST
    return word / 0.85 + 1 if type == "decision" else word + INSETS.get(type, 12.0)


def _decision(text: str, room: float, largest: float) -> Symbol:
    """A diamond holds a line where |x| / (W / 2) + |y| / (H / 2) <= 1 at its corners: find the lowest that holds all lines."""
    best: Symbol | None = None
    least = math.inf
    for size in (size for size in DECISION_SIZES if size <= largest):
        for share in (0.56, 0.68, 0.45):
            limit = max(room * share, min(longest_word(text) * size + 1, room * 0.85))
            lines = balance(text, limit, size)
            found = Symbol(room, _height(lines, room, size), lines, size)
            cost = found.height + CUT * cuts(text, lines)
            if best is None or cost < least - 4:
                best, least = found, cost
            if best.height <= room * FLAT:
                return best
        if best is not None and best.height <= max(room * STEEPEST, 40):
            return best
    assert best is not None
    return best


def _height(lines: tuple[Line, ...], room: float, size: float) -> float:
    height = 34.0
    count = len(lines)
    for number, line in enumerate(lines):
        far = max(abs(number - count / 2), abs(number + 1 - count / 2)) * size * TIGHT * 0.94
        height = max(height, 2 * far / max(0.05, 1.03 - (line.width / 2 + 1) / (room / 2)))
    return height


def half_width(type: str, sized: Symbol, aside: float, side: str) -> float:
    """How far a side (`L`, `R`) lies from the middle of a symbol, `aside` pt below half its height."""
    wide, high = sized.width / 2, sized.height / 2
    if type == "decision":
        return wide * (1 - abs(aside) / high)
    if type == "data":
        return wide - DATA_INSET * (1 + aside / high * (1 if side == "R" else -1))
    if type in ("start", "end", *EVENTS):
        round_ = min(high, ROUNDEST)
        beyond = max(0.0, abs(aside) - (high - round_))
        return wide - round_ + math.sqrt(max(0.0, round_ * round_ - beyond * beyond))
    return wide


def half_height(type: str, sized: Symbol, aside: float, side: str) -> float:
    """How far the top or bottom (`T`, `B`) lies from the middle of a symbol, `aside` pt to the right of it."""
    if type == "decision":
        return sized.height / 2 * (1 - abs(aside) / (sized.width / 2))
    return sized.height / 2 - (DOCUMENT_INSET if type == "document" and side == "B" else 0.0)


def draw_symbol(canvas: Canvas, step: FlowStep, x: float, y: float, sized: Symbol) -> None:
    """A symbol with its middle at x, y, and its code in a tab at the upper left corner."""
    look = LOOKS[step.type]
    left, top, w, h = x - sized.width / 2, y - sized.height / 2, sized.width, sized.height
    title = f"{step.code} {step.text}".strip()
    with canvas.box(step.id, left, top, w, h, label=title, shape=look.shape, role=f"step {step.type}", title=title, target=step.target, at=step.at):
        _outline(canvas, step.type, left, top, w, h, look)
        if step.type in EVENTS:
            _event(canvas, step.type, left, top, w, h, look)
            x += (INSETS[step.type] - 14) / 2
        canvas.block(x, y - (3 if step.type == "document" else 0), sized.lines, sized.size, look.ink, bold=step.type in ("start", "end"))
    if step.code:
        _tab(canvas, step, left + (2 if step.type == "decision" else -3), top - 5, w, look)


def draw_bar(canvas: Canvas, step: FlowStep, first: float, last: float, y: float, sized: Symbol) -> None:
    """A bar from the middle of its first column to that of its last, and half the width of a symbol beyond; its middle lies at y."""
    left, wide = first - sized.width / 2, last - first + sized.width
    with canvas.box(
        step.id, left, y - BAR / 2, wide, BAR, label=step.text or step.code, shape="box", role=f"step {step.type}", title=f"{step.code} {step.text}".strip(), at=step.at
    ):
        canvas.rect(left, y - BAR / 2, wide, BAR, 1, fill="ink")


def _event(canvas: Canvas, type: str, left: float, top: float, w: float, h: float, look: Look) -> None:
    """The second outline and the sign of an event: an envelope, the face of a clock, a flash."""
    canvas.rect(left + EVENT_RING, top + EVENT_RING, w - 2 * EVENT_RING, h - 2 * EVENT_RING, min(h / 2, ROUNDEST) - EVENT_RING, fill=look.fill, stroke=look.outline, weight=0.7)
    x, y = left + EVENT_SIGN, top + h / 2
    if type == "message":
        canvas.rect(x - 6.5, y - 4.5, 13, 9, 0.5, fill="paper", stroke=look.outline, weight=0.9)
        canvas.path(Pen(x - 6.5, y - 4.2).to(x, y + 0.8).to(x + 6.5, y - 4.2), stroke=look.outline, weight=0.9, is_round=True)
    elif type == "timer":
        canvas.circle(x, y, 6.2, fill="paper", stroke=look.outline, weight=0.9)
        canvas.path(Pen(x, y - 4.2).down(y).to(x + 3, y + 1.6), stroke=look.outline, weight=0.9, is_round=True)
    else:
        canvas.path(Pen(x - 5, y + 5.5).to(x - 2, y - 5).to(x + 1.2, y + 0.4).to(x + 5, y - 5.5).to(x + 1.8, y + 5).to(x - 1.6, y - 0.6).shut(), fill=look.outline)


def _outline(canvas: Canvas, type: str, left: float, top: float, w: float, h: float, look: Look) -> None:
    right, bottom = left + w, top + h
    if type in ("start", "end", "process", "predefined", *EVENTS):
        radius = min(h / 2, ROUNDEST) if type in ("start", "end", *EVENTS) else 2.5
        canvas.rect(left, top, w, h, radius, fill=look.fill, stroke=look.outline, weight=1.1, is_round=True)
        if type == "predefined":
            canvas.path(Pen(left + 6, top).by(0, h).move(right - 6, top).by(0, h), stroke=look.outline, weight=1)
        return
    if type == "decision":
        x, y = left + w / 2, top + h / 2
        pen = Pen(x, top).to(right, y).to(x, bottom).to(left, y)
    elif type == "data":
        pen = Pen(left + 2 * DATA_INSET, top).across(right).to(right - 2 * DATA_INSET, bottom).across(left)
    else:
        pen = Pen(left, top).across(right).down(bottom - 4).curve(left + w * 0.72, bottom - 12, left + w * 0.3, bottom + 5, left, bottom - 2)
    canvas.path(pen.shut(), fill=look.fill, stroke=look.outline, weight=1.1, is_round=True)


def _tab(canvas: Canvas, step: FlowStep, left: float, top: float, most: float, look: Look) -> None:
    code = step.code
    while len(code) > 2 and width(code, CODE_SIZE, bold=True) + 5 > most:
        code = code[:-2] + "…"
    wide = width(code, CODE_SIZE, bold=True) + 5
    with canvas.group(role="beside", joins=(step.id, step.id)):
        canvas.rect(left, top, wide, 10, 2, fill="paper", stroke=look.outline, weight=0.7)
        canvas.middle(left + wide / 2, top + 5, code, CODE_SIZE, look.outline, bold=True)


def draw_connector(canvas: Canvas, id: str, x: float, y: float, number: int, where: str, *, beside: str, target: str) -> None:
    """An off-page connector with its middle at x, y; the page it leads to stands `below`, `right` or `left`."""
    r = CONNECTOR
    with canvas.box(id, x - r, y - r, 2 * r, 2 * r, label=f"{number} {where}", shape="offpage", role="connector", title=where, target=target):
        pentagon = Pen(x - r, y - r).by(2 * r, 0).by(0, r + 2).by(-r, r - 2).by(-r, 2 - r).shut()
        canvas.path(pentagon, fill="paper", stroke="flow", weight=1.1, is_round=True)
        canvas.middle(x, y - 1, str(number), 8 if number < 100 else 7, "flow", bold=True)
    if beside == "below":
        half = width(where, 7) / 2
        canvas.text(min(max(x, half), canvas.width - half), y + 16, where, 7, "soft", anchor="middle")
    elif beside == "left":
        canvas.text(x - r - 3, y + 2.5, where, 7, "soft", anchor="end")
    else:
        canvas.text(x + r + 3, y + 2.5, where, 7, "soft")
