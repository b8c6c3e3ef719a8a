"""The schema files of a project, in which editors look for the keys and ids to offer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from procdocs.checks.namespaces import GROUPS, Namespaces
from procdocs.languages import words
from procdocs.project import Project
from procdocs.project.model import VIEWS
from procdocs.saving import write
from procdocs.saving.changes import made_folder
from procdocs.schema import TOPS
from procdocs.schema.jsonschema import Choices, Meaning, json_schema
from procdocs.schema.models import models_below

#: The folder of a project that editors look for schemas in; the modelines name it.
FOLDER = ".schema"
#: Languages of the descriptions where none is asked for.
DESCRIBED = ("en", "zh")
#: The schemas that modelines name.
FILES = ("document", "settings", "register")


def write_schemas(root: Path, project: Project | None, languages: Sequence[str] = ()) -> list[str]:
    """Write the schemas that modelines name into the project, as far as it can be read; their paths relative to it."""
    made_folder(root / FOLDER)
    for name in FILES:
        write(root / FOLDER / f"{name}.json", schema_text(name, project, languages).encode())
    return [f"{FOLDER}/{name}.json" for name in FILES]


def schema_text(name: str, project: Project | None, languages: Sequence[str] = ()) -> str:
    """A schema as the text of its file, with the ids of a project, described in these languages or those that fit the project."""
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
    for model in models_below(TOPS.values()):
        for field, kind in model.naming.items():
            if kind in offered:
                choices.setdefault(model.__name__, {})[model.model_fields[field].alias or field] = offered[kind]
    choices.setdefault("Lane", {})["id"] = offered["anyone"]
    return choices
