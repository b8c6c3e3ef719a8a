"""A diagram as a page can edit it: SVG without colours of its own, and the places where values stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from procdocs.diagrams import DIAGRAMS, draw
from procdocs.diagrams.graph import Box, Graph, Region
from procdocs.diagrams.svg import MARGIN, svg
from procdocs.editing.actions import written_in
from procdocs.editing.places import Unclear
from procdocs.project.model import Project
from procdocs.source.edit import CannotEdit, Path


class NoPicture(LookupError):
    """There is no such document or view, or nothing to draw of it."""


def picture(project: Project, subject: str, view: str, language: str) -> dict[str, Any]:
    """The sheets of a diagram (none for a document that has no picture), each with its SVG and its places (box id -> where it stands in pt, which value it shows, and its text).

    Raises NoPicture, NoFont.
    """
    document = project.by_id.get(subject)
    try:
        graphs, mistakes = draw(project, subject, language, view)
    except KeyError:
        raise NoPicture(subject) from None
    if not graphs and (mistakes or document is None):
        raise NoPicture(subject, mistakes)
    return {
        "id": subject,
        "kind": graphs[0].kind if graphs else "",
        "file": document.span().path if document is not None else "",
        "views": [name for name, row in DIAGRAMS.items() if document is not None and row.subject == document.kind],
        "sheets": [_sheet(project, graph) for graph in graphs],
    }


def _sheet(project: Project, graph: Graph) -> dict[str, Any]:
    shown: tuple[Box | Region, ...] = (*graph.boxes, *graph.regions)
    written = cache(partial(written_in, project))
    places = {}
    for number, box in enumerate(shown):
        if box.at is not None:
            name = box.id if isinstance(box, Box) else f"region-{number}"
            places[name] = {
                "document": box.at.document,
                "at": list(box.at.path),
                "role": box.role,
                "text": _text(project, written, box),
                "x": round(box.x + MARGIN, 2),
                "y": round(box.y + MARGIN, 2),
                "w": round(box.width, 2),
                "h": round(box.height, 2),
            }
    return {"svg": svg(graph, inline=True), "width": round(graph.width, 2), "height": round(graph.height, 2), "title": graph.title, "places": places}


def _text(project: Project, written: Callable[[str], Callable[[Path], Any]], box: Box | Region) -> str:
    """What stands in the file there: the text to be edited, which is not always the one that is drawn."""
    assert box.at is not None
    try:
        said = written(box.at.document)(box.at.path)
    except (Unclear, CannotEdit):
        return box.label
    # A group is called by one of its keys, and that in several languages perhaps.
    while isinstance(said, dict):
        said = next((said[key] for key in (*project.languages, "name", "text", "title") if said.get(key)), None)
    return said if isinstance(said, str) else box.label
