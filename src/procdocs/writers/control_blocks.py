"""Document control and revision history: what is known of a document, and how the screen shows it. Print sets its own blocks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from procdocs.languages import Words
from procdocs.manual.model import Block, Cell, Column, ControlView, Entry, Facts, Heading, Row, Table
from procdocs.manual.rich import Rich


def control_blocks(entry: Entry, speak: Words) -> Iterator[Block]:
    """The control block of a document: facts, signatures, history; nothing for views and registers."""
    control = entry.control
    if not entry.is_document:
        return
    known = (*control_facts(control, speak), *((("stamp", control.stamp),) if control.stamp else ()), ("file", entry.path))
    facts: tuple[tuple[str, Rich], ...] = tuple((speak(f"site.{key}"), (value,)) for key, value in known)
    yield Heading(2, speak("site.control"), "control")
    yield Facts(facts)
    signatures = [line for line in control.signatures if line.by or line.on]
    if signatures:
        columns = (Column(speak("site.signature"), 20), Column(speak("site.person"), 50), Column(speak("site.on"), 30, "date"))
        yield Table(columns, tuple(Row((Cell((line.label,)), Cell((line.by,)), Cell((day(line.on),)))) for line in signatures))
    if control.history:
        yield Heading(2, speak("site.history"), "history")
        heads = (Column(speak("site.revision"), 10), Column(speak("site.on"), 16, "date"), Column(speak("site.change"), 56), Column(speak("site.person"), 18))
        yield Table(heads, tuple(Row((Cell((row.revision,)), Cell((day(row.date),)), Cell((row.change,)), Cell((row.by,)))) for row in control.history))


def day(date: datetime.date | None) -> str:
    """A date as it is printed everywhere: 2026-05-01."""
    return date.isoformat() if date else ""


def control_facts(control: ControlView, speak: Words) -> tuple[tuple[str, str], ...]:
    """What is known of a document's control, in the order it is read: the key of its label and its value."""
    values = (
        ("number", control.number),
        ("revision", control.revision),
        ("status", control.status_word),
        ("effective", day(control.effective)),
        ("review", day(control.review)),
        ("owner", control.owner),
        ("supersedes", control.supersedes),
        ("origin", speak("print.external") if control.origin == "external" else ""),
        ("confidentiality", control.confidentiality),
        ("distribution", speak("list_separator").join(control.distribution)),
    )
    return tuple((key, value) for key, value in values if value)
