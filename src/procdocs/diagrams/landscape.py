"""The process landscape: customer requirements, the management band, the chain of customer processes, the support band, customer satisfaction.

A landscape too large for one sheet is dealt to several, band by band, the sides repeated.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from procdocs.diagnostics import Span
from procdocs.diagrams import Undrawable
from procdocs.diagrams.ends import plain, unit_name
from procdocs.diagrams.graph import LANDSCAPE, MM, Canvas, Graph
from procdocs.diagrams.palette import look
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.text import BASELINE, LEAST, WIDE, Line, balance, fit, width, wrap
from procdocs.languages import words
from procdocs.project import Project, natural
from procdocs.schema import Process
from procdocs.source.address import Address

BANDS = ("management", "customer", "support")
#: Width of the dark sides, gap between bands, height of a band's head, its padding, gap between rows, in pt.
SIDE, GAP, HEAD, PAD, ROW_GAP = 15 * MM, 20.0, 19.0, 9.0, 7.0
#: Heights of a card: the usual, and the least in which a name of two lines is readable.
CARD, LEAST_CARD = 64.0, 38.0
WIDEST_CARD = 62 * MM
#: The chain is drawn this much higher than the other bands.
CHAIN = 1.25
MOST_SHEETS = 20


class Card(NamedTuple):
    """A process on the landscape."""

    id: str
    type: str
    name: str
    owner: str
    clauses: str


def landscape(project: Project, id: str, language: str) -> tuple[Graph, ...]:
    """The sheets of the landscape of all processes. Raises Undrawable for more processes than sheets hold."""
    bands = {band: [_card(project, process, language) for process in project.processes_of(band)] for band in BANDS}
    for sheets in range(1, MOST_SHEETS + 1):
        parts = [{band: _part(cards, sheet, sheets) for band, cards in bands.items()} for sheet in range(sheets)]
        units = [_unit(part) for part in parts]
        if all(unit >= LEAST_CARD for unit in units):
            return tuple(_sheet(id, language, (part, unit, sheet, sheets)) for sheet, (part, unit) in enumerate(zip(parts, units, strict=True), 1))
    raise Undrawable(Span("procdocs.yaml"), words(language)("landscape.too_many", sheets=MOST_SHEETS))


def _part(cards: list[Card], sheet: int, sheets: int) -> list[Card]:
    size = math.ceil(len(cards) / sheets)
    return cards[sheet * size : (sheet + 1) * size]


def _card(project: Project, process: Process, language: str) -> Card:
    clauses = sorted({clause for listed in process.clauses.values() for clause in listed}, key=natural)
    owner = unit_name(project, process.owner, language) if process.owner else ""
    return Card(process.id, process.type, plain(project.say(process.name, language)) or process.id, owner, " · ".join(clauses))


def _rows(cards: list[Card]) -> int:
    """Rows of a band; names in alphabets need wider cards than Chinese ones."""
    if not cards:
        return 1
    spacious = not WIDE.search("".join(card.name for card in cards)) and len(cards) <= 15
    most = 6 if cards[0].type == "customer" or len(cards) == 6 else 5 if spacious else 7
    return math.ceil(len(cards) / most)


def _unit(part: dict[str, list[Card]]) -> float:
    """Height of a card so that all bands fit, in pt."""
    rows = {band: _rows(cards) for band, cards in part.items()}
    room = LANDSCAPE[1] - 2 * GAP - 3 * (HEAD + 2 * PAD) - sum((count - 1) * ROW_GAP for count in rows.values())
    return min(CARD, room / (rows["management"] + rows["customer"] * CHAIN + rows["support"]))


def _sheet(id: str, language: str, part: tuple[dict[str, list[Card]], float, int, int]) -> Graph:
    bands, unit, sheet, sheets = part
    say = words(language)
    heights = {}
    for band, cards in bands.items():
        rows = _rows(cards)
        heights[band] = HEAD + 2 * PAD + rows * unit * (CHAIN if band == "customer" else 1) + (rows - 1) * ROW_GAP
    height = sum(heights.values()) + 2 * GAP
    said = "; ".join(f"{say('types.' + band)}{say('colon')}" + say("list_separator").join(f"{card.id} {card.name}" for card in cards) for band, cards in bands.items())
    title = say("landscape.kind") + (f" ({sheet}/{sheets})" if sheets > 1 else "")
    canvas = Canvas(id, "landscape", language, title, said, LANDSCAPE[0], height)
    _draw_side(canvas, "requirements", 0.0, say("landscape.left"))
    _draw_side(canvas, "satisfaction", LANDSCAPE[0] - SIDE, say("landscape.right"))
    y = 0.0
    for band in BANDS:
        _draw_band(canvas, band, bands[band], (y, heights[band], unit))
        y += heights[band]
        if band != BANDS[-1]:
            for share in (0.3, 0.7):
                _draw_exchange(canvas, SIDE + 8 + (LANDSCAPE[0] - 2 * SIDE - 16) * share, y + 3, y + GAP - 3)
            y += GAP
    return canvas.graph(sheet, sheets)


def _draw_side(canvas: Canvas, name: str, x: float, text: str) -> None:
    """A dark block that points to the right; Chinese is set upright, letters are turned."""
    notch, h = 16.0, canvas.height
    left = x == 0.0
    outline = (
        Pen(x, 0).across(x + SIDE - notch).to(x + SIDE, h / 2).to(x + SIDE - notch, h).across(x).shut()
        if left
        else Pen(x, 0).across(x + SIDE).down(h).across(x).to(x + notch, h / 2).shut()
    )
    middle = x + SIDE / 2 + (-5 if left else 6)
    with canvas.box(name, x, 0, SIDE, h, label=text, shape="plain", role="side", title=text):
        canvas.path(outline, fill="ink")
        if WIDE.search(text):
            y = h / 2 - len(text) * 19 / 2 + 9.5
            for character in text:
                canvas.middle(middle, y, character, 14, "paper", bold=True)
                y += 19
            top = h / 2 - len(text) * 19 / 2 - 22
        else:
            size = 13.0
            while size > LEAST and width(text, size, bold=True) > h - 60:
                size -= 0.5
            canvas.text(middle + size * BASELINE, h / 2, text, size, "paper", bold=True, anchor="middle", turn=-90)
            top = h / 2 - width(text, size, bold=True) / 2 - 20
        if top > 12:
            canvas.person(middle, top, 10)


def _draw_exchange(canvas: Canvas, x: float, top: float, bottom: float) -> None:
    """A double arrow between two bands."""
    shaft = bottom - top - 11
    canvas.path(Pen(x, top).by(6, 5.5).by(-3.4, 0).by(0, shaft).by(3.4, 0).by(-6, 5.5).by(-6, -5.5).by(3.4, 0).by(0, -shaft).by(-3.4, 0).shut(), fill="soft")


def _draw_band(canvas: Canvas, band: str, cards: list[Card], place: tuple[float, float, float]) -> None:
    y, height, unit = place
    say = words(canvas.language)
    colors = look(band)
    x0, x1 = SIDE + 8, LANDSCAPE[0] - SIDE - 8
    head = say(f"types.{band}")
    label = f"{head} ({len(cards)})"
    with canvas.box(f"band-{band}", x0, y, x1 - x0, height, label=label, shape="round", role="band", title=head):
        canvas.rect(x0, y, x1 - x0, height, 5, fill=colors.tint, stroke=colors.ink if band == "support" else colors.solid, weight=1)
        canvas.path(Pen(x0, y + HEAD).down(y + 5).bend_by(0, -5, 5, -5).across(x1 - 5).bend_by(5, 0, 5, 5).down(y + HEAD).shut(), fill=colors.solid)
        canvas.text(x0 + 9, y + HEAD / 2 + 10.5 * BASELINE, head, 10.5, colors.on, bold=True)
        canvas.text(x1 - 9, y + HEAD / 2 + 8 * BASELINE, str(len(cards)), 8, colors.on, anchor="end")
        if not cards:
            return
        chain = band == "customer"
        per_row = math.ceil(len(cards) / _rows(cards))
        gap, high = (4.0, unit * CHAIN) if chain else (ROW_GAP, unit)
        wide = min((x1 - x0 - 2 * PAD - (per_row - 1) * gap) / per_row, WIDEST_CARD)
        for index, card in enumerate(cards):
            row, column = divmod(index, per_row)
            in_row = min(per_row, len(cards) - row * per_row)
            left = x0 + PAD if chain and len(cards) > per_row else x0 + (x1 - x0 - in_row * wide - (in_row - 1) * gap) / 2
            spot = (left + column * (wide + gap), y + HEAD + PAD + row * (high + ROW_GAP), wide, high)
            _draw_card(canvas, card, spot, first=index == 0 if chain else None)


def _draw_card(canvas: Canvas, card: Card, spot: tuple[float, float, float, float], *, first: bool | None) -> None:
    """A card, or a link of the chain (`first` is not None; the first has a straight left edge)."""
    x, y, w, h = spot
    colors = look(card.type)
    chain, notch = first is not None, 9.0
    with canvas.box(
        card.id,
        x,
        y,
        w,
        h,
        label=f"{card.id} {card.name}",
        shape="chevron" if chain else "box",
        role="process",
        title=f"{card.id} {card.name}",
        target=card.id,
        inside=f"band-{card.type}",
        at=Address(card.id),
    ):
        if chain:
            pen = Pen(x, y).across(x + w - notch).to(x + w, y + h / 2).to(x + w - notch, y + h).across(x)
            if not first:
                pen.to(x + notch, y + h / 2)
            canvas.path(pen.shut(), fill="paper", stroke=colors.solid, weight=1.3, is_round=True)
            margin = 7.0 if first else notch + 5
            room = w - margin - notch - 1
        else:
            canvas.rect(*spot, 4, fill="paper", stroke=colors.ink, weight=0.9)
            margin, room = 6.0, w - 12
        _draw_card_text(canvas, card, (x + margin, y, room, h))


def _draw_card_text(canvas: Canvas, card: Card, spot: tuple[float, float, float, float]) -> None:
    """Badge and owner above, the name in the middle, clauses below; on a low card they stand beside the badge."""
    x, y, room, h = spot
    badge_height, low = 12.5, h < 58
    size = min(8.0, max(LEAST, 8 * room * 0.8 / (width(card.id, 8, bold=True) + 1)))
    badge = canvas.badge(x, y + 6, card.id, card.type, size, badge_height)
    owner = card.owner if width(card.owner, 7.25) <= room - badge - 4 else ""
    beside = badge + 4 + (width(owner, 7.25) + 8 if owner else 0.0)
    clauses = _shortened(card.clauses, room - beside if low else room)
    foot = 12.0 if clauses and not low else 1.0
    line = y + 6 + badge_height / 2
    if owner:
        canvas.text(x + badge + 4, line + 7.25 * BASELINE, owner, 7.25, "soft")
    name_size, lines = _name(card.name, room, h - badge_height - 8 - foot)
    middle = y + 6 + badge_height + (h - badge_height - 6 - foot) / 2
    canvas.lines(x, middle - len(lines) * name_size * 1.22 / 2, lines, name_size, "ink", bold=True, leading=1.22)
    if clauses and low:
        canvas.text(x + room, line + LEAST * BASELINE, clauses, LEAST, "soft", anchor="end")
    elif clauses:
        canvas.text(x, y + h - 6, clauses, LEAST, "soft")


def _shortened(clauses: str, room: float) -> str:
    """As many clauses as fit on a line; the last mark says that there are more."""
    listed = clauses.split(" · ")
    for count in range(len(listed), 0, -1):
        said = " · ".join(listed[:count]) + (" …" if count < len(listed) else "")
        if width(said, LEAST) <= room:
            return said
    return ""


def _name(name: str, room: float, high: float) -> tuple[float, tuple[Line, ...]]:
    """The name in the largest size that fits; at the least size it takes as many lines as it needs."""
    size, _ = fit(name, room, 9.5, 2, LEAST, bold=True)
    lines = balance(name, room, size, bold=True)
    while size > LEAST and len(lines) * size * 1.22 > high:
        size = max(LEAST, size - 0.25)
        lines = wrap(name, room, size, bold=True)
    return size, lines
