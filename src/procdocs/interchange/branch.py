"""A mind map of any program: a tree of branches. `own` holds what only we know of a branch, so that it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(slots=True, eq=False)
class Branch:
    """A branch: what it says, a note, where it leads, its picture; `place` says where it stood in a file."""

    text: str
    note: str = ""
    link: str = ""
    #: Names of values of our own -> what they say (`decision`, `text@en`); programs that know nothing of them carry them along.
    own: dict[str, str] = field(default_factory=dict)
    children: list[Branch] = field(default_factory=list)
    place: str = ""

    def every(self) -> Iterator[Branch]:
        """It and all branches below, each before those below it."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(one.children))


class Flat(NamedTuple):
    """A line of an outline: its depth from 0, and what it says."""

    depth: float
    branch: Branch


def raised(lines: list[Flat], title: str) -> Branch:
    """The tree of an outline; where several lines stand at the top, a branch `title` holds them."""
    top = Branch(title)
    open_at: list[tuple[float, Branch]] = [(float("-inf"), top)]
    for depth, branch in lines:
        while open_at[-1][0] >= depth:
            open_at.pop()
        open_at[-1][1].children.append(branch)
        open_at.append((depth, branch))
    return top.children[0] if len(top.children) == 1 else top
