"""Names that links lead to, of all parts in one table, and links between parts, which become links inside the manual."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

import pikepdf

from procdocs.binder.assembly import Assembly
from procdocs.binder.copying import Copy
from procdocs.binder.model import Part, Unbindable
from procdocs.binder.syntax import encoded, reference
from procdocs.binder.trees import name_tree, pairs


def anchors(source: pikepdf.Pdf) -> dict[str, Any]:
    """Destinations of a part by name."""
    names = source.Root.get("/Names", {})
    return {str(name): place for name, place in pairs(names.Dests)} if "/Dests" in names else {}


class Destinations:
    """Every name of the manual: known before anything is copied, with its place as soon as it is."""

    def __init__(self) -> None:
        self._owner: dict[str, str] = {}
        self._places: dict[bytes, bytes] = {}
        #: Names that links lead to and nothing has.
        self.loose: dict[str, None] = {}

    def announce(self, name: str, owner: str) -> None:
        """A name that the parts with the id `owner` have. Pieces of one entry may repeat a name: the first is meant."""
        if self._owner.setdefault(name, owner) != owner:
            raise Unbindable(f"{owner}: the anchor {name!r} is in {self._owner[name]} too")

    def announce_chapters(self, parts: Sequence[Part]) -> None:
        """The anchors of chapters, and of entries whose part has none of its own name."""
        for part in parts:
            self.announce(part.chapter.anchor, part.chapter.anchor)
            self.announce(part.id, part.id)

    def add(self, name: str, place: bytes) -> None:
        """Where a name leads to."""
        self._places.setdefault(encoded(name), place)

    def turn_inward(self, annotation: Any) -> None:
        """A link to another document's file becomes a link to its place in the manual: the anchor, or else where the entry begins.

        Names may be percent-encoded, as addresses are. A link that leads nowhere stays and is remembered.
        """
        action = annotation.get("/A")
        if action is None or action.get("/S") != "/GoToR":
            return
        asked = unquote(str(action.get("/D", "")))
        file = PurePosixPath(unquote(str(action.get("/F", "")))).stem
        name = next((name for name in (asked, asked.partition("--")[0], file) if name in self._owner), None)
        if name != asked:
            self.loose.setdefault(asked or file)
        if name is not None:
            del annotation["/A"]
            annotation.Dest = pikepdf.String(encoded(name))

    def copy(self, source: pikepdf.Pdf, copy: Copy) -> None:
        """The places of a part's names."""
        for name, place in anchors(source).items():
            self.add(name, copy.written(place))

    def write(self, assembly: Assembly) -> bytes:
        """A reference to the tree of names."""
        return reference(name_tree(assembly, self._places))
