"""Interfaces from giver to receiver, as a list and as the process × process matrix. Names holes, but reports no findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from procdocs.manual.model import Cell, Column, Entry, Row, Table
from procdocs.manual.registers.cells import columns, entry, gap
from procdocs.manual.rich import Ref, Rich
from procdocs.manual.voice import Voice
from procdocs.project.interfaces import Interface, interfaces
from procdocs.schema import Process
from procdocs.schema.process import Input, Output

#: Processes beyond which the matrix becomes a list of the pairs that have something to do with each other.
MATRIX_LIMIT = 60


@dataclass(frozen=True)
class Joined:
    """The interfaces of a project, each with what its two ends say of it."""

    voice: Voice

    @cached_property
    def all(self) -> tuple[Interface, ...]:
        """Every interface."""
        return interfaces(self.voice.project)

    def state(self, interface: Interface) -> str:
        """`both` ends name it, only the `giver` or the `receiver`, or one end is `outside` the processes of the project."""
        processes = self.voice.project.process_by_id
        if interface.giver not in processes or interface.receiver not in processes:
            return "outside"
        return "both" if interface.output and interface.input else "giver" if interface.output else "receiver"

    def reason(self, state: str) -> str:
        """What is missing where only one end names an interface; "" where nothing is."""
        return self.voice.words(f"register.missing.{'receiver' if state == 'giver' else 'giver'}") if state in ("giver", "receiver") else ""

    def named(self, interface: Interface) -> Ref:
        """The item, leading to its row at the end that names it."""
        return self._ref(interface, interface.item, self.voice.text(interface.item.name))

    def place(self, interface: Interface, item: Input | Output | None, at: int | None) -> Cell:
        """Where one end says it: number of the item there (`at` counts from 0), with file and line as title."""
        if item is None or at is None:
            return Cell(())
        side = "output" if isinstance(item, Output) else "input"
        process = interface.giver if isinstance(item, Output) else interface.receiver
        span = item.span()
        label = self.voice.words(f"register.interface.{side}", id=process, number=at + 1)
        return Cell((self._ref(interface, item, label),), "", f"{span.path}:{span.line}" if span.line else span.path)

    def _ref(self, interface: Interface, item: Input | Output, text: str) -> Ref:
        side, process = ("outputs", interface.giver) if isinstance(item, Output) else ("inputs", interface.receiver)
        return Ref(text, f"{process}#{side}-{item.id}" if item.id else f"{process}#{side}")


def interface_list(voice: Voice) -> Entry | None:
    """Every interface with giver, item, receiver and whether both ends name it."""
    joined = Joined(voice)
    if not joined.all:
        return None
    rows = tuple(_row(voice, joined, interface) for interface in joined.all)
    states = [joined.state(interface) for interface in joined.all]
    lead = voice.words(
        "register.lead.interfaces",
        count=len(rows),
        both=states.count("both"),
        open=states.count("giver") + states.count("receiver"),
        outside=states.count("outside"),
    )
    heads = columns(voice, ("giver", 12), ("item", 34), ("receiver", 12), ("given_at", 13), ("taken_at", 13), ("confirmed", 16))
    return entry(voice, "interfaces", (Table(heads, rows, anchor="interfaces"),), lead)


def _row(voice: Voice, joined: Joined, interface: Interface) -> Row:
    state = joined.state(interface)
    word = (voice.words(f"register.interface.{state}"),)
    reason = joined.reason(state)
    return Row(
        (
            Cell(voice.end(interface.giver)),
            Cell((joined.named(interface),)),
            Cell(voice.end(interface.receiver)),
            joined.place(interface, interface.output, interface.output_at),
            joined.place(interface, interface.input, interface.input_at),
            gap(reason, (*word, voice.words("colon"), reason)) if reason else Cell(word, "covered" if state == "both" else ""),
        )
    )


def process_matrix(voice: Voice) -> Entry | None:
    """What each process gives to each other one; above `MATRIX_LIMIT` processes only the pairs that do."""
    joined = Joined(voice)
    processes = voice.project.processes
    pairs: dict[tuple[str, str], list[Interface]] = {}
    for interface in joined.all:
        if joined.state(interface) != "outside":
            pairs.setdefault((interface.giver, interface.receiver), []).append(interface)
    if not pairs:
        return None
    if len(processes) > MATRIX_LIMIT:
        return entry(voice, "processes", (_pair_list(voice, joined, pairs),), voice.words("register.lead.processes_sparse", count=len(processes)))
    heads = (Column(voice.words("column.gives_takes"), 12), *(Column(process.id, 8) for process in processes))
    rows = tuple(Row((Cell(voice.process_chip(giver)), *(_cell(voice, joined, giver, receiver, pairs) for receiver in processes))) for giver in processes)
    return entry(voice, "processes", (Table(heads, rows, anchor="processes", header_column=True),), voice.words("register.lead.processes"))


def _cell(voice: Voice, joined: Joined, giver: Process, receiver: Process, pairs: Mapping[tuple[str, str], Iterable[Interface]]) -> Cell:
    found = pairs.get((giver.id, receiver.id))
    if found is None:
        return Cell(("—",) if giver is receiver else ())
    return _items(voice, joined, found)


def _items(voice: Voice, joined: Joined, found: Iterable[Interface]) -> Cell:
    """The items of one pair; a gap if one end does not name one of them."""
    rich: Rich = voice.join((joined.named(interface),) for interface in found)
    reasons = [f"{voice.text(interface.item.name)}{voice.words('colon')}{reason}" for interface in found if (reason := joined.reason(joined.state(interface)))]
    return gap(voice.words("list_separator").join(reasons), rich) if reasons else Cell(rich, "covered")


def _pair_list(voice: Voice, joined: Joined, pairs: Mapping[tuple[str, str], list[Interface]]) -> Table:
    processes = voice.project.process_by_id
    order = {id: position for position, id in enumerate(processes)}
    heads = columns(voice, ("giver", 20), ("receiver", 20), ("item", 60))
    rows = tuple(
        Row((Cell(voice.process_chip(processes[giver])), Cell(voice.process_chip(processes[receiver])), _items(voice, joined, pairs[giver, receiver])))
        for giver, receiver in sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]]))
    )
    return Table(heads, rows, anchor="processes")
