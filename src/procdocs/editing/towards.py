"""From what a document says to what it is to say, in the fewest actions: values, new items, items that go. Pure.

Items of a list are the same by what they are called; one that only says something else is changed in place and not taken away and put back.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Any

from procdocs.editing.actions import Action
from procdocs.editing.places import CALLED
from procdocs.schema.base import Part, Text
from procdocs.schema.document import Document
from procdocs.schema.models import keys_of
from procdocs.schema.values import fields_of, value_of
from procdocs.source.edit import Path

#: By which other fields an item is known where it has no name of its own.
_KNOWN_BY = (*CALLED, "process", "to", "role")


def towards(now: Document, wanted: Document) -> tuple[Action, ...]:
    """The actions that make one document say what another of its kind says. They are in an order in which each place stays true."""
    return tuple(_parts(now.id, (), now, wanted))


def _parts(document: str, at: Path, now: Part, wanted: Part) -> Iterator[Action]:
    before, after = fields_of(now), fields_of(wanted)
    for key in keys_of(type(wanted)):
        place = (*at, key)
        if key in before and key not in after:
            yield Action("remove", document, place)
        elif key in after and key not in before:
            yield Action("set", document, place, value_of(after[key]))
        elif key in after:
            yield from _values(document, place, before[key], after[key])


def _values(document: str, at: Path, now: Any, wanted: Any) -> Iterator[Action]:
    if value_of(now) == value_of(wanted):
        return
    if isinstance(now, Part) and isinstance(wanted, Part) and type(now) is type(wanted):
        yield from _parts(document, at, now, wanted)
    elif isinstance(now, tuple) and isinstance(wanted, tuple) and now and wanted:
        yield from _lists(document, at, now, wanted)
    elif isinstance(now, Text) and isinstance(wanted, Text) and set(now.by_language) == set(wanted.by_language) != {""}:
        for language, said in wanted.by_language.items():
            if said != now.by_language[language]:
                yield Action("set", document, at, said, language=language)
    else:
        yield Action("set", document, at, value_of(wanted))


def _lists(document: str, at: Path, now: Sequence[Any], wanted: Sequence[Any]) -> Iterator[Action]:
    """From the last item to the first, so that the places of those before stay true."""
    matcher = difflib.SequenceMatcher(None, [_known_by(one) for one in now], [_known_by(one) for one in wanted], autojunk=False)
    blocks = matcher.get_opcodes()
    if all(kind != "equal" for kind, *_ in blocks) and len(now) != len(wanted):
        yield Action("set", document, at, [value_of(one) for one in wanted])
        return
    for kind, first, last, new_first, new_last in reversed(blocks):
        both = min(last - first, new_last - new_first) if kind in ("equal", "replace") else 0
        for number in range(last - 1, first + both - 1, -1):
            yield Action("remove", document, (*at, number))
        added = [value_of(one) for one in wanted[new_first + both : new_last]]
        for value in reversed(added):
            yield Action("add", document, (*at, first + both), value)
        for number in range(both - 1, -1, -1):
            yield from _items(document, (*at, first + number), now[first + number], wanted[new_first + number])


def _items(document: str, at: Path, now: Any, wanted: Any) -> Iterator[Action]:
    yield from _values(document, at, now, wanted)


def _known_by(item: Any) -> str:
    """What an item is called; of two that are called alike the place decides."""
    if not isinstance(item, Part):
        return str(value_of(item))
    fields = fields_of(item)
    key = next((key for key in _KNOWN_BY if key in fields), "")
    return f"{key}:{value_of(fields[key])}" if key else repr(value_of(item))
