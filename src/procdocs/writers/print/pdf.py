"""Controlled PDFs: one for each document and one manual. Says what is printed and from what; draws nothing.

WeasyPrint runs in processes of its own and is not imported here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from procdocs.execution.target import MEMORY, PATIENCE, Source, Target
from procdocs.manual.model import Entry, Manual
from procdocs.manual.paper.citing import cites
from procdocs.writers import Options
from procdocs.writers.print import worksheets
from procdocs.writers.print.bound import ENGINE, PATIENCE_MANUAL, UNLIKE, bound
from procdocs.writers.print.html import document_sheet, manual_sheet
from procdocs.writers.print.press import press
from procdocs.writers.print.sheet import Press, Sheet

#: What makes a PDF of HTML that carries its pictures itself.
PLAIN = "procdocs.writers.print.engine:plain"
#: Bytes of memory and seconds that printing takes beside those of every target, for each character of HTML. A register of 155 pages (440 000 characters)
#: takes 500 MB in all, and half a minute on a machine that does nothing else.
MEMORY_A_CHARACTER, SECONDS_A_CHARACTER = 2048, 0.001


def plan(manual: Manual, options: Options) -> Iterator[Target]:
    """`documents/ID.pdf` of every document, `manual.pdf`, bound of all entries, and `worksheets.pdf`; with `options.only`, just those documents.

    With `options.single` the manual is printed in one piece, to compare.
    """
    documents = tuple(entry for entry in manual.entries if entry.is_document)
    chosen = tuple(entry for entry in documents if not options.only or entry.id in options.only)
    if not chosen and options.only:
        return
    printed_by = press()
    if options.only or options.single:
        yield from _documents(manual, chosen, options, printed_by)
    if options.only:
        return
    if options.single:
        yield replace(_target("manual.pdf", "manual", manual_sheet(manual, options.templates, printed_by), documents), patience=PATIENCE_MANUAL)
    else:
        yield from _documents(manual, [entry for entry in documents if cites(entry, manual)], options, printed_by)
        yield from _parts(manual, _bound_in(manual), options, printed_by)
        yield from bound(manual, {entry.id: part_path(manual, entry) for entry in _bound_in(manual)}, _sources(documents), options.templates, printed_by)
    yield from worksheets.plan(manual, replace(options, linked=options.linked | {"pdf"}))


def parts(manual: Manual, options: Options) -> Iterator[Target]:
    """Every entry of the bound manual as a PDF of its own, in reading order; most documents are delivered as they are bound."""
    return _parts(manual, _bound_in(manual), options, press())


def _bound_in(manual: Manual) -> tuple[Entry, ...]:
    return tuple(entry for chapter in manual.volume for entry in chapter.entries)


def _documents(manual: Manual, entries: Iterable[Entry], options: Options, printed_by: Press) -> Iterator[Target]:
    """Documents as they are delivered, each complete in itself."""
    for entry in entries:
        yield _target(f"documents/{entry.id}.pdf", entry.id, document_sheet(manual, entry, options.templates, printed_by), (entry,))


def _parts(manual: Manual, entries: Iterable[Entry], options: Options, printed_by: Press) -> Iterator[Target]:
    for entry in entries:
        sheet = document_sheet(manual, entry, options.templates, printed_by, bound=True)
        sources = (entry,) if entry.is_document else tuple(other for other in manual.entries if other.is_document)
        path = part_path(manual, entry)
        yield replace(_target(path, entry.id if entry.is_document else entry.title, sheet, sources), delivered=path.startswith("documents/"))


def part_path(manual: Manual, entry: Entry) -> str:
    """Where the PDF of an entry lies, or is said to lie if it is not delivered: what is bound of a document that cites others is another one than is delivered."""
    return f"documents/{entry.id}.pdf" if entry.is_document and not cites(entry, manual) else f"parts/{entry.id}.pdf"


def _target(path: str, name: str, sheet: Sheet, entries: Iterable[Entry]) -> Target:
    size = len(sheet.html)
    memory, patience = MEMORY + MEMORY_A_CHARACTER * size, PATIENCE + SECONDS_A_CHARACTER * size
    return Target(path, sheet, ENGINE, away=True, size=size, patience=patience, memory=memory, name=name, sources=_sources(entries), unlike=UNLIKE)


def _sources(entries: Iterable[Entry]) -> tuple[Source, ...]:
    return tuple(Source(entry.path, entry.source) for entry in entries)
