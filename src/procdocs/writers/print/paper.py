"""The sheets of paper that are printed on, in mm: their size and margins, for the style sheet and for whoever reckons what fits.

Pure numbers; knows neither HTML nor what stands on a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Page(NamedTuple):
    """A named page of the style sheet: what it is called, its size and margins in mm. The first page of a document has the title strip for a running head."""

    name: str
    width: float
    height: float
    side: float
    top: float
    bottom: float
    #: Whether a document may consist of such pages, and thus begin on one.
    begins: bool = False

    @property
    def wide(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.side

    @property
    def high(self) -> float:
        """Height between the margins, under a running head."""
        return self.height - self.top - self.bottom

    @property
    def high_first(self) -> float:
        """Height between the margins of a first page, the title strip included."""
        return self.height - FIRST_TOP - self.bottom


#: Margin above the title strip.
FIRST_TOP = 8.0
#: Paper upright, and the broad sheet that goes with it, on its side.
SIZES: Mapping[str, tuple[float, float]] = {"A4": (210.0, 297.0), "letter": (215.9, 279.4)}
BROAD: Mapping[str, tuple[float, float]] = {"A4": (420.0, 297.0), "letter": (431.8, 279.4)}


def pages(paper: str) -> dict[str, Page]:
    """The named pages: `document`, `lying` and `broad` for whole documents, `wide`, `upright` and `broad` for what needs them inside of one, `front` for what stands before all."""
    width, height = SIZES[paper]
    broad = BROAD[paper]
    named = (
        Page("document", width, height, 15.0, 17.0, 15.0, begins=True),
        Page("lying", height, width, 14.0, 15.0, 14.0, begins=True),
        Page("wide", height, width, 14.0, 15.0, 14.0),
        Page("upright", width, height, 15.0, 17.0, 15.0),
        Page("broad", *broad, 14.0, 15.0, 14.0, begins=True),
        Page("front", width, height, 15.0, 17.0, 15.0),
    )
    return {page.name: page for page in named}
