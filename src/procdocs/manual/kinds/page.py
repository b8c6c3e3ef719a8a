"""A free chapter as printed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from procdocs.manual.draw import Drawings
from procdocs.manual.markdown import markdown_blocks
from procdocs.manual.model import Block, Paragraph
from procdocs.manual.voice import Voice
from procdocs.schema import Page, Text


def page_blocks(voice: Voice, drawings: Drawings, page: Page) -> Iterator[Block]:
    """A free chapter; the short last lines of a proclamation (name, date) are set as its signature."""
    text = page.text
    signed: tuple[str, ...] = ()
    if page.ceremonial:
        body, signed = _signed(voice.text(page.text))
        text = Text({voice.foreign(page.text) or voice.language: body})
    yield from markdown_blocks(voice, drawings, text, 2, posixpath.dirname(page.span().path)) if text.by_language else ()
    yield from (Paragraph((line,), "signature") for line in signed)


def _signed(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without its last short paragraphs, and these: who signs, and when."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text.strip())]
    kept = len(paragraphs)
    while kept > 1 and len(paragraphs) - kept < 3 and re.fullmatch(r"[^\n|#>*!\[\]。！？.]{1,30}", paragraphs[kept - 1]):
        kept -= 1
    return "\n\n".join(paragraphs[:kept]), tuple(paragraphs[kept:])
