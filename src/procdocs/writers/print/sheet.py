"""What is to become one PDF, as a value: a sheet that is printed, or a volume that is bound. Everything its bytes depend on is in here.

Nothing here knows WeasyPrint.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple

from procdocs.binder.model import Binding, Part, Plan

SCHEME = "procdocs"
#: Base of every relative address: leads to the pictures handed over, and appears in no file.
BASE = f"{SCHEME}:/"
#: What the addresses of the author's pictures begin with; those of our diagrams begin otherwise.
PICTURE = f"{BASE}picture/"
#: What the process that prints says where the system lists no font.
NO_FONTS = "fontconfig lists no font"
#: Scheme of links to another document's PDF: `sibling:S3.pdf#S3--outputs`.
SIBLING = "sibling:"


class Served(NamedTuple):
    """A picture in memory, and its media type."""

    data: bytes
    media_type: str


class Attached(NamedTuple):
    """A file to be put into a PDF: its name there, bytes, description and media type."""

    name: str
    data: bytes
    description: str
    media_type: str


class Press(NamedTuple):
    """What prints here: versions of the libraries by name, and a digest of the fonts and their settings."""

    libraries: tuple[tuple[str, str], ...] = ()
    fonts: str = ""


class Sheet(NamedTuple):
    """Print HTML, the pictures it names by address, files to attach, the day the document dates from, and what prints it."""

    html: str
    pictures: Mapping[str, Served]
    attached: tuple[Attached, ...] = ()
    day: datetime.date | None = None
    press: Press = Press()
    #: The same set closer: printed in its stead where its last page is nearly empty and a page is saved. Where there is none, the last page stays as it falls.
    closer: str = ""
    #: The part of its height that it may save by that: where a page could be saved by more only, it is not tried.
    saves: float = 0.0


class Front(NamedTuple):
    """What stands before the parts of a bound manual: a sheet with blanks for what is known when all parts are printed; `filled` puts the numbers in."""

    sheet: Sheet
    parts: tuple[tuple[str, Part], ...]
    #: Paths of the targets that say how many pages each part has, and how many the front takes without numbers.
    counts: str = ""
    draft: str = ""


class Volume(NamedTuple):
    """The manual as it is bound: its parts, by the paths of their PDFs and still without bytes, and the paths of what is printed for it alone."""

    parts: tuple[tuple[str, Part], ...]
    front: str
    #: A page whose foot shows the characters of page numbers; what they are set with.
    specimen: str
    setting: Binding
    #: What prints it, and the digest of the code that binds.
    press: Press = Press()
    binder: str = ""


def blank(id: str = "") -> str:
    """A word to stand for the page an entry begins on (by its anchor), or without one for the pages of the whole. Nobody writes such a word."""
    return "page" + hashlib.sha256(f"procdocs {id}".encode()).hexdigest()[:24]


def filled(front: Sheet, plan: Plan) -> Sheet:
    """The front with the numbers of a plan in its blanks."""
    numbers = {blank(): plan.total} | {blank(id): page for id, page in plan.starts.items()}
    return front._replace(html=re.sub("page[0-9a-f]{24}", lambda found: str(numbers.get(found[0], found[0])), front.html))
