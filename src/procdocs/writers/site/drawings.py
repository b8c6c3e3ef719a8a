"""Diagrams for the screen: inline in pages, where the style sheet colours them, and as files of their own.

Draws nothing: the Graphs are finished. What the scripts need to know of a diagram is in its data attributes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from procdocs.diagrams.graph import Graph
from procdocs.diagrams.svg import Pieces, prefix_of, svg, written_pieces
from procdocs.languages import words
from procdocs.manual.model import Figure
from procdocs.templating import Templates
from procdocs.writers.markup.escaping import Link, escaped


def sheet_path(figure: Figure, sheet: int) -> str:
    """Path of a sheet's file in the output folder; sheets count from 1."""
    return f"diagrams/{figure.names[sheet - 1]}.svg"


@dataclass
class Inline:
    """Writes figures into pages. A diagram is written once while it is held, and gets ids of its own each time it is shown again on one page."""

    language: str
    link: Link
    #: Whether the sheets lie beside the pages as files and can be offered for download.
    has_files: bool = True
    templates: Templates = field(default_factory=Templates)
    _written: dict[str, str] = field(default_factory=dict)
    _pieces: dict[str, Pieces] = field(default_factory=dict)
    _shown: dict[str, int] = field(default_factory=dict)

    def next_page(self) -> None:
        """A new page begins: ids may be used again."""
        self._shown.clear()

    def figure(self, figure: Figure) -> str:
        """The `<figure>` element of a diagram with all its sheets."""
        speak = words(self.language)
        figure = figure.on_screen
        sheets = []
        for number, graph in enumerate(figure.graphs, 1):
            caption = speak("site.figure_sheet", caption=figure.caption, sheet=number, sheets=len(figure.graphs)) if len(figure.graphs) > 1 else figure.caption
            sheets.append((Markup(self._sheet(graph)), caption, sheet_path(figure, number) if self.has_files else ""))  # noqa: S704 - text in SVG is escaped
        kind = figure.graphs[0].kind if figure.graphs else ""
        return str(self._macros.drawing(sheets, kind, figure.id))

    @property
    def _macros(self) -> Any:
        return self.templates.template("drawing.html.j2").module

    def files(self, figure: Figure, link: Link, palette: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        """Path and bytes of every sheet as a file of its own, with literal colours; `link` gives addresses seen from there."""
        for number, graph in enumerate(figure.on_screen.graphs, 1):
            yield sheet_path(figure, number), svg(graph, link, palette, pieces=self._pieces_of(graph)).encode()

    def forget(self, figure: Figure) -> None:
        """Let go of what was written of a figure; if it is shown again, it is written again."""
        for graph in figure.on_screen.graphs:
            self._pieces.pop(prefix_of(graph), None)
            self._written.pop(prefix_of(graph), None)

    def _pieces_of(self, graph: Graph) -> Pieces:
        """The marks of a sheet, which its page and its file share."""
        prefix = prefix_of(graph)
        if prefix not in self._pieces:
            self._pieces[prefix] = written_pieces(graph)
        return self._pieces[prefix]

    def _sheet(self, graph: Graph) -> str:
        prefix = prefix_of(graph)
        if prefix not in self._written:
            # A picture hides what is in it from those who cannot see; with links in it, it is a group of things.
            self._written[prefix] = svg(graph, self.link, inline=True, pieces=self._pieces_of(graph)).replace(' role="img"', ' role="group"', 1)
        written = self._written[prefix]
        turn = self._shown.get(prefix, 0) + 1
        self._shown[prefix] = turn
        if turn > 1:
            own = escaped(f"{prefix}~{turn}")
            for before in ('id="', 'data-from="', 'data-to="', 'aria-labelledby="'):
                written = written.replace(before + prefix, before + own)
            written = written.replace(f" {prefix}~d", f" {own}~d", 1)
        return written


def labels(graph: Graph) -> str:
    """Every text in a drawn sheet, once, for the search: whole labels, then what stands outside of them."""
    whole = dict.fromkeys(box.label for box in graph.boxes if box.label) | dict.fromkeys(arrow.label for arrow in graph.arrows if arrow.label)
    known = "".join("".join(whole).split())
    # Lines of a label are pieces of it; single signs are chips and numbers.
    said = (text for text in graph.texts if len(text) > 1)
    return "\n".join((*whole, *dict.fromkeys(text for text in said if "".join(text.split()) not in known)))
