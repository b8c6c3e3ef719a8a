"""What is to become one PDF, as a value. Everything its bytes depend on is in here; nothing here knows WeasyPrint."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

SCHEME = "procdocs"
#: Base of every relative address: leads to the pictures handed over, and appears in no file.
BASE = f"{SCHEME}:/"
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
