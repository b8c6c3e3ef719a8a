"""Names that links lead to, of all parts in one table, and links between parts, which become links inside the manual."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

import pikepdf

from procdocs.binder.assembly import Assembly
from procdocs.binder.copying import Copy
from procdocs.binder.model import PAGE
from procdocs.binder.syntax import encoded, reference
from procdocs.binder.trees import name_tree, pairs


def anchors(source: pikepdf.Pdf) -> dict[str, Any]:
    """Destinations of a part by name."""
    names: Any = source.Root.get("/Names", {})
    return {str(name): place for name, place in pairs(names.Dests)} if "/Dests" in names else {}


class Destinations:
    """Every name of the manual: known before anything is copied, with its place as soon as it is."""

    def __init__(self, elsewhere: Sequence[tuple[str, str]] = ()) -> None:
        self._elsewhere = elsewhere
        self._owner: dict[str, str] = {}
        self._places: dict[bytes, bytes] = {}
        #: Names that links lead to and nothing has.
        self.loose: dict[str, None] = {}

    def announce(self, name: str, owner: str) -> None:
        """A name that `owner` has (the id of a part, the front, a chapter). Of two owners the first is meant, of pieces of one entry the first piece."""
        self._owner.setdefault(name, owner)

    def add(self, name: str, owner: str, place: bytes) -> None:
        """Where a name of `owner` leads to."""
        if self._owner[name] == owner:
            self._places.setdefault(encoded(name), place)

    def turn_inward(self, annotation: Any) -> str:
        """A link to another document's file becomes a link to its place in the manual: the anchor, or else where the entry begins.

        Names may be percent-encoded, as addresses are. A link that leads nowhere stays and is remembered; one to a file that lies elsewhere stays a link to it.
        Returns the name of the entry whose page is to be written at the link, if it is.
        """
        action = annotation.get("/A")
        if action is None or action.get("/S") != "/GoToR":
            return ""
        address = str(action.get("/F", ""))
        beyond = next(((told, new) for told, new in self._elsewhere if address.startswith(told)), None)
        if beyond is not None:
            action.F = pikepdf.String(encoded(beyond[1] + address.removeprefix(beyond[0])))
            return ""
        asked = unquote(str(action.get("/D", "")))
        file = PurePosixPath(unquote(address)).stem
        name = next((name for name in (asked, asked.partition("--")[0], file) if name in self._owner), None)
        wanted = name if name is not None and asked == name + PAGE else ""
        if name != asked and not wanted:
            self.loose.setdefault(asked or file)
        if name is not None:
            del annotation["/A"]
            annotation.Dest = pikepdf.String(encoded(name))
        return wanted

    def copy(self, source: pikepdf.Pdf, copy: Copy, owner: str) -> None:
        """The places of the names of `owner`."""
        for name, place in anchors(source).items():
            self.add(name, owner, copy.written(place))

    def write(self, assembly: Assembly) -> bytes:
        """A reference to the tree of names."""
        return reference(name_tree(assembly, self._places))
