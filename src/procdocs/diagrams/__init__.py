"""Diagram kinds: each is one module with a pure function `Project -> Graph` sheets, and one row in the table below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.drawing import PD701
from procdocs.diagrams.fonts import fonts_for, measured_with
from procdocs.diagrams.graph import Graph
from procdocs.project import Project
from procdocs.schema import Document

Draw = Callable[[Project, str, str], tuple[Graph, ...]]


class Undrawable(Exception):
    """Raised by a diagram kind when its subject does not fit any page; `draw` turns it into PD701."""

    def __init__(self, span: Span, reason: str) -> None:
        super().__init__(reason)
        self.span = span
        self.reason = reason


@dataclass(frozen=True)
class DiagramKind:
    """A row of the table: how the kind is drawn and of what. `subject` is a document kind, or "" for a view of the whole project."""

    name: str
    subject: str
    #: Where the drawing function stands, as `module:function`; imported when first drawn.
    place: str
    #: Suffix of the file name (`C4-sipoc.svg`); empty for the kind a document is drawn as by itself.
    suffix: str = ""

    @property
    def draw(self) -> Draw:
        """The drawing function `(project, subject id, language) -> sheets`."""
        import importlib

        module, function = self.place.split(":")
        found: Draw = getattr(importlib.import_module(f"procdocs.diagrams.{module}"), function)
        return found


DIAGRAMS: dict[str, DiagramKind] = {
    kind.name: kind
    for kind in (
        DiagramKind("turtle", "process", "turtle.turtle:turtle"),
        DiagramKind("sipoc", "process", "sipoc:sipoc", "-sipoc"),
        DiagramKind("neighbours", "process", "neighbours:neighbours", "-neighbours"),
        DiagramKind("octopus", "octopus", "octopus.octopus:octopus"),
        DiagramKind("flowchart", "flowchart", "flowchart.flowchart:flowchart"),
        DiagramKind("mindmap", "mindmap", "mindmap.mindmap:mindmap"),
        DiagramKind("funnel", "sop", "funnel:funnel"),
        DiagramKind("landscape", "", "landscape:landscape"),
        DiagramKind("interaction", "", "interaction:interaction"),
        DiagramKind("organisation", "", "organisation:organisation"),
    )
}


def kind_for(document: Document) -> DiagramKind | None:
    """The kind a document is drawn as when none is asked for."""
    return next((kind for kind in DIAGRAMS.values() if kind.subject == document.kind), None)


def draw(project: Project, subject: str, language: str, kind: str = "") -> tuple[tuple[Graph, ...], tuple[Diagnostic, ...]]:
    """The sheets of one diagram and what stands against it. `subject` is a document id, or the name of a view of the whole project.

    Raises KeyError for a subject or kind that does not exist; NoFont where no text can be measured.
    """
    view = subject not in project.by_id and subject in DIAGRAMS and DIAGRAMS[subject].subject in ("", "octopus")
    chosen = DIAGRAMS[kind or subject] if view else DIAGRAMS[kind] if kind else kind_for(project.by_id[subject])
    if chosen is None:
        return (), ()
    return attempt(project, subject, language, lambda: chosen.draw(project, subject, language))


def attempt(project: Project, subject: str, language: str, sheets: Callable[[], tuple[Graph, ...]]) -> tuple[tuple[Graph, ...], tuple[Diagnostic, ...]]:
    """The sheets in the fonts of the project, their words parted as the language does; none, and PD701, if they turn out to be undrawable."""
    families = project.fonts
    try:
        with measured_with(fonts_for(families), language):
            drawn = sheets()
        remarks = tuple(remark for sheet in drawn for remark in sheet.remarks)
        return tuple(replace(sheet, fonts=families) for sheet in drawn) if families else drawn, remarks
    except Undrawable as refusal:
        return (), (diagnose(PD701, refusal.span, subject=subject, reason=refusal.reason),)
