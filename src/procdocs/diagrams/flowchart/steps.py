"""What a flowchart draws, free of geometry: steps with their column, texts of the cells, exits; heads of lanes and cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

from procdocs.diagnostics import Span
from procdocs.diagrams.ends import plain
from procdocs.diagrams.flowchart.order import in_order
from procdocs.languages import words
from procdocs.project import Project
from procdocs.project.model import BUILT_IN_PARTIES
from procdocs.project.names import actor_name, cited_title, numbered, record_name
from procdocs.schema.flowchart import BARS, Flowchart, Lane, Step, StepType
from procdocs.source.address import Address

#: More lanes than this leave no room for symbols: such a chart is drawn as a table.
MOST_LANES = 9


class Said(NamedTuple):
    """A paragraph of a cell, its colour by palette name, and the sign before it: `person`, `clock` or none."""

    text: str
    color: str = "ink"
    sign: str = ""


class Exit(NamedTuple):
    """Where a step leads, by step id, and what is written there."""

    to: str
    label: str
    #: The exit as it is written; None at a bar that follows from the arrows.
    at: Address | None


@dataclass(frozen=True)
class FlowStep:
    """One symbol with everything that is printed at it and beside it."""

    id: str
    code: str
    text: str
    type: StepType
    column: int
    #: Paragraphs of each cell column.
    cells: tuple[tuple[Said, ...], ...]
    exits: tuple[Exit, ...]
    target: str
    span: Span
    #: None for a bar that follows from the arrows.
    at: Address | None
    #: First and last column that a bar reaches over; (-1, -1) for all others.
    reach: tuple[int, int] = (-1, -1)

    @property
    def columns(self) -> range:
        """The columns it takes."""
        return range(self.reach[0], self.reach[1] + 1) if self.reach[0] >= 0 else range(self.column, self.column + 1)


class Head(NamedTuple):
    """The head over one or several columns of symbols, or over a column of cells."""

    name: str
    columns: int
    #: The lane; None for other columns.
    at: Address | None = None


@dataclass(frozen=True)
class Flow:
    """A flowchart as it is drawn: `heads` over columns of symbols, `cells` over columns of text."""

    heads: tuple[Head, ...]
    cells: tuple[str, ...]
    steps: tuple[FlowStep, ...]
    #: Rows run over the whole width, one step a row, and cells stand beside their symbol.
    is_table: bool

    @property
    def columns(self) -> int:
        """How many columns of symbols there are."""
        return sum(head.columns for head in self.heads)


def flow_of(project: Project, chart: Flowchart, language: str, *, table: bool = False) -> Flow:
    """The chart with every reference named. `table` draws lanes as a table too, where they do not fit."""
    codes = [plain(project.say(step.code, language)) if step.code is not None else step.id for step in chart.steps]
    order = in_order(chart.steps, {step.id: code for step, code in zip(reversed(chart.steps), reversed(codes), strict=True)})
    ordered = [chart.steps[number] for number in order]
    lanes = _lanes(chart, ordered)
    names = [project.say(lane.name, language) or _heading(project, lane.id, language) for lane in lanes]
    in_table = table or chart.form == "table" or len(lanes) > MOST_LANES
    in_lanes = not in_table and len(lanes) > 1
    index = {lane.id: number for number, lane in enumerate(lanes)}
    branches = frozenset() if in_lanes else _branches(ordered)
    written = [_cells(project, step, language, names[index.get(step.lane, 0) :][:1] if in_table else None) for step in ordered]
    used = [any(column) for column in zip(*written, strict=True)]
    addresses = [Address(chart.id, ("steps", number)) for number in order]
    steps = tuple(
        FlowStep(
            step.id,
            code,
            plain(project.say(step.text, language)),
            step.type,
            index.get(step.lane, 0) if in_lanes else int(step.id in branches),
            tuple(compress(cells, used)),
            tuple(Exit(exit.to, plain(project.say(exit.label, language)), at.below("next", number)) for number, exit in enumerate(step.next)),
            step.process,
            step.span(),
            at,
        )
        for step, code, cells, at in zip(ordered, (codes[number] for number in order), written, addresses, strict=True)
    )
    if in_lanes:
        heads = tuple(Head(plain(name), 1, Address(chart.id, ("lanes", number)) if chart.lanes else None) for number, name in enumerate(names))
    else:
        title = plain(names[0]) if names and not in_table else words(language)("flowchart.flow")
        heads = (Head(title, 2 if branches else 1),)
    return Flow(heads, tuple(compress(_cell_heads(chart, language, in_table=in_table), used)), steps, in_table)


def _heading(project: Project, id: str, language: str) -> str:
    """Who works in a lane; customer and supplier, common words within a sentence, begin like the names beside them."""
    name = actor_name(project, id, language)
    return name[:1].upper() + name[1:] if id in BUILT_IN_PARTIES else name


def _lanes(chart: Flowchart, ordered: Sequence[Step]) -> tuple[Lane, ...]:
    """The lanes given, else those that the steps name, in the order in which the steps follow each other."""
    if chart.lanes:
        return tuple(chart.lanes)
    return tuple(Lane(id=name) for name in dict.fromkeys(step.lane for step in ordered if step.lane))


def lane_count(chart: Flowchart) -> int:
    """How many lanes a chart has."""
    return len(_lanes(chart, chart.steps))


def _cell_heads(chart: Flowchart, language: str, *, in_table: bool) -> tuple[str, ...]:
    label = words(language)
    timed = any(step.time is not None for step in chart.steps)
    if in_table:
        return label("flowchart.responsible"), label("flowchart.documents"), label("flowchart.time_and_remark" if timed else "flowchart.remark")
    return (label("flowchart.documents_and_time" if timed else "flowchart.documents"),)


def _cells(project: Project, step: Step, language: str, doers: list[str] | None) -> tuple[tuple[Said, ...], ...]:
    """Paragraphs beside a step: in the table (with its doers) responsible | papers | remark, beside lanes all in one."""
    role = plain(actor_name(project, step.role, language)) if step.role else ""
    papers = tuple(
        Said(plain(text))
        for text in (
            *(numbered(cited.number, cited_title(project, cited, language)) for cited in step.documents),
            *(numbered(record.number, record_name(project, record, language)) for record in step.records),
        )
    )
    time, note = plain(project.say(step.time, language)), plain(project.say(step.note, language))
    timing = (Said(time, "guide", "clock"),) if time else ()
    remark = (Said(note, "soft"),) if note else ()
    if step.type in BARS and str(step.text):
        remark = (Said(plain(project.say(step.text, language)), "soft"), *remark)
    if doers is None:
        return ((*papers, *((Said(role, "flow", "person"),) if role else ()), *timing, *remark),)
    named = tuple(Said(plain(name)) for name in doers)
    return (*named, *((Said(role, "soft"),) if role and role not in doers else ())), papers, timing + remark


def _branches(steps: Sequence[Step]) -> frozenset[str]:
    """Steps beside the main path: it follows the first exit, unless that soon comes to an end and another leads on."""
    at = {step.id: number for number, step in enumerate(steps)}
    forward = [[at[exit.to] for exit in step.next if at.get(exit.to, -1) > number] for number, step in enumerate(steps)]
    left = [0] * len(steps)
    for number in reversed(range(len(steps))):
        left[number] = 1 + max((left[next_] for next_ in forward[number]), default=0)
    main = {0}
    number = 0
    while forward[number]:
        longest = max(left[next_] for next_ in forward[number])
        number = next(next_ for next_ in forward[number] if left[next_] * 2 >= longest)
        main.add(number)
    reached = {next_ for exits in forward for next_ in exits}
    # A step that nothing leads to begins a path of its own and stays in the main column.
    return frozenset(step.id for number, step in enumerate(steps) if number not in main and number in reached)
