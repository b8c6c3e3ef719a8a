"""What the models themselves say: which keys one has, and which model stands at a place. Used for messages and reference pages."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from procdocs.schema.base import Part


def keys_of(model: type[Part]) -> list[str]:
    """The keys of a model as they are written, in their order."""
    return [info.alias or name for name, info in model.model_fields.items()]


def field_of(model: type[Part], key: str) -> FieldInfo | None:
    """The field that is written as `key`."""
    return next((info for name, info in model.model_fields.items() if (info.alias or name) == key), None)


def meaning_of(model: type[Part], key: str) -> str:
    """Under which name the languages say what a key is for (`Process.owner`): with the model that first has the key."""
    name = next((name for name, info in model.model_fields.items() if (info.alias or name) == key), key)
    first = next((one for one in reversed(model.__mro__) if name in inspect.get_annotations(one)), model)
    return f"{first.__name__}.{key}"


def models_below(tops: Iterable[type[Part]]) -> tuple[type[Part], ...]:
    """The given models and every one that they are made of, in the order of first use."""
    found = dict.fromkeys(tops)
    queue = list(found)
    while queue:
        for info in queue.pop(0).model_fields.values():
            part = part_in(info.annotation)
            if part is not None and part not in found:
                found[part] = None
                queue.append(part)
    return tuple(found)


def model_at(model: type[Part], path: Sequence[str | int]) -> type[Part] | None:
    """The model that stands at `path` below `model`; None if something else stands there."""
    current: type[Part] | None = model
    for key in path:
        if isinstance(key, int):
            continue
        info = field_of(current, key) if current else None
        current = part_in(info.annotation) if info else None
    return current


def part_in(annotation: Any) -> type[Part] | None:
    """The model that an annotation holds: in a list, a choice or alone."""
    stack = [annotation]
    while stack:
        one = stack.pop()
        if isinstance(one, type) and issubclass(one, Part):
            return one
        if get_origin(one) in (Annotated, Union, types.UnionType, tuple, dict, list):
            stack.extend(reversed(get_args(one)))
    return None


@cache
def nested(model: type[Part]) -> tuple[tuple[str, str], ...]:
    """The fields of a model under which other parts stand, each with the key it is written by."""
    return tuple((name, info.alias or name) for name, info in model.model_fields.items() if part_in(info.annotation) is not None)


def choices_in(annotation: Any) -> tuple[str, ...]:
    """The words that an annotation allows, where it allows a few words only."""
    if get_origin(annotation) is Literal:
        return tuple(str(one) for one in get_args(annotation))
    for one in get_args(annotation):
        found = choices_in(one)
        if found:
            return found
    return ()
