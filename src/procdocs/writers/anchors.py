"""What can be linked to inside a manual: entries and the anchors in them. Knows no file names and no page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from procdocs.manual.model import Block, Entry, Facts, Heading, Manual, Step, Table


class Place(NamedTuple):
    """An entry, or an anchor in it."""

    entry: str
    anchor: str = ""


Targets = Mapping[str, frozenset[str]]


def targets(manual: Manual) -> Targets:
    """Anchors by entry id."""
    return {entry.id: frozenset(_anchors(entry)) for entry in manual.entries}


def resolve(target: str, known: Targets) -> Place | None:
    """Where a target (`C4`, `C4#outputs`) leads: an unknown anchor to its entry, an unknown entry nowhere."""
    entry, _, anchor = target.partition("#")
    if entry not in known:
        return None
    return Place(entry, anchor if anchor in known[entry] else "")


def _anchors(entry: Entry) -> Iterator[str]:
    stack: list[Iterable[Block]] = [entry.blocks]
    while stack:
        for block in stack.pop():
            if isinstance(block, (Heading, Facts, Table, Step)) and block.anchor:
                yield block.anchor
            if isinstance(block, Table):
                yield from (row.anchor for row in block.rows if row.anchor)
            elif isinstance(block, Step):
                stack.append(block.blocks)
