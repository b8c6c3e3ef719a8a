"""JSON Schema for editors, from the same models that check the files: completion, descriptions, ids of a project.

Draft 7, which the YAML server of VS Code and of most other editors understands. Pure: nothing is read or written here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from procdocs.schema import KINDS, TOPS, Part
from procdocs.schema.models import keys_of, meaning_of, models_below

DRAFT = "http://json-schema.org/draft-07/schema#"
#: What has a schema of its own, by name: `document` is a file of any kind.
SCHEMAS = ("document", "settings", "register", *KINDS)
#: Ids to offer: model name -> key -> ids.
Choices = Mapping[str, Mapping[str, Sequence[str]]]
#: Says what a key is for, by the name that `meaning_of` gives it.
Meaning = Callable[[str], str]


def json_schema(name: str, meaning: Meaning, choices: Choices | None = None) -> dict[str, Any]:
    """The schema called `name` (see `SCHEMAS`), with each key described; `choices` are offered where they may stand, without forbidding others."""
    if name != "document":
        return _schema(TOPS[name], f"procdocs {name}", meaning, choices or {})
    definitions: dict[str, Any] = {}
    for model in KINDS.values():
        one = _schema(model, model.__name__, meaning, choices or {})
        definitions.update(one.pop("definitions"))
        definitions[model.__name__] = {key: value for key, value in one.items() if key != "$schema"}
    return {
        "$schema": DRAFT,
        "title": "procdocs document",
        "type": "object",
        "required": ["kind", "id"],
        "properties": {"kind": {"enum": list(KINDS), "description": meaning("Document.kind")}},
        "allOf": [{"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": {"$ref": f"#/definitions/{model.__name__}"}} for kind, model in KINDS.items()],
        "definitions": definitions,
    }


def _schema(model: type[Part], title: str, meaning: Meaning, choices: Choices) -> dict[str, Any]:
    raw = model.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    definitions = raw.pop("$defs", {})
    for part in models_below([model]):
        one = raw if part is model else definitions.get(part.__name__, {})  # a part with forms of its own, such as an exit, has no keys here
        _describe(one, part, meaning)
        _offer(one, choices.get(part.__name__, {}))
    schema: dict[str, Any] = _tidied({"$schema": DRAFT, **raw, "title": title, "definitions": definitions})
    return schema


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    """The part of a model's schema that has its keys: the last choice where there is a short form."""
    for one in (schema, *reversed(schema.get("anyOf", []))):
        if isinstance(one, dict) and "properties" in one:
            return one
    return {}


def _describe(schema: dict[str, Any], model: type[Part], meaning: Meaning) -> None:
    properties = _body(schema).get("properties", {})
    for key in keys_of(model) if properties else ():
        properties[key] = dict(sorted({**properties[key], "description": meaning(meaning_of(model, key))}.items()))


def _offer(schema: dict[str, Any], ids: Mapping[str, Sequence[str]]) -> None:
    properties = _body(schema).get("properties", {})
    for key, offered in ids.items():
        if key in properties and offered:
            _offer_at(properties[key], list(dict.fromkeys(offered)))


def _offer_at(place: dict[str, Any], offered: list[str]) -> None:
    """Put the ids beside each plain text at this place, alone or as items of a list."""
    stack = [place]
    while stack:
        one = stack.pop()
        if isinstance(one.get("type"), list):
            plain = {"type": one.pop("type")}
            one["anyOf"] = [{"enum": offered}, plain]
        elif "anyOf" in one:
            one["anyOf"] = [dict(below) for below in one["anyOf"]]
            stack.extend(one["anyOf"])
        elif isinstance(one.get("items"), dict):
            one["items"] = dict(one["items"])
            stack.append(one["items"])


def _tidied(value: Any) -> Any:
    """Optional keys may be left empty; our own annotations and the defaults that only Python can hold are taken out."""
    if isinstance(value, list):
        return [_tidied(one) for one in value]
    if not isinstance(value, dict):
        return value
    properties = value.get("properties")
    tidied = {key: _tidied(one) for key, one in value.items() if key not in ("default", "discriminator")}
    if isinstance(properties, dict) and not _is_property_map(value):
        required = value.get("required", ())
        tidied["properties"] = {key: _with_null(_tidied(one)) if key not in required else _tidied(one) for key, one in properties.items()}
    return tidied


def _is_property_map(value: Mapping[str, Any]) -> bool:
    """Whether `properties` is a key that somebody named so, rather than a keyword."""
    return not all(isinstance(one, dict) for one in value.get("properties", {}).values())


def _with_null(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    if isinstance(schema.get("type"), list):
        return {**schema, "type": [*schema["type"], "null"]}
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], *([] if {"type": "null"} in schema["anyOf"] else [{"type": "null"}])]}
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    described = {key: schema[key] for key in ("description",) if key in schema}
    return {"anyOf": [{key: one for key, one in schema.items() if key != "description"}, {"type": "null"}], **described}
