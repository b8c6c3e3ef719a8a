"""`procdocs schema`: the JSON Schema for editors, on the screen or as the files of a `.schema` folder."""

from __future__ import annotations

import json
from pathlib import Path

import click

from procdocs.checks.namespaces import GROUPS, Namespaces
from procdocs.cli.said import project_folder
from procdocs.project import Project
from procdocs.project.load import load
from procdocs.project.mentions import FIELDS
from procdocs.project.model import VIEWS
from procdocs.saving import write as save
from procdocs.saving.changes import made_folder
from procdocs.schema.jsonschema import SCHEMAS, Choices, json_schema

#: The folder of a project that editors look for schemas in; the modelines name it.
FOLDER = ".schema"
#: The schemas that modelines name.
FILES = ("document", "settings", "register")


@click.command()
@click.argument("name", required=False, type=click.Choice(SCHEMAS), default="document")
@click.option("--project", type=click.Path(path_type=Path), help="Offer the ids of this project: processes, departments, roles, documents.")
@click.option("--write", is_flag=True, help="Write the schemas into .schema/ of the project instead, where the modelines look for them.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write into this file instead of printing.")
def command(name: str, project: Path | None, write: bool, output: Path | None) -> int:
    """Print the JSON Schema NAME: document (a file of any kind), settings, register, or one kind."""
    root = project_folder(project) if project is not None or write else None
    loaded = load(root)[0] if root is not None else None
    choices = choices_of(loaded) if loaded is not None else None
    if write and root is not None:
        for path in write_schemas(root, choices):
            click.echo(path)
        return 0
    text = _text(name, choices)
    if output is None:
        click.echo(text, nl=False)
    else:
        save(output, text.encode())
    return 0


def write_schemas(root: Path, choices: Choices | None) -> list[str]:
    """Write the schemas that modelines name into the project; their paths relative to it."""
    made_folder(root / FOLDER)
    for name in FILES:
        save(root / FOLDER / f"{name}.json", _text(name, choices).encode())
    return [f"{FOLDER}/{name}.json" for name in FILES]


def _text(name: str, choices: Choices | None) -> str:
    return json.dumps(json_schema(name, choices), ensure_ascii=False, indent=2) + "\n"


def choices_of(project: Project) -> Choices:
    """The ids and numbers of a project, for every field that names one."""
    names = Namespaces(project)
    departments, roles = names.departments or (), names.roles or ()
    offered = {
        "process": names.processes,
        "process-or-chart": names.files,
        "end": names.ends or (),
        "department": departments,
        "role": roles,
        "department-or-role": (*departments, *roles),
        "anyone": names.anyone or (),
        "document": names.documents or (),
        "record": names.records or (),
        "diagram": names.diagrams,
        "content": (*names.files, *VIEWS, *GROUPS),
    }
    choices: dict[str, dict[str, tuple[str, ...]]] = {}
    for model, fields in FIELDS.items():
        for field, kind in fields.items():
            if kind in offered:
                choices.setdefault(model.__name__, {})[model.model_fields[field].alias or field] = offered[kind]
    choices.setdefault("Lane", {})["id"] = offered["anyone"]
    return choices
