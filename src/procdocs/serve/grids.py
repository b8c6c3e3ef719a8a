"""One list of all files as one table: each row an item, each cell an address where it is written. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procdocs.languages import Words
from procdocs.project.model import Project
from procdocs.schema.base import Part, Text
from procdocs.schema.models import choices_in, field_of, keys_of, part_in
from procdocs.serve.forms import noun, sort_of, word

#: What can be shown as a table: lists of documents, of the settings, of the registers.
GRIDS = (
    "measures", "risks", "records", "documents", "inputs", "outputs", "people", "resources", "clauses",
    "departments", "roles", "parties", "objectives", "customer_requirements", "exclusions", "responsibilities",
)  # fmt: skip
#: What fits into a cell.
_CELLS = frozenset(("text", "long", "plain", "choice", "flag", "words"))


def grid(project: Project, say: Words, name: str) -> dict[str, Any]:
    """The table `name` of GRIDS. LookupError for another."""
    if name not in GRIDS:
        raise LookupError(name)
    if name == "clauses":
        return _clauses(project, say)
    columns: dict[str, dict[str, Any]] = {}
    rows: list[dict[str, Any]] = []
    homes: list[dict[str, str]] = []
    for document, part in _holders(project, name):
        model = part_in(field.annotation) if (field := field_of(type(part), name)) is not None else None
        if model is None:
            continue
        for key in keys_of(model):
            if sort_of(model, key) in _CELLS and key not in columns:
                columns[key] = _column(say, model, key)
        homes.append({"document": document, "count": str(len(getattr(part, name)))})
        rows += [_row(project, document, (name, index), item, columns) for index, item in enumerate(getattr(part, name))]
    return {"name": name, "title": noun(say, name), "columns": list(columns.values()), "rows": rows, "homes": homes}


def _holders(project: Project, name: str) -> Iterator[tuple[str, Part]]:
    """What has a list of this name: documents, then settings and registers, named by their files."""
    for document in project.documents:
        if field_of(type(document), name) is not None:
            yield document.id, document
    for part in (project.settings, *project.registers):
        path = part.span().path
        if field_of(type(part), name) is not None and path.endswith((".yaml", ".yml")):
            yield path, part


def _column(say: Words, model: type[Part], key: str) -> dict[str, Any]:
    info = field_of(model, key)
    column: dict[str, Any] = {"key": key, "label": noun(say, key), "sort": sort_of(model, key), "head": key == model.short}
    name = next((name for name, one in model.model_fields.items() if (one.alias or name) == key), key)
    if column["sort"] == "choice" and info is not None:
        column["choices"] = [[one, word(say, key, one)] for one in choices_in(info.annotation)]
    if name in model.naming:
        column["named"] = model.naming[name]
    return column


def _row(project: Project, document: str, at: tuple[str, int], item: Part, columns: dict[str, dict[str, Any]]) -> dict[str, Any]:
    cells = {}
    for name, info in type(item).model_fields.items():
        key = info.alias or name
        if key in columns:
            cells[key] = cell(project, getattr(item, name))
    return {"document": document, "at": list(at), "cells": cells}


def cell(project: Project, value: Any) -> str:
    """A value as a cell shows it."""
    if value is None:
        return ""
    if isinstance(value, Text):
        return project.say(value, project.languages[0])
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _clauses(project: Project, say: Words) -> dict[str, Any]:
    standards = dict.fromkeys((*project.settings.standards, *(standard for process in project.processes for standard in process.clauses)))
    columns = [{"key": one, "label": one, "sort": "words", "head": False} for one in standards]
    rows = [{"document": one.id, "at": ["clauses"], "cells": {key: ", ".join(said) for key, said in one.clauses.items()}} for one in project.processes]
    return {"name": "clauses", "title": noun(say, "clauses"), "columns": columns, "rows": rows, "homes": []}
