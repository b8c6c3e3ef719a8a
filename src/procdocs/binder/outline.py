"""Bookmarks: chapters, in them entries, in these the headings their parts have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from procdocs.binder.assembly import Assembly
from procdocs.binder.copying import Copy
from procdocs.binder.syntax import dictionary, reference, string


@dataclass
class Bookmark:
    """A bookmark: its words, its place as written and those below it, which are shown or not."""

    title: str
    place: bytes
    below: list[Bookmark] = field(default_factory=list)
    is_open: bool = False

    def shown(self) -> int:
        """How many bookmarks below it are on screen when it is open."""
        return sum(1 + (kid.shown() if kid.is_open else 0) for kid in self.below)


def bookmarks(source: pikepdf.Pdf, copy: Copy) -> list[Bookmark]:
    """The bookmarks of a part."""
    return list(_read(source.Root.get("/Outlines"), copy))


def headings(found: list[Bookmark], title: str, *, is_first: bool) -> list[Bookmark]:
    """What goes below an entry of that title: the headings below its title, or all where there is no one title. A later piece may repeat the title."""
    is_titled = len(found) == 1 and (is_first or found[0].title.split() == title.split())
    return found[0].below if is_titled else found


def _read(parent: Any, copy: Copy) -> Iterator[Bookmark]:
    item = parent.get("/First") if parent is not None else None
    while item is not None:
        place = item.get("/Dest")
        yield Bookmark(str(item.Title), copy.written(place) if isinstance(place, pikepdf.Object) else b"", list(_read(item, copy)), int(item.get("/Count", 0)) > 0)
        item = item.get("/Next")


def write(assembly: Assembly, tops: list[Bookmark]) -> int:
    """The number of the outline."""
    root = assembly.allot()
    numbers = _chain(assembly, root, tops)
    count = sum(1 + (top.shown() if top.is_open else 0) for top in tops)
    ends = {"First": reference(numbers[0]), "Last": reference(numbers[-1]), "Count": b"%d" % count} if numbers else {}
    assembly.put(dictionary({"Type": b"/Outlines", **ends}), root)
    return root


def _chain(assembly: Assembly, parent: int, items: list[Bookmark]) -> list[int]:
    numbers = [assembly.allot() for _ in items]
    for position, (number, item) in enumerate(zip(numbers, items, strict=True)):
        below = _chain(assembly, number, item.below)
        entries = {
            "Title": string(item.title),
            "Parent": reference(parent),
            "Prev": reference(numbers[position - 1]) if position else b"",
            "Next": reference(numbers[position + 1]) if position + 1 < len(items) else b"",
            "First": reference(below[0]) if below else b"",
            "Last": reference(below[-1]) if below else b"",
            "Count": b"%d" % (item.shown() if item.is_open else -item.shown()) if below else b"",
            "Dest": item.place,
        }
        assembly.put(dictionary(entries), number)
    return numbers
