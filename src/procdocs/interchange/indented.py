"""Outlines of plain text: a line a branch, deeper by tabs or blanks. Also what XMind, MindManager and others copy as text."""

from __future__ import annotations

import re

from procdocs.interchange.branch import Branch, Flat, raised
from procdocs.interchange.markmap import decoded
from procdocs.interchange.markup import cleaned
from procdocs.interchange.told import Losses, Refused

_BULLET = re.compile(r"(?:[-*+•·◦▪]\s+)?(.*)$")
_TAB = 8


def read(data: bytes, _losses: Losses, title: str) -> Branch:
    """The outline as a tree. Raises Refused where there is no text."""
    flat: list[Flat] = []
    for number, line in enumerate(decoded(data).splitlines(), 1):
        bare = line.replace("\u3000", "  ").expandtabs(_TAB)
        text = cleaned(bare).strip()
        if text:
            hit = _BULLET.match(text)
            flat.append(Flat(len(bare) - len(bare.lstrip()), Branch(hit[1] if hit else text, place=str(number))))
    if not flat:
        raise Refused("form", expected="…")
    return raised(flat, title)
