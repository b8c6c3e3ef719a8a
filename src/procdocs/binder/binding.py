"""Binds a manual: front first, then part after part, each open only while it is copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import pikepdf

from procdocs.binder.assembly import Assembly
from procdocs.binder.copying import Copy
from procdocs.binder.fonts import Fonts
from procdocs.binder.links import Destinations
from procdocs.binder.metadata import Attachments, described, information
from procdocs.binder.model import Binding, Bound, Chapter, Front, Part, Plan, Unbindable
from procdocs.binder.opening import Surveyed, opened, survey
from procdocs.binder.outline import Bookmark, bookmarks, headings, write
from procdocs.binder.pages import Pages
from procdocs.binder.stamp import Stamper
from procdocs.binder.structure import Group, Naming, Tags
from procdocs.binder.syntax import array, dictionary, reference

#: What the front is called in messages and as owner of its anchors; no id of an entry has a space.
_FRONT = "the front"
#: Pages the front is first taken to have, and how often it may turn out to have another number.
_GUESS, _MOST = 4, 6


def bind(front: Front, parts: Sequence[Part], setting: Binding, guess: int = _GUESS) -> Bound:
    """One PDF of the front, which may have `guess` pages, and all parts, in their order. Raises Unbindable; what `front` raises comes through.

    Conforms to whatever all of them conform to. The same input gives the same bytes.
    """
    manual = _Manual(setting)
    surveyed = [survey(part.data, part.id, manual.fonts, manual.destinations) for part in parts]
    for part in parts:
        manual.destinations.announce(part.id, part.id)
        manual.destinations.announce(part.chapter.anchor, part.chapter.anchor)
    plan, cover = settle(front, parts, [one.pages for one in surveyed], guess)
    first = survey(cover, _FRONT, manual.fonts, manual.destinations)
    manual.fonts.write()
    manual.add_front(cover, first.fonts)
    for chapter, inside in groupby(zip(parts, surveyed, strict=True), lambda pair: pair[0].chapter):
        manual.add_chapter(chapter, inside, plan)
    return Bound(manual.finish(), plan, tuple(manual.destinations.loose))


def settle(front: Front, parts: Sequence[Part], pages: Sequence[int], guess: int) -> tuple[Plan, bytes]:
    """The plan, and the front printed by it: printed again until it has as many pages as the plan takes it to have, at first `guess`."""
    for _ in range(_MOST):
        starts: dict[str, int] = {}
        at = guess + 1
        for part, count in zip(parts, pages, strict=True):
            starts.setdefault(part.id, at)
            at += count
        plan = Plan(starts, at - 1)
        data = front(plan)
        with opened(data, _FRONT) as source:
            count = len(source.pages)
        if count == guess:
            return plan, data
        guess = count
    raise Unbindable(f"the front does not settle: {guess} pages, and another number each time it is printed")


class _Manual:
    """The manual as far as it is bound."""

    def __init__(self, setting: Binding) -> None:
        self._setting = setting
        self._assembly = assembly = Assembly()
        self.fonts = Fonts(assembly)
        self.destinations = Destinations(setting.elsewhere)
        self._pages = Pages(assembly, self.destinations, Stamper(setting.stamp, self.fonts, assembly))
        self._tags = Tags(assembly, setting.title, setting.language)
        self._attachments = Attachments()
        self._bookmarks: list[Bookmark] = []
        self._bound = 0
        self._catalog: dict[str, bytes] = {}
        self._information = 0

    def add_front(self, data: bytes, fonts: Mapping[int, int]) -> None:
        """Cover and contents. The catalog is the front's: output intent, language, what viewers are told."""
        with opened(data, _FRONT) as source:
            naming, copy = self._copying(source, fonts)
            self._pages.add(source, copy, Plan({}, 0), None)
            self._add_rest(source, naming, copy, _FRONT, self._tags.chapter(self._setting.title))
            self._bookmarks += bookmarks(source, copy)
            root: Any = source.Root
            self._catalog = {key: copy.named(root[f"/{key}"]) for key in ("MarkInfo", "ViewerPreferences", "OutputIntents", "Lang") if f"/{key}" in root}
            self._information = information(source, copy, self._assembly)
            copy.run()
            metadata = described(root.Metadata.read_bytes(), self._setting)
            self._catalog["Metadata"] = reference(self._assembly.raw_stream(b"<</Type/Metadata/Subtype/XML>>", metadata))

    def add_chapter(self, chapter: Chapter, parts: Iterable[tuple[Part, Surveyed]], plan: Plan) -> None:
        """The parts of a chapter, with a bookmark for it and for each entry."""
        group = self._tags.chapter(chapter.title)
        mark = Bookmark(chapter.title, b"", is_open=True)
        for id, pieces in groupby(parts, lambda pair: pair[0].id):
            entry: Group | None = None
            for part, surveyed in pieces:
                with opened(part.data, id) as source:
                    naming, copy = self._copying(source, surveyed.fonts)
                    place = array((self._pages.add(source, copy, plan, chapter), b"/Fit"))
                    is_first = entry is None
                    if entry is None:
                        entry = self._tags.entry(group, source, part.title)
                        mark.below.append(Bookmark(part.title, place))
                    self._add_rest(source, naming, copy, id, entry)
                    mark.below[-1].below += headings(bookmarks(source, copy), part.title, is_first=is_first)
            self.destinations.add(id, id, mark.below[-1].place)
        mark.place = mark.below[0].place
        self.destinations.add(chapter.anchor, chapter.anchor, mark.place)
        self._bookmarks.append(mark)

    def _copying(self, source: pikepdf.Pdf, fonts: Mapping[int, int]) -> tuple[Naming, Copy]:
        self._bound += 1
        naming = Naming(f"{self._bound}.")
        copy = Copy(source, self._assembly, self._tags.next_key, naming)
        for old, new in fonts.items():
            copy.stand_in_number(old, new)
        return naming, copy

    def _add_rest(self, source: pikepdf.Pdf, naming: Naming, copy: Copy, owner: str, group: Group) -> None:
        """All of a part but its pages, which come first."""
        self.destinations.copy(source, copy, owner)
        self._tags.add(source, copy, group, naming)
        self._attachments.add(source, copy, owner)

    def finish(self) -> bytes:
        """The whole file."""
        assembly = self._assembly
        self._pages.write()
        self._tags.write()
        attached = self._attachments.write(assembly)
        names = dictionary({"Dests": self.destinations.write(assembly), "EmbeddedFiles": attached.pop("EmbeddedFiles", b"")})
        catalog = {
            "Type": b"/Catalog",
            "Pages": reference(self._pages.root),
            **self._catalog,
            "StructTreeRoot": reference(self._tags.root),
            "Names": names,
            **attached,
            "Outlines": reference(write(assembly, self._bookmarks)),
            "PageMode": b"/UseOutlines",
            "PageLabels": b"<</Nums[0<</S/D>>]>>",
        }
        return assembly.finish(assembly.put(dictionary(catalog)), self._information)
