"""What the first page shows beside the chapters: the map, what changed lately, what concerns a department or role."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from procdocs.languages import Words
from procdocs.manual.model import Block, Bullets, Cell, Column, Concern, Entry, Figure, Heading, Manual, Row, Table
from procdocs.manual.rich import Inline, Ref, plain
from procdocs.writers.site.site import code

#: What stands between names in a cell.
_BETWEEN = re.compile(r"[、，,/\n]")
#: Rows of "changed lately".
LATELY = 8


class Change(NamedTuple):
    """A row of a document's history, on the first page."""

    date: datetime.date
    entry: Entry
    revision: str
    change: str


def lately(manual: Manual) -> tuple[Change, ...]:
    """The latest changes of all documents, newest first."""
    rows = [Change(row.date, entry, row.revision, row.change) for entry in manual.entries for row in entry.control.history if row.date]
    rows.sort(key=lambda row: row.date, reverse=True)
    return tuple(rows[:LATELY])


def map_figure(manual: Manual) -> tuple[Entry, Figure] | None:
    """The picture the first page shows: the octopus, else the landscape, else any first figure of a view."""
    drawn = [entry for entry in manual.entries if entry.figures]
    wanted = ([e for e in drawn if e.kind == "octopus"], [e for e in drawn if e.id == "landscape"], [e for e in drawn if e.kind == "view"])
    # A landscape of many sheets has a page of its own; the first page stays light.
    return next(((entries[0], entries[0].figures[0]._replace(graphs=entries[0].figures[0].graphs[:1])) for entries in wanted if entries), None)


#: Rows of the registers that name somebody: name -> (register, number of the table's block in it) -> rows.
Naming = Mapping[str, Mapping[tuple[str, int], tuple[Row, ...]]]


def naming(manual: Manual) -> Naming:
    """For every department and role, the rows of the registers in which a cell is its name or lists it."""
    wanted = {concern.name for concern in (*manual.departments, *manual.roles)}
    found: dict[str, dict[tuple[str, int], list[Row]]] = {name: {} for name in wanted}
    for register in manual.entries:
        for number, block in enumerate(register.blocks if register.kind == "register" else ()):
            if not isinstance(block, Table) or block.header_column:
                continue
            for row in block.rows:
                for name in wanted.intersection(name for cell in row.cells for name in _names(plain(cell.rich))):
                    found[name].setdefault((register.id, number), []).append(row._replace(anchor="", group=""))
    return {name: {place: tuple(rows) for place, rows in places.items()} for name, places in found.items()}


def concern_blocks(manual: Manual, concern: Concern, rows: Naming, speak: Words) -> Iterator[Block]:
    """A page of its own for a department or role: its processes, its documents, and the rows of the registers that name it."""
    entries = [manual.by_id[id] for id in concern.entries if id in manual.by_id]
    for title, chosen in (("processes", [e for e in entries if e.kind == "process"]), ("documents", [e for e in entries if e.kind != "process"])):
        if chosen:
            yield Heading(2, speak(f"site.{title}"), title)
            yield Bullets(tuple(named(entry) for entry in chosen))
    before = ""
    for (register, number), chosen_rows in rows.get(concern.name, {}).items():
        table = manual.by_id[register].blocks[number]
        if isinstance(table, Table):
            if register != before:
                yield Heading(2, manual.by_id[register].title, register)
            before = register
            yield table._replace(rows=chosen_rows, anchor="", caption="")


def finding_blocks(manual: Manual, speak: Words) -> Iterator[Block]:
    """Every finding of the checks as one table."""
    columns = (Column(speak("site.severity"), 10), Column(speak("site.code"), 10, "code"), Column(speak("site.finding"), 55), Column(speak("site.place"), 25))
    looks = {"error": "high", "warning": "middle", "note": ""}
    rows = []
    for finding in manual.score.findings:
        place = Ref(finding.place, finding.entry) if finding.entry else finding.place
        rows.append(Row((Cell((speak(f"site.severities.{finding.severity}"),), looks[finding.severity]), Cell((finding.code,)), Cell((finding.message,)), Cell((place,)))))
    yield Table(columns, tuple(rows))


def named(entry: Entry) -> tuple[Inline, ...]:
    """A link to an entry as lists show it: its code as a chip, then its title."""
    if entry.kind == "process":
        return Ref(entry.id, entry.id, entry.type), " ", Ref(entry.title, entry.id)
    number = code(entry)
    return (Ref(entry.title, entry.id), f" {number}") if number else (Ref(entry.title, entry.id),)


def _names(text: str) -> list[str]:
    """The names a cell lists."""
    return [name.strip() for name in _BETWEEN.split(text)]
