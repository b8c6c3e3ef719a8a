"""Connectors to other sheets of a flowchart: arrows out to them and in from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from procdocs.diagrams.flowchart.meetings import HOP
from procdocs.diagrams.flowchart.plan import Plan
from procdocs.diagrams.flowchart.sheets import BOTTOM_PORTS, JUMP, TRACK, Jump, Page
from procdocs.diagrams.flowchart.symbols import CONNECTOR, DATA_INSET, DOCUMENT_INSET, draw_connector
from procdocs.diagrams.graph import Canvas
from procdocs.diagrams.shapes import Pen
from procdocs.languages import Words

Place = tuple[float, float]
#: Weight of lines, length of heads, radius of corners, length of the arrow down to a connector; in pt.
WEIGHT, HEAD, CORNER, DROP = 1.1, 6.0, 3.5, 11.0
#: Ports beside the middle stand off it by this share of the symbol's width.
BESIDE = 0.25


def connector_numbers(made: Plan) -> dict[str, int]:
    """One number for each step that other pages lead to, in the order of the arrows."""
    numbers: dict[str, int] = {}
    for edge in made.arrows:
        if made.page_of[edge.source] != made.page_of[edge.target]:
            numbers.setdefault(edge.target, len(numbers) + 1)
    return numbers


def draw_jump(canvas: Canvas, made: Plan, page: Page, jump: Jump, number: int, label: Words) -> Place:
    """An arrow out to a connector; returns where it begins."""
    edge = jump.edge
    sized, type = made.symbols[edge.source], made.types[edge.source]
    x, y = made.middles[jump.column], page.middle[made.row[edge.source]]
    target = made.page_of[edge.target] + 1
    id = f"{edge.source}-to-{edge.target}"
    if jump.port in BOTTOM_PORTS:
        shift = {"B": 0.0, "B-": -BESIDE, "B+": BESIDE}[jump.port]
        x += shift * sized.width
        depth = sized.height / 2 * ((1 - 2 * abs(shift)) if type == "decision" else 1) - (DOCUMENT_INSET if type == "document" else 0)
        start, tip = (x, y + depth), (x, y + sized.height / 2 + DROP)
        middle, direction = (x, tip[1] + CONNECTOR), (0.0, 1.0)
    else:
        sign = 1.0 if jump.port == "R" else -1.0
        start, tip = (x + sign * (sized.width / 2 - (DATA_INSET if type == "data" else 0)), y), (x + sign * (sized.width / 2 + JUMP), y)
        middle, direction = (tip[0] + sign * CONNECTOR, y), (sign, 0.0)
    line = rounded([start, (tip[0] - direction[0] * (HEAD - 1), tip[1] - direction[1] * (HEAD - 1))])
    canvas.arrow(line, tip, direction, source=edge.source, target=id, label=edge.label, weight=WEIGHT, head=HEAD, at=edge.at)
    draw_connector(
        canvas,
        id,
        *middle,
        number,
        label("flowchart.page", page=target),
        beside={"B": "right", "B+": "right", "B-": "left"}.get(jump.port, "below"),
        target=f"{canvas.id}#sheet-{target}",
    )
    return start


def draw_landings(canvas: Canvas, made: Plan, page: Page, numbers: dict[str, int], label: Words) -> None:
    """Arrows in from connectors, one for each step that other pages lead to."""
    for step, port in page.landings.items():
        pages = sorted({made.page_of[edge.source] + 1 for edge in made.arrows if edge.target == step and made.page_of[edge.source] != page.number})
        said = str(pages[0]) if len(pages) == 1 else f"{pages[0]}, {pages[1]}" if len(pages) == 2 else f"{pages[0]} … {pages[-1]}"
        sized, type = made.symbols[step], made.types[step]
        x, y = made.middles[page.grid.end(step, port[-1]) if port.startswith("in") else page.grid.column[step]], page.middle[made.row[step]]
        id = f"from-{step}"
        if port in ("T", "T+"):
            x += BESIDE * sized.width if port == "T+" else 0.0
            rise = page.tracks.count.get(("h", page.first - 1), 0) * TRACK if port == "T" else 0.0
            middle = (x, page.top[made.row[step]] - 9 - rise - CONNECTOR)
            tip, direction = (x, y - sized.height / 2 * (1 - 2 * BESIDE if port == "T+" and type == "decision" else 1)), (0.0, 1.0)
            line = rounded([(x, middle[1] + CONNECTOR), (x, tip[1] - HEAD + 1)])
        else:
            sign = -1.0 if port == "in L" else 1.0
            tip, direction = (x + sign * (sized.width / 2 - (DATA_INSET if type == "data" else 0)), y), (-sign, 0.0)
            middle = (x + sign * (sized.width / 2 + JUMP + CONNECTOR), y)
            line = rounded([(middle[0] - sign * CONNECTOR, y), (tip[0] + sign * (HEAD - 1), y)])
        canvas.arrow(line, tip, direction, source=id, target=step, weight=WEIGHT, head=HEAD)
        draw_connector(
            canvas, id, *middle, numbers[step], label("flowchart.page", page=said), beside="below" if port.startswith("in") else "right", target=f"{canvas.id}#sheet-{pages[0]}"
        )


def rounded(corners: Sequence[Place], over: Mapping[int, Sequence[float]] = MappingProxyType({})) -> Pen:
    """A polyline whose corners are rounded; `over` says by piece where it hops over another line."""
    kept, hopping = [corners[0]], []
    for number, (before, now) in enumerate(pairwise(corners)):
        if abs(now[0] - before[0]) + abs(now[1] - before[1]) > 0.05:
            kept.append(now)
            hopping.append(over.get(number, ()))
    pen = Pen(*kept[0])
    for number, (before, corner) in enumerate(pairwise(kept)):
        _hop(pen, before, corner, hopping[number])
        if number + 2 < len(kept):
            into, out = _towards(corner, before), _towards(corner, kept[number + 2])
            pen.to(*into).bend(*corner, *out)
    return pen.to(*kept[-1])


def _hop(pen: Pen, before: Place, after: Place, places: Sequence[float]) -> None:
    """Along a level or upright piece, an arch over each place, upwards or to the right."""
    is_level = abs(after[0] - before[0]) > abs(after[1] - before[1])
    start, end = (before[0], after[0]) if is_level else (before[1], after[1])
    step = HOP if end > start else -HOP
    for at in sorted(places, reverse=end < start):
        if is_level:
            y = before[1]
            pen.to(at - step, y).curve(at - step, y - 1.5 * HOP, at + step, y - 1.5 * HOP, at + step, y)
        else:
            x = before[0]
            pen.to(x, at - step).curve(x + 1.5 * HOP, at - step, x + 1.5 * HOP, at + step, x, at + step)


def _towards(corner: Place, other: Place) -> Place:
    long = abs(other[0] - corner[0]) + abs(other[1] - corner[1])
    part = min(CORNER, long / 2) / long
    return corner[0] + (other[0] - corner[0]) * part, corner[1] + (other[1] - corner[1]) * part
