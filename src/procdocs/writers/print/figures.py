"""Diagrams and pictures on paper: how big, on which page, with links over them. Hands the pictures over in memory.

Sizes are points (1/72 inch) throughout. Diagrams go in as pictures, because WeasyPrint is slow with SVG inside HTML.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from procdocs.diagrams.graph import MM, Graph
from procdocs.diagrams.svg import MARGIN, svg
from procdocs.manual.model import Block, Figure, Heading, Step
from procdocs.pictures import media_type
from procdocs.writers.markup.escaping import escaped, identifier
from procdocs.writers.print.paper import Page
from procdocs.writers.print.sheet import BASE, PICTURE, Served

#: Smallest type a diagram may have on paper: what the diagrams promise, which are made for A4, less a hair for rounding; letter is 6 % shorter.
SMALLEST: Mapping[str, float] = {"A4": 6.95, "letter": 6.5}
#: Room in mm for a caption, for a heading above a figure, and what is kept free below one.
CAPTION, HEADING, SPARE = 6.5, 9.0, 1.0
#: How much bigger than drawn a figure may get on a broad page.
GROWTH = 1.4
#: A page on its other side must promise so much more size to be turned for.
WORTH_TURNING = 1.1


class Place(NamedTuple):
    """Where a sheet goes: `inline` in the running text of its document, else the named page it has alone; and its scale there."""

    page: str
    scale: float


def place(graph: Graph, own: Page, others: Sequence[Page], least: float, taken: float = 0.0, *, first: bool = False) -> Place:
    """The page on which a sheet is as big as it was drawn, or else at least readable: one of the document's `own`, or one of the `others`.

    `least`: smallest type, in pt, that is readable; `taken`: height in mm of what stands on its page beside it; `first`: that is the first page of the document.
    """
    here = _scale(graph, own.wide, (own.high_first if first else own.high) - taken - SPARE)
    best = Place("inline", here)
    for other in others:
        there = _scale(graph, other.wide, other.high - CAPTION - SPARE, GROWTH if other.name == "broad" else 1.0)
        if best.scale * graph.smallest_type < least and there > best.scale * WORTH_TURNING:
            best = Place(other.name, there)
    return best


def _scale(graph: Graph, width: float, height: float, most: float = 1.0) -> float:
    return min(most, width * MM / (graph.width + 2 * MARGIN), height * MM / (graph.height + 2 * MARGIN))


@dataclass
class Figures:
    """Turns the figures of one PDF into HTML and keeps their pictures."""

    pages: Mapping[str, Page]
    #: Smallest type that is readable, in pt.
    least: float
    #: Whether a sheet may go on a broad page.
    broad: bool
    palette: Mapping[str, str]
    sources: Mapping[str, bytes]
    link: Callable[[str], str | None]
    #: Entry whose blocks are being written; its own diagram's sheets can be linked to.
    entry: str = ""
    #: The pages its running text is on.
    own: str = "document"
    #: Height in mm of what stands above a figure on its page, by figure id.
    headed: Mapping[str, float] = field(default_factory=dict)
    #: Id of the figure that shares its page with the title strip.
    titled: str = ""
    #: Width in mm that running text has, where it is in columns; 0 where it has the whole.
    column: float = 0.0
    #: Whether what is written now is a closer setting, whose drawings are others under the same names.
    low: bool = False
    served: dict[str, Served] = field(default_factory=dict)

    def figure(self, block: Figure) -> str:
        """The `<figure>` elements of a diagram, one a sheet."""
        return "".join(self._sheet(block, graph) for graph in block.graphs)

    def _sheet(self, block: Figure, graph: Graph) -> str:
        titled = block.id == self.titled and graph.sheet == 1
        caption = block.caption if graph.sheets == 1 else graph.title
        if titled and block.id == self.entry:
            caption = ""  # the title strip says it
        taken = (self.headed.get(block.id, 0.0) if graph.sheet == 1 else 0.0) + (CAPTION if caption else 0.0)
        where = place(graph, self._own(), self._others(), self.least, taken, first=titled)
        address = f"{BASE}diagram/{block.id}-{graph.sheet}{'-low' if self.low else ''}.svg"
        self.served[address] = Served(svg(graph, None, self.palette).encode(), "image/svg+xml")
        width, height = ((side + 2 * MARGIN) * where.scale for side in (graph.width, graph.height))
        said = f"{graph.title}. {graph.description}" if graph.description else graph.title or block.caption
        if block.told and graph.sheet == 1:
            said = f"{said}\n{block.told}"
        own = f' id="{identifier(self.entry, f"sheet-{graph.sheet}")}"' if block.id == self.entry else ""
        return (
            f'<figure class="diagram {where.page}"{own}><div class="sheet" style="width:{width:.2f}pt;height:{height:.2f}pt">'
            f'<img src="{escaped(address)}" alt="{escaped(said)}" style="width:{width:.2f}pt;height:{height:.2f}pt">'
            f"{self._links(graph, where.scale)}</div>"
            f"{f'<figcaption>{escaped(caption)}</figcaption>' if caption else ''}</figure>"
        )

    def fits_in_column(self, block: Figure) -> bool:
        """Whether all sheets of a figure are readable within the column that running text has now."""
        placed = ((graph, place(graph, self._own(), self._others(), self.least, CAPTION)) for graph in block.graphs)
        return all(where.page == "inline" and where.scale * graph.smallest_type >= self.least for graph, where in placed)

    def _own(self) -> Page:
        page = self.pages[self.own]
        return page._replace(width=self.column + 2 * page.side) if self.column else page

    def _others(self) -> tuple[Page, ...]:
        """Pages that can be turned to: on the other side, and broad where that is wanted."""
        turned = "wide" if self.own == "document" else "upright"
        return tuple(self.pages[name] for name in (turned, *(("broad",) if self.broad else ())))

    def _links(self, graph: Graph, scale: float) -> str:
        """Links over the boxes that lead somewhere; of a box in a box, both."""
        out = []
        for box in graph.links:
            address = self.link(box.target)
            if address is not None:
                left, top, width, height = ((value + shift) * scale for value, shift in ((box.x, MARGIN), (box.y, MARGIN), (box.width, 0), (box.height, 0)))
                style = f"left:{left:.2f}pt;top:{top:.2f}pt;width:{width:.2f}pt;height:{height:.2f}pt"
                out.append(f'<a class="over" href="{escaped(address)}" title="{escaped(box.label or box.target)}" style="{style}"></a>')
        return "".join(out)

    def picture(self, path: str) -> str | None:
        """Address of an author's picture; None if it is not there."""
        data = self.sources.get(path)
        kind = media_type(path)
        if data is None or kind is None:
            return None
        address = f"{PICTURE}{path}"
        if address not in self.served:
            self.served[address] = Served(data if kind == "image/svg+xml" else _printable(data), kind)
        return address


def _printable(data: bytes) -> bytes:
    """A raster picture in a form PDF/A takes: colours for print shops (CMYK) become RGB, the rest stays as it is."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            if image.mode in ("RGB", "RGBA", "L", "LA", "P", "1"):
                return data
            out = io.BytesIO()
            image.convert("RGB").save(out, "PNG")
            return out.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return data  # WeasyPrint will say so, and the build stops


def headed_figures(blocks: Sequence[Block]) -> dict[str, float]:
    """Height in mm of the heading right above a figure, which shares its page, by figure id."""
    found: dict[str, float] = {}
    for before, block in zip((None, *blocks), blocks, strict=False):
        if isinstance(block, Figure) and isinstance(before, Heading):
            found[block.id] = HEADING
        if isinstance(block, Step):
            if block.blocks and isinstance(block.blocks[0], Figure):
                found[block.blocks[0].id] = HEADING
            found |= headed_figures(block.blocks)
    return found
