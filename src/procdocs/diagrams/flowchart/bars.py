"""Bars at which ways part to run at the same time, and at which they come together again: those written, and those that follow from the arrows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from procdocs.diagrams.flowchart.routes import MARGINS, down_rank
from procdocs.diagrams.flowchart.sheets import Page
from procdocs.diagrams.flowchart.steps import Exit, FlowStep
from procdocs.schema.flowchart import BARS


def with_bars(steps: Sequence[FlowStep], parting: Collection[str]) -> tuple[FlowStep, ...]:
    """The steps in their order with a bar behind each of those `parting`, by id, and one before each step where only ways of one fork meet.

    Every bar reaches over the columns of those that it parts or joins.
    """
    return _reaching(_joined(_parted(steps, parting)))


def _parted(steps: Sequence[FlowStep], parting: Collection[str]) -> list[FlowStep]:
    ids = {step.id for step in steps}
    found: list[FlowStep] = []
    for step in steps:
        if step.id not in parting:
            found.append(step)
            continue
        bar = _bar("fork", step, ids, step.exits)
        found += (replace(step, exits=(Exit(bar.id, "", None),)), bar)
    return found


def _bar(type: str, step: FlowStep, ids: set[str], exits: tuple[Exit, ...]) -> FlowStep:
    id = f"{step.id}-{type}"
    while id in ids:
        id += "_"
    ids.add(id)
    return FlowStep(id, "", "", "fork" if type == "fork" else "join", step.column, tuple(() for _ in step.cells), exits, "", step.span, None)


def _joined(steps: list[FlowStep]) -> list[FlowStep]:
    """A bar before each step into which lead all ways, and only ways, that one fork has parted and no decision has divided."""
    known = {step.id: step for step in steps}
    at = {step.id: number for number, step in enumerate(steps)}
    # Loops back to an earlier step play no part in it.
    onward = {step.id: list(dict.fromkeys(exit.to for exit in step.exits if at.get(exit.to, -1) > at[step.id])) for step in steps}
    into = Counter(target for targets in onward.values() for target in targets)
    meets: dict[str, str] = {}
    for fork in steps:
        if fork.type == "fork":
            ends = Counter(_end(first, known, onward, into) for first in onward[fork.id])
            meets |= {end: "" for end, count in ends.items() if count > 1 and count == into[end] and known[end].type not in BARS and end != fork.id}
    found: list[FlowStep] = []
    ids = set(known)
    for step in steps:
        if step.id in meets:
            bar = _bar("join", step, ids, (Exit(step.id, "", None),))
            meets[step.id] = bar.id
            found.append(bar)
        found.append(step)
    return [step if step.type == "join" and step.at is None else replace(step, exits=tuple(exit._replace(to=meets.get(exit.to, exit.to)) for exit in step.exits)) for step in found]


def _end(first: str, known: Mapping[str, FlowStep], onward: Mapping[str, Sequence[str]], into: Mapping[str, int]) -> str:
    """Where a way leads that nothing joins or leaves before."""
    here = first
    while into[here] == 1 and len(onward[here]) == len(known[here].exits) == 1 and known[here].type not in ("decision", *BARS):
        here = onward[here][0]
    return here


def _reaching(steps: Sequence[FlowStep]) -> tuple[FlowStep, ...]:
    at = {step.id: number for number, step in enumerate(steps)}
    columns: dict[str, set[int]] = {step.id: {step.column} for step in steps if step.type in BARS}
    for number, step in enumerate(steps):
        for exit in step.exits:
            if at.get(exit.to, -1) > number:
                if step.type == "fork":
                    columns[step.id].add(steps[at[exit.to]].column)
                if steps[at[exit.to]].type == "join":
                    columns[exit.to].add(step.column)
    return tuple(replace(step, reach=(min(columns[step.id]), max(columns[step.id]))) if step.id in columns else step for step in steps)


def narrowed(steps: Sequence[FlowStep], wide: Collection[str] = ()) -> tuple[FlowStep, ...]:
    """The steps with all bars but the `wide` ones, by id, in their own column alone."""
    return tuple(replace(step, reach=(step.column, step.column)) if len(step.columns) > 1 and step.id not in wide else step for step in steps)


def pierced(steps: Sequence[FlowStep], row: Mapping[str, int], pages: Sequence[Page]) -> frozenset[str]:
    """Bars through which an arrow would run, in a margin between two of their columns."""
    wide = [(step.id, down_rank(("m", row[step.id])), step.columns) for step in steps if len(step.columns) > 1]
    return frozenset(
        id
        for page in pages
        for route in page.routes
        for (across, down), (_, other) in pairwise(route.points)
        if across[0] in MARGINS
        for id, middle, columns in wide
        if columns[0] <= across[1] <= columns[-1]
        and across not in (("l", columns[0]), ("r", columns[-1]))
        and min(down_rank(down), down_rank(other)) < middle < max(down_rank(down), down_rank(other))
    )
