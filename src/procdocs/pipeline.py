"""The whole pipeline, in sight: load, check, compose, write, save. Decides what stops a build; prints nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from procdocs import checks
from procdocs.cache.earlier import Earlier
from procdocs.cache.unchanged import Left, wish
from procdocs.diagnostics import Diagnostic, has_errors, in_order
from procdocs.execution.limits import STRICT, UNLIMITED, Limits
from procdocs.execution.timings import Timings
from procdocs.manual.compose import compose
from procdocs.manual.model import Manual
from procdocs.output import Output
from procdocs.project.load import load
from procdocs.project.model import Project
from procdocs.project.pictures import unprinted
from procdocs.templating import FOLDER, Templates, read_templates, refused_templates, template_mistake
from procdocs.world import Folder
from procdocs.writers import WRITERS, Artifact, Kept, Options, Progress, Spoilt, WriterFailed, WriterUnavailable, held, silent
from procdocs.writers.making import artifacts
from procdocs.writers.rendering import Rendering

#: With errors of these families, what was read is not what was meant.
MISREAD = ("PD1", "PD2", "PD3")
#: Errors of these families stop a build: what they name cannot be drawn or printed truly.
STOPPING = (*MISREAD, "PD702", "PD703")
#: What is wished of a build without changing any byte of what it writes, if it writes.
APART = ("jobs", "force", "cache", "progress")


@dataclass(frozen=True)
class Request:
    """What is to be built."""

    root: Path
    output: Path
    formats: tuple[str, ...]
    #: Languages; empty for those of the project.
    languages: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()
    jobs: int = 1
    #: The day on which reviews are overdue; None leaves findings that depend on the day out of the output.
    today: datetime.date | None = None
    use_templates: bool = True
    #: Whether the project may be made to do harm: no templates of its own, no link is followed, every target gets little time and memory.
    untrusted: bool = False
    #: Bytes of memory that a process which prints may use, and seconds for one file; None for what each file needs at most.
    limits: Limits = UNLIMITED
    #: Address of the scheduler of a Dask cluster that prints; empty for processes of this machine.
    scheduler: str = ""
    #: Whether the manual's PDF is printed in one piece instead of being bound, to compare the two.
    single: bool = False
    #: Whether files of somebody else that stand in the place of ours are replaced.
    force: bool = False
    #: Folder that remembers what was made, so that it need not be made again; None remembers nothing. What a folder inside the
    #: project holds is believed only if it was put in on this machine, any other as you believe who can write to it.
    cache: Path | None = None
    #: Told how far it is.
    progress: Progress = silent


@dataclass(frozen=True)
class Result:
    """What became of it."""

    diagnostics: tuple[Diagnostic, ...]
    #: Files of this build, in the order of writing; empty if it was stopped.
    written: tuple[str, ...] = ()
    #: Files of earlier builds that are gone because nothing gives rise to them any more.
    removed: tuple[str, ...] = ()
    manuals: tuple[Manual, ...] = ()
    #: Formats this machine cannot write: format -> reason and remedy.
    unavailable: tuple[tuple[str, str], ...] = ()
    #: Languages or ids that were asked for and do not exist.
    unknown: tuple[str, ...] = ()
    #: How many documents the files of this build show.
    documents: int = 0
    #: Whether there was nothing to do: all files stand as an earlier build left them. No manual was composed then.
    unchanged: bool = False
    #: Why the cache does not remember what was made.
    forgotten: OSError | None = None
    #: What took how long.
    timings: Timings = field(default_factory=Timings)


def build(request: Request) -> Result:
    """Build the output of a project folder. The earlier output stays whole unless everything new is complete.

    With a cache, what did not change is not made again, and where nothing did, nothing is done: the findings are the same.
    Raises OSError where the disk or a folder refuses, `diagrams.fonts.NoFont` where no text can be measured.
    """
    timings = Timings()
    use_templates = request.use_templates and not request.untrusted
    refused = refused_templates(request.root / FOLDER) if use_templates else ()
    templates = read_templates(request.root / FOLDER) if use_templates and not refused else Templates()
    world = Folder(request.root, follow=not request.untrusted)
    before, wished = Earlier(world, request.root, request.output, request.cache), wish(request, APART)
    with timings.stage("look"):
        left = before.unchanged(wished, templates) if not refused else None
    if left is not None:
        return Result(left.diagnostics, left.written, documents=left.documents, unchanged=True, timings=timings)
    try:
        result = _build(request, before, templates, refused, timings)
        with timings.stage("remember"):
            # What failed is tried again: another time there may be memory enough.
            if result.written and not result.unavailable and not has_errors(result.diagnostics, "PD704"):
                before.keep(wished, Left(result.diagnostics, result.written, result.documents))
    finally:
        before.close()
    return replace(result, forgotten=before.refused, timings=timings)


def _build(request: Request, before: Earlier, templates: Templates, refused: tuple[Diagnostic, ...], timings: Timings) -> Result:
    with timings.stage("load"):
        project, found = load(before.world)
    if project is None:
        return Result(in_order(found))
    with timings.stage("check"):
        found = checks.run(project, request.today, found)
        if not has_errors(found, *STOPPING):
            from procdocs.diagrams.glyphs import lost_glyphs

            found = (*found, *lost_glyphs(project))
    # What cannot be read is there all the same, and its mistakes are told.
    there = {*project.by_id, *project.unread, *(one.id for one in project.recovered)}
    unknown = tuple(id for id in sorted(request.only) if id not in there) + tuple(tag for tag in request.languages if tag not in project.languages)
    if unknown or has_errors(found, *STOPPING):
        return Result(in_order(found), unknown=unknown)
    drawn = any(WRITERS[name].shows_diagrams for name in request.formats)
    manuals: list[Manual] = []
    for language in request.languages or project.languages:
        request.progress(0, 0, language)
        with timings.stage("compose"):
            manual, mistakes = compose(project, language, in_order(found), drawn=drawn)
        manuals.append(manual)
        found = (*found, *mistakes)
    if refused:
        return Result(in_order((*found, *refused)), manuals=tuple(manuals))
    return _write(request, before, templates, project, tuple(manuals), in_order(found), timings)


def _write(request: Request, before: Earlier, templates: Templates, project: Project, manuals: tuple[Manual, ...], found: tuple[Diagnostic, ...], timings: Timings) -> Result:
    unavailable: list[tuple[str, str]] = []
    missing: list[Diagnostic] = []
    spoilt: dict[str, str] = {}
    within = held(request.formats)
    with Output(request.output, request.root, force=request.force) as output:
        options = Options(
            templates=templates,
            executor="dask" if request.scheduler else "processes",
            jobs=request.jobs,
            limits=STRICT if request.untrusted else request.limits,
            scheduler=request.scheduler,
            cache=before.store,
            only=request.only,
            single=request.single,
            linked=(linked := output.formats.union(request.formats)) | held(linked),
            languages=frozenset(manual.language for manual in manuals),
            earlier=frozenset(output.earlier),
            progress=request.progress,
            timings=timings,
        )
        rendering = Rendering()
        # What is printed comes first, so that the other formats are made while processes of their own print.
        left = sorted({name: None for name in request.formats if name not in within}, key=lambda name: not WRITERS[name].is_printed)

        def write_left() -> None:
            while left:
                name = left.pop(0)
                try:
                    with timings.stage(name):
                        for manual in manuals:
                            for artifact in _artifacts(name, manual, options, rendering, write_left):
                                if isinstance(artifact, Kept):
                                    output.keep(artifact.path)
                                    missing.append(artifact.diagnostic)
                                elif isinstance(artifact, Spoilt):
                                    spoilt.setdefault(artifact.path, artifact.character)
                                else:
                                    output.add(name, manual.language, artifact)
                except WriterUnavailable as reason:
                    unavailable.append((name, str(reason)))
                    output.forget(name)

        try:
            write_left()
        except WriterFailed as failure:
            return Result(in_order((*found, *missing, *failure.diagnostics)), manuals=manuals)
        except Exception as problem:
            mistake = template_mistake(problem)
            if mistake is None:
                raise
            return Result(in_order((*found, mistake)), manuals=manuals)
        kept = {name for name in within.union(request.formats) if name not in dict(unavailable)} - held(dict(unavailable))
        waiting = set(manuals[0].languages) - {manual.language for manual in manuals}
        with timings.stage("save"):
            removed = output.complete(kept, waiting, partial=bool(request.only))
            if not missing:  # what could not be made is tried again
                before.saw(output.standing())
        documents = len({entry.id for manual in manuals for entry in manual.entries if entry.path})
        return Result(in_order((*found, *missing, *unprinted(project, spoilt))), output.written, removed, manuals, tuple(unavailable), documents=documents)


def _artifacts(name: str, manual: Manual, options: Options, rendering: Rendering, meanwhile: Callable[[], None]) -> Iterator[Artifact | Kept | Spoilt]:
    """Files of one format in one language; other languages than the first lie in a folder of their own."""
    folder = "" if manual.language == manual.languages[0] else f"{manual.language}/"
    for artifact in artifacts(name, manual, replace(options, templates=options.templates.fresh()), rendering, meanwhile):
        yield artifact if isinstance(artifact, Spoilt) else artifact._replace(path=folder + artifact.path)
