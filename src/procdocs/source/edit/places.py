"""Where in a tree something is: in brackets, in which column."""

from __future__ import annotations

from procdocs.source.edit.lines import column, dash_of
from procdocs.source.edit.operations import Path
from procdocs.source.edit.tree import Part


def is_in_flow(root: Part, path: Path) -> bool:
    """Whether a list or group above the place is written in brackets."""
    part = root
    for step in path:
        if part.flow:
            return True
        part = part.child(step)
    return False


def indent_of(text: str, root: Part, path: Path) -> int:
    """By how many columns the lines of a block text at this place are indented: two more than what holds it."""
    for depth in range(len(path), 0, -1):
        holder = root.at(path[: depth - 1])
        step = path[depth - 1]
        if holder.flow:
            continue
        if holder.pairs is not None:
            return column(text, holder.key(step).start) + 2
        if isinstance(step, int):
            return column(text, dash_of(text, holder, step)) + 2
    return 2
