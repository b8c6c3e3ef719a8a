"""Neighbours of one process: who gives it what on the left, who receives what from it on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from procdocs.diagrams import Undrawable
from procdocs.diagrams.ends import end_name, plain
from procdocs.diagrams.graph import LANDSCAPE, MM, Canvas, Graph
from procdocs.diagrams.palette import look
from procdocs.diagrams.text import BASELINE, Line, fit, width, wrap
from procdocs.languages import words
from procdocs.project import Project
from procdocs.project.interfaces import Interface, interfaces
from procdocs.schema.process import Process

WIDTH = LANDSCAPE[0]
NAME, ME, ITEMS = 46 * MM, 40 * MM, 52 * MM
ITEM_SIZE, ITEM_STEP = 8.0, 10.5
BOX = 24.0
LEAST_ROW, PADDING = 32.0, 8.0
MINE = 68.0
LONGEST_TEXT = 1200


class Row(NamedTuple):
    """A neighbour, its colour family, and what passes between, broken into lines."""

    end: str
    type: str
    name: str
    items: str
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """Height of the row in pt: the items over the line, the box around it."""
        return max(LEAST_ROW, len(self.lines) * ITEM_STEP + BOX / 2 + PADDING)


def neighbours(project: Project, id: str, language: str) -> tuple[Graph, ...]:
    """The sheets of process `id`; many neighbours go on over further sheets. Raises KeyError for an id that is no process."""
    process = project.process_by_id[id]
    links = interfaces(project)
    givers = _rows(project, [(link.giver, link) for link in links if link.receiver == id != link.giver], language, process)
    receivers = _rows(project, [(link.receiver, link) for link in links if link.giver == id != link.receiver], language, process)
    pages = max(1, len(_pages(givers)), len(_pages(receivers)))
    left, right = _pages(givers, pages), _pages(receivers, pages)
    sheets = []
    for number in range(pages):
        sheets.append(_sheet(project, process, left[number] if number < len(left) else [], right[number] if number < len(right) else [], language).graph(number + 1, pages))
    return tuple(sheets)


def _rows(project: Project, links: Sequence[tuple[str, Interface]], language: str, process: Process) -> list[Row]:
    """Neighbours in the order of their first item, each with all its items; processes before the outside world."""
    grouped: dict[str, list[str]] = {}
    for end, link in links:
        grouped.setdefault(end, []).append(plain(project.say(link.item.name, language)))
    found = []
    for end, items in sorted(grouped.items(), key=lambda pair: pair[0] not in project.process_by_id):
        other = project.process_by_id.get(end)
        said = words(language)("list_separator").join(dict.fromkeys(items))
        if max(len(item) for item in items) > LONGEST_TEXT:
            raise Undrawable(process.span(), words(language)("interaction.reasons.too_long", id=end))
        found.append(Row(end, other.type if other else "outside", end_name(project, end, language), said, wrap(said, ITEMS, ITEM_SIZE)))
    return found


def _pages(rows: list[Row], wanted: int = 1) -> list[list[Row]]:
    """Rows by sheet, about equally high, none higher than a sheet."""
    total = sum(row.height for row in rows)
    limit = max(min(LANDSCAPE[1] - 6, total / wanted + LEAST_ROW) if wanted > 1 else LANDSCAPE[1] - 6, max((row.height for row in rows), default=0.0))
    pages: list[list[Row]] = [[]] if rows else []
    used = 0.0
    for row in rows:
        if pages[-1] and used + row.height > limit:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += row.height
    return pages


def _sheet(project: Project, process: Process, givers: list[Row], receivers: list[Row], language: str) -> Canvas:
    label = words(language)
    height = max(sum(row.height for row in givers), sum(row.height for row in receivers), MINE + 12) + 6 + (0 if givers or receivers else 20)
    if height > LANDSCAPE[1] + 1:
        raise Undrawable(process.span(), label("interaction.reasons.too_long", id=process.id))
    name = plain(project.say(process.name, language))
    said = [f"{row.end} {row.name} → {process.id}: {row.items}" for row in givers] + [f"{process.id} → {row.end} {row.name}: {row.items}" for row in receivers]
    canvas = Canvas(
        process.id, "neighbours", language, label("interaction.neighbours", id=process.id, name=name), "; ".join(said) or label("interaction.no_neighbours"), WIDTH, height
    )
    for rows, side in ((givers, -1), (receivers, 1)):
        y = height / 2 - sum(row.height for row in rows) / 2
        for row in rows:
            line = y + row.height - BOX / 2 - PADDING / 2
            _draw_line(canvas, process, row, line, side)
            _draw_neighbour(canvas, row, line, side)
            y += row.height
    _draw_me(canvas, process, name)
    if not said:
        canvas.middle(WIDTH / 2, height / 2 + MINE / 2 + 9, label("interaction.no_neighbours"), 8, "soft")
    return canvas


def _draw_line(canvas: Canvas, process: Process, row: Row, y: float, side: int) -> None:
    """The arrow with its items above the straight part."""
    middle_x, middle_y = WIDTH / 2, canvas.height / 2
    mine = middle_y + max(-1.0, min(1.0, (y - middle_y) / max(1.0, canvas.height / 2))) * (MINE / 2 - 10)
    straight = ITEMS + 6
    key = f"{row.end}-{'in' if side < 0 else 'out'}"
    if side < 0:
        start, tip = (NAME, y), (middle_x - ME / 2, mine)
        bend = start[0] + straight
        d = f"M{start[0]:.1f},{y:.1f}H{bend:.1f}C{bend + 20:.1f},{y:.1f} {tip[0] - 24:.1f},{tip[1]:.1f} {tip[0] - 5:.1f},{tip[1]:.1f}"
        source, target = key, process.id
    else:
        start, tip = (middle_x + ME / 2, mine), (WIDTH - NAME, y)
        bend = tip[0] - straight
        d = f"M{start[0]:.1f},{mine:.1f}C{start[0] + 24:.1f},{mine:.1f} {bend - 20:.1f},{y:.1f} {bend:.1f},{y:.1f}H{tip[0] - 5:.1f}"
        source, target = process.id, key
    canvas.arrow(d, tip, (1.0, 0.0), "wire", source=source, target=target, label=row.items, weight=1.0)
    left = NAME + 5 if side < 0 else WIDTH - NAME - ITEMS - 7
    canvas.lines(left, y - len(row.lines) * ITEM_STEP - 2, row.lines, ITEM_SIZE, leading=ITEM_STEP / ITEM_SIZE)


def _draw_neighbour(canvas: Canvas, row: Row, y: float, side: int) -> None:
    x = 0.0 if side < 0 else WIDTH - NAME
    colors = look(row.type)
    is_process = row.type != "outside"
    label = f"{row.end} {row.name}" if is_process else row.name
    key = f"{row.end}-{'in' if side < 0 else 'out'}"
    with canvas.box(key, x, y - BOX / 2, NAME, BOX, label=label, shape="round", role=f"neighbour {row.type}", title=label, target=row.end if is_process else ""):
        canvas.rect(x, y - BOX / 2, NAME, BOX, 4 if is_process else BOX / 2, fill="paper", stroke=colors.ink, stroke_width=1)
        if is_process:
            shift = canvas.badge(x + 5, y - 6.5, row.end, row.type, 8, 13) + 9
        else:
            canvas.person(x + 13, y, 7.5)
            shift = 25.0
        size, lines = fit(row.name, NAME - shift - 7, 8.5, True, 2, 7)
        for number, line in enumerate(lines[:2]):
            said = line.text if number == 0 or len(lines) <= 2 else line.text[:-1] + "…"
            canvas.text(x + shift, y + (number - (min(2, len(lines)) - 1) / 2) * size * 1.18 + size * BASELINE, said, size, bold=True)


def _draw_me(canvas: Canvas, process: Process, name: str) -> None:
    x, y, colors = WIDTH / 2, canvas.height / 2, look(process.type)
    with canvas.box(process.id, x - ME / 2, y - MINE / 2, ME, MINE, label=f"{process.id} {name}", shape="round", role=f"process {process.type}", target=process.id):
        canvas.rect(x - ME / 2, y - MINE / 2, ME, MINE, 7, fill=colors.tint, stroke=colors.ink, stroke_width=2)
        badge = width(process.id, 10, True) + 9
        canvas.badge(x - badge / 2, y - MINE / 2 + 8, process.id, process.type, 10, 15)
        size, lines = fit(name, ME - 12, 12, True, 2, 8)
        if len(lines) > 3:
            size, lines = fit(name, ME - 10, 8, True, 4, 7)
        canvas.block(x, y + 9, lines[:4], size, bold=True)
