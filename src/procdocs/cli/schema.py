"""`procdocs schema`: the JSON Schema for editors, on the screen or as the files of a `.schema` folder."""

from __future__ import annotations

from pathlib import Path

import click

from procdocs import load
from procdocs.cli.asked_file import put
from procdocs.cli.editor_files import schema_text, write_schemas
from procdocs.cli.said import project_folder
from procdocs.schema.jsonschema import SCHEMAS


@click.command()
@click.argument("name", required=False, type=click.Choice(SCHEMAS), default="document")
@click.option("--project", type=click.Path(path_type=Path), help="Offer the ids of this project: processes, departments, roles, documents.")
@click.option("--write", is_flag=True, help="Write the schemas into .schema/ of the project instead, where the modelines look for them.")
@click.option("--language", "languages", multiple=True, help="Language of the descriptions; can be repeated (default: en and zh, before them those of the project).")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write into this file instead of printing.")
def command(name: str, project: Path | None, write: bool, languages: tuple[str, ...], output: Path | None) -> int:
    """Print the JSON Schema NAME: document (a file of any kind), settings, register, or one kind."""
    root = project_folder(project) if project is not None or write else None
    loaded = load(root)[0] if root is not None else None
    if write and root is not None:
        for path in write_schemas(root, loaded, languages):
            click.echo(path)
        return 0
    text = schema_text(name, loaded, languages)
    if output is None:
        click.echo(text, nl=False)
    else:
        put(output, text.encode())
    return 0
