"""One diagram as files of its own: the table of file formats that `draw` writes, a row and a function each."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from procdocs.diagrams.graph import Graph
from procdocs.diagrams.palette import PALETTE


class Style(NamedTuple):
    """What is left open by the sheets: the colours by name, and dots an inch for pictures made of dots."""

    palette: Mapping[str, str] = PALETTE
    dpi: int = 150


#: The sheets of a diagram as the bytes of one file or of several, in order.
Write = Callable[[tuple[Graph, ...], Style], Iterator[bytes]]


class Drawing(NamedTuple):
    """A row of the table: the ending of the file, and where its function stands, as `module:function` below `procdocs.writers.drawn`."""

    ending: str
    place: str

    @property
    def write(self) -> Write:
        """The writing function; its module is imported when it is first used. Raises WriterUnavailable, WriterFailed when called."""
        module, function = self.place.split(":")
        found: Write = getattr(importlib.import_module(f"procdocs.writers.drawn.{module}"), function)
        return found


DRAWINGS: Mapping[str, Drawing] = {
    drawing.ending: drawing
    for drawing in (
        Drawing(".svg", "text:svg_files"),
        Drawing(".png", "raster:png_files"),
        Drawing(".pdf", "raster:pdf_file"),
        Drawing(".dot", "text:dot_files"),
    )
}
