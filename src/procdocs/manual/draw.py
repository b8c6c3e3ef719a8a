"""Diagrams as blocks of the manual; what cannot be drawn leaves a note in its place and a diagnostic."""

from __future__ import annotations

from dataclasses import dataclass, field

from procdocs.diagnostics import Diagnostic
from procdocs.diagrams import DIAGRAMS, draw
from procdocs.manual.model import Block, Figure, Paragraph
from procdocs.manual.voice import Voice


@dataclass
class Drawings:
    """Draws each diagram once, however often it is shown."""

    voice: Voice
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _drawn: dict[tuple[str, str], Block] = field(default_factory=dict)

    def figure(self, subject: str, kind: str = "", *, alone: bool = False, caption: str = "") -> tuple[Block, ...]:
        """The diagram of a document, or a view of the project (`landscape`); nothing if the subject is not there."""
        project = self.voice.project
        if subject not in project.by_id and (subject not in DIAGRAMS or DIAGRAMS[subject].subject not in ("", "octopus")):
            return ()
        if (subject, kind) not in self._drawn:
            graphs, mistakes = draw(project, subject, self.voice.language, kind)
            self.diagnostics.extend(mistakes)
            name = subject + (DIAGRAMS[kind].suffix if kind else "")
            self._drawn[subject, kind] = (
                Figure(name, graphs, caption or graphs[0].title, alone) if graphs else Paragraph((self.voice.words("manual.undrawable", subject=subject),), "note")
            )
        block = self._drawn[subject, kind]
        if isinstance(block, Figure):
            return (block._replace(alone=alone, caption=caption or block.caption),)
        return (block,)
