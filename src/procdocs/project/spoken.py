"""Ids and numbers in running text: in Markdown, in names, in the cells of lists. For those who rename; the checks ask `mentions`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from procdocs.diagnostics.span import Span
from procdocs.project.texts import Place
from procdocs.source.node import Node
from procdocs.source.text import decode

if TYPE_CHECKING:
    from procdocs.project.model import Project

#: What may be an id or a number, signs between its letters included.
_WORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9_])?")
_PIECE = re.compile(r"[A-Za-z0-9_.]+")


class Spoken(NamedTuple):
    """An id or number in a text: of a `document` (by id or number) or a `diagram`, its place, and its offsets in the file (None in a workbook)."""

    kind: str
    id: str
    span: Span
    start: int | None = None
    end: int | None = None


def spoken(project: Project) -> Iterator[Spoken]:
    """Every id and number of a document of the project that stands within a text, in the order of the files. A word counts only as a whole: C4 is not in C40."""
    known = {*project.by_id, *project.document_by_number, *project.listed_by_number}
    texts: Mapping[str, str] = {path: decode(path, data)[0] or "" for path, data in project.sources.items()}
    for place in project.texts:
        for node in _nodes(place):
            if node.lines is None:
                yield from (Spoken(kind, id, node.span) for kind, id, _, _ in _found(node.value or "", known))
                continue
            raw = texts.get(node.lines.path, "")[node.start : node.end]
            for kind, id, start, end in _found(raw, known):
                yield Spoken(kind, id, node.lines.span(node.start + start, node.start + end), node.start + start, node.start + end)


def _nodes(place: Place) -> Iterator[Node]:
    """The scalars in which a text was written, one for each language."""
    node = place.part.node
    for key in (place.key,) if place.position is None else (place.key, place.position):
        node = (node.child(key) or node) if node is not None else None
    if node is not None:
        yield from (one for one in ((node.pairs or {}).values() if node.pairs is not None else (node,)) if one.value is not None)


def _found(text: str, known: set[str]) -> Iterator[tuple[str, str, int, int]]:
    for hit in _WORD.finditer(text):
        kind = "diagram" if text.endswith("diagram:", 0, hit.start()) else "document"
        if hit.group() in known:
            yield kind, hit.group(), hit.start(), hit.end()
            continue
        pieces = list(_PIECE.finditer(hit.group()))
        # A range or a choice, `C4-C6`, `C4/C5`; but not the C4 of a file's name, `C4-production.yaml`.
        if len(pieces) > 1 and all(piece.group() in known for piece in pieces):
            yield from ((kind, piece.group(), hit.start() + piece.start(), hit.start() + piece.end()) for piece in pieces)
