"""`procdocs build`: the manual, the PDFs and the registers of a project, into its output folder."""

from __future__ import annotations

import datetime
import gc
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

import click

from procdocs import Diagnostic, Request, Result, Severity, build
from procdocs.cache.earlier import FOLDER as CACHE
from procdocs.cli import CLEAN, ENVIRONMENT, FINDINGS, USAGE, EnvironmentProblem
from procdocs.cli.said import count, project_folder, refused, text
from procdocs.cli.settings import language_here, language_of_settings, pinned_day, refusal
from procdocs.cli.timing_table import timing_table
from procdocs.diagnostics.sentences import printable, say
from procdocs.diagrams.fonts import NoFont
from procdocs.execution.limits import Limits
from procdocs.languages import Words, words
from procdocs.project.load import find
from procdocs.saving.changes import refuse_links
from procdocs.world.real import real
from procdocs.writers import WRITERS

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


@click.command()
@click.argument("projects", nargs=-1, metavar="[PROJECT]...", type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to (default: PROJECT/output); each of several projects gets one in it.")
@click.option("--format", "formats", multiple=True, type=click.Choice(list(WRITERS)), help="Format to write; may be given several times (default: html, pdf, xlsx).")
@click.option("--language", "languages", multiple=True, help="Language to write; may be given several times (default: those of the project).")
@click.option("--only", multiple=True, metavar="ID", help="Write only this document; may be given several times.")
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="Processes that print at once (default: one for each core).")
@click.option("--scheduler", metavar="ADDRESS", default="", help="Print on the Dask cluster of this scheduler, such as tcp://host:8786 (needs procdocs[dask]).")
@click.option("--memory", type=click.IntRange(min=64), metavar="MB", default=None, help="Memory that each process which prints may use (default: as much as its file can need).")
@click.option("--strict", is_flag=True, help="Leave with 1 for any finding, not only for errors.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Day for overdue reviews; without it nothing in the output depends on the day.")
@click.option("--no-templates", is_flag=True, help="Leave the project's own templates out.")
@click.option("--untrusted", is_flag=True, help="For projects of strangers: no templates of their own, no links followed, little time and memory for each file, no cache.")
@click.option("--cache", type=click.Path(path_type=Path, file_okay=False), help="Folder that remembers what was made (default: PROJECT/.procdocs/cache).")
@click.option("--no-cache", is_flag=True, help="Remember nothing: make everything anew.")
@click.option("--timings", is_flag=True, help="Tell what took how long.")
@click.option("--single", is_flag=True, help="Print the PDF of the manual in one piece instead of binding it: slower, to compare.")
@click.option("--force", is_flag=True, help="Replace files in the output folder that procdocs did not write.")
def command(
    projects: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    only: tuple[str, ...],
    jobs: int | None,
    scheduler: str,
    memory: int | None,
    strict: bool,
    today: datetime.datetime | None,
    no_templates: bool,
    untrusted: bool,
    cache: Path | None,
    no_cache: bool,
    timings: bool,
    single: bool,
    force: bool,
) -> int:
    """Generate the manual, the PDFs and the registers of each PROJECT."""
    # As in `check`: nothing made here forms circles worth looking for, and the looking takes a quarter of the time.
    gc.disable()
    roots = [project_folder(one) for one in projects] or [project_folder(None)]
    asked = Request(
        root=roots[0],
        output=roots[0],
        formats=tuple(dict.fromkeys(formats)) or tuple(writer.name for writer in WRITERS.values() if writer.by_default),
        languages=tuple(dict.fromkeys(languages)),
        only=frozenset(only),
        jobs=jobs or os.cpu_count() or 1,
        scheduler=scheduler,
        limits=Limits(memory=memory * 2**20 if memory else None),
        today=today.date() if today else pinned_day(),
        use_templates=not no_templates,
        untrusted=untrusted,
        single=single,
        force=force,
    )

    # What a stranger's project brings along is not believed, nor is anything of it left in a cache, unless a folder is named for it.
    def remembering(root: Path) -> Path | None:
        return None if no_cache else _remembering(root, cache) if cache else None if untrusted else root / CACHE

    if len(roots) == 1:
        built = _built(asked, roots[0], output, remembering(roots[0]), timings=timings)
        return _report(built, strict=strict)
    return _all(asked, _folders(roots, output), remembering, strict=strict, timings=timings)


#: Folders of a project that hold what people write, or what must stay as it is.
_SOURCES = ("processes", "registers", "templates", "released", "obsolete", ".git", ".schema")


class _Built(NamedTuple):
    """A project that was built, and how long it took."""

    root: Path
    folder: Path
    spoken: Words
    result: Result
    seconds: float


def _built(asked: Request, root: Path, output: Path | None, cache: Path | None, *, timings: bool) -> _Built:
    """One project, built. Raises EnvironmentProblem, click.UsageError."""
    spoken = words(language_here())
    try:
        spoken = words(language_of_settings(root))
        folder = _output(root, output)
    except OSError as problem:
        raise EnvironmentProblem(refused(problem, spoken)) from None
    started = time.monotonic()
    with _Progress(spoken) as progress:
        try:
            result = build(replace(asked, root=root, output=folder, cache=cache, progress=progress))
        except NoFont:
            raise EnvironmentProblem(spoken("build.no_font")) from None
        except OSError as problem:
            raise EnvironmentProblem(refused(problem, spoken, folder)) from None
    if result.unknown:
        raise click.UsageError(spoken("build.unknown", names=", ".join(result.unknown)))
    seconds = time.monotonic() - started
    if timings:
        click.echo(timing_table(result.timings, seconds, spoken), err=True, nl=False)
    return _Built(root, folder, spoken, result, seconds)


