"""`procdocs new`: a commented starter file in the right place. Never overwrites one."""

from __future__ import annotations

import re
from pathlib import Path

import click

from procdocs.cli.check import project_folder
from procdocs.cli.schema import FOLDER, choices_of, write_schemas
from procdocs.project.load import load
from procdocs.project.model import RESERVED_IDS
from procdocs.project.unique import folded
from procdocs.schema import KINDS
from procdocs.schema.base import ID_PATTERN
from procdocs.starters import starter


@click.command()
@click.argument("kind", type=click.Choice(tuple(KINDS)))
@click.argument("id_", metavar="ID")
@click.option("--project", type=click.Path(path_type=Path), help="The project (default: the current folder or the nearest one above that is one).")
@click.option("--language", help="Language of the comments, such as zh or en (default: the first of the project).")
def command(kind: str, id_: str, project: Path | None, language: str | None) -> int:
    """Write a starter file of KIND with the id ID into processes/."""
    root = project_folder(project)
    if not re.fullmatch(ID_PATTERN, id_) or folded(id_) in RESERVED_IDS:
        raise click.UsageError(f"{id_} cannot be an id: 1 to 64 letters, digits, . _ or -, beginning with a letter or digit, and no name of our own pages")
    loaded, _ = load(root)
    path = f"processes/{id_}.yaml"
    taken = {folded(document.id): document.span().path for document in (*loaded.documents, *loaded.recovered)} if loaded else {}
    if folded(id_) in taken:
        raise click.UsageError(f"the id {id_} is taken by {taken[folded(id_)]}")
    if (root / path).exists():
        raise click.UsageError(f"{path} exists already; it is not overwritten")
    spoken = language or (loaded.languages[0] if loaded else "zh")
    (root / "processes").mkdir(exist_ok=True)
    with (root / path).open("x", encoding="utf-8", newline="\n") as file:
        file.write(starter(kind, spoken, path, id=id_, owner=next(iter(loaded.departments), "department") if loaded else "department"))
    if not (root / FOLDER).exists():
        write_schemas(root, choices_of(loaded) if loaded else None)
    click.echo(path)
    return 0
