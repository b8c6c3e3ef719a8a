"""A format of a manual, made: its targets planned and executed, and what goes wrong with them said as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.drawing import PD703, PD704
from procdocs.execution.executors import execute
from procdocs.execution.pool import Unusable
from procdocs.execution.target import Failed, Source, Target
from procdocs.languages import words
from procdocs.manual.model import Manual
from procdocs.writers import WRITERS, Artifact, Options, WriterFailed, WriterUnavailable
from procdocs.writers.print.sheet import NO_FONTS


class NoPango(WriterUnavailable):
    """The libraries WeasyPrint needs are missing: no PDF can be made here. HTML and Excel can."""


class TargetFailed(WriterFailed):
    """One file could not be made: `document` is the id it belongs to, "manual" for the manual (PD704)."""

    def __init__(self, target: Target, failed: Failed) -> None:
        self.document, self.reason = target.name or target.path, failed.reason
        path = target.sources[0].path if len(target.sources) == 1 else target.path
        super().__init__(diagnose(PD704, Span(path), failed.why, document=self.document, reason=failed.reason))


class LostGlyphs(WriterFailed):
    """Characters that no font has; `diagnostics` name character, file and line (PD703)."""


def artifacts(name: str, manual: Manual, options: Options) -> Iterator[Artifact]:
    """The files of a format as they are finished.

    Raises NoPango before any of them, TargetFailed for the first that cannot be made, LostGlyphs after the last one.
    """
    targets: list[Target] = []
    lost: dict[str, set[str]] = {}
    done = 0
    try:
        for target, value in execute(_noted(targets, WRITERS[name].plan(manual, options)), options.executor, options.jobs):
            if isinstance(value, Failed):
                raise TargetFailed(target, value)
            for character in value.lost:
                lost.setdefault(character, set()).add(target.path)
            if target.away:
                done += 1
                options.progress(done, sum(target.away for target in targets), target.path)
            if target.delivered:
                yield Artifact(target.path, value.data)
    except Unusable as missing:
        say = words(manual.language)
        reason = say("print.no_fonts") if NO_FONTS in str(missing) else f"{say('print.no_pango')} {say('print.no_pango_remedy')}"
        raise NoPango(f"{reason} ({missing})") from missing
    if lost:
        raise LostGlyphs(*(_diagnostic(character, next(target for target in targets if target.path in lost[character])) for character in sorted(lost)))


def _noted(noted: list[Target], targets: Iterable[Target]) -> Iterator[Target]:
    for target in targets:
        noted.append(target)
        yield target


def _diagnostic(character: str, target: Target) -> Diagnostic:
    """The lost character at the first place it is written at."""
    code = " ".join(f"U+{ord(c):04X}" for c in character)
    return diagnose(PD703, next((place for source in target.sources for place in _places(source, character)), Span(target.path)), character=character, code=code)


def _places(source: Source, character: str) -> Iterator[Span]:
    for number, line in enumerate(source.data.decode("utf-8", "replace").splitlines(), 1):
        at = line.find(character) if character else -1
        if at >= 0:
            yield Span(source.path, number, at + 1, at + 1 + len(character))
            return
