"""What a form or a grid shows of a project: the fields of a part with their sort, words and choices; made from the models. Pure."""

from __future__ import annotations

import datetime
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Union, get_args, get_origin

from procdocs.checks.namespaces import Namespaces
from procdocs.editing.places import CALLED
from procdocs.languages import Words
from procdocs.project.model import VIEWS, Project
from procdocs.schema.base import Part, Text
from procdocs.schema.flowchart import Exit
from procdocs.schema.models import choices_in, field_of, keys_of, meaning_of, part_in
from procdocs.source.address import Address
from procdocs.source.edit import Path

#: Keys that are shown, but changed elsewhere: a renaming concerns all files.
FIXED = frozenset(("kind",))


@cache
def sort_of(model: type[Part], key: str) -> str:
    """What stands under a key: `text`, `long` (sentences), `texts`, `choice`, `flag`, `words` (ids), `exits`, `list` and `group` (of parts), `map` or `plain`."""
    info = field_of(model, key)
    annotation = info.annotation if info is not None else str
    held = tuple(_leaves(annotation))
    part = part_in(annotation)
    listed = tuple in held
    if part is Exit:
        return "exits"
    if dict in held:
        return "map"
    if part is not None:
        return "list" if listed else "group"
    if Text in held:
        return "texts" if listed else "long" if key in model.prose else "text"
    if choices_in(annotation):
        return "choice"
    if bool in held:
        return "flag"
    return "words" if listed else "plain"


def _leaves(annotation: Any) -> list[Any]:
    origin = get_origin(annotation)
    if origin in (tuple, dict):
        return [origin, *(leaf for one in get_args(annotation) for leaf in _leaves(one))]
    if origin in (Union, types.UnionType):
        return [leaf for one in get_args(annotation) for leaf in _leaves(one)]
    return [annotation]


def form(project: Project, say: Words, document: str, at: Path) -> dict[str, Any]:
    """The fields of the part at a place. LookupError where no part stands there."""
    part = project.at(Address(document, at))
    if not isinstance(part, Part):
        raise LookupError(document)
    model = type(part)
    return {
        "at": list(at),
        "title": title_of(project, part),
        "about": _meaning(say, f"{model.__name__}._about") if at else "",
        "fields": [_field(project, say, part, model, key, at) for key in keys_of(model) if key not in FIXED],
    }


def _field(project: Project, say: Words, part: Part, model: type[Part], key: str, at: Path) -> dict[str, Any]:
    name = next((name for name, info in model.model_fields.items() if (info.alias or name) == key), key)
    value, sort = getattr(part, name), sort_of(model, key)
    info = field_of(model, key)
    field = {"key": key, "label": noun(say, key), "help": _meaning(say, meaning_of(model, key)), "sort": sort, "value": _value(project, value, sort)}
    if sort == "choice" and info is not None:
        field["choices"] = [[one, word(say, key, one)] for one in choices_in(info.annotation)]
    named = model.naming.get(name)
    if named is not None:
        field["named"] = named
    held = part_in(info.annotation) if info is not None else None
    if sort in ("list", "group") and held is not None:
        # What has to be said of a new one: the text that stands for it, or each key without which it is none.
        needed = [held.short] if held.short else [one.alias or own for own, one in held.model_fields.items() if one.is_required()]
        field["needed"] = [[one, noun(say, one)] for one in needed]
        field["short"] = bool(held.short)
    if sort in ("list", "texts"):
        field["items"] = [{"at": [*at, key, index], "label": title_of(project, one)} for index, one in enumerate(value or ())]
    return field


def _value(project: Project, value: Any, sort: str) -> Any:
    if isinstance(value, Text):
        return {language or project.languages[0]: said for language, said in value.by_language.items()}
    if sort == "words":
        return list(value or ())
    if sort == "exits":
        return [{"to": one.to, "label": project.say(one.label, project.languages[0])} for one in value]
    if sort == "map":
        return {key: list(said) if isinstance(said, tuple) else said for key, said in value.items()}
    if sort in ("list", "texts", "group"):
        return value is not None
    if isinstance(value, bool):
        return value
    return "" if value is None else value.isoformat() if isinstance(value, datetime.date) else str(value)


def title_of(project: Project, one: Any) -> str:
    """What a part is called in a list, on one line."""
    if isinstance(one, Text):
        return " ".join(project.say(one, project.languages[0]).split())
    for key in ("name", "title", "text", "step", "term", *CALLED, "role", "by", "process", "revision", "clause", "department"):
        said = getattr(one, key, None)
        if said:
            return " ".join((project.say(said, project.languages[0]) if isinstance(said, Text) else str(said)).split())[:200]
    return ""


def noun(say: Words, key: str) -> str:
    """How a key is called."""
    return str(say.labels["nouns"].get(key, key))


def word(say: Words, key: str, choice: str) -> str:
    """How one of a few words is called: by the labels that print it, where there are some."""
    for group in (key, "types", "risk", "status", "kind", "editor"):
        words = say.labels.get(group)
        if isinstance(words, dict) and isinstance(words.get(choice), str):
            return str(words[choice])
    return choice


def _meaning(say: Words, key: str) -> str:
    head, _, tail = key.partition(".")
    known = say.findings["fields"]
    said = known.get(head, {}).get(tail) if isinstance(known, Mapping) else None
    return str(said or "")


def choices(project: Project, named: str, mine: str = "") -> list[dict[str, Any]]:
    """What may be named in a field, with what it is called: of ends the outputs of other processes first, which are taken with name and id."""
    names = Namespaces(project)
    departments, roles = names.departments or (), names.roles or ()
    offered: dict[str, Any] = {
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
        "content": (*names.files, *VIEWS),
        "link": names.files,
    }
    return [{"id": one, "name": _called(project, one)} for one in offered.get(named, ()) if one != mine]


def offered_outputs(project: Project, mine: str) -> list[dict[str, Any]]:
    """The outputs of other processes, as an input of `mine` could take them: those for it first, then those for nobody, then the rest."""
    first = project.languages[0]
    taken = {(item.name.say(first, first), source) for process in project.processes if process.id == mine for item in process.inputs for source in item.source}
    rows = [
        (0 if mine in output.to else 1 if not output.to else 2, {"from": process.id, "output": index, "id": output.id, "name": name, "process": project.say(process.name, first)})
        for process in project.processes
        if process.id != mine
        for index, output in enumerate(process.outputs)
        if ((name := project.say(output.name, first)), process.id) not in taken
    ]
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def _called(project: Project, id: str) -> str:
    first = project.languages[0]
    document = project.by_id.get(id)
    if document is not None:
        return project.name_of(document, first)
    one = project.departments.get(id) or project.roles.get(id) or project.parties.get(id)
    return project.say(one.name, first) if one is not None else ""
