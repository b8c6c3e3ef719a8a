"""A format of a manual, made: its targets planned and executed, and what goes wrong with them said as findings."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.drawing import PD703, PD704
from procdocs.execution.child import Unreachable, Unusable
from procdocs.execution.digest import digest
from procdocs.execution.executors import execute, idle
from procdocs.execution.scarcity import tells_of_scarcity
from procdocs.execution.target import Failed, Made, Source, Target
from procdocs.languages import words
from procdocs.manual.model import Manual
from procdocs.pictures import media_type, picture
from procdocs.source.text import code_point
from procdocs.writers import Artifact, Kept, Options, Progress, Spoilt, WriterFailed, WriterUnavailable
from procdocs.writers.print.sheet import NO_FONTS
from procdocs.writers.rendering import Rendering

#: Part of the work that must be done before a time left is told.
ENOUGH = 0.1


class NoPango(WriterUnavailable):
    """The libraries WeasyPrint needs are missing, or room for a process that prints: no PDF can be made here. HTML and Excel can."""


class NoCluster(WriterUnavailable):
    """The cluster that was named cannot be used."""


class LostGlyphs(WriterFailed):
    """Characters that no font has; `diagnostics` name character, file and line (PD703)."""


def artifacts(name: str, manual: Manual, options: Options, rendering: Rendering | None = None, meanwhile: Callable[[], None] = idle) -> Iterator[Artifact | Kept | Spoilt]:
    """The files of a format as they are finished; in the place of one that cannot be made, why its earlier one stays (PD704). `meanwhile` is as `execute` has it.

    Beside them, pictures that could not be printed; the same one again for each file it is in.

    Raises NoPango or NoCluster before any of them, TemplateFailed for a user's template, LostGlyphs after the last one.
    """
    planned = _Planned()
    lost: dict[str, set[str]] = {}
    failed: dict[str, Target] = {}
    targets = planned.noted((rendering or Rendering()).plan(name, manual, options))
    try:
        for target, value in execute(targets, options.executor, options.jobs, options.limits, options.scheduler, options.cache, meanwhile):
            planned.came(target, value, options.progress)
            if isinstance(value, Failed):
                cause = next((failed[path] for path in target.needs if path in failed), None)
                failed[target.path] = cause or target
                if target.delivered or cause is None:
                    yield Kept(target.path, not_made(target, value, cause))
                continue
            options.timings.add(target.path, value)
            for character in value.lost:
                lost.setdefault(character, set()).add(target.path)
            if value.spoilt:
                yield from _spoilt(manual, dict(value.spoilt))
            if target.delivered:
                yield Artifact(target.path, value.data)
    except Unusable as missing:
        say = words(manual.language)
        if tells_of_scarcity(str(missing)):
            raise NoPango(say("saving.no_room")) from missing
        reason = say("print.no_fonts") if NO_FONTS in str(missing) else f"{say('print.no_pango')} {say('print.no_pango_remedy')}"
        raise NoPango(f"{reason} ({missing})") from missing
    except Unreachable as missing:
        raise NoCluster(words(manual.language)("print.no_cluster", reason=missing)) from missing
    if lost:
        raise LostGlyphs(*(_diagnostic(character, next(target for target in planned.targets if target.path in lost[character])) for character in sorted(lost)))


def _spoilt(manual: Manual, found: Mapping[str, str]) -> Iterator[Spoilt]:
    """The author's pictures of those digests, which are of the file or of what a drawing takes of it."""
    for path, content in manual.pictures.items():
        drawn = picture(content) if media_type(path) == "image/svg+xml" else None
        shown = (content, base64.b64decode(drawn.uri.partition(",")[2])) if drawn else ()
        yield from (Spoilt(path, found[key]) for key in map(digest, shown) if key in found)


def not_made(target: Target, value: Failed, cause: Target | None) -> Diagnostic:
    """Why a file could not be made, at the only file of the project it is made of; `cause` is the target that failed first, if it was not this one."""
    name = target.name or target.path
    if cause is not None:
        return diagnose(PD704, Span(_shown(target)), "needs", document=name, other=cause.name or cause.path)
    path = target.sources[0].path if len(target.sources) == 1 else _shown(target)
    return diagnose(PD704, Span(path), value.why, document=name, reason=value.reason)


def _shown(target: Target) -> str:
    """What a target is called where its place is told: what is not delivered lies nowhere, and is known by its name."""
    return target.path if target.delivered else target.name or target.path


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

    def came(self, target: Target, made: Made | Failed, progress: Progress) -> None:
        """One is there. Only what is made away is told of: the rest takes no time to speak of, and what was remembered took none."""
        size = self._waiting.pop(target.path, None)
        if size is None:
            return
        if isinstance(made, Made) and made.reused:
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
    code = " ".join(map(code_point, character))
    return diagnose(PD703, next((place for source in target.sources for place in _places(source, character)), Span(_shown(target))), character=character, code=code)


def _places(source: Source, character: str) -> Iterator[Span]:
    for number, line in enumerate(source.data.decode("utf-8", "replace").splitlines(), 1):
        at = line.find(character) if character else -1
        if at >= 0:
            yield Span(source.path, number, at + 1, at + 1 + len(character))
            return
