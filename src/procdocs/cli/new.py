"""`procdocs new`: a commented starter file in the right place. Never overwrites one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import click

from procdocs import Project, load
from procdocs.cli.editor_files import FOLDER, write_schemas
from procdocs.cli.said import project_folder
from procdocs.cli.settings import refusal
from procdocs.editing.creating import type_of, values_of
from procdocs.project.model import RESERVED_IDS
from procdocs.project.unique import folded
from procdocs.saving import create
from procdocs.saving.changes import made_folder
from procdocs.schema import KINDS
from procdocs.schema.base import ID_PATTERN
from procdocs.schema.process import ProcessType
from procdocs.starters import languages, starter

REGISTER = "register"


@click.command()
@click.argument("kind", type=click.Choice((*KINDS, REGISTER)))
@click.argument("id_", metavar="ID")
@click.option("--project", type=click.Path(path_type=Path), help="The project (default: the current folder or the nearest one above that is one).")
@click.option("--type", "type_", type=click.Choice(get_args(ProcessType)), help="Type of a process (default: as its id says, such as S1).")
@click.option("--language", type=click.Choice(languages()), help="Language of the starter file (default: those of the project).")
def command(kind: str, id_: str, project: Path | None, type_: str | None, language: str | None) -> int:
    """Write a starter file of KIND with the id ID: into processes/, a register into registers/."""
    root = project_folder(project)
    loaded, _ = load(root)
    path = f"{'registers' if kind == REGISTER else 'processes'}/{id_}.yaml"
    _refuse_bad_id(kind, id_, loaded, root)
    if (root / path).exists():
        raise refusal("exists", root, file=path)
    spoken = (language,) if language else loaded.languages if loaded else ("zh",)
    text = starter(kind, spoken, path, id=id_, **values_of(loaded, type_ or type_of(id_, loaded)))
    made_folder((root / path).parent)
    create(root / path, text.encode())
    if not (root / FOLDER).exists():
        write_schemas(root, loaded)
    click.echo(path)
    return 0


def _refuse_bad_id(kind: str, id_: str, loaded: Project | None, root: Path) -> None:
    """Raises UsageError for an id that no document may have, or that another one has."""
    if not re.fullmatch(ID_PATTERN, id_) or (folded(id_) in RESERVED_IDS and kind != REGISTER):
        raise refusal("bad_id", root, id=id_)
    taken = {folded(document.id): document.span().path for document in (*loaded.documents, *loaded.recovered)} if loaded else {}
    if folded(id_) in taken and kind != REGISTER:
        raise refusal("taken", root, id=id_, file=taken[folded(id_)])
