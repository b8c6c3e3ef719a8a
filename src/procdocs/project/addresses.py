"""From an address to the value it names, to what is written there, and back. Pure.

The path of an address names fields by the keys of the language and items of lists by their places, as if all short forms were
written out: it stays the same when somebody writes them out.
"""

from __future__ import annotations

from typing import Any

from procdocs.schema.base import Part, Text, names_of
from procdocs.schema.models import nested
from procdocs.source.address import Address
from procdocs.source.node import Node


def value_at(top: Part, address: Address) -> Any:
    """The value at an address within its document; a text's path may end in a language. LookupError where there is none."""
    value: Any = top
    for key in address.path:
        value = _below(value, key, address)
    return value


def _below(value: Any, key: str | int, address: Address) -> Any:
    if isinstance(value, Part):
        name = next((name for name, info in type(value).model_fields.items() if (info.alias or name) == key), None)
        if name is not None:
            return getattr(value, name)
    elif isinstance(value, (tuple, dict)):
        held: Any = value
        if key in held if isinstance(value, dict) else isinstance(key, int) and 0 <= key < len(value):
            return held[key]
    elif isinstance(value, Text) and key in value.by_language:
        return value.by_language[str(key)]
    raise LookupError(str(address))


def node_at(top: Part, address: Address) -> Node | None:
    """What is written at an address; where a short form stands, this. None where nothing is written."""
    value: Any = top
    place = top.node
    for key in address.path:
        if place is None:
            return None
        below = _below_or_none(value, key, address)
        place = _written(place, value, key, below)
        value = below
    return place


def _below_or_none(value: Any, key: str | int, address: Address) -> Any:
    try:
        return _below(value, key, address)
    except LookupError:
        return None


def _written(place: Node, value: Any, key: str | int, below: Any) -> Node | None:
    """The node for a key below that of a value; the same one where a short form leaves the step out."""
    if isinstance(below, Part) and isinstance(value, tuple):
        return below.node
    if isinstance(key, int) and place.items is None and (place.pairs is None or not isinstance(value, tuple)):
        return place
    child = place.child(key)
    if child is not None:
        return child
    short = isinstance(value, Part) and type(value).short == key and (place.pairs is None or not names_of(type(value)).intersection(place.pairs))
    return place if short else None


def path_to(top: Part, part: Part) -> tuple[str | int, ...] | None:
    """The path from a document to a part of it; None if it is none of its parts."""
    stack: list[tuple[Part, tuple[str | int, ...]]] = [(top, ())]
    while stack:
        one, path = stack.pop()
        if one is part:
            return path
        for name, key in nested(type(one)):
            value = getattr(one, name)
            if isinstance(value, Part):
                stack.append((value, (*path, key)))
            elif isinstance(value, tuple):
                stack.extend((item, (*path, key, at)) for at, item in enumerate(value) if isinstance(item, Part))
            elif isinstance(value, dict):
                stack.extend((item, (*path, key, name)) for name, item in value.items() if isinstance(item, Part))
    return None
