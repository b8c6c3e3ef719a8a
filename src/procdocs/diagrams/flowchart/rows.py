"""In which row each step of a flowchart stands."""

from __future__ import annotations

from procdocs.diagrams.flowchart.steps import Flow


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
        row[step.id] = last[step.column] = max(needed.get(step.id, 0), last.get(step.column, -1) + 1)
        for exit in step.exits:
            if at.get(exit.to, -1) > number:
                needed[exit.to] = max(needed.get(exit.to, 0), row[step.id] + 1)
    return row
