"""Controlled PDFs: one for each document and one manual. Says what is printed and from what; draws nothing.

WeasyPrint runs in processes of its own and is not imported here.
"""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.execution.target import PATIENCE, Source, Target
from procdocs.manual.model import Entry, Manual
from procdocs.writers import Options
from procdocs.writers.print.html import document_sheet, manual_sheet
from procdocs.writers.print.press import press
from procdocs.writers.print.sheet import Sheet

#: What makes a PDF of a sheet.
ENGINE = "procdocs.writers.print.engine:make"
#: Longest time the manual may take, in seconds: far more than one of 2000 pages needs.
PATIENCE_MANUAL = 3600.0


def plan(manual: Manual, options: Options) -> Iterator[Target]:
    """`documents/ID.pdf` of every document and `manual.pdf`; with `options.only`, just those documents."""
    documents = tuple(entry for entry in manual.entries if entry.is_document)
    chosen = tuple(entry for entry in documents if not options.only or entry.id in options.only)
    if not chosen and options.only:
        return
    printed_by = press()
    if not options.only:
        yield _target("manual.pdf", "manual", manual_sheet(manual, options.templates, printed_by), documents, PATIENCE_MANUAL)
    for entry in chosen:
        yield _target(f"documents/{entry.id}.pdf", entry.id, document_sheet(manual, entry, options.templates, printed_by), (entry,))


def _target(path: str, name: str, sheet: Sheet, entries: tuple[Entry, ...], patience: float = PATIENCE) -> Target:
    sources = tuple(Source(entry.path, entry.source) for entry in entries)
    return Target(path, sheet, ENGINE, away=True, size=len(sheet.html), patience=patience, name=name, sources=sources)
