"""From models back to what is written: plain values with the short forms, as a person would write them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from procdocs.schema.base import Part, Text


def value_of(said: Any, *, typed: bool = False) -> Any:
    """A model, text, list or value as texts, lists and groups of texts; what is left out means the default. None for nothing at all.

    Where it is `typed`, yes and no are no texts, as JSON has them.
    """
    if isinstance(said, Part):
        return _group(said, typed=typed)
    if isinstance(said, Text):
        return said.by_language[""] if set(said.by_language) == {""} else dict(said.by_language)
    if isinstance(said, tuple):
        return [value_of(one, typed=typed) for one in said]
    if isinstance(said, dict):
        return {str(key): value_of(one, typed=typed) for key, one in said.items()}
    if isinstance(said, bool):
        return said if typed else "true" if said else "false"
    if isinstance(said, Decimal):
        return format(said, "f")
    if isinstance(said, datetime.date):
        return said.isoformat()
    return None if said is None else str(said)


def fields_of(part: Part) -> dict[str, Any]:
    """The fields of a part that say something else than their default, by the keys they are written with."""
    found: dict[str, Any] = {}
    for name, info in type(part).model_fields.items():
        said = getattr(part, name)
        if info.is_required() or said != info.get_default():
            found[info.alias or name] = said
    return found


def _group(part: Part, *, typed: bool) -> Any:
    fields = fields_of(part)
    short = type(part).short
    if set(fields) == {short} and isinstance(fields[short], str | Text):
        return value_of(fields[short])
    return {key: value_of(said, typed=typed) for key, said in fields.items()}
