"""The schema files of a project, in which editors look for the keys and ids to offer."""

from __future__ import annotations

import json
from pathlib import Path

from procdocs.checks.namespaces import GROUPS, Namespaces
from procdocs.project import Project
from procdocs.project.mentions import FIELDS
from procdocs.project.model import VIEWS
from procdocs.saving import write
from procdocs.saving.changes import made_folder
from procdocs.schema.jsonschema import Choices, json_schema

#: The folder of a project that editors look for schemas in; the modelines name it.
FOLDER = ".schema"
#: The schemas that modelines name.
FILES = ("document", "settings", "register")


def write_schemas(root: Path, choices: Choices | None) -> list[str]:
    """Write the schemas that modelines name into the project; their paths relative to it."""
    made_folder(root / FOLDER)
    for name in FILES:
        write(root / FOLDER / f"{name}.json", schema_text(name, choices).encode())
    return [f"{FOLDER}/{name}.json" for name in FILES]


def schema_text(name: str, choices: Choices | None) -> str:
    """A schema as the text of its file."""
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
