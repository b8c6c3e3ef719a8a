"""A sound picture as a drawing takes it: its own address, with its proportions."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import NamedTuple

from procdocs.pictures.raster import size
from procdocs.pictures.svg import clean, svg_size
from procdocs.pictures.unsound import Unsound

#: Media types of the pictures that can be shown, by the ending of their names.
MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml", ".gif": "image/gif", ".webp": "image/webp"}
PICTURES = tuple(MEDIA_TYPES)
_BY_START = ((b"\x89PNG", "image/png"), (b"GIF8", "image/gif"), (b"RIFF", "image/webp"), (b"\xff\xd8", "image/jpeg"))


class Picture(NamedTuple):
    """A picture to be put in: its content as data URI and its size in any unit."""

    uri: str
    width: float
    height: float


def media_type(path: str) -> str | None:
    """The media type of a picture by the ending of its name; None for what is no picture."""
    return next((kind for ending, kind in MEDIA_TYPES.items() if path.lower().endswith(ending)), None)


@lru_cache(maxsize=64)
def picture(content: bytes) -> Picture | None:
    """The picture in a file's bytes, recognised by content; None for what is no PNG, JPEG, GIF, WebP or sound SVG."""
    dots = size(content)
    if dots is not None:
        media = next(kind for start, kind in _BY_START if content.startswith(start))
        return Picture(f"data:{media};base64,{base64.b64encode(content).decode()}", *dots) if min(dots) > 0 else None
    try:
        said = clean(content, sized=True)
        width, height = svg_size(said)
    except Unsound:
        return None
    return Picture(f"data:image/svg+xml;base64,{base64.b64encode(said).decode()}", width, height)
