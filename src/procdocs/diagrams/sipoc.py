"""The SIPOC of a process: who supplies what, the process with its main steps, what comes out and for whom, row by row in five columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from procdocs.diagrams import Undrawable
from procdocs.diagrams.ends import end_chip, end_name, plain, unit_name
from procdocs.diagrams.graph import LANDSCAPE, Canvas, Graph
from procdocs.diagrams.palette import look
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.text import BASELINE, LEADING, LEAST, Chip, balance, count_lines, fit, width, wrap
from procdocs.languages import words
from procdocs.project import Project
from procdocs.schema import Process
from procdocs.schema.process import Input, Output
from procdocs.source.address import Address

#: Widths of the columns S, I, P, O, C, gap between them, height of the heads, margin in a cell, in pt.
WIDTHS = (112.0, 150.0, 184.88, 150.0, 112.0)
GAP, HEAD, PAD, ROW_GAP = 12.0, 24.0, 5.0, 5.0
LARGEST = 9.5
MOST_SHEETS = 60
BODY_ROOM = WIDTHS[2] - 24


class Row(NamedTuple):
    """An item and who stands at its other end, each as name and tag."""

    number: int
    text: str
    chips: tuple[Chip, ...]
    ends: tuple[tuple[str, tuple[Chip, ...]], ...]
    item: Input | Output


@dataclass(frozen=True)
class Body:
    """What stands in the middle column."""

    process: Process
    name: str
    owner: str
    purpose: str
    steps: tuple[str, ...]
    language: str


def sipoc(project: Project, id: str, language: str) -> tuple[Graph, ...]:
    """The sheets of a process's SIPOC. Raises Undrawable for a text that fits no sheet."""
    process = project.by_id[id]
    assert isinstance(process, Process)
    inputs = tuple(_row(project, number, item, item.source, language) for number, item in enumerate(process.inputs, 1))
    outputs = tuple(_row(project, number, item, item.to, language) for number, item in enumerate(process.outputs, 1))
    say = words(language)
    owner = say("turtle.owner") + say("colon") + unit_name(project, process.owner, language) if process.owner else ""
    body = Body(
        process,
        plain(project.say(process.name, language)) or process.id,
        owner,
        project.say(process.purpose, language),
        tuple(project.say(step, language) for step in process.steps),
        language,
    )
    size = LARGEST
    while size >= LEAST:
        if max(_tall(inputs, size), _tall(outputs, size), _body_height(body, size)) + HEAD + ROW_GAP <= LANDSCAPE[1]:
            return (_sheet(body, (inputs, outputs), size, (1, 1)),)
        size -= 0.25
    return _continued(body, inputs, outputs)


def _continued(body: Body, inputs: tuple[Row, ...], outputs: tuple[Row, ...]) -> tuple[Graph, ...]:
    """Rows filled into as many sheets as they need, the process on each."""
    size, room = 8.0, LANDSCAPE[1] - HEAD - ROW_GAP
    if _body_height(body, size) > room:
        size = LEAST
    for row in (*inputs, *outputs):
        if _row_height(row, size) > room:
            raise Undrawable(row.item.span(), words(body.language)("sipoc.too_long", characters=len(row.text)))
    if _body_height(body, size) > room:
        raise Undrawable(body.process.span("steps"), words(body.language)("sipoc.too_long", characters=sum(map(len, body.steps)) + len(body.purpose)))
    left, right = _filled(inputs, size, room), _filled(outputs, size, room)
    sheets = max(len(left), len(right))
    pairs = [(left[index] if index < len(left) else (), right[index] if index < len(right) else ()) for index in range(sheets)]
    return tuple(_sheet(body, pair, size, (number, sheets)) for number, pair in enumerate(pairs, 1))


def _filled(rows: tuple[Row, ...], size: float, room: float) -> list[tuple[Row, ...]]:
    sheets: list[tuple[Row, ...]] = []
    here: list[Row] = []
    used = 0.0
    for row in rows:
        height = _row_height(row, size) + ROW_GAP
        if here and used + height > room:
            sheets.append(tuple(here))
            here, used = [], 0.0
        here.append(row)
        used += height
    return [*sheets, tuple(here)]


