"""Controlled PDFs: one for each document and one manual. Decides what is printed and reports what went wrong; draws nothing.

WeasyPrint runs in processes of its own and is not imported here.
"""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.drawing import PD703, PD704
from procdocs.languages import words
from procdocs.manual.model import Entry, Manual
from procdocs.writers import Artifact, Options, WriterFailed, WriterUnavailable
from procdocs.writers.print.pool import PATIENCE, Unprintable, answers
from procdocs.writers.print.worker import MANUAL, Failed


class NoPango(WriterUnavailable):
    """The libraries WeasyPrint needs are missing: no PDF can be made here. HTML and Excel can."""


class PdfFailed(WriterFailed):
    """One PDF could not be made: `document` is its id, "manual" for the manual (PD704)."""

    def __init__(self, document: str, failed: Failed, path: str) -> None:
        super().__init__(diagnose(PD704, Span(path), failed.why, document=document, reason=failed.reason))
        self.document = document
        self.reason = failed.reason


class LostGlyphs(WriterFailed):
    """Characters that no font has; `diagnostics` name character, file and line (PD703)."""


def write(manual: Manual, options: Options) -> Iterator[Artifact]:
    """`documents/ID.pdf` of every document and `manual.pdf`; with `options.only`, just those documents.

    Raises NoPango before any work, PdfFailed for the first PDF that cannot be made, LostGlyphs after the last one.
    """
    jobs = [entry.id for entry in manual.entries if entry.is_document and (not options.only or entry.id in options.only)]
    if not options.only:
        jobs.insert(0, MANUAL)  # the longest first
    if not jobs:
        return
    lost: dict[str, Diagnostic] = {}
    try:
        for done, (job, printed) in enumerate(answers((manual, options.templates), jobs, options.jobs, {MANUAL: PATIENCE}), 1):
            path = f"documents/{job}.pdf" if job != MANUAL else "manual.pdf"
            if isinstance(printed, Failed) and printed.template is not None:
                raise WriterFailed(printed.template)
            if isinstance(printed, Failed):
                raise PdfFailed(job or "manual", printed, manual.by_id[job].path if job else path)
            for found in printed.lost:
                lost.setdefault(found.character, _diagnostic(manual, job, found.character, path))
            options.progress(done, len(jobs), path)
            yield Artifact(path, printed.data)
    except Unprintable as missing:
        say = words(manual.language)
        raise NoPango(f"{say('print.no_pango')} {say('print.no_pango_remedy')} ({missing})") from missing
    if lost:
        raise LostGlyphs(*(lost[character] for character in sorted(lost)))


def _diagnostic(manual: Manual, job: str, character: str, path: str) -> Diagnostic:
    """The lost character at the first place it is written at."""
    entries = [manual.by_id[job]] if job != MANUAL else [entry for entry in manual.entries if entry.is_document]
    code = " ".join(f"U+{ord(c):04X}" for c in character)
    return diagnose(PD703, next((place for entry in entries for place in _places(entry, character)), Span(path)), character=character, code=code)


def _places(entry: Entry, character: str) -> Iterator[Span]:
    for number, line in enumerate(entry.source.decode("utf-8", "replace").splitlines(), 1):
        at = line.find(character) if character else -1
        if at >= 0:
            yield Span(entry.path, number, at + 1, at + 1 + len(character))
            return
