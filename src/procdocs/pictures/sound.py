"""A picture file as it may be shown: raster pictures as they are if they can be decoded, SVG files written anew."""

from __future__ import annotations

from functools import lru_cache

from procdocs.pictures.raster import Budget, check, is_raster
from procdocs.pictures.svg import cleaned
from procdocs.pictures.unsound import Unsound


def sound(path: str, content: bytes, budget: Budget) -> bytes:
    """What may be shown of the bytes of a picture file. Raises Unsound. `budget` is what all pictures of a project may take together."""
    if not content.strip(b"\0 \r\n\t"):
        raise Unsound("empty")
    if path.lower().endswith(".svg"):
        said, cost = _cleaned(content)
        budget.drawn -= cost
        if budget.drawn < 0:
            raise Unsound("drawn", f"{budget.all_drawn:_}".replace("_", " "))
        return said
    if not is_raster(content):
        raise Unsound("other")
    check(content, budget)
    return content


_cleaned = lru_cache(maxsize=64)(cleaned)
