"""The whole pipeline, in sight: load, check, compose, write, save. Decides what stops a build; prints nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from procdocs import checks
from procdocs.diagnostics import Diagnostic, has_errors, in_order
from procdocs.execution.limits import STRICT, UNLIMITED, Limits
from procdocs.manual.compose import compose
from procdocs.manual.model import Manual
from procdocs.output import Output
from procdocs.project.load import load
from procdocs.templating import FOLDER, Templates, read_templates, refused_templates, template_mistake
from procdocs.world import Folder
from procdocs.writers import WRITERS, Artifact, Kept, Options, WriterFailed, WriterUnavailable
from procdocs.writers.making import artifacts
from procdocs.writers.rendering import Rendering

#: With errors of these families, what was read is not what was meant.
MISREAD = ("PD1", "PD2", "PD3")
#: Errors of these families stop a build: what they name cannot be drawn or printed truly.
STOPPING = (*MISREAD, "PD702", "PD703")


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
    #: Called with (done, of all, what).
    progress: Callable[[int, int, str], None] = field(default=lambda _done, _of_all, _what: None)


@dataclass(frozen=True)
class Result:
    """What became of it."""

    diagnostics: tuple[Diagnostic, ...]
    #: Files written, in the order of writing; empty if the build was stopped.
    written: tuple[str, ...] = ()
    #: Files of earlier builds that are gone because nothing gives rise to them any more.
    removed: tuple[str, ...] = ()
    manuals: tuple[Manual, ...] = ()
    #: Formats this machine cannot write: format -> reason and remedy.
    unavailable: tuple[tuple[str, str], ...] = ()
    #: Languages or ids that were asked for and do not exist.
    unknown: tuple[str, ...] = ()


def build(request: Request) -> Result:
    """Build the output of a project folder. The earlier output stays whole unless everything new is complete.

    Raises OSError where the disk or a folder refuses, `diagrams.fonts.NoFont` where no text can be measured.
    """
    project, found = load(Folder(request.root, follow=not request.untrusted))
    if project is None:
        return Result(in_order(found))
    found = checks.run(project, request.today, found)
    if not has_errors(found, *STOPPING):
        from procdocs.diagrams.glyphs import lost_glyphs

        found = (*found, *lost_glyphs(project))
    unknown = tuple(id for id in sorted(request.only) if id not in project.by_id) + tuple(tag for tag in request.languages if tag not in project.languages)
    if unknown or has_errors(found, *STOPPING):
        return Result(in_order(found), unknown=unknown)
    drawn = any(WRITERS[name].shows_diagrams for name in request.formats)
    manuals: list[Manual] = []
    for language in request.languages or project.languages:
        request.progress(0, 0, language)
        manual, mistakes = compose(project, language, in_order(found), drawn=drawn)
        manuals.append(manual)
        found = (*found, *mistakes)
    return _write(request, tuple(manuals), in_order(found))


def _write(request: Request, manuals: tuple[Manual, ...], found: tuple[Diagnostic, ...]) -> Result:
    unavailable: list[tuple[str, str]] = []
    missing: list[Diagnostic] = []
    use_templates = request.use_templates and not request.untrusted
    refused = refused_templates(request.root / FOLDER) if use_templates else ()
    if refused:
        return Result(in_order((*found, *refused)), manuals=manuals)
    with Output(request.output, request.root, force=request.force) as output:
        options = Options(
            templates=read_templates(request.root / FOLDER) if use_templates else Templates(),
            executor="dask" if request.scheduler else "processes",
            jobs=request.jobs,
            limits=STRICT if request.untrusted else request.limits,
            scheduler=request.scheduler,
            only=request.only,
            single=request.single,
            linked=frozenset(request.formats) | output.formats,
            languages=frozenset(manual.language for manual in manuals),
            earlier=frozenset(output.earlier),
            progress=request.progress,
        )
        rendering = Rendering()
        try:
            for name in request.formats:
                try:
                    for manual in manuals:
                        for artifact in _artifacts(name, manual, options, rendering):
                            if isinstance(artifact, Kept):
                                output.keep(artifact.path)
                                missing.append(artifact.diagnostic)
                            else:
                                output.add(name, manual.language, artifact)
                except WriterUnavailable as reason:
                    unavailable.append((name, str(reason)))
                    output.forget(name)
        except WriterFailed as failure:
            return Result(in_order((*found, *missing, *failure.diagnostics)), manuals=manuals)
        except Exception as problem:
            mistake = template_mistake(problem)
            if mistake is None:
                raise
            return Result(in_order((*found, mistake)), manuals=manuals)
        kept = {name for name in request.formats if name not in dict(unavailable)}
        waiting = set(manuals[0].languages) - {manual.language for manual in manuals}
        removed = output.complete(kept, waiting, partial=bool(request.only))
        return Result(in_order((*found, *missing)), output.written, removed, manuals, tuple(unavailable))


def _artifacts(name: str, manual: Manual, options: Options, rendering: Rendering) -> Iterator[Artifact | Kept]:
    """Files of one format in one language; other languages than the first lie in a folder of their own."""
    folder = "" if manual.language == manual.languages[0] else f"{manual.language}/"
    for artifact in artifacts(name, manual, replace(options, templates=options.templates.fresh()), rendering):
        yield artifact._replace(path=folder + artifact.path)
