"""The manual as a volume to be bound of the PDFs of its entries: says what goes in, in which order, and what it is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from procdocs import binder
from procdocs.execution.target import Source, Target, code
from procdocs.languages import words
from procdocs.manual.model import Manual
from procdocs.templating import Templates
from procdocs.writers.markup.escaping import identifier
from procdocs.writers.print.article import shown_title
from procdocs.writers.print.html import chapter_anchor, front_sheet, manual_day, manual_title, specimen_sheet, tongue
from procdocs.writers.print.sheet import Front, Press, Volume

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


def bound(manual: Manual, paths: Mapping[str, str], sources: tuple[Source, ...], templates: Templates, press: Press) -> Iterator[Target]:
    """The manual, bound of PDFs made of `document_sheet` of every entry (`paths` says where each lies, by entry id), and before it what is printed for it alone.

    The pages of the parts go a way of their own to the front: as long as they stay, a text that was edited leaves it as it is.
    """
    parts = tuple(_parts(manual, paths))
    shown = {*"0123456789", *binder.BETWEEN, *binder.SHORTENED, *(character for _, part in parts for character in part.chapter.title)}
    say = words(manual.language)
    stamp = binder.Stamp(say("print.manual_before"), say("print.manual_between"), say("print.manual_after"))
    specimen = specimen_sheet(manual, sorted(shown.union(stamp.before, stamp.between, stamp.after)), templates, press)
    front = Front(front_sheet(manual, templates, press), parts)
    needed = tuple(dict.fromkeys(path for path, _ in parts))
    printed = Target(SPECIMEN, specimen, ENGINE, away=True, size=len(specimen.html), delivered=False, name=say("print.contents"), sources=sources, unlike=UNLIKE)
    yield printed
    yield replace(printed, path=DRAFT, inputs=front, make=f"{BINDING}:draft", size=len(front.sheet.html), patience=PATIENCE_MANUAL, memory=MEMORY_MANUAL)
    yield Target(COUNTS, (), COUNTING, needs=needed, delivered=False)
    placed = front._replace(counts=COUNTS, draft=DRAFT)
    yield replace(printed, path=FRONT, inputs=placed, make=f"{BINDING}:front", needs=(COUNTS, DRAFT), patience=PATIENCE_MANUAL, memory=MEMORY_MANUAL)
    setting = binder.Binding(
        title=manual_title(manual),
        language=tongue(manual.language),
        stamp=stamp,
        number=manual.control.number,
        revision=manual.control.revision,
        day=manual_day(manual),
    )
    yield Target(
        "manual.pdf",
        Volume(parts, FRONT, SPECIMEN, setting, press, code("procdocs.binder.binding")),
        f"{BINDING}:bind",
        needs=(*needed, FRONT, SPECIMEN),
        away=True,
        patience=PATIENCE_MANUAL,
        memory=MEMORY_MANUAL,
        name="manual",
        sources=sources,
        unlike=UNLIKE,
    )


def _parts(manual: Manual, paths: Mapping[str, str]) -> Iterator[tuple[str, binder.Part]]:
    say = words(manual.language)
    for chapter in manual.chapters:
        headed = binder.Chapter(chapter_anchor(chapter), f"{say('print.chapter', number=chapter.number)} {chapter.title}")
        for entry in chapter.entries:
            yield paths[entry.id], binder.Part(identifier(entry.id), shown_title(entry), headed)
