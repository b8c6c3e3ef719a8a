"""What can be linked to inside a manual: entries and the anchors in them. Knows no file names and no page numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from procdocs.manual.model import Manual

#: The file of what is printed apart from the manual, beside it.
WORKSHEETS = "worksheets.pdf"


class Place(NamedTuple):
    """An entry, or an anchor in it."""

    entry: str
    anchor: str = ""


Targets = Mapping[str, frozenset[str]]


def targets(manual: Manual) -> Targets:
    """Anchors by entry id."""
    return {entry.id: entry.anchors for entry in manual.entries}


def resolve(target: str, known: Targets) -> Place | None:
    """Where a target (`C4`, `C4#outputs`) leads: an unknown anchor to its entry, an unknown entry nowhere."""
    entry, _, anchor = target.partition("#")
    if entry not in known:
        return None
    return Place(entry, anchor if anchor in known[entry] else "")
