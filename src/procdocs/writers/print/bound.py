"""A volume (the manual, the worksheets) to be bound of PDFs: says what goes in, in which order, and what it is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from procdocs import binder
from procdocs.execution.target import Source, Target, code
from procdocs.languages import words
from procdocs.manual.model import Manual
from procdocs.templating import Templates
from procdocs.writers.anchors import WORKSHEETS
from procdocs.writers.markup.escaping import identifier
from procdocs.writers.print.article import shown_title
from procdocs.writers.print.html import chapter_anchor, front_sheet, manual_day, manual_title, specimen_sheet, tongue
from procdocs.writers.print.sheet import Front, Press, Sheet, Volume

#: Where the targets lie, so to speak, that are there to be bound: the page of characters, the pages of each part, those of the front, and the front.
SPECIMEN, COUNTS, DRAFT, FRONT = "parts/specimen.pdf", "parts/pages.json", "parts/front-pages", "parts/front.pdf"
#: What makes them.
ENGINE = "procdocs.writers.print.engine:make"
BINDING = "procdocs.writers.print.binding"
COUNTING = "procdocs.binder.opening:counts"
#: What tells on another machine why it would print other bytes.
UNLIKE = "procdocs.writers.print.press:unlike"
#: Longest time the manual may take, in seconds: far more than one of 2000 pages needs.
PATIENCE_MANUAL = 3600.0
#: Memory that binding it may take, in bytes.
MEMORY_MANUAL = 4 * 2**30


@dataclass(frozen=True)
class Bundle:
    """All that is bound into one file."""

    #: Path of the file, its name in messages, and what the paths begin with of what is printed for it alone (`parts/`).
    path: str
    name: str
    apart: str
    #: Paths of the PDFs in their order, with what the binder must know of each.
    parts: tuple[tuple[str, binder.Part], ...]
    #: What stands before the parts, and the page of characters of `shown`.
    front: Sheet
    specimen: Sheet
    setting: binder.Binding
    #: The files of the project it is made of.
    sources: tuple[Source, ...]


def bound(manual: Manual, paths: Mapping[str, str], sources: tuple[Source, ...], templates: Templates, press: Press) -> Iterator[Target]:
    """The manual, bound of PDFs made of `document_sheet` of every entry (`paths` says where each lies, by entry id), and before it what is printed for it alone."""
    parts = tuple(_parts(manual, paths))
    say = words(manual.language)
    stamp = binder.Stamp(say("print.manual_before"), say("print.manual_between"), say("print.manual_after"), cited=(say("print.cited_before"), say("print.cited_after")))
    setting = binder.Binding(
        title=manual_title(manual),
        language=tongue(manual.language),
        stamp=stamp,
        number=manual.control.number,
        revision=manual.control.revision,
        day=manual_day(manual),
        elsewhere=((f"../{WORKSHEETS}", WORKSHEETS), (WORKSHEETS, WORKSHEETS)),
    )
    specimen = specimen_sheet(manual, shown(stamp, parts), templates, press)
    yield from bundled(Bundle("manual.pdf", "manual", "parts/", parts, front_sheet(manual, templates, press), specimen, setting, sources), press)


def shown(stamp: binder.Stamp, parts: tuple[tuple[str, binder.Part], ...]) -> list[str]:
    """Every character that page numbers need, for the specimen."""
    fixed = {*"0123456789", *binder.BETWEEN, *binder.SHORTENED, *(character for _, part in parts for character in part.chapter.title)}
    return sorted(fixed.union(stamp.before, stamp.between, stamp.after, *stamp.cited))


def bundled(bundle: Bundle, press: Press) -> Iterator[Target]:
    """The bound file, and before it what is printed for it alone.

    The pages of the parts go a way of their own to the front: as long as they stay, a text that was edited leaves it as it is.
    """
    specimen, counts, draft, placed = (path.replace("parts/", bundle.apart, 1) for path in (SPECIMEN, COUNTS, DRAFT, FRONT))
    front = Front(bundle.front, bundle.parts)
    needed = tuple(dict.fromkeys(path for path, _ in bundle.parts))
    named = words(bundle.setting.language)("print.contents")
    printed = Target(specimen, bundle.specimen, ENGINE, away=True, size=len(bundle.specimen.html), delivered=False, name=named, sources=bundle.sources, unlike=UNLIKE)
    yield printed
    yield replace(printed, path=draft, inputs=front, make=f"{BINDING}:draft", size=len(front.sheet.html), patience=PATIENCE_MANUAL, memory=MEMORY_MANUAL)
    yield Target(counts, (), COUNTING, needs=needed, delivered=False)
    inputs = front._replace(counts=counts, draft=draft)
    yield replace(printed, path=placed, inputs=inputs, make=f"{BINDING}:front", needs=(counts, draft), patience=PATIENCE_MANUAL, memory=MEMORY_MANUAL)
    yield Target(
        bundle.path,
        Volume(bundle.parts, placed, specimen, bundle.setting, press, code("procdocs.binder.binding")),
        f"{BINDING}:bind",
        needs=(*needed, placed, specimen),
        away=True,
        patience=PATIENCE_MANUAL,
        memory=MEMORY_MANUAL,
        name=bundle.name,
        sources=bundle.sources,
        unlike=UNLIKE,
    )


def _parts(manual: Manual, paths: Mapping[str, str]) -> Iterator[tuple[str, binder.Part]]:
    say = words(manual.language)
    for chapter in manual.volume:
        headed = binder.Chapter(chapter_anchor(chapter), f"{say('print.chapter', number=chapter.number)} {chapter.title}")
        for entry in chapter.entries:
            yield paths[entry.id], binder.Part(identifier(entry.id), shown_title(entry), headed)
