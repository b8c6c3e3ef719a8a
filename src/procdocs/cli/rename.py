"""`procdocs rename`: another id, wherever it is named, and another name for the file."""

from __future__ import annotations

from pathlib import Path

import click

from procdocs.cli import CLEAN, FINDINGS
from procdocs.cli.editing import carry_out, project_to_edit, refusals, said, unclear
from procdocs.cli.said import project_folder
from procdocs.editing.places import Unclear
from procdocs.editing.renaming import Renaming
from procdocs.editing.renaming import rename as renamed
from procdocs.languages import Words
from procdocs.source.edit import CannotEdit


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--project", type=click.Path(path_type=Path), help="The project (default: the current folder or the nearest one above that is one).")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
def command(old: str, new: str, project: Path | None, dry_run: bool) -> int:
    """Give the document, department, role or party OLD the id NEW in all files, and its file the name."""
    root = project_folder(project)
    loaded, found, spoken = project_to_edit(root)
    try:
        renaming = renamed(loaded, old, new)
    except Unclear as problem:
        raise unclear(problem, spoken) from None
    except CannotEdit:
        click.echo(spoken("edit.refused", file=old), err=True)
        return FINDINGS
    left = {span[:3] for span in renaming.left}
    # What stands in tables is told below.
    wrong = tuple(one for one in refusals(root, renaming.change, loaded, found) if one.span[:3] not in left)
    if wrong:
        click.echo(said(wrong, renaming.change, root, spoken), err=True, nl=False)
        click.echo(spoken("edit.wrong"), err=True)
        return FINDINGS
    carry_out(root, renaming.change, renaming.moved, only_shown=dry_run)
    if not dry_run:
        _tell(renaming, old, new, spoken)
    return FINDINGS if renaming.left else CLEAN


def _tell(renaming: Renaming, old: str, new: str, spoken: Words) -> None:
    for path, count in renaming.places.items():
        click.echo(spoken("edit.places", file=path, count=count))
    for path, to in renaming.moved.items():
        click.echo(spoken("edit.moved", file=path, to=to))
    click.echo(spoken("edit.renamed", old=old, new=new, count=sum(renaming.places.values()), files=len(renaming.places)))
    for span in renaming.left:
        click.echo(spoken("edit.left", file=span.path, line=span.line or 1, old=old))
