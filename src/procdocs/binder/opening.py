"""Opens the PDFs that are to be bound, and looks at each once before anything is copied."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from typing import NamedTuple

import pikepdf

from procdocs.binder.fonts import Fonts
from procdocs.binder.links import Destinations, anchors
from procdocs.binder.model import Unbindable
from procdocs.execution.target import Made


@contextmanager
def opened(data: bytes, what: str) -> Iterator[pikepdf.Pdf]:
    """A PDF, open as long as the block lasts. Raises Unbindable, with `what` it is, for anything that is none or turns out unfit inside the block."""
    with _named(what), pikepdf.open(io.BytesIO(data)) as source:
        yield source


@contextmanager
def _named(what: str) -> Iterator[None]:
    try:
        yield
    except (pikepdf.PdfError, Unbindable) as why:
        raise Unbindable(f"{what}: {why}") from why


class Surveyed(NamedTuple):
    """What must be known of a part before others are copied: its pages and, by its number in the part, what becomes of each font."""

    pages: int
    fonts: dict[int, int]
    #: The part itself, where it was left open.
    source: pikepdf.Pdf | None = None


def survey(data: bytes, what: str, fonts: Fonts, destinations: Destinations, kept: ExitStack | None = None) -> Surveyed:
    """Look at a part: its fonts and the names of its anchors are taken up. With `kept` it stays open until that ends."""
    with _named(what), ExitStack() as closing:
        source = (closing if kept is None else kept).enter_context(pikepdf.open(io.BytesIO(data)))
        for name in anchors(source):
            destinations.announce(name, what)
        return Surveyed(len(source.pages), fonts.united(source), None if kept is None else source)


@contextmanager
def reopened(source: pikepdf.Pdf | None, data: bytes, what: str) -> Iterator[pikepdf.Pdf]:
    """The part that was left open, or its bytes opened again; as `opened`."""
    with _named(what), ExitStack() as closing:
        yield closing.enter_context(pikepdf.open(io.BytesIO(data))) if source is None else source


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
