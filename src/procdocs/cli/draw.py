"""`procdocs draw ID`: one diagram as SVG, PNG, PDF or DOT. The only output is the named file, or SVG on stdout."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

import click

from procdocs import Diagnostic, Graph, Project, check, draw, load
from procdocs.cli import CLEAN, FINDINGS, EnvironmentProblem
from procdocs.cli.asked_file import put
from procdocs.cli.said import count, project_folder, text
from procdocs.cli.settings import language_of, refusal
from procdocs.diagnostics import has_errors, in_order
from procdocs.diagnostics.sentences import say
from procdocs.diagrams import DIAGRAMS, kind_for
from procdocs.diagrams.fonts import NoFont, fonts_for
from procdocs.diagrams.glyphs import lost_glyphs
from procdocs.diagrams.palette import palette_for
from procdocs.languages import Words, speaks, spoken, words
from procdocs.pipeline import MISREAD
from procdocs.project.touching import touches
from procdocs.schema import Document
from procdocs.writers import WriterFailed, WriterUnavailable
from procdocs.writers.drawn import DRAWINGS, Style


@click.command()
@click.argument("id")
@click.option("--project", type=click.Path(path_type=Path, file_okay=False), help="Project folder (default: this folder or the nearest above).")
@click.option("--kind", type=click.Choice(list(DIAGRAMS)), help="Another view of the document, such as sipoc.")
@click.option("--language", help="Language of the diagram (default: the first of the project).")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help=f"File to write: {', '.join(DRAWINGS)} (default: SVG to stdout).")
@click.option("--dpi", type=click.IntRange(20, 1200), default=150, show_default=True, help="Dots per inch of a PNG.")
def command(id: str, project: Path | None, kind: str | None, language: str | None, output: Path | None, dpi: int) -> int:
    """Draw the diagram of document ID, or a view of the whole project: landscape, interaction, organisation, octopus."""
    root = project_folder(project)
    if output is not None and output.suffix.lower() not in DRAWINGS:
        raise refusal("ending", root, file=output, endings=", ".join(DRAWINGS))
    loaded, found = load(root)
    say_in = words(language_of(loaded, language, root))
    found = in_order(found) if loaded is None else check(loaded, None, found)
    misread = tuple(one for one in found if one.code.startswith(MISREAD))
    broken = misread if loaded is None else tuple(one for one in misread if touches(loaded, id, one))
    if loaded is None or has_errors(broken):
        return _refuse(broken or found, root, say_in)
    if has_errors(misread):
        click.echo(say_in("draw.elsewhere", count=sum(has_errors((one,)) for one in misread)), err=True)
    _look_for(loaded, id, kind or "", say_in)
    chosen = _language(loaded, language, say_in)
    try:
        graphs, mistakes = draw(loaded, id, chosen, kind or "")
        mistakes = (*mistakes, *_lost(loaded, graphs))
    except NoFont:
        raise EnvironmentProblem(say_in("doctor.PD901")) from None
    if mistakes:
        _tell(mistakes, root, say_in)
        if has_errors(mistakes):
            return FINDINGS
    if not graphs:
        raise _none(loaded, loaded.by_id[id], say_in)
    try:
        _put(graphs, loaded, output, dpi)
    except WriterUnavailable as missing:
        raise EnvironmentProblem(str(missing)) from None
    except WriterFailed as failed:
        return _refuse(failed.diagnostics, root, say_in)
    return CLEAN


def _refuse(found: Sequence[Diagnostic], root: Path, say_in: Words) -> int:
    _tell(found, root, say_in)
    return FINDINGS


def _tell(found: Sequence[Diagnostic], root: Path, say_in: Words) -> None:
    """Findings go to stderr: stdout is for the picture alone."""
    sentences = [say(one, say_in.findings) for one in found]
    click.echo(text(sentences, root, say_in), nl=False, err=True)
    click.echo(count(sentences, say_in), nl=False, err=True)


def _look_for(project: Project, id: str, kind: str, say_in: Words) -> None:
    """Usage error for a subject that does not exist or has no such view."""
    views = [name for name, row in DIAGRAMS.items() if row.subject in ("", "octopus")]
    document = project.by_id.get(id)
    if document is None and id not in views:
        near = difflib.get_close_matches(id.casefold(), [name.casefold() for name in (*project.by_id, *views)], 1, 0.5)
        meant = next((name for name in (*project.by_id, *views) if near and name.casefold() == near[0]), "")
        raise click.UsageError(say_in("usage.no_subject", id=id) + (say_in("usage.meant", meant=meant) if meant else ""))
    if document is None:
        if kind and kind != id:
            raise click.UsageError(say_in("usage.no_view", id=id, kind=kind))
        return
    if kind and DIAGRAMS[kind].subject != document.kind:
        fitting = [name for name, row in DIAGRAMS.items() if row.subject == document.kind]
        if fitting:
            raise click.UsageError(say_in("usage.other_views", id=id, document=say_in(f"kind.{document.kind}"), kind=kind, views=", ".join(fitting)))
        raise click.UsageError(say_in("usage.no_view", id=id, kind=kind))
    if not kind and kind_for(document) is None:
        raise _none(project, document, say_in)


def _none(project: Project, document: Document, say_in: Words) -> click.UsageError:
    """The refusal of a document without a diagram of its own; it names those that the document shows."""
    path = document.span().path
    shown = dict.fromkeys(mention.id for mention in project.mentions.get("diagram", ()) if mention.span.path == path)
    if shown:
        return click.UsageError(say_in("usage.no_own_diagram", id=document.id, shown=", ".join(f"`{name}`" for name in shown)))
    return click.UsageError(say_in("usage.no_diagram", id=document.id))


def _language(project: Project, asked: str | None, say_in: Words) -> str:
    if asked and asked not in project.languages and not speaks(asked):
        raise click.UsageError(say_in("usage.language", asked=asked, languages=", ".join(project.languages), spoken=", ".join(spoken())))
    return asked or project.languages[0]


def _lost(project: Project, graphs: tuple[Graph, ...]) -> tuple[Diagnostic, ...]:
    """Characters of this diagram that no font has, each where it is written."""
    missing = frozenset(fonts_for(project.fonts).lost("".join(text for graph in graphs for text in graph.texts)))
    if not missing:
        return ()
    return tuple(one for one in lost_glyphs(project) if one.values["character"] in missing)


def _put(graphs: tuple[Graph, ...], project: Project, output: Path | None, dpi: int) -> None:
    style = Style(palette_for(project.settings), dpi)
    if output is None:
        click.echo(b"\n".join(DRAWINGS[".svg"].write(graphs, style)))
        return
    # All are made before the first is written.
    for number, data in enumerate(list(DRAWINGS[output.suffix.lower()].write(graphs, style)), 1):
        put(output if number == 1 else output.with_name(f"{output.stem}-{number}{output.suffix}"), data)
