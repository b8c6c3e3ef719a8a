"""Opens the PDFs that are to be bound, and looks at each once before anything is copied."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import NamedTuple

import pikepdf

from procdocs.binder.fonts import Fonts
from procdocs.binder.links import Destinations, anchors
from procdocs.binder.model import Unbindable
from procdocs.execution.target import Made


@contextmanager
def opened(data: bytes, what: str) -> Iterator[pikepdf.Pdf]:
    """A PDF, open as long as the block lasts. Raises Unbindable, with `what` it is, for anything that is none or turns out unfit inside the block."""
    try:
        with pikepdf.open(io.BytesIO(data)) as source:
            yield source
    except (pikepdf.PdfError, Unbindable) as why:
        raise Unbindable(f"{what}: {why}") from why


class Surveyed(NamedTuple):
    """What must be known of a part before others are copied: its pages and, by its number in the part, what becomes of each font."""

    pages: int
    fonts: dict[int, int]


def survey(data: bytes, what: str, fonts: Fonts, destinations: Destinations) -> Surveyed:
    """Look at a part: its fonts and the names of its anchors are taken up."""
    with opened(data, what) as source:
        for name in anchors(source):
            destinations.announce(name, what)
        return Surveyed(len(source.pages), fonts.united(source))


def page_count(data: bytes) -> int:
    """The pages of a PDF. Raises Unbindable."""
    with opened(data, "a part") as source:
        return len(source.pages)


def counts(_inputs: object, consumed: Mapping[str, bytes]) -> Made:
    """The pages of each PDF that is consumed, by path, as JSON. What is none has no page: who binds it says so."""
    found = dict.fromkeys(consumed, 0)
    for path, data in consumed.items():
        with suppress(Unbindable):
            found[path] = page_count(data)
    return Made(json.dumps(found).encode())
