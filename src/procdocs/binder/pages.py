"""The pages of the manual: those of each part in their order, links turned inward, stamped with their number in the whole."""

from __future__ import annotations

from typing import Any

import pikepdf

from procdocs.binder.assembly import Assembly
from procdocs.binder.copying import Copy
from procdocs.binder.links import Destinations
from procdocs.binder.model import Chapter, Plan
from procdocs.binder.stamp import Cited, Place, Stamper, Widths
from procdocs.binder.syntax import array, dictionary, reference


class Pages:
    """The tree of pages: a branch for each part."""

    def __init__(self, assembly: Assembly, destinations: Destinations, stamper: Stamper) -> None:
        self._assembly, self._destinations, self._stamper = assembly, destinations, stamper
        self.root = assembly.allot()
        self._branches: list[bytes] = []
        self._count = 0

    def add(self, source: pikepdf.Pdf, copy: Copy, plan: Plan, chapter: Chapter | None) -> bytes:
        """The pages of a part; those of a chapter are stamped, as planned. Returns a reference to the first."""
        branch = self._assembly.allot()
        kids = []
        dressed: set[tuple[int, int]] = set()
        known: Widths = {}
        for page in source.pages:
            self._count += 1
            links = [(annotation, self._destinations.turn_inward(annotation)) for annotation in page.obj.get("/Annots", ())]
            copy.stand_in(page.obj.Parent, branch)
            if chapter is not None:
                cited = [self._cited(link, plan.starts[name]) for link, name in links if name in plan.starts]
                streams = self._stamper.contents(page.obj, Place(self._count, plan.total, chapter, cited), known)
                _enclose(source, page.obj, copy, streams)
                self._dress(source, page.obj, copy, dressed)
            kids.append(reference(copy.number(page.obj)))
        entries = {"Type": b"/Pages", "Parent": reference(self.root), "Kids": array(kids), "Count": b"%d" % len(kids)}
        self._branches.append(reference(self._assembly.put(dictionary(entries), branch)))
        return kids[0]

    def _cited(self, link: Any, page: int) -> Cited:
        """What is to be written at a link; who hears the page is told it too."""
        cited = Cited(float(link.Rect[0]), float(link.Rect[1]), float(link.Rect[3]) - float(link.Rect[1]), page)
        link.Contents = pikepdf.String(self._stamper.cited(page).strip())
        return cited

    def _dress(self, source: pikepdf.Pdf, page: Any, copy: Copy, dressed: set[tuple[int, int]]) -> None:
        """The fonts of the stamp are added to those of the page, which pages may share."""
        if "/Font" not in page.Resources:
            page.Resources.Font = pikepdf.Dictionary()
        fonts = page.Resources.Font
        if fonts.is_indirect and fonts.objgen in dressed:
            return
        dressed.add(fonts.objgen)
        for name, number in self._stamper.fonts.items():
            fonts[name] = _placeholder(source, copy, number)

    def write(self) -> None:
        """The root."""
        self._assembly.put(dictionary({"Type": b"/Pages", "Kids": array(self._branches), "Count": b"%d" % self._count}), self.root)


def _enclose(source: pikepdf.Pdf, page: Any, copy: Copy, streams: tuple[int, int]) -> None:
    """What a page shows goes between two streams of the manual's: it leaves the axes turned round."""
    before, behind = (_placeholder(source, copy, number) for number in streams)
    contents = page.Contents
    page.Contents = pikepdf.Array([before, *(list(contents) if isinstance(contents, pikepdf.Array) else [contents]), behind])


def _placeholder(source: pikepdf.Pdf, copy: Copy, number: int) -> Any:
    """An object to refer to in a part that stands for one of the manual's."""
    held = source.make_indirect(pikepdf.Dictionary())
    copy.stand_in(held, number)
    return held
