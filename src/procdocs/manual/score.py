"""The score card: what the checks found, and how far each standard is covered. Finds nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from procdocs.diagnostics import Diagnostic, Severity
from procdocs.diagnostics.sentences import say
from procdocs.manual.coverage import clause_views
from procdocs.manual.model import Finding, Score
from procdocs.manual.voice import Voice


def score(voice: Voice, diagnostics: Sequence[Diagnostic]) -> Score:
    """Counts by severity, the findings in words with the entry they belong to, and coverage per standard."""

    def count(severity: Severity) -> int:
        return sum(diagnostic.severity is severity for diagnostic in diagnostics)

    return Score(count(Severity.ERROR), count(Severity.WARNING), count(Severity.NOTE), tuple(_coverage(voice)), tuple(_findings(voice, diagnostics)))


def _findings(voice: Voice, diagnostics: Sequence[Diagnostic]) -> Iterator[Finding]:
    entries = {document.span().path: document.id for document in voice.project.documents}
    for diagnostic in diagnostics:
        span = diagnostic.span
        place = f"{span.path}:{span.line}" if span.line else span.path
        yield Finding(diagnostic.code, diagnostic.severity.value, say(diagnostic, voice.words.findings).message, place, entries.get(span.path, ""))


def _coverage(voice: Voice) -> Iterator[tuple[str, int, int, int]]:
    """Name of each standard of the settings with its clauses covered, excluded and in all; one without a clause set is left out."""
    for one in clause_views(voice.project):
        if one.known is not None and one.standard in voice.project.settings.standards:
            yield one.name, one.covered, one.excluded, len(one.clauses)
