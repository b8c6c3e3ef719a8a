"""What people name in a file: `measures.0.target`, `measures[计划达成率].target`, `inputs.+` for a new item. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from procdocs.project.spelling import normalised
from procdocs.source.edit import Path

#: A key or the place of an item; or, in brackets, what an item is called.
_STEP = re.compile(r"(?:^|\.)(?P<key>[^.\[\]]+)|\[(?P<name>(?:[^\[\]]|\[[^\[\]]*\])+)\]")
#: By which keys an item is called, the most exact first.
CALLED = ("id", "number", "code", "step", "name", "title", "text", "term", "clause", "label")
#: The place behind the last item of a list.
NEW = "+"


class Unclear(ValueError):
    """A place that is not there or not alone: `key` names the sentence (`edit.KEY`), `values` fill it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def place_of(said: Any, written: str) -> Path:
    """The path of what is named, in the values `said` of a file; its last step may be a key that is not there yet, or one place behind a list.

    Raises Unclear.
    """
    path: list[str | int] = []
    steps = list(_steps(written))
    value = said
    for number, (name, in_brackets) in enumerate(steps):
        step = _step(value, name, written, in_brackets=in_brackets)
        path.append(step)
        there = step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int) and step < len(value)
        if not there and number < len(steps) - 1:
            raise Unclear("no_place", path=written, step=name, known=_known(value))
        value = value[step] if there else None
    return tuple(path)


def _steps(written: str) -> Iterator[tuple[str, bool]]:
    at = 0
    while at < len(written):
        hit = _STEP.match(written, at)
        if hit is None or hit.end() == at:
            raise Unclear("no_path", path=written)
        yield (hit["name"].strip().strip("\"'"), True) if hit["name"] is not None else (hit["key"].strip(), False)
        at = hit.end()
    if not written:
        raise Unclear("no_path", path=written)


def _step(value: Any, name: str, written: str, *, in_brackets: bool) -> str | int:
    if isinstance(value, list):
        if not in_brackets and name == NEW:
            return len(value)
        if name.isdecimal() and int(name) < len(value) and not (in_brackets and _items(value, name)):
            return int(name)
        items = _items(value, name)
        if len(items) == 1:
            return items[0]
        raise Unclear("several_items" if items else "no_item", path=written, step=name, known=_known(value))
    if isinstance(value, dict) and not in_brackets:
        return name
    if value is None and not in_brackets:
        return 0 if name == NEW else name
    if not in_brackets and name == "0":
        # One value where a list may stand is a list of one.
        raise Unclear("one_value", path=written, step=name)
    if isinstance(value, str) and not in_brackets:
        return name
    raise Unclear("no_place", path=written, step=name, known=_known(value))


def _items(items: Sequence[Any], name: str) -> list[int]:
    """The places of the items that are called so: exactly, else in another spelling."""
    exact = [place for place, item in enumerate(items) if name in _names(item)]
    return exact or [place for place, item in enumerate(items) if normalised(name) in map(normalised, _names(item))]


def _names(item: Any) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    for key in CALLED if isinstance(item, dict) else ():
        said = item.get(key)
        if isinstance(said, str):
            yield said
        elif isinstance(said, dict):
            yield from (one for one in said.values() if isinstance(one, str))


def _known(value: Any) -> str:
    """What could have been named, at most twelve of it."""
    if isinstance(value, dict):
        known = list(value)
    elif isinstance(value, list):
        known = [next(_names(item), str(place)) for place, item in enumerate(value)]
    else:
        known = []
    return ", ".join(map(str, known[:12])) + (" …" if len(known) > 12 else "")