def _all(asked: Request, folders: Mapping[Path, Path | None], cache: Callable[[Path], Path | None], *, strict: bool, timings: bool) -> int:
    """Several projects one after the other, each with its name before its findings: one summary and the worst exit code. One that cannot be built stops no other."""
    started = time.monotonic()
    codes, files, stopped = [CLEAN], 0, 0
    found: list[Diagnostic] = []
    spoken = words(language_here())
    for root, output in folders.items():
        try:
            built = _built(asked, root, output, cache(root), timings=timings)
        except (click.UsageError, EnvironmentProblem) as problem:
            click.echo(f"procdocs: {root}: {problem}", err=True)
            codes.append(USAGE if isinstance(problem, click.UsageError) else ENVIRONMENT)
            stopped += 1
            continue
        spoken = built.spoken
        codes.append(_report(built, strict=strict, name=root.as_posix()))
        files += len(built.result.written)
        found += built.result.diagnostics
        stopped += not built.result.written
    click.echo(count([say(one, spoken.findings) for one in found], spoken), nl=False)
    click.echo(spoken("build.all", projects=len(folders), stopped=stopped, files=files, seconds=f"{time.monotonic() - started:.1f}"))
    return max(codes)


def _report(built: _Built, *, strict: bool, name: str = "") -> int:
    """Say what became of a project, of several with its `name`; its exit code."""
    spoken, result, folder = built.spoken, built.result, built.folder
    sentences = [say(one, spoken.findings) for one in result.diagnostics]
    click.echo(text(sentences, built.root, spoken, name), nl=False)
    for format_, reason in result.unavailable:
        click.echo(f"{name}: " * bool(name) + spoken("build.unavailable", format=format_, reason=reason), err=True)
    if not name:
        click.echo(count(sentences, spoken), nl=False)
    if result.forgotten is not None:
        click.echo(f"{name}: " * bool(name) + spoken("build.forgotten", reason=refused(result.forgotten, spoken)), err=True)
    if result.written:
        sentence = "build.unchanged" if result.unchanged else "build.done"
        click.echo(spoken(sentence, documents=result.documents, files=len(result.written), folder=folder, seconds=f"{built.seconds:.1f}"))
        if result.removed:
            click.echo(spoken("build.removed", files=len(result.removed)))
    else:
        click.echo(spoken("build.stopped", folder=folder))
    if result.unavailable:
        return ENVIRONMENT
    return FINDINGS if any(strict or one.severity is Severity.ERROR for one in result.diagnostics) else CLEAN


def _folders(roots: Sequence[Path], output: Path | None) -> dict[Path, Path | None]:
    """Where each of several projects is written to: its own folder, or one of its name in `output`. Usage error where two would meet."""
    taken: dict[str, Path] = {}
    for root in roots:
        place = real(root)
        key = place.name.casefold() if output is not None else str(place)
        other = taken.setdefault(key, root)
        if real(other) == place and other is not root:
            raise refusal("twice", root, project=root)
        if other is not root:
            raise refusal("same_name", root, project=root, other=other, folder=(output or root) / place.name)
    return {root: output / real(root).name if output is not None else None for root in roots}


def _output(root: Path, asked: Path | None) -> Path:
    """Where to write. The output must not be the project, lie around it, or lie among what people write. Raises Linked for a link."""
    folder = asked if asked is not None else root / "output"
    refuse_links(folder, root)
    if _holds_sources(root, folder):
        raise refusal("output", root, folder=folder)
    return folder


def _remembering(root: Path, asked: Path) -> Path:
    """The folder that somebody named for what is remembered; the same holds for it."""
    if _holds_sources(root, asked):
        raise refusal("cache", root, folder=asked)
    return asked


def _holds_sources(root: Path, folder: Path) -> bool:
    """Whether a folder is a project, lies around this one, or among what people write in it."""
    there, here = real(folder), real(root)
    sources = (here / name for name in _SOURCES)
    return there == here or there in here.parents or any(there == source or source in there.parents for source in sources) or (folder.is_dir() and find(folder) == there)


class _Progress:
    """Shows how far a build is once it has taken a second: a bar on a terminal, plain lines elsewhere, on standard error."""

    def __init__(self, spoken: Words) -> None:
        self._spoken = spoken
        self._started = time.monotonic()
        self._said = 0.0
        self._bar: ProgressBar[str] | None = None

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def __call__(self, done: int, of_all: int, what: str, reused: int = 0, left: float | None = None) -> None:
        now = time.monotonic()
        if now - self._started < 1.0:
            return
        if sys.stderr.isatty():
            self._show(done, of_all, self._told(what, reused, left))
        elif now - self._said >= 2.0 or done == of_all:
            self._said = now
            click.echo(self._spoken("build.progress", done=done, of_all=of_all, what=self._told(what, reused, left)), err=True)

    def _told(self, what: str, reused: int, left: float | None) -> str:
        again = self._spoken("build.reused", count=reused) if reused else ""
        return what + again + (self._spoken("build.left", seconds=f"{left:.0f}") if left is not None and left >= 1 else "")

    def _show(self, done: int, of_all: int, what: str) -> None:
        if not of_all:
            return
        if self._bar is None or self._bar.length != of_all or done < self._bar.pos:
            self._end()
            self._bar = click.progressbar(length=of_all, file=sys.stderr, show_pos=True, show_eta=False, item_show_func=lambda item: item)
            self._bar.render_progress()
        self._bar.update(done - self._bar.pos, printable(what))

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.render_finish()
