"""Binds a manual: front first, then part after part, each open only while it is copied."""

from __future__ import annotations

from collections.abc import Sequence
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
from procdocs.binder.stamp import Stamper
from procdocs.binder.structure import Group, Naming, Tags
from procdocs.binder.syntax import array, dictionary, reference

_FRONT = "front"
#: Pages the front is first taken to have, and how often it may turn out to have another number.
_GUESS, _MOST = 4, 6


def bind(front: Front, parts: Sequence[Part], setting: Binding) -> Bound:
    """One PDF of the front and all parts, in their order. Raises Unbindable; what `front` raises comes through.

    Conforms to whatever all of them conform to. The same input gives the same bytes.
    """
    manual = _Manual(setting)
    surveyed = [survey(part.data, part.id, manual.fonts, manual.destinations) for part in parts]
    plan, cover = settle(front, parts, [one.pages for one in surveyed])
    manual.destinations.announce_chapters(parts)
    first = survey(cover, _FRONT, manual.fonts, manual.destinations)
    manual.fonts.write()
    manual.add_front(cover, first)
    pairs = zip(parts, surveyed, strict=True)
    for chapter, inside in groupby(pairs, lambda pair: pair[0].chapter):
        manual.add_chapter(chapter, [(part, one) for part, one in inside], plan.total)
    return Bound(manual.finish(), plan, tuple(manual.destinations.loose))


def settle(front: Front, parts: Sequence[Part], pages: Sequence[int]) -> tuple[Plan, bytes]:
    """The plan, and the front printed by it: printed again until it has as many pages as the plan takes it to have."""
    guess = _GUESS
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
        self.destinations = Destinations()
        self._stamper = Stamper(setting.stamp, self.fonts, assembly)
        self._tags = Tags(assembly, setting.title, setting.language)
        self._attachments = Attachments()
        self._bookmarks: list[Bookmark] = []
        self._pages = assembly.allot()
        self._nodes: list[bytes] = []
        self._count = 0
        self._parts = 0
        self._catalog: dict[str, bytes] = {}
        self._information = 0

    def add_front(self, data: bytes, surveyed: Surveyed) -> None:
        """Cover and contents. The catalog is the front's: output intent, language, what viewers are told."""
        with opened(data, _FRONT) as source:
            naming, copy = self._copy(source, surveyed)
            self._take(source, copy, naming, self._tags.chapter(self._setting.title), None, 0)
            self._bookmarks += bookmarks(source, copy)
            root: Any = source.Root
            self._catalog = {key: copy.named(root[f"/{key}"]) for key in ("MarkInfo", "ViewerPreferences", "OutputIntents", "Lang") if f"/{key}" in root}
            self._information = information(source, copy, self._assembly)
            metadata = described(root.Metadata.read_bytes(), self._setting)
            self._catalog["Metadata"] = reference(self._assembly.raw_stream(b"<</Type/Metadata/Subtype/XML>>", metadata))
            self._attachments.add(source, copy, _FRONT)

    def add_chapter(self, chapter: Chapter, parts: Sequence[tuple[Part, Surveyed]], total: int) -> None:
        """The parts of a chapter."""
        group = self._tags.chapter(chapter.title)
        mark = Bookmark(chapter.title, b"", is_open=True)
        entry: Group | None = None
        last = ""
        for part, surveyed in parts:
            with opened(part.data, part.id) as source:
                naming, copy = self._copy(source, surveyed)
                if entry is None or part.id != last:
                    entry = self._tags.entry(group, source, part.title)
                self._take(source, copy, naming, entry, chapter, total)
                place = array((reference(copy.number(source.pages[0].obj)), b"/Fit"))
                if not mark.place:
                    mark.place = place
                    self.destinations.add(chapter.anchor, place)
                if part.id != last:
                    self.destinations.add(part.id, place)
                    mark.below.append(Bookmark(part.title, place))
                mark.below[-1].below += headings(bookmarks(source, copy))
                self._attachments.add(source, copy, part.id)
            last = part.id
        self._bookmarks.append(mark)

    def _copy(self, source: pikepdf.Pdf, surveyed: Surveyed) -> tuple[Naming, Copy]:
        self._parts += 1
        naming = Naming(f"{self._parts}.")
        copy = Copy(source, self._assembly, self._tags.next_key, naming)
        for old, new in surveyed.fonts.items():
            copy.stand_in_number(old, new)
        return naming, copy

    def _take(self, source: pikepdf.Pdf, copy: Copy, naming: Naming, entry: Group, chapter: Chapter | None, total: int) -> None:
        """Pages of a part with their links, then its tags. A part of a chapter is stamped."""
        node = self._assembly.allot()
        kids = []
        dressed: set[tuple[int, int]] = set()
        for page in source.pages:
            self._count += 1
            for annotation in page.obj.get("/Annots", ()):
                self.destinations.turn_inward(annotation)
            copy.stand_in(page.obj.Parent, node)
            if chapter is not None:
                self._stamp(source, page.obj, copy, dressed, total, chapter)
            kids.append(reference(copy.number(page.obj)))
        entries = {"Type": b"/Pages", "Parent": reference(self._pages), "Kids": array(kids), "Count": b"%d" % len(kids)}
        self._nodes.append(reference(self._assembly.put(dictionary(entries), node)))
        self.destinations.copy(source, copy)
        self._tags.add(source, copy, entry, naming)

    def _stamp(self, source: pikepdf.Pdf, page: Any, copy: Copy, dressed: set[tuple[int, int]], total: int, chapter: Chapter) -> None:
        before, behind = self._stamper.contents(page, self._count, total, chapter)
        fonts = page.Resources.Font
        if fonts.objgen not in dressed or not fonts.is_indirect:
            dressed.add(fonts.objgen)
            for name, number in self._stamper.fonts.items():
                fonts[name] = _placeholder(source, copy, number)
        contents = page.Contents
        inner = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        page.Contents = pikepdf.Array([_placeholder(source, copy, before), *inner, _placeholder(source, copy, behind)])

    def finish(self) -> bytes:
        """The whole file."""
        assembly = self._assembly
        assembly.put(dictionary({"Type": b"/Pages", "Kids": array(self._nodes), "Count": b"%d" % self._count}), self._pages)
        self._tags.write()
        attached = self._attachments.write(assembly)
        names = dictionary({"Dests": self.destinations.write(assembly), "EmbeddedFiles": attached.pop("EmbeddedFiles", b"")})
        catalog = {
            "Type": b"/Catalog",
            "Pages": reference(self._pages),
            **self._catalog,
            "StructTreeRoot": reference(self._tags.root),
            "Names": names,
            **attached,
            "Outlines": reference(write(assembly, self._bookmarks)),
            "PageLabels": b"<</Nums[0<</S/D>>]>>",
        }
        return assembly.finish(assembly.put(dictionary(catalog)), self._information)


def _placeholder(source: pikepdf.Pdf, copy: Copy, number: int) -> Any:
    """An object to refer to in a part that stands for one of the manual's."""
    held = source.make_indirect(pikepdf.Dictionary())
    copy.stand_in(held, number)
    return held
