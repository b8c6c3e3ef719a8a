"""Flowchart: symbols in lanes or in a table, arrows on ways of their own, long charts over several sheets.

Draws what `steps` names at the places that `plan` finds. Reads no file and decides no size.
"""

from __future__ import annotations

from dataclasses import replace

from procdocs.diagnostics import diagnose
from procdocs.diagnostics.drawing import PD707
from procdocs.diagrams import Undrawable
from procdocs.diagrams.ends import plain
from procdocs.diagrams.flowchart.arrange import arranged
from procdocs.diagrams.flowchart.arrows import draw_arrows
from procdocs.diagrams.flowchart.bars import with_bars
from procdocs.diagrams.flowchart.cells import cell_line, cell_word
from procdocs.diagrams.flowchart.frame import draw_cells, draw_frame
from procdocs.diagrams.flowchart.plan import ENDLESS, Plan, TooNarrow, TooTall
from procdocs.diagrams.flowchart.routes import Crowded
from procdocs.diagrams.flowchart.sheets import TooManyExits
from procdocs.diagrams.flowchart.steps import Flow, flow_of, lane_count
from procdocs.diagrams.flowchart.symbols import draw_bar, draw_symbol
from procdocs.diagrams.graph import LANDSCAPE, MM, PORTRAIT, Canvas, Graph
from procdocs.languages import words
from procdocs.project import Project
from procdocs.schema.flowchart import BARS, Flowchart

#: Charts with more steps are refused: nobody could follow them.
MOST_STEPS = 600
#: Longer texts are refused before any of them is measured.
LONGEST_TEXT = 1200
#: Up to this many lanes stand on a portrait page.
PORTRAIT_LANES = 4
#: The column of papers beside lanes is never narrower.
LEAST_CELLS = 25 * MM
DESCRIPTION = 4000


def flowchart(project: Project, id: str, language: str) -> tuple[Graph, ...]:
    """The sheets of flowchart `id`. Raises Undrawable for what fits no page, KeyError for an id that is no flowchart."""
    return _drawn(project, id, language, endless=False)


def continuous(project: Project, id: str, language: str) -> tuple[Graph, ...]:
    """Flowchart `id` in one piece, as high as it needs: for the screen. Raises as `flowchart` does."""
    return _drawn(project, id, language, endless=True)


def _drawn(project: Project, id: str, language: str, *, endless: bool) -> tuple[Graph, ...]:
    chart = project.by_id[id]
    if not isinstance(chart, Flowchart):
        raise KeyError(id)
    flow = _flow(project, chart, language)
    _refuse_extremes(chart, flow, language)
    made = _planned(project, chart, flow, language, endless=endless)
    sheets = [_sheet(project, chart, made, number, language) for number in range(len(made.pages))]
    if made.flow.is_table and chart.form == "lanes":
        place = chart.span("lanes") if chart.lanes else chart.span("steps")
        sheets[0] = replace(sheets[0], remarks=(diagnose(PD707, place, subject=chart.id, count=lane_count(chart)),))
    return tuple(sheets)


def _flow(project: Project, chart: Flowchart, language: str, *, table: bool = False) -> Flow:
    flow = flow_of(project, chart, language, table=table)
    return replace(flow, steps=with_bars(flow.steps, {step.id for step in chart.silent_forks()}))


def _refuse_extremes(chart: Flowchart, flow: Flow, language: str) -> None:
    label = words(language)
    if len(chart.steps) > MOST_STEPS:
        raise Undrawable(chart.span("steps"), label("flowchart.reasons.too_many_steps", count=len(chart.steps), most=MOST_STEPS))
    for step in flow.steps:
        texts = (step.text, *(exit.label for exit in step.exits), *(said.text for cell in step.cells for said in cell))
        if max(map(len, texts)) > LONGEST_TEXT:
            raise Undrawable(step.span, label("flowchart.reasons.too_long", step=step.id))


def _planned(project: Project, chart: Flowchart, flow: Flow, language: str, *, endless: bool) -> Plan:
    """The first arrangement that works: lanes on upright or lying pages, whichever are fewer, then the table, which needs least width."""
    label = words(language)
    table = flow if flow.is_table else _flow(project, chart, language, table=True)
    tries = [(flow, PORTRAIT)] if len(flow.heads) <= PORTRAIT_LANES else []
    tries += [(flow, LANDSCAPE), (table, PORTRAIT), (table, LANDSCAPE)]
    made: Plan | None = None
    for tried, (width, height) in tries:
        if made is not None and (len(made.pages) == 1 or tried.is_table):
            break
        try:
            other = arranged(tried, width, ENDLESS if endless else height, _cell_widths(tried))
        except (TooNarrow, Crowded):
            continue
        except TooManyExits as refusal:
            if made is None:
                span = next(step.span for step in flow.steps if step.id == refusal.step)
                raise Undrawable(span, label("flowchart.reasons.too_many_exits", step=refusal.step)) from None
        except TooTall as refusal:
            if (tried, (width, height)) == tries[-1]:
                raise Undrawable(refusal.step.span, label("flowchart.reasons.too_long", step=refusal.step.id)) from None
        else:
            made = min((one for one in (made, other) if one is not None), key=lambda one: len(one.pages))
    if made is None:
        raise Undrawable(chart.span("steps"), label("flowchart.reasons.too_many_arrows"))
    return made


def _cell_widths(flow: Flow) -> tuple[float, ...]:
    """Usual widths of the columns of cells; a column grows by up to a half for a long word, and beside lanes it shrinks to short texts."""
    usual: tuple[float, ...] = (22 * MM, 38 * MM, 30 * MM) if flow.is_table else (37 * MM,)
    words_in = [[said.text for step in flow.steps for said in step.cells[number]] for number in range(len(flow.cells))]
    if not flow.is_table:
        usual = tuple(max(LEAST_CELLS, min(wide, max((cell_line(text) for text in texts), default=0.0))) for wide, texts in zip(usual, words_in, strict=False))
    return tuple(min(1.5 * wide, max([wide, *(cell_word(text) for text in texts)])) for wide, texts in zip(usual, words_in, strict=False))


def _sheet(project: Project, chart: Flowchart, made: Plan, number: int, language: str) -> Graph:
    page = made.pages[number]
    label = words(language)
    sheets = len(made.pages)
    title = plain(project.name_of(chart, language)) + (label("flowchart.sheet", sheet=number + 1, sheets=sheets) if sheets > 1 else "")
    rows = made.steps_in_rows[page.first : page.last + 1]
    steps = [step for row in rows for step in row]
    description = "; ".join(
        f"{step.code} {plain(step.text)}".strip() + "".join(f" → {exit.to}" + (f" ({plain(exit.label)})" if exit.label else "") for exit in step.exits) for step in steps
    )
    canvas = Canvas(chart.id, "flowchart", language, title, description[:DESCRIPTION], made.width, page.bottom)
    draw_frame(canvas, made, page)
    draw_cells(canvas, made, page)
    draw_arrows(canvas, made, number, label)
    for step in steps:
        if step.type in BARS:
            draw_bar(canvas, step, made.middles[step.columns[0]], made.middles[step.columns[-1]], page.middle[made.row[step.id]], made.symbols[step.id])
        else:
            draw_symbol(canvas, step, made.middles[step.column], page.middle[made.row[step.id]], made.symbols[step.id])
    return canvas.graph(number + 1, sheets)
