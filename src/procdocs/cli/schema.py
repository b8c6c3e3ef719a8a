"""`procdocs schema`: the JSON Schema for editors, on the screen or as the files of a `.schema` folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from procdocs.checks.namespaces import GROUPS, Namespaces
from procdocs.cli.check import project_folder
from procdocs.languages import words
from procdocs.project import Project
from procdocs.project.load import load
from procdocs.project.mentions import FIELDS
from procdocs.project.model import VIEWS
from procdocs.schema.jsonschema import SCHEMAS, Choices, Meaning, json_schema

#: The folder of a project that editors look for schemas in; the modelines name it.
FOLDER = ".schema"
#: Languages of the descriptions where none is asked for.
DESCRIBED = ("en", "zh")
#: The schemas that modelines name.
FILES = ("document", "settings", "register")


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
    text = _text(name, loaded, languages)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8", newline="\n")
    return 0


def write_schemas(root: Path, project: Project | None, languages: Sequence[str] = ()) -> list[str]:
    """Write the schemas that modelines name into the project, as far as it can be read; their paths relative to it."""
    (root / FOLDER).mkdir(exist_ok=True)
    for name in FILES:
        (root / FOLDER / f"{name}.json").write_text(_text(name, project, languages), encoding="utf-8", newline="\n")
    return [f"{FOLDER}/{name}.json" for name in FILES]


def _text(name: str, project: Project | None, languages: Sequence[str]) -> str:
    choices = choices_of(project) if project is not None else None
    return json.dumps(json_schema(name, meaning_in(languages or _languages(project)), choices), ensure_ascii=False, indent=2) + "\n"


def _languages(project: Project | None) -> tuple[str, ...]:
    """Who writes in a third language reads the descriptions in that one first."""
    own = [language for language in project.languages if words(language).folders[0] not in DESCRIBED] if project is not None else []
    return tuple(dict.fromkeys((*own, *DESCRIBED)))


def meaning_in(languages: Sequence[str]) -> Meaning:
    """What a key is for, in several languages; a language that does not say it adds nothing."""
    return lambda key: " / ".join(dict.fromkeys(words(language).meaning(key) for language in languages))


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
