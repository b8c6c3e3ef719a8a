"""The search index of the site: the words of every page by section, as a script that works where nothing may be fetched.

There is no tokenizer: the reader's browser looks for pieces of words and for pairs of Chinese characters (`templates/scripts/matching.js`).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_PART = re.compile(r'<h[1-6] id="([^"]*)"[^>]*>(.*?)</h[1-6]>', re.DOTALL)
_IDENTITY = re.compile(r'<svg[^>]*? id="([^"]*)"')
_TOOLS = re.compile(r'<span class="tools">.*?</span>')
_INLINE = re.compile(r"</?(?:a|span|em|strong|code|s)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
#: The number of a document or record, such as QR-C4-01: a list of them is looked for by what they begin with.
_NUMBER = re.compile(r"[A-Za-z]{1,6}[-_.][A-Za-z0-9][A-Za-z0-9._/-]{1,24}")


class Searched(NamedTuple):
    """A page as the index sees it: address, code shown before the title, title, word for its kind, HTML of its blocks, number and names in other languages.

    A `repeating` page (a register) enters with its numbers and with those words that no other page has: the rest leads to the source.
    """

    address: str
    code: str
    title: str
    kind: str
    html: str
    repeating: bool
    number: str = ""
    names: tuple[str, ...] = ()


class _Section(NamedTuple):
    """What a page says below one heading: id of the heading, its words, and the pieces of text."""

    anchor: str
    heading: str
    pieces: tuple[str, ...]


class SearchIndex:
    """Takes in pages one after the other and holds their words, not their HTML."""

    def __init__(self, synonyms: tuple[tuple[str, ...], ...] = ()) -> None:
        self._synonyms = synonyms
        self._pages: list[tuple[str, str, str, str, str, str, int]] = []
        self._parts: list[tuple[int, str, str, str]] = []
        self._seen: set[str] = set()
        #: Sections of repeating pages, which wait for the words of all others.
        self._waiting: list[tuple[int, _Section]] = []

    def add(self, page: Searched, drawn: Mapping[str, str]) -> None:
        """A page, in the order of the manual. `drawn` has the texts of each of its diagrams by the id of its SVG element."""
        number = len(self._pages)
        self._pages.append((page.address, page.code, page.title, page.kind, page.number, " ".join(page.names), int(page.repeating)))
        for section in _sections(page.html, drawn):
            if page.repeating:
                self._waiting.append((number, section))
            else:
                self._enter(number, section)

    def script(self) -> str:
        """The script `search-index.js`; call it once, when all pages are added."""
        for number, section in self._waiting:
            self._enter(number, section._replace(pieces=tuple(piece for piece in section.pieces if piece not in self._seen or _NUMBER.fullmatch(piece))))
        content = {"synonyms": self._synonyms, "pages": self._pages, "parts": sorted(self._parts, key=lambda part: part[0])}
        # Inside a script element of the single file `</script>` would end it; the escape means the same in JSON.
        said = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        return f"window.procdocsIndex={said};\n"

    def _enter(self, number: int, section: _Section) -> None:
        self._seen.update(section.pieces)
        if section.pieces or section.heading:
            self._parts.append((number, section.anchor, section.heading, " ".join(section.pieces)))


def _sections(markup: str, drawn: Mapping[str, str]) -> Iterator[_Section]:
    """The sections of a page. What stands before the first heading has neither id nor heading."""
    anchor = heading = ""
    position = 0
    for head in (*_PART.finditer(markup), None):
        yield _Section(anchor, heading, tuple(_pieces(markup[position : head.start() if head else None], drawn)))
        if head:
            anchor, heading, position = html.unescape(head[1]), _plain(head[2]), head.end()


def _without_drawings(markup: str, drawn: Mapping[str, str]) -> tuple[str, list[str]]:
    """The HTML with blanks for its drawings, and what these say. They are found by their ends, because they are most of a page."""
    kept: list[str] = []
    labels: list[str] = []
    position = 0
    while (start := markup.find("<svg", position)) >= 0 and (end := markup.find("</svg>", start)) >= 0:
        kept += (markup[position:start], " ")
        identity = _IDENTITY.match(markup, start)
        labels += drawn.get(html.unescape(identity[1]).split("~")[0], "").split("\n") if identity else ()
        position = end + len("</svg>")
    return "".join((*kept, markup[position:])), labels


def _pieces(body: str, drawn: Mapping[str, str]) -> list[str]:
    """The words of some HTML, cell by cell, each piece once; diagrams last, without what the text says anyway."""
    body, labels = _without_drawings(body, drawn)
    text = _TOOLS.sub("", body)
    # A table has as many blank pieces as cells: what is the same is looked at once.
    pieces = dict.fromkeys(" ".join(html.unescape(piece).split()) for piece in dict.fromkeys(_TAG.split(_INLINE.sub("", text))))
    known = "\n".join(pieces)
    return [piece for piece in (*pieces, *dict.fromkeys(" ".join(label.split()) for label in labels if label not in known)) if piece]


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())