def _row(project: Project, number: int, item: Input | Output, ends: tuple[str, ...], language: str) -> Row:
    named = []
    for end in ends:
        chip = end_chip(project, end, language)
        named.append((end_name(project, end, language), (chip,) if chip.look != "outside" else ()))
    chips = (Chip(item.document, "document", project.document_by_number[item.document].id if item.document in project.document_by_number else ""),) if item.document else ()
    return Row(number, project.say(item.name, language), chips, tuple(named), item)


# -- sizes ---------------------------------------------------------------------------------------------------------------------


def _row_height(row: Row, size: float) -> float:
    item = count_lines(row.text, WIDTHS[1] - 2 * PAD, size, chips=row.chips)
    ends = sum(count_lines(name, WIDTHS[0] - 2 * PAD, size, chips=chips) for name, chips in row.ends)
    return max(item, ends, 1) * size * LEADING + 2 * PAD - 2


def _tall(rows: tuple[Row, ...], size: float) -> float:
    return sum(_row_height(row, size) + ROW_GAP for row in rows)


def _body_height(body: Body, size: float) -> float:
    name, _ = fit(body.name, BODY_ROOM, size + 4, 3, size, bold=True)
    height = 2 * PAD + 24 + count_lines(body.name, BODY_ROOM, name, bold=True) * name * LEADING + 8
    height += count_lines(body.owner, BODY_ROOM, size, bold=True) * size * LEADING + count_lines(body.purpose, BODY_ROOM, size) * size * LEADING + 12
    return height + sum(count_lines(step, BODY_ROOM - 2 * size, size) * size * LEADING + 3 for step in body.steps)


# -- drawing -------------------------------------------------------------------------------------------------------------------


def _sheet(body: Body, rows: tuple[tuple[Row, ...], tuple[Row, ...]], size: float, page: tuple[int, int]) -> Graph:
    say = words(body.language)
    height = HEAD + ROW_GAP + max(_tall(rows[0], size), _tall(rows[1], size), _body_height(body, size) + ROW_GAP)
    title = f"{body.process.id} {body.name} · {say('sipoc.kind')}" + (f" ({page[0]}/{page[1]})" if page[1] > 1 else "")
    canvas = Canvas(f"{body.process.id}-sipoc", "sipoc", body.language, title, _description(body, rows), LANDSCAPE[0], height)
    lefts = [sum(WIDTHS[:column]) + GAP * column for column in range(5)]
    for column, key in enumerate(("supplier", "input", "process", "output", "customer")):
        _draw_head(canvas, lefts[column], WIDTHS[column], "SIPOC"[column], say(f"sipoc.{key}"))
    _draw_body(canvas, body, lefts[2], height, size)
    for side, placed in enumerate(rows):
        y = HEAD + ROW_GAP
        spare = height - y - _tall(placed, size)
        gap = ROW_GAP + min(spare / max(len(placed), 1), 6.0)
        spots = []
        for row in placed:
            spots.append((y, _row_height(row, size)))
            y += spots[-1][1] + gap
        _draw_rows(canvas, body.process.id, placed, spots, lefts, size, out=side == 1)
    return canvas.graph(*page)


def _description(body: Body, rows: tuple[tuple[Row, ...], tuple[Row, ...]]) -> str:
    say = words(body.language)
    parts = []
    for key, placed in (("sipoc.input", rows[0]), ("sipoc.output", rows[1])):
        said = say("list_separator").join(plain(row.text) + (f" ({', '.join(name for name, _ in row.ends)})" if row.ends else "") for row in placed)
        parts.append(f"{say(key)}{say('colon')}{said or say('turtle.none')}")
    parts.insert(1, say("sipoc.process") + say("colon") + say("list_separator").join((body.name, *(plain(step) for step in body.steps))))
    return "; ".join(parts)


def _draw_head(canvas: Canvas, x: float, wide: float, letter: str, text: str) -> None:
    with canvas.box(f"head-{letter}", x, 0, wide, HEAD, label=text, role="head"):
        canvas.rect(x, 0, wide, HEAD, 3, fill="flow")
        canvas.circle(x + 13, HEAD / 2, 8, fill="paper")
        canvas.middle(x + 13, HEAD / 2, letter, 10, "flow", bold=True)
        size, _ = fit(text, wide - 32, 10, 1, bold=True)
        canvas.text(x + 27, HEAD / 2 + size * BASELINE, text, size, "paper", bold=True)


