"""`procdocs export FORMAT [ID]`: a document, or the whole project, as a file of another program."""

from __future__ import annotations

from pathlib import Path

import click

from procdocs import check, load
from procdocs.cli import CLEAN, FINDINGS, EnvironmentProblem
from procdocs.cli.asked_file import put
from procdocs.cli.said import count, project_folder, text
from procdocs.cli.settings import language_of
from procdocs.diagnostics import Diagnostic, has_errors, in_order
from procdocs.diagnostics.sentences import say
from procdocs.diagrams.fonts import NoFont
from procdocs.languages import Words, speaks, spoken, words
from procdocs.pipeline import MISREAD
from procdocs.project import Project
from procdocs.project.touching import touches
from procdocs.schema import Document
from procdocs.writers.exports import EXPORTS, CannotExport, Export


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(list(EXPORTS)))
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--project", type=click.Path(path_type=Path, file_okay=False), help="Project folder (default: this folder or the nearest above).")
@click.option("--language", help="Language of the texts (default: the first of the project).")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write (default: to stdout).")
def command(form: str, id_: str | None, project: Path | None, language: str | None, output: Path | None) -> int:
    """Write the document ID, or the whole project, as a file of another program: mind maps, BPMN, Excel, text."""
    root = project_folder(project)
    loaded, found = load(root)
    say_in = words(language_of(loaded, language, root))
    if loaded is None:
        return _refuse(in_order(found), root, say_in)
    export = EXPORTS[form]
    document = _document(loaded, export, id_, say_in)
    misread = tuple(one for one in check(loaded, None, found) if one.code.startswith(MISREAD))
    concerned = misread if document is None else tuple(one for one in misread if touches(loaded, document.id, one))
    if has_errors(concerned):
        return _refuse(concerned, root, say_in)
    try:
        data = export.write(loaded, document, _language(loaded, language, say_in))
    except NoFont:
        raise EnvironmentProblem(say_in("doctor.PD901")) from None
    except CannotExport as problem:
        click.echo(say_in(f"export.{problem.key}", **problem.values), err=True)
        return FINDINGS
    if output is None:
        click.echo(data, nl=False)
    else:
        put(output, data)
    return CLEAN


def _document(project: Project, export: Export, id: str | None, say_in: Words) -> Document | None:
    """The document that is meant: the one named, else the only one of its kind; None for the whole project. Usage error otherwise."""
    fitting = [one for one in project.documents if one.kind in export.kinds]
    if id is None and export.whole:
        return None
    known = ", ".join(one.id for one in fitting[:20]) + (" …" if len(fitting) > 20 else "")
    if id is None:
        if len(fitting) == 1:
            return fitting[0]
        raise click.UsageError(say_in("export.which", form=export.name, known=known))
    document = next((one for one in fitting if one.id == id), None)
    if document is None:
        raise click.UsageError(say_in("export.not_this", form=export.name, id=id, known=known))
    return document


def _language(project: Project, asked: str | None, say_in: Words) -> str:
    if asked and asked not in project.languages and not speaks(asked):
        raise click.UsageError(say_in("usage.language", asked=asked, languages=", ".join(project.languages), spoken=", ".join(spoken())))
    return asked or project.languages[0]


def _refuse(found: tuple[Diagnostic, ...], root: Path, say_in: Words) -> int:
    sentences = [say(one, say_in.findings) for one in found]
    click.echo(text(sentences, root, say_in), nl=False, err=True)
    click.echo(count(sentences, say_in), nl=False, err=True)
    return FINDINGS
