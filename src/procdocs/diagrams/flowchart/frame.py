"""What stands around the symbols of a flowchart: heads, lanes, lines between rows, and the texts of the cells."""

from __future__ import annotations

from procdocs.diagrams.flowchart.cells import PADDING, draw_cell
from procdocs.diagrams.flowchart.plan import Plan
from procdocs.diagrams.flowchart.sheets import HEAD, Page
from procdocs.diagrams.graph import Canvas, Region
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.text import fit, width


def draw_frame(canvas: Canvas, made: Plan, page: Page) -> None:
    """Lanes as stripes, heads on every sheet, lines between columns and rows."""
    right, bottom = made.edges[-1], page.bottom
    column = 0
    borders = [0.0]
    for number, head in enumerate(made.flow.heads):
        left, end = made.edges[column], made.edges[column + head.columns]
        canvas.rect(left, HEAD, end - left, bottom - HEAD, fill="wash" if number % 2 and not made.flow.is_table else "paper")
        _head(canvas, left, end - left, head.name, "flow")
        if not made.flow.is_table:
            held = tuple(step.id for row in made.steps_in_rows[page.first : page.last + 1] for step in row if column <= step.column < column + head.columns)
            canvas.regions.append(Region("lane", left, 0.0, end - left, bottom, head.name, head.at, held))
        column += head.columns
        borders.append(end)
    for name, wide in zip(made.flow.cells, made.cell_widths, strict=True):
        _head(canvas, borders[-1], wide, name, "soft")
        borders.append(borders[-1] + wide)
    for x in borders:
        canvas.path(Pen(x, HEAD).down(bottom), stroke="line", weight=1 if x in (0.0, right, borders[-1]) else 0.6)
    canvas.path(Pen(0, bottom).across(borders[-1]), stroke="line", weight=1)
    begin = 0.0 if made.flow.is_table else right
    for row in range(page.first + 1, page.last + 1) if made.flow.cells else ():
        y = (page.top[row] + page.top[row - 1] + made.row_heights[row - 1]) / 2
        canvas.path(Pen(begin, y).across(borders[-1]), stroke="rule", weight=0.6)


def _head(canvas: Canvas, x: float, wide: float, name: str, fill: str) -> None:
    canvas.rect(x, 0, wide, HEAD, fill=fill, stroke="paper", weight=0.8)
    size, lines = fit(name, wide - 6, 9.5, 1, 7.5, bold=True)
    if len(lines) > 1:
        size, lines = fit(name, wide - 6, 8, 2, 7, bold=True)
    if len(lines) > 2:
        kept = name
        while width(kept + "…", size, bold=True) > (wide - 6) * 1.8:
            kept = kept[:-1]
        lines = fit(kept + "…", wide - 6, size, 2, 7, bold=True)[1][:2]
    canvas.block(x + wide / 2, HEAD / 2, lines, size, "paper", bold=True)


def draw_cells(canvas: Canvas, made: Plan, page: Page) -> None:
    """Texts beside the rows; where several steps of a row have some, each begins with the code of its step."""
    rows = made.steps_in_rows
    for row in range(page.first, page.last + 1):
        x = made.edges[-1]
        for number, wide in enumerate(made.cell_widths):
            stacked = [(step, made.cells[step.id][number]) for step in rows[row] if made.cells[step.id][number].lines]
            y = page.middle[row] - (sum(cell.height for _, cell in stacked) + 4 * (len(stacked) - 1)) / 2
            for step, cell in stacked:
                with canvas.group(f"{step.id}-cell{number}", "beside", joins=(step.id, step.id)):
                    draw_cell(canvas, x + PADDING, y, cell)
                y += cell.height + 4
            x += wide
