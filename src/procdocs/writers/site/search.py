"""The search index of the site: the words of every page by section, as a script that works where nothing may be fetched.

There is no tokenizer: the reader's browser looks for substrings, which is exact for Chinese and quick enough for any manual.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_PART = re.compile(r'<h[1-6] id="([^"]*)"[^>]*>(.*?)</h[1-6]>', re.DOTALL)
_DRAWING = re.compile(r'<svg[^>]*? id="([^"]*)".*?</svg>', re.DOTALL)
_TOOLS = re.compile(r'<span class="tools">.*?</span>')
_INLINE = re.compile(r"</?(?:a|span|em|strong|code|s)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


class Searched(NamedTuple):
    """A page as the index sees it: address, code shown before the title, title, word for its kind, HTML of its blocks.

    A `repeating` page (a register) enters with only those words that no other page has: the rest leads to the source.
    """

    address: str
    code: str
    title: str
    kind: str
    html: str
    repeating: bool


def search_index(pages: Iterable[Searched], drawn: Mapping[str, str]) -> str:
    """The script `search-index.js`. `drawn` has the texts of each diagram by the id of its SVG element."""
    in_order = list(pages)
    parts: list[tuple[int, str, str, str]] = []
    seen: set[str] = set()
    for repeating in (False, True):
        for number, page in enumerate(in_order):
            if page.repeating == repeating:
                parts += _parts(number, page, drawn, seen)
    content = {"pages": [(page.address, page.code, page.title, page.kind) for page in in_order], "parts": sorted(parts, key=lambda part: part[0])}
    # Inside a script element of the single file `</script>` would end it; the escape means the same in JSON.
    said = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"window.procdocsIndex={said};\n"


def _parts(number: int, page: Searched, drawn: Mapping[str, str], seen: set[str]) -> list[tuple[int, str, str, str]]:
    """Sections of a page: page number, id, heading, words. What stands before the first heading has neither id nor heading."""
    found: list[tuple[int, str, str, str]] = []
    anchor = heading = ""
    position = 0
    for head in (*_PART.finditer(page.html), None):
        body = page.html[position : head.start() if head else None]
        pieces = _pieces(body, drawn)
        if page.repeating:
            pieces = [piece for piece in pieces if piece not in seen]
        seen.update(pieces)
        if pieces or heading:
            found.append((number, anchor, heading, " ".join(pieces)))
        if head:
            anchor, heading, position = html.unescape(head[1]), _plain(head[2]), head.end()
    return found


def _pieces(body: str, drawn: Mapping[str, str]) -> list[str]:
    """The words of some HTML, cell by cell, each piece once; diagrams last, without what the text says anyway."""
    labels: list[str] = []

    def take(drawing: re.Match[str]) -> str:
        labels.extend(drawn.get(html.unescape(drawing[1]).split("~")[0], "").split("\n"))
        return " "

    text = _TOOLS.sub("", _DRAWING.sub(take, body))
    pieces = dict.fromkeys(" ".join(html.unescape(piece).split()) for piece in _TAG.split(_INLINE.sub("", text)))
    known = "\n".join(pieces)
    return [piece for piece in (*pieces, *dict.fromkeys(" ".join(label.split()) for label in labels if label not in known)) if piece]


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())
