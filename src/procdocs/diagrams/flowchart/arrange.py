"""How the steps of a flowchart are arranged: one step of a lane a row or several beside each other, bars wide or narrow, type large or smaller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from procdocs.diagrams.flowchart.bars import narrowed, pierced
from procdocs.diagrams.flowchart.plan import ENDLESS, Plan, TooNarrow, TooTall, plan
from procdocs.diagrams.flowchart.routes import Crowded
from procdocs.diagrams.flowchart.rows import rows_of, shared_rows
from procdocs.diagrams.flowchart.sheets import TooManyExits
from procdocs.diagrams.flowchart.steps import Flow
from procdocs.diagrams.flowchart.symbols import SIZE, SMALLER

#: So often rows are shared, and bars narrowed, anew where a step turns out to need its sides for other arrows.
TRIES = 4


def arranged(flow: Flow, width: float, height: float, cell_widths: Sequence[float]) -> Plan:
    """The best plan for pages of `width` by `height` pt. Bars reach over their columns where no arrow runs between these.

    Raises TooNarrow, TooTall, TooManyExits, or Crowded for too many arrows.
    """
    wide = frozenset(step.id for step in flow.steps if len(step.columns) > 1)
    for _ in range(TRIES if wide else 0):
        try:
            made = _arranged(flow, width, height, cell_widths)
        except (TooTall, Crowded, TooManyExits):
            break
        in_the_way = pierced(flow.steps, made.row, made.pages)
        if not in_the_way:
            return made
        wide -= in_the_way
        flow = replace(flow, steps=narrowed(flow.steps, wide))
    return _arranged(replace(flow, steps=narrowed(flow.steps)), width, height, cell_widths)


def _arranged(flow: Flow, width: float, height: float, cell_widths: Sequence[float]) -> Plan:
    """A plan in which steps share rows, and the type is smaller, where that saves pages; on an endless one where it saves height."""
    made, refused = None, None
    try:
        made = plan(flow, width, height, cell_widths, rows_of(flow))
    except (TooNarrow, TooTall, Crowded, TooManyExits) as refusal:
        refused = refusal
    if flow.columns > 1 and not flow.is_table:
        for size in (SIZE, SMALLER):
            if made is None or len(made.pages) > 1 or (size == SIZE and height == ENDLESS):
                shared = _shared(flow, width, height, cell_widths, size)
                made = shared if made is None or (shared is not None and _cost(shared) < _cost(made)) else made
    if made is None:
        assert refused is not None
        raise refused
    return made


def _cost(made: Plan) -> tuple[int, float]:
    """What is to be small: the number of pages, the height of an endless one."""
    return len(made.pages), made.pages[0].bottom if made.height == ENDLESS else 0.0


def _shared(flow: Flow, width: float, height: float, cell_widths: Sequence[float], size: float) -> Plan | None:
    """A plan with shared rows in type of a size; None where that cannot be."""
    apart: frozenset[str] = frozenset()
    for _ in range(TRIES):
        try:
            shared = plan(flow, width, height, cell_widths, shared_rows(flow, apart), size)
        except (TooNarrow, TooTall, Crowded, TooManyExits):
            return None
        short = frozenset(step for page in shared.pages for step in page.grid.short) - apart
        if not short:
            return shared
        apart |= short
    return None
