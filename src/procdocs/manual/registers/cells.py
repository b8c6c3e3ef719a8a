"""Columns and cells as the registers need them. Knows no register and reads no data of its own."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Literal

from procdocs.manual.model import Block, Cell, Column, Entry, Paragraph, Table
from procdocs.manual.rich import Ref, Rich
from procdocs.manual.voice import Voice
from procdocs.schema import Process, Text

Look = Literal["text", "code", "number", "date", "mark"]


def column(voice: Voice, name: str, share: float, look: Look = "text") -> Column:
    """A column titled with the label `column.NAME`."""
    return Column(voice.words(f"column.{name}"), share, look)


def columns(voice: Voice, *wanted: tuple[str, float] | tuple[str, float, Look]) -> tuple[Column, ...]:
    """Columns from (name, share) or (name, share, look)."""
    return tuple(column(voice, *one) for one in wanted)


def entry(voice: Voice, name: str, blocks: Iterable[Block], lead: str = "") -> Entry:
    """The register `registers-NAME`, titled with the label `register.title.NAME`; `lead` is a sentence above its tables."""
    above = (Paragraph((lead,), "lead"),) if lead else ()
    return Entry(f"registers-{name}", "register", voice.words(f"register.title.{name}"), (*above, *blocks))


def said(voice: Voice, text: Text | None) -> Cell:
    """An authored text."""
    return Cell(voice.say(text))


def wanted(voice: Voice, rich: Rich, missing: str) -> Cell:
    """Words that ought to be there: where they are not, a gap that says what is missing (label `register.missing.MISSING`)."""
    return Cell(rich) if rich else gap(voice.words(f"register.missing.{missing}"))


def gap(reason: str, rich: Rich = ()) -> Cell:
    """A hole that an auditor would ask about; without words of its own it says why in words, for print."""
    return Cell(rich or (reason,), "gap", reason)


def day(date: datetime.date | None) -> Cell:
    """A date as 2026-05-01."""
    return Cell((date.isoformat(),) if date else ())


def who(voice: Voice, id: str) -> Rich:
    """A role, department or party by name; nothing for no id."""
    return (voice.who(id),) if id else ()


def chip(process: Process, anchor: str = "") -> Ref:
    """The id of a process as a chip that leads to it, or to a part of it."""
    return Ref(process.id, f"{process.id}#{anchor}" if anchor else process.id, process.type)


def spaced(refs: Iterable[Ref]) -> Rich:
    """Chips with spaces between them."""
    out: list[str | Ref] = []
    for ref in refs:
        out.extend((" ", ref) if out else (ref,))
    return tuple(out)


def without_empty(table: Table, *optional: int) -> Table:
    """The table without those of its `optional` columns (by position) in which no row says anything."""
    empty = {index for index in optional if not any(row.cells[index].rich or row.cells[index].look for row in table.rows)}
    kept = [index for index in range(len(table.columns)) if index not in empty]
    rows = tuple(row._replace(cells=tuple(row.cells[index] for index in kept)) for row in table.rows)
    return table._replace(columns=tuple(table.columns[index] for index in kept), rows=rows)
