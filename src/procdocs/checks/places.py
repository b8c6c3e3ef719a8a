"""Where a finding is shown, and how a thing is called in its message. Shared by the families of checks; finds nothing itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from procdocs.diagnostics import Finding, Related, Span
from procdocs.project.model import Project
from procdocs.schema.base import Part, Text
from procdocs.schema.process import Input, Output

#: From so many on, what is missing everywhere in a project is reported once, not at each place.
ONCE = 5
#: So many places of one finding are shown.
SHOWN = 100
#: So many of them are named in its message.
_NAMED = 8


_NOTHING = re.compile(r"[\W_]*|无|没有|暂无|none|nothing|nil|keine?[rsn]?|없음", re.IGNORECASE)


def key_place(part: Part, *keys: str) -> Span:
    """The first of the keys that is written in `part`; where none is, the part itself."""
    whole = part.span()
    return next((span for key in keys if (span := part.key_span(key)) != whole), whole)


def value_place(part: Part, *keys: str) -> Span:
    """The value of the first of the keys that is written in `part`; where none is, the part itself."""
    whole = part.span()
    return next((part.span(key) for key in keys if part.key_span(key) != whole), whole)


def gap_place(part: Part, key: str) -> Span:
    """Where something is missing: the key if it is written with nothing behind it, else the id or name of the part."""
    span = part.key_span(key)
    return span if span != part.span() else value_place(part, "id", "name", "number")


def item_place(item: Input | Output) -> Span:
    """An item of an interface: its id, else its name."""
    return value_place(item, "id", "name")


def said(project: Project, text: Text | None) -> str:
    """A text in the project's first language, on one line."""
    if text is None:
        return ""
    first = project.settings.languages[0]
    return " ".join(text.say(first, first).split())


def says_nothing(text: str) -> bool:
    """Whether nothing but signs stands where something should be said, or a word for nothing."""
    return _NOTHING.fullmatch(text) is not None


def item_name(project: Project, item: Input | Output) -> str:
    """What an item is called in a message."""
    return said(project, item.name) or item.id


def follows(project: Project, family: str) -> bool:
    """Whether the project answers to an edition of a standard, such as `iatf16949`."""
    return any(standard.startswith(family) for standard in project.settings.standards)


def gathered(found: Sequence[Finding], name: str, variant: str = "several", least: int = ONCE) -> Iterator[Finding]:
    """Findings with one cause as they are, or from `least` of them on as one, in the words of `variant`, with the list of places. `name` is the value that tells them apart."""
    if len(found) < max(least, 1):
        yield from found
        return
    first, *others = found
    names = ", ".join(one.values[name] for one in found[:_NAMED]) + (" …" if len(found) > _NAMED else "")
    related = tuple(Related(one.span, "also-here", {"name": one.values[name]}) for one in others[:SHOWN])
    yield replace(first, values={**first.values, "count": str(len(found)), "names": names}, variant=variant, related=related)
