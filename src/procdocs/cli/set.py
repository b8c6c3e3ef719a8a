"""`procdocs set`: another value at one place; every other character of the file stays."""

from __future__ import annotations

from pathlib import Path

import click

from procdocs.cli import CLEAN, FINDINGS
from procdocs.cli.editing import carry_out, project_to_edit, refusals, said, unclear
from procdocs.cli.said import project_folder
from procdocs.editing.places import Unclear
from procdocs.editing.setting import file_of, set_value
from procdocs.source.edit import CannotEdit


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("id_", metavar="ID")
@click.argument("path")
@click.argument("value")
@click.option("--project", type=click.Path(path_type=Path), help="The project (default: the current folder or the nearest one above that is one).")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
def command(id_: str, path: str, value: str, project: Path | None, dry_run: bool) -> int:
    """Set the value at PATH of the document ID, or of a file: `set C4 measures[计划达成率].target "≥ 98 %"`. `+` is a new item: `departments.+`."""
    root = project_folder(project)
    loaded, found, spoken = project_to_edit(root)
    try:
        change = set_value(loaded, id_, path, value)
        file = file_of(loaded, id_)
    except Unclear as problem:
        raise unclear(problem, spoken) from None
    except CannotEdit:
        click.echo(spoken("edit.refused", file=id_), err=True)
        return FINDINGS
    if wrong := refusals(root, change, loaded, found):
        click.echo(said(wrong, change, root, spoken), err=True, nl=False)
        click.echo(spoken("edit.wrong"), err=True)
        return FINDINGS
    carry_out(root, change, only_shown=dry_run)
    if not dry_run:
        click.echo(spoken("edit.unchanged" if change.is_empty else "edit.set", file=file, path=path))
    return CLEAN
