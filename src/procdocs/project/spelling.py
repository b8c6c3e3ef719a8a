"""How names and ids are compared and put in order. Knows nothing of what they name."""

from __future__ import annotations

import re
import unicodedata
from typing import Any


def natural(text: str) -> tuple[Any, ...]:
    """Sort key that puts C2 before C10. Figures are compared by length and then by sign, because a number may have thousands of them."""
    pieces = (piece.lstrip("0") if piece.isdecimal() else piece for piece in re.findall(r"\d+|\D+", text))
    return tuple((0, 0, piece.casefold()) if piece and not piece.isdecimal() else (1, len(piece), piece) for piece in pieces)


def normalised(name: str) -> str:
    """A name as it is compared: NFKC, case folded, without spaces and book-title marks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split()).replace("《", "").replace("》", "")
