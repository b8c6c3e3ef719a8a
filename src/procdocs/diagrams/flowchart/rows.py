"""In which row each step of a flowchart stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from procdocs.diagrams.flowchart.steps import Flow, FlowStep
from procdocs.schema.flowchart import BARS


def rows_of(flow: Flow) -> dict[str, int]:
    """Row by step id. In a table one step a row; else below whatever leads to it, and never above an earlier step of its lane.

    Arrows to an earlier step of the flow are loops and move nothing.
    """
    if flow.is_table:
        return {step.id: number for number, step in enumerate(flow.steps)}
    at = {step.id: number for number, step in enumerate(flow.steps)}
    needed: dict[str, int] = {}
    last: dict[int, int] = {}
    row: dict[str, int] = {}
    for number, step in enumerate(flow.steps):
        row[step.id] = max(needed.get(step.id, 0), *(last.get(column, -1) + 1 for column in step.columns))
        last |= dict.fromkeys(step.columns, row[step.id])
        for exit in step.exits:
            if at.get(exit.to, -1) > number:
                needed[exit.to] = max(needed.get(exit.to, 0), row[step.id] + 1)
    return row


@dataclass
class _Rows:
    """Steps placed so far, and what runs along each row."""

    #: Steps whose sides other arrows need.
    apart: frozenset[str]
    row: dict[str, int] = field(default_factory=dict)
    #: Columns that hold a step, and the pairs of columns between which an arrow runs, by row.
    columns: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    spans: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    #: Level arrows out of each step and into it.
    out: Counter[str] = field(default_factory=Counter)
    into: Counter[str] = field(default_factory=Counter)

    def beside(self, step: FlowStep, before: Sequence[FlowStep]) -> FlowStep | None:
        """The step beside which another may stand: the lowest of those that lead to it, in another lane, with a free way and free sides."""
        if not before:
            return None
        here = max(self.row[leading.id] for leading in before)
        found = {leading.id: leading for leading in before if self.row[leading.id] == here}
        leading = next(iter(found.values()))
        low, high = sorted((leading.column, step.column))
        is_free = low < high and not any(low < column < high for column in self.columns[here]) and not any(one < high and low < other for one, other in self.spans[here])
        has_sides = self._has_sides(leading, self.out[leading.id] + 1, self.into[leading.id]) and self._has_sides(step, 0, 1)
        return leading if len(found) == 1 and is_free and has_sides else None

    def _has_sides(self, step: FlowStep, out: int, into: int) -> bool:
        """Whether level arrows leave enough of the two sides to the other exits: one goes down, those that lead back need a side each."""
        exits = {exit.to for exit in step.exits} - {step.id}
        back = sum(target in self.row for target in exits)
        return step.id not in self.apart and out + into + max(back, len(exits) - out - 1) <= 2

    def put(self, step: FlowStep, here: int) -> None:
        self.row[step.id] = here
        self.columns[here].update(step.columns)


def shared_rows(flow: Flow, apart: frozenset[str]) -> dict[str, int]:
    """Row by step id where lanes are to save room: a step stands beside the one that leads to it, wherever a level arrow can join them.

    Steps that are to stand `apart` have no level arrows.
    """
    made = _Rows(apart | {step.id for step in flow.steps if step.type in BARS})
    before: dict[str, list[FlowStep]] = defaultdict(list)
    last: dict[int, int] = {}
    for step in flow.steps:
        leading = made.beside(step, before[step.id])
        if leading is not None and last.get(step.column, -1) < made.row[leading.id]:
            here = made.row[leading.id]
            made.spans[here].append((min(leading.column, step.column), max(leading.column, step.column)))
            made.out[leading.id] += 1
            made.into[step.id] += 1
        else:
            here = max(*(last.get(column, -1) + 1 for column in step.columns), *(made.row[leading.id] + 1 for leading in before[step.id]), 0)
            while any(low < step.columns[-1] and step.columns[0] < high for low, high in made.spans[here]):
                here += 1
        made.put(step, here)
        last |= dict.fromkeys(step.columns, here)
        for exit in step.exits:
            if exit.to not in made.row:
                before[exit.to].append(step)
    return made.row