def _draw_body(canvas: Canvas, body: Body, x: float, height: float, size: float) -> None:
    process, y, wide = body.process, HEAD + ROW_GAP, WIDTHS[2]
    colors = look(process.type)
    label = "\n".join([f"{process.id} {body.name}", *(plain(step) for step in body.steps)])
    with canvas.box("process", x, y, wide, height - y, label=label, role="body", title=f"{process.id} {body.name}", target=process.id, at=Address(process.id)):
        canvas.rect(x, y, wide, height - y, 6, fill=colors.tint, stroke=colors.ink, weight=1.6)
        top = y + max(PAD, (height - y - _body_height(body, size)) / 2) + 4
        badge = width(process.id, 10, bold=True) + 9
        canvas.badge(x + (wide - badge) / 2, top, process.id, process.type, 10, 16)
        name, _ = fit(body.name, BODY_ROOM, size + 4, 3, size, bold=True)
        top = canvas.lines(x + 12, top + 20, balance(body.name, BODY_ROOM, name, bold=True), name, "ink", bold=True, align="middle", room=BODY_ROOM)
        top = canvas.lines(x + 12, top + 2, wrap(body.owner, BODY_ROOM, size, bold=True), size, "ink", bold=True, align="middle", room=BODY_ROOM)
        top = canvas.lines(x + 12, top + 2, wrap(body.purpose, BODY_ROOM, size), size, "soft", align="middle", room=BODY_ROOM) + 6
        if body.steps:
            canvas.path(Pen(x + 14, top - 2).across(x + wide - 14), stroke="line", weight=0.6)
        for number, step in enumerate(body.steps, 1):
            canvas.text(x + 12 + 1.3 * size, top + size * LEADING / 2 + size * BASELINE, str(number), size, colors.ink, bold=True, anchor="end")
            top = canvas.lines(x + 12 + 2 * size, top, wrap(step, BODY_ROOM - 2 * size, size), size) + 3


def _draw_rows(canvas: Canvas, process: str, rows: tuple[Row, ...], spots: list[tuple[float, float]], lefts: list[float], size: float, *, out: bool) -> None:
    """Item cells with their party cells; neighbours with the same party share its cell. Arrows lead from left to right."""
    item, party = (3, 4) if out else (1, 0)
    names = ("output", "customer") if out else ("input", "supplier")
    shared = ""
    for index, (row, (y, high)) in enumerate(zip(rows, spots, strict=True)):
        middle, own = y + high / 2, f"{names[0]}-{row.number}"
        _draw_cell(canvas, own, (lefts[item], y, WIDTHS[item], high), ((row.text, row.chips),), size, at=Address(process, (f"{names[0]}s", row.number - 1)))
        source, target, start = ("process", own, lefts[2] + WIDTHS[2]) if out else (own, "process", lefts[1] + WIDTHS[1])
        canvas.arrow(Pen(start + 0.8, middle).across(start + GAP - 5), (start + GAP - 0.8, middle), (1, 0), "flow", source=source, target=target, weight=1.3, head=5.5)
        if not row.ends:
            continue
        if not index or rows[index - 1].ends != row.ends:
            shared = f"{names[1]}-{row.number}"
            last = next((later for later in range(index, len(rows) - 1) if rows[later + 1].ends != row.ends), len(rows) - 1)
            _draw_cell(canvas, shared, (lefts[party], y, WIDTHS[party], sum(spots[last]) - y), row.ends, size)
        source, target, start = (own, shared, lefts[3] + WIDTHS[3]) if out else (shared, own, lefts[0] + WIDTHS[0])
        canvas.arrow(Pen(start, middle).across(start + GAP - 5), (start + GAP - 0.6, middle), (1, 0), "wire", source=source, target=target, weight=1, head=5)


def _draw_cell(canvas: Canvas, name: str, spot: tuple[float, float, float, float], texts: tuple[tuple[str, tuple[Chip, ...]], ...], size: float, at: Address | None = None) -> None:
    """A cell with its texts; that of an item of the process is tinted and has its address."""
    x, y, wide, high = spot
    room = wide - 2 * PAD
    broken = [wrap(text, room, size, chips=chips) for text, chips in texts]
    with canvas.box(name, *spot, label="\n".join(plain(text) for text, _ in texts), role="cell", at=at):
        canvas.rect(*spot, 3, fill="flow-tint" if at is not None else "paper", stroke="flow", weight=0.7)
        top = y + (high - sum(len(lines) for lines in broken) * size * LEADING) / 2
        for lines in broken:
            top = canvas.lines(x + PAD, top, lines, size, inside=name)
