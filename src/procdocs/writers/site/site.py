"""What every page of the site shares: file names, links, navigation, languages. Renders nothing and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote

from procdocs.languages import Words, words
from procdocs.manual.model import Chapter, Entry, Manual
from procdocs.writers import Options
from procdocs.writers.anchors import WORKSHEETS, Targets, resolve, targets
from procdocs.writers.markup.escaping import fragment, identifier

#: Entries up to which the navigation shows all of them; larger manuals show the chapter's neighbourhood.
ALL_SHOWN = 120
AROUND = 12
#: Names of our own pages, which no entry may take.
OWN_PAGES = frozenset({"index", "manual-single"})


class NavigationItem(NamedTuple):
    """An entry in the navigation."""

    address: str
    code: str
    title: str
    language: str
    is_current: bool


class NavigationChapter(NamedTuple):
    """A chapter in the navigation; `more` counts the entries left out."""

    number: int
    title: str
    address: str
    is_open: bool
    items: tuple[NavigationItem, ...]
    more: int


class Crumb(NamedTuple):
    """A step of the way to a page; the last has no address."""

    title: str
    address: str


@dataclass(frozen=True)
class Site:
    """A manual seen as a folder of pages."""

    manual: Manual
    options: Options

    @cached_property
    def speak(self) -> Words:
        """The fixed words."""
        return words(self.manual.language)

    @cached_property
    def known(self) -> Targets:
        """What can be linked to."""
        return targets(self.manual)

    @cached_property
    def _addresses(self) -> dict[str, str | None]:
        """Addresses found so far: the same few targets are linked from everywhere."""
        return {}

    @cached_property
    def chapter_of(self) -> Mapping[str, Chapter]:
        """The chapter each entry stands in."""
        return {entry.id: chapter for chapter in self.manual.chapters for entry in chapter.entries}

    def link(self, target: str) -> str | None:
        """Address of a target seen from any page of the site."""
        if target not in self._addresses:
            place = resolve(target, self.known)
            page = quote(page_name(place.entry)) if place else None
            self._addresses[target] = f"{page}#{fragment(target)}" if place and place.anchor else page
        return self._addresses[target]

    def link_from_diagram(self, target: str) -> str | None:
        """Address of a target seen from a file in `diagrams/`."""
        from procdocs.writers.markup.escaping import web_address

        web = web_address(target)
        inside = None if web else self.link(target)
        return web or (f"../{inside}" if inside else None)

    def languages(self, page: str) -> tuple[tuple[str, str], ...]:
        """Language and address of the same page in every language that has pages, this one's address empty; nothing if there is only one."""
        first, own = self.manual.languages[0], self.manual.language
        written = self.options.languages or frozenset(self.manual.languages)
        up = "" if own == first else "../"
        found: list[tuple[str, str]] = []
        for tag in self.manual.languages:
            folder = "" if tag == first else f"{tag}/"
            # A language left out of this build may have pages of an earlier one, though perhaps not this page.
            name = next((name for name in (page, "index.html") if tag in written or folder + name in self.options.earlier), None)
            if tag == own or name:
                found.append((tag, "" if tag == own else f"{up}{folder}{quote(name or '')}"))
        return tuple(found) if len(found) > 1 else ()

    def navigation(self, current: Entry | None) -> Iterator[NavigationChapter]:
        """The chapters with their entries, as a page about `current` shows them."""
        short = len(self.manual.entries) > ALL_SHOWN
        here = self.chapter_of[current.id] if current else None
        for chapter in self.manual.chapters:
            entries = chapter.entries
            if short and chapter is not here:
                entries = ()
            elif short and current is not None and len(entries) > 2 * AROUND:
                at = next(index for index, entry in enumerate(entries) if entry.id == current.id)
                first = max(0, min(at - AROUND, len(entries) - 2 * AROUND))
                entries = entries[first : first + 2 * AROUND]
            items = tuple(NavigationItem(quote(page_name(e.id)), code(e), e.title, e.title_language, current is not None and e.id == current.id) for e in entries)
            yield NavigationChapter(chapter.number, chapter.title, f"index.html#{chapter_anchor(chapter)}", chapter is here, items, len(chapter.entries) - len(items))

    def pdf(self, entry: Entry) -> str:
        """Address of an entry's own PDF, or nothing if there is none."""
        if entry.apart:
            return WORKSHEETS if "worksheets" in self.options.linked else ""
        return f"documents/{quote(entry.id)}.pdf" if "pdf" in self.options.linked and entry.path else ""


def page_name(entry_id: str) -> str:
    """File name of an entry's page; never the name of a page of ours."""
    name = identifier(entry_id)
    return f"_{name}.html" if name.casefold() in OWN_PAGES else f"{name}.html"


def chapter_anchor(chapter: Chapter) -> str:
    """Id of a chapter's list on the first page. An underscore begins ids of ours: entries' never begin so."""
    return f"_chapter-{chapter.number}"


def code(entry: Entry) -> str:
    """What stands before a title: a process is called by its id, other documents by their number."""
    return entry.id if entry.kind == "process" else entry.control.number
