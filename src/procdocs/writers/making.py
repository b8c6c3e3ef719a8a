"""A format of a manual, made: its targets planned and executed, and what goes wrong with them said as findings."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.drawing import PD703, PD704
from procdocs.execution.executors import execute
from procdocs.execution.pool import Unusable
from procdocs.execution.target import Failed, Made, Source, Target
from procdocs.languages import words
from procdocs.manual.model import Manual
from procdocs.writers import WRITERS, Artifact, Options, Progress, WriterFailed, WriterUnavailable

#: Part of the work that must be done before a time left is told.
ENOUGH = 0.1


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
    planned = _Planned()
    lost: dict[str, set[str]] = {}
    try:
        for target, value in execute(planned.noted(WRITERS[name].plan(manual, options)), options.executor, options.jobs, options.cache):
            if isinstance(value, Failed):
                raise TargetFailed(target, value)
            for character in value.lost:
                lost.setdefault(character, set()).add(target.path)
            options.timings.add(target.path, value)
            planned.came(target, value, options.progress)
            if target.delivered:
                yield Artifact(target.path, value.data)
    except Unusable as missing:
        say = words(manual.language)
        raise NoPango(f"{say('print.no_pango')} {say('print.no_pango_remedy')} ({missing})") from missing
    if lost:
        raise LostGlyphs(*(_diagnostic(character, next(target for target in planned.targets if target.path in lost[character])) for character in sorted(lost)))


class _Planned:
    """The targets of a format, without what they are made from, and how far they are."""

    def __init__(self) -> None:
        self.targets: list[Target] = []
        #: Sizes of those that are made away and are not there yet, by path.
        self._waiting: dict[str, int] = {}
        self._began = time.perf_counter()
        self._reused = self._made = self._size = 0

    def noted(self, targets: Iterable[Target]) -> Iterator[Target]:
        """The targets as they are planned."""
        for target in targets:
            self.targets.append(replace(target, inputs=None))
            if target.away:
                self._waiting[target.path] = target.size
            yield target
        self._began = time.perf_counter()

    def came(self, target: Target, made: Made, progress: Progress) -> None:
        """One is there. Only what is made away is told of: the rest takes no time to speak of, and what was remembered took none."""
        size = self._waiting.pop(target.path, None)
        if size is None:
            return
        if made.reused:
            self._reused += 1
            return
        self._made += 1
        self._size += size
        progress(self._made, self._made + len(self._waiting), target.path, self._reused, self._left())

    def _left(self) -> float | None:
        """Seconds that the rest will take if it goes on as it went, size by size; None while too little is done to tell. What has no size counts as the mean."""
        waiting = sum(size or self._size / self._made for size in self._waiting.values())
        known = self._size and self._size >= ENOUGH * (self._size + waiting)
        return (time.perf_counter() - self._began) * waiting / self._size if known else None


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
