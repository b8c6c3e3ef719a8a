"""Diagrams as blocks of the manual; what cannot be drawn leaves a note in its place and a diagnostic."""

from __future__ import annotations

from dataclasses import dataclass, field

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.drawing import PD701
from procdocs.diagrams import DIAGRAMS, attempt, draw
from procdocs.diagrams.graph import Graph
from procdocs.manual.model import Block, Figure, Paragraph
from procdocs.manual.voice import Voice
from procdocs.schema import Flowchart, Sop
from procdocs.schema.sop import Figure as DataFigure

#: So many figures one entry shows at most: each costs some hundredths of a second in print, and nobody reads a document of a thousand.
FIGURES = 200


@dataclass
class Drawings:
    """The diagrams of one entry. Each is drawn once, however many entries show it; where nothing is `drawn`, figures have no sheets."""

    voice: Voice
    drawn: bool = True
    #: The document whose entry it is; "" for a view of the project.
    owner: str = ""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    #: So many figures were asked for.
    asked: int = 0

    def figure(self, subject: str, kind: str = "", *, alone: bool = False, caption: str = "") -> tuple[Block, ...]:
        """The diagram of a document, or a view of the project (`landscape`); nothing if the subject is not there."""
        project = self.voice.project
        if subject not in project.by_id and (subject not in DIAGRAMS or DIAGRAMS[subject].subject not in ("", "octopus")):
            return ()
        if not self._has_room():
            return (self._undrawable(subject),)
        if not self.drawn:
            return (Figure((subject,), (), caption, alone),)
        language = self.voice.language
        graphs, mistakes = self.voice.once(("diagram", subject, kind), lambda: draw(project, subject, language, kind))
        self.diagnostics.extend(mistakes)
        if not graphs:
            return (self._undrawable(subject),)
        name = self._free(subject + DIAGRAMS[kind].suffix) if kind else subject
        return (Figure(self._sheets(name, graphs), graphs, caption or graphs[0].title, alone, whole=self._whole(subject) if len(graphs) > 1 else None),)

    def _whole(self, subject: str) -> Graph | None:
        """A flowchart of several sheets in one piece; None for all else."""
        from procdocs.diagrams.flowchart.flowchart import continuous

        voice = self.voice
        if not isinstance(voice.project.by_id.get(subject), Flowchart):
            return None
        graphs, _ = voice.once(
            ("diagram", subject, "continuous"), lambda: attempt(voice.project, subject, voice.language, lambda: continuous(voice.project, subject, voice.language))
        )
        return graphs[0] if graphs else None

    def low_turtle(self, id: str) -> tuple[Figure, ...]:
        """The turtle of a small process on part of a sheet; nothing if it needs the whole."""
        from procdocs.diagrams.turtle.turtle import low_turtle

        voice = self.voice
        if not self.drawn:
            return ()
        graphs, _ = voice.once(("diagram", id, "low turtle"), lambda: attempt(voice.project, id, voice.language, lambda: low_turtle(voice.project, id, voice.language)))
        return (Figure((id,), graphs, graphs[0].title, alone=True),) if graphs else ()

    def data_figure(self, sop: Sop, figure: DataFigure) -> Block:
        """A figure that a procedure draws from its own data, numbered in the order of the file."""
        from procdocs.diagrams.funnel import figures, funnel_of

        voice = self.voice
        caption = voice.text(figure.title) or voice.words("section.figure")
        if not self._has_room():
            return self._undrawable(sop.id)
        if not self.drawn:
            return Figure((sop.id,), (), caption)
        number, at = next((number, at) for number, (one, at) in enumerate(figures(sop), 1) if one is figure)
        name = self._free(f"{sop.id}-funnel-{number}")
        graphs, mistakes = attempt(voice.project, sop.id, voice.language, lambda: (funnel_of(figure, at, name, caption, voice.language, voice.project),))
        self.diagnostics.extend(mistakes)
        return Figure((name,), graphs, caption) if graphs else self._undrawable(sop.id)

    def _has_room(self) -> bool:
        """Whether the entry may show another figure; the first for which there is no room is told."""
        self.asked += 1
        if self.asked == FIGURES + 1:
            span = self.voice.project.by_id[self.owner].span() if self.owner in self.voice.project.by_id else Span("")
            self.diagnostics.append(diagnose(PD701, span, "many", subject=self.owner, limit=FIGURES))
        return self.asked <= FIGURES

    def _sheets(self, name: str, graphs: tuple[Graph, ...]) -> tuple[str, ...]:
        return (name, *(self._free(f"{name}-{sheet}") for sheet in range(2, len(graphs) + 1)))

    def _free(self, name: str) -> str:
        """The name, changed if a document has it as its id: `C4-2` may be the second sheet of C4 or a process of its own."""
        while name.casefold() in self.voice.project.folded_ids:
            name += "_"
        return name

    def _undrawable(self, subject: str) -> Paragraph:
        return Paragraph((self.voice.words("manual.undrawable", subject=subject),), "note")
