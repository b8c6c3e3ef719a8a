"""Diagrams and pictures on paper: how big, on which page, with links over them. Hands the pictures over in memory.

Sizes are points (1/72 inch) throughout. Diagrams go in as pictures, because WeasyPrint is slow with SVG inside HTML.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from procdocs.diagrams.graph import MM, Graph
from procdocs.diagrams.svg import MARGIN, svg
from procdocs.manual.model import Block, Figure, Heading, Step
from procdocs.pictures import media_type
from procdocs.writers.markup.escaping import escaped, identifier
from procdocs.writers.print.sheet import BASE, Served

#: Paper in mm, upright, and the broad sheet that goes with it, on its side.
PAPER: Mapping[str, tuple[float, float]] = {"A4": (210.0, 297.0), "letter": (215.9, 279.4)}
BROAD: Mapping[str, tuple[float, float]] = {"A4": (420.0, 297.0), "letter": (431.8, 279.4)}
#: Smallest type a diagram may have on paper: what the diagrams promise, which are made for A4, less a hair for rounding; letter is 6 % shorter.
SMALLEST: Mapping[str, float] = {"A4": 6.95, "letter": 6.5}
#: Margins in mm, as `print.css` has them: left and right, top, bottom; upright and on pages of their own.
SIDE, TOP, BOTTOM = 15.0, 24.0, 20.0
WIDE_SIDE, WIDE_TOP, WIDE_BOTTOM = 14.0, 21.0, 15.0
#: Margins at top and bottom of a view, whose title and figure share a page on its side.
VIEW_TOP, VIEW_BOTTOM = 19.0, 13.0
#: Room in mm for a caption, for a heading above a figure, for the title of a view and for a paragraph between.
CAPTION, HEADING, TITLE, LEAD = 7.5, 14.0, 11.0, 9.0
#: How much bigger than drawn a figure may get on a broad page.
GROWTH = 1.4


class Place(NamedTuple):
    """Where a sheet goes: the named page (`inline` for the running text) and its scale there."""

    page: str
    scale: float


def place(graph: Graph, paper: str, headed: float = 0.0, *, alone: bool, titled: bool = False) -> Place:
    """The page on which a sheet is as big as it was drawn, or else at least readable.

    `headed`: height in mm of what stands above it on its page; `titled`: it is a view, whose title takes the place of a caption.
    """
    width, height = PAPER[paper]
    taken = headed + (VIEW_TOP + VIEW_BOTTOM if titled else WIDE_TOP + WIDE_BOTTOM + CAPTION)
    upright = _scale(graph, width - 2 * SIDE, height - TOP - BOTTOM - CAPTION - headed)
    wide = _scale(graph, height - 2 * WIDE_SIDE, width - taken)
    if graph.is_portrait or (not alone and upright * graph.smallest_type >= SMALLEST[paper]):
        return Place("upright" if alone and not titled else "inline", upright)
    if wide * graph.smallest_type >= SMALLEST[paper] or upright >= wide:
        return Place("wide", wide)
    return Place("broad", _scale(graph, BROAD[paper][0] - 2 * WIDE_SIDE, BROAD[paper][1] - taken, GROWTH))


def _scale(graph: Graph, width: float, height: float, most: float = 1.0) -> float:
    return min(most, width * MM / (graph.width + 2 * MARGIN), height * MM / (graph.height + 2 * MARGIN))


@dataclass
class Figures:
    """Turns the figures of one PDF into HTML and keeps their pictures."""

    paper: str
    palette: Mapping[str, str]
    sources: Mapping[str, bytes]
    link: Callable[[str], str | None]
    #: Entry whose blocks are being written; its own diagram's sheets can be linked to.
    entry: str = ""
    #: Height in mm of what stands above a figure on its page, by figure id.
    headed: Mapping[str, float] = field(default_factory=dict)
    #: Id of the figure that shares its page with the entry's title.
    titled: str = ""
    served: dict[str, Served] = field(default_factory=dict)

    def figure(self, block: Figure) -> str:
        """The `<figure>` elements of a diagram, one a sheet."""
        return "".join(self._sheet(block, graph) for graph in block.graphs)

    def _sheet(self, block: Figure, graph: Graph) -> str:
        titled = block.id == self.titled and graph.sheet == 1
        where = place(graph, self.paper, self.headed.get(block.id, 0.0) if graph.sheet == 1 else 0.0, alone=block.alone, titled=titled)
        address = f"{BASE}diagram/{block.id}-{graph.sheet}.svg"
        self.served[address] = Served(svg(graph, None, self.palette).encode(), "image/svg+xml")
        width, height = ((side + 2 * MARGIN) * where.scale for side in (graph.width, graph.height))
        said = f"{graph.title}. {graph.description}" if graph.description else graph.title or block.caption
        caption = graph.title if graph.sheets > 1 else block.caption
        own = f' id="{identifier(self.entry, f"sheet-{graph.sheet}")}"' if block.id == self.entry else ""
        return (
            f'<figure class="diagram {where.page}"{own}><div class="sheet" style="width:{width:.2f}pt;height:{height:.2f}pt">'
            f'<img src="{escaped(address)}" alt="{escaped(said)}" style="width:{width:.2f}pt;height:{height:.2f}pt">'
            f"{self._links(graph, where.scale)}</div>"
            f"{'' if titled else f'<figcaption>{escaped(caption)}</figcaption>'}</figure>"
        )

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
        address = f"{BASE}picture/{path}"
        if address not in self.served:
            self.served[address] = Served(data if kind == "image/svg+xml" else _printable(data), kind)
        return address


def _printable(data: bytes) -> bytes:
    """A raster picture in a form PDF/A takes: colours for print shops (CMYK) become RGB, the rest stays as it is."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
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
