"""What stands in those rows of a list in which something is wrong: it may be what others name. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from procdocs.diagnostics import Diagnostic, Severity, Span
from procdocs.source.node import CellNode, Node

#: A place in a file that can be compared: the sheet, the line, the column.
Place = tuple[str, int, int]


def written_at(top: Node, found: Iterable[Diagnostic]) -> frozenset[str]:
    """Every text of the rows in which errors were found; of all that stands under a key, where the key itself is wrong."""
    places = sorted({_place(one.span) for one in found if one.severity is Severity.ERROR})
    if not places or top.pairs is None:
        return frozenset()
    doubtful: set[str] = set()
    for listed in top.pairs.values():
        key = listed.key_span
        whole = key is not None and _place(key) in places
        for row in listed.items if listed.items is not None and not whole else [listed]:
            if whole or _holds(row, places):
                doubtful.update(node.value for node in row.walk() if node.value)
    return frozenset(doubtful)


def _place(span: Span) -> Place:
    return span.sheet or "", span.line or 0, span.column or 0


def _holds(row: Node, places: list[Place]) -> bool:
    """Whether one of the places lies within a row: in one of its cells, or between its beginning and its end."""
    if isinstance(row, CellNode):
        lines = {place[:2] for place in _cells(row)}
        return any(place[:2] in lines for place in places)
    assert row.lines is not None
    first, last = _place(row.lines.span(row.start, row.start)), _place(row.lines.span(row.end, row.end))
    return any(first <= place <= last for place in places) or any(node.broken for node in row.walk())


def _cells(row: Node) -> Iterator[Place]:
    return (_place(node.span) for node in row.walk())
