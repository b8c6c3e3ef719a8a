"""Neighbours of one process: who gives it what on the left, who receives what from it on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from procdocs.diagrams import Undrawable
from procdocs.diagrams.ends import end_address, end_name, plain
from procdocs.diagrams.graph import MM, PORTRAIT, Canvas, Graph
from procdocs.diagrams.palette import look
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.text import BASELINE, Line, fit, width, wrap
from procdocs.languages import words
from procdocs.project import Project
from procdocs.project.interfaces import Interface
from procdocs.schema.process import Process
from procdocs.source.address import Address

#: As wide as an upright page: the figure stands in the running text, below the tables of its process.
WIDTH = PORTRAIT[0]
NAME, ME, ITEMS = 35 * MM, 27 * MM, 37 * MM
ITEM_SIZE, ITEM_STEP = 8.0, 10.5
NAME_SIZE, NAME_STEP = 8.5, 1.18
LEAST_BOX, LEAST_ROW, PADDING = 24.0, 32.0, 8.0
MINE = 68.0
LONGEST_TEXT = 1200


class Row(NamedTuple):
    """A neighbour, its colour family, and what passes between, broken into lines."""

    end: str
    type: str
    name: str
    size: float
    name_lines: tuple[Line, ...]
    items: str
    lines: tuple[Line, ...]
    at: Address | None

    @property
    def is_process(self) -> bool:
        """Whether it is a process, not one of the parties outside."""
        return self.type != "outside"

    @property
    def box(self) -> float:
        """Height of its box in pt."""
        return max(LEAST_BOX, len(self.name_lines) * self.size * NAME_STEP + 8)

    @property
    def height(self) -> float:
        """Height of the row in pt: the items over the line, the box around it."""
        return max(LEAST_ROW, self.box + PADDING, len(self.lines) * ITEM_STEP + self.box / 2 + PADDING)


def neighbours(project: Project, id: str, language: str) -> tuple[Graph, ...]:
    """The sheets of process `id`; many neighbours go on over further sheets. Raises KeyError for an id that is no process."""
    process = project.process_by_id[id]
    links = project.interfaces_of(id)
    givers = _rows(project, [(link.giver, link) for link in links if link.receiver == id != link.giver], language, process)
    receivers = _rows(project, [(link.receiver, link) for link in links if link.giver == id != link.receiver], language, process)
    pages = max(1, len(_pages(givers)), len(_pages(receivers)))
    left, right = ([*_pages(rows, pages), *[[]] * pages] for rows in (givers, receivers))
    return tuple(_sheet(project, process, left[number], right[number], language).graph(number + 1, pages) for number in range(pages))


def _rows(project: Project, links: Sequence[tuple[str, Interface]], language: str, process: Process) -> list[Row]:
    """Neighbours in the order of their first item, each with all its items; processes before the outside world."""
    grouped: dict[str, list[str]] = {}
    for end, link in links:
        grouped.setdefault(end, []).append(plain(project.say(link.item.name, language)))
    found: list[Row] = []
    for end, items in sorted(grouped.items(), key=lambda pair: pair[0] not in project.process_by_id):
        other = project.process_by_id.get(end)
        said = words(language)("list_separator").join(dict.fromkeys(items))
        if max(len(item) for item in items) > LONGEST_TEXT:
            raise Undrawable(process.span(), words(language)("interaction.reasons.too_long", id=end))
        name = end_name(project, end, language)
        size, lines = fit(name, NAME - _before_name(end if other else "") - 7, NAME_SIZE, 2, 7, bold=True)
        items_lines = wrap(said, ITEMS, ITEM_SIZE)
        # More than a sheet holds goes on beside the same neighbour on the next one.
        most = int((PORTRAIT[1] - 6 - 3 * LEAST_BOX - PADDING) / ITEM_STEP)
        parts = (items_lines[first : first + most] for first in range(0, len(items_lines), most))
        found.extend(Row(end, other.type if other else "outside", name, size, lines, said, part, end_address(project, end)) for part in parts)
    return found


def _before_name(id: str) -> float:
    """Room in pt for the badge of a process, or for the figure of a person, at the left of a box."""
    return width(id, 8, bold=True) + 16 if id else 25.0


def _pages(rows: list[Row], wanted: int = 1) -> list[list[Row]]:
    """Rows by sheet, about equally high, none higher than a sheet."""
    total = sum(row.height for row in rows)
    limit = max(min(PORTRAIT[1] - 6, total / wanted + LEAST_ROW) if wanted > 1 else PORTRAIT[1] - 6, max((row.height for row in rows), default=0.0))
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
    if height > PORTRAIT[1] + 1:
        raise Undrawable(process.span(), label("interaction.reasons.too_long", id=process.id))
    name = plain(project.say(process.name, language))
    said = [f"{row.end} {row.name} → {process.id}: {row.items}" for row in givers] + [f"{process.id} → {row.end} {row.name}: {row.items}" for row in receivers]
    canvas = Canvas(
        process.id, "neighbours", language, label("interaction.neighbours", id=process.id, name=name), "; ".join(said) or label("interaction.no_neighbours"), WIDTH, height
    )
    lines = []
    for rows, side in ((givers, -1), (receivers, 1)):
        y = height / 2 - sum(row.height for row in rows) / 2
        for row in rows:
            lines.append(y + row.height - row.box / 2 - PADDING / 2)
            _draw_line(canvas, process, row, lines[-1], side)
            _draw_neighbour(canvas, row, lines[-1], side)
            y += row.height
    reach = max((abs(line - height / 2) for line in lines), default=0.0) + LEAST_BOX / 2
    _draw_me(canvas, process, name, max(MINE, 2 * reach))
    if not said:
        canvas.middle(WIDTH / 2, height / 2 + MINE / 2 + 9, label("interaction.no_neighbours"), 8, "soft")
    return canvas


def _draw_line(canvas: Canvas, process: Process, row: Row, y: float, side: int) -> None:
    """The arrow, straight, with its items above it."""
    key = f"{row.end}-{'in' if side < 0 else 'out'}"
    begin, end = (NAME, (WIDTH - ME) / 2) if side < 0 else ((WIDTH + ME) / 2, WIDTH - NAME)
    source, target = (key, process.id) if side < 0 else (process.id, key)
    canvas.arrow(Pen(begin, y).across(end - 5), (end, y), (1.0, 0.0), "wire", source=source, target=target, label=row.items, weight=1.0)
    canvas.lines(begin + 5, y - len(row.lines) * ITEM_STEP - 2, row.lines, ITEM_SIZE, leading=ITEM_STEP / ITEM_SIZE)


def _draw_neighbour(canvas: Canvas, row: Row, y: float, side: int) -> None:
    x, top = 0.0 if side < 0 else WIDTH - NAME, y - row.box / 2
    label = f"{row.end} {row.name}" if row.is_process else row.name
    key = f"{row.end}-{'in' if side < 0 else 'out'}"
    with canvas.box(key, x, top, NAME, row.box, label=label, shape="round", role=f"neighbour {row.type}", title=label, target=row.end if row.is_process else "", at=row.at):
        canvas.rect(x, top, NAME, row.box, 4 if row.is_process else LEAST_BOX / 2, fill="paper", stroke=look(row.type).ink, weight=1)
        if row.is_process:
            canvas.badge(x + 5, y - 6.5, row.end, row.type, 8, 13)
        else:
            canvas.person(x + 13, y, 7.5)
        for number, line in enumerate(row.name_lines):
            middle = y + (number - (len(row.name_lines) - 1) / 2) * row.size * NAME_STEP
            canvas.text(x + _before_name(row.end if row.is_process else ""), middle + row.size * BASELINE, line.text, row.size, bold=True)


def _draw_me(canvas: Canvas, process: Process, name: str, height: float) -> None:
    """The process itself, as high as its outermost lines need."""
    x, y, colors = WIDTH / 2, canvas.height / 2, look(process.type)
    with canvas.box(
        process.id, x - ME / 2, y - height / 2, ME, height, label=f"{process.id} {name}", shape="round", role=f"process {process.type}", target=process.id, at=Address(process.id)
    ):
        canvas.rect(x - ME / 2, y - height / 2, ME, height, 7, fill=colors.tint, stroke=colors.ink, weight=2)
        badge = width(process.id, 10, bold=True) + 9
        canvas.badge(x - badge / 2, y - MINE / 2 + 8, process.id, process.type, 10, 15)
        size, lines = fit(name, ME - 12, 12, 2, 8, bold=True)
        if len(lines) > 3:
            size, lines = fit(name, ME - 10, 8, 4, 7, bold=True)
        canvas.block(x, y + 9, lines[:4], size, bold=True)
