"""Pictures of the author's that ask for a character which no font here has: which they are, and a sheet with placeholders in their place.

What the fonts of this machine lack is known only to what prints, so it is tried: each picture is printed alone. Nothing here knows WeasyPrint.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from procdocs.pictures import placeholder
from procdocs.writers.print.sheet import PICTURE, Served

_SVG = "image/svg+xml"
_INSIDE = re.compile(rb"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")


def losing(pictures: Mapping[str, Served], lost: Callable[[bytes], Iterable[str]]) -> dict[bytes, str]:
    """The SVG files of the author's that lose a character, with the first they lose. `lost` prints one alone, and says what it loses."""
    found = {}
    for data in dict.fromkeys(_of_the_author(pictures)):
        character = next(iter(lost(data)), None) if b"<text" in data else None
        if character is not None:
            found[data] = character
    return found


def _of_the_author(pictures: Mapping[str, Served]) -> Iterator[bytes]:
    """SVG files that are shown, alone or inside a diagram of ours."""
    for address, served in pictures.items():
        if served.media_type == _SVG and address.startswith(PICTURE):
            yield served.data
        elif served.media_type == _SVG:
            yield from (base64.b64decode(found) for found in _INSIDE.findall(served.data))


def without(pictures: Mapping[str, Served], losing: Iterable[bytes]) -> dict[str, Served]:
    """The pictures with placeholders for those, alone and inside diagrams."""
    frame = placeholder(".svg")
    alone = frozenset(losing)

    def inside(found: re.Match[bytes]) -> bytes:
        return b"data:image/svg+xml;base64," + base64.b64encode(frame) if base64.b64decode(found[1]) in alone else found[0]

    return {
        address: served._replace(data=frame if served.data in alone and address.startswith(PICTURE) else _INSIDE.sub(inside, served.data)) if served.media_type == _SVG else served
        for address, served in pictures.items()
    }
