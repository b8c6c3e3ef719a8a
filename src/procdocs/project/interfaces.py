"""Who gives what to whom: outputs met by inputs, from both ends. Pure; what is wrong with the ends is for the checks to say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from procdocs.project.spelling import normalised
from procdocs.schema.process import Input, Output, Process

if TYPE_CHECKING:
    from procdocs.project.model import Project

ALL = "all"
#: What people put in front of a line that only details the item above it.
_MARK = re.compile(r"\s*[-–—•·*!]+\s*(?=[^\W\d_])")


@cache
def _folded(name: str) -> str:
    """How a name is compared; the names of a system repeat often, and each is folded once. Details on lines below do not matter."""
    first, *details = name.strip().split("\n")
    if details and all(_MARK.match(line) for line in details if line.strip()):
        name = first
    return normalised(_MARK.sub("", name, count=1) if _MARK.match(name) else name)


class Interface(NamedTuple):
    """One item from a giver to a receiver, each a process id or a party; at least one of `output` and `input` is there.

    `output_at` and `input_at` are their places among the outputs of the giver and the inputs of the receiver, from 0.
    """

    giver: str
    receiver: str
    output: Output | None
    input: Input | None
    output_at: int | None = None
    input_at: int | None = None

    @property
    def item(self) -> Output | Input:
        """The item as the giver names it, else as the receiver does."""
        item = self.output or self.input
        assert item is not None
        return item


@dataclass(frozen=True)
class Matcher:
    """How items are compared by name: normalised, in the project's first language."""

    language: str

    def key(self, item: Input | Output) -> str:
        """The name as it is compared."""
        return _folded(item.name.say(self.language, self.language))


def details(items: Iterable[Input | Output]) -> frozenset[int]:
    """The items, by their places from 0, that name no end because they only detail the one above (`- drawings`), are detailed by those below, or head them (`Documents:`)."""
    found: set[int] = set()
    head: tuple[int, Input | Output] | None = None
    for at, item in enumerate(items):
        ends = item.source if isinstance(item, Input) else item.to
        if not _MARK.match(str(item.name)):
            head = at, item
            if not ends and str(item.name).rstrip().endswith((":", "：")):
                found.add(at)
        elif head is not None:
            found.add(at)
            if ends and not (head[1].source if isinstance(head[1], Input) else head[1].to):
                found.add(head[0])
    return frozenset(found)


def interfaces(project: Project) -> tuple[Interface, ...]:
    """Every interface of the project, in the order of the giving processes, then what only receivers know.

    An output to `all` meets every input that names its process and the item; an input from `all` meets every output to its
    process that names the item. Ends may be undefined: an interface says what was written.
    """
    # Every diagram and many checks ask: kept with the project, like its other indexes.
    return project.interfaces


def found_interfaces(project: Project) -> tuple[Interface, ...]:
    """The interfaces, found anew."""
    matcher = Matcher(project.languages[0])
    inputs = {process.id: _Inputs(matcher, process) for process in project.processes}
    naming = _naming(project)
    #: Receiver, place of its input, and the giver or `all` from whom it has come.
    met: set[tuple[str, int, str]] = set()
    found: list[Interface] = []
    for process in project.processes:
        for at, output in enumerate(process.outputs):
            for receiver in dict.fromkeys(output.to):
                taken = inputs[receiver].taking(process.id, output) if receiver in inputs else None
                if taken is not None:
                    met.add((receiver, taken[0], process.id if process.id in taken[1].source else ALL))
                    found.append(Interface(process.id, receiver, output, taken[1], at, taken[0]))
                else:
                    found.append(Interface(process.id, receiver, output, None, at))
            for receiver in naming.get(process.id, ()) if ALL in output.to else ():
                taken = inputs[receiver].taking(process.id, output)
                if taken is not None and process.id in taken[1].source and (receiver, taken[0], process.id) not in met:
                    met.add((receiver, taken[0], process.id))
                    found.append(Interface(process.id, receiver, output, taken[1], at, taken[0]))
    for process in project.processes:
        for at, item in enumerate(process.inputs):
            found.extend(Interface(giver, process.id, None, item, None, at) for giver in dict.fromkeys(item.source) if (process.id, at, giver) not in met)
    return tuple(found)


class _Inputs:
    """The inputs of one process, found by id if both items have one, else by name."""

    def __init__(self, matcher: Matcher, process: Process) -> None:
        self._matcher = matcher
        self._by_id: dict[str, list[tuple[int, Input]]] = {}
        self._by_name: dict[str, list[tuple[int, Input]]] = {}
        for at, item in enumerate(process.inputs):
            self._by_id.setdefault(item.id, []).append((at, item))
            self._by_name.setdefault(matcher.key(item), []).append((at, item))

    def taking(self, giver: str, output: Output) -> tuple[int, Input] | None:
        """The input that takes this output from `giver`, else from anybody, with its place; None if there is none."""
        named = [one for one in self._by_name.get(self._matcher.key(output), ()) if not (output.id and one[1].id)]
        same = [*self._by_id.get(output.id, ()), *named] if output.id else named
        return next((one for one in same if giver in one[1].source), None) or next((one for one in same if ALL in one[1].source), None)


def _naming(project: Project) -> Mapping[str, tuple[str, ...]]:
    """Giver id -> the processes that name it as the source of an input."""
    found: dict[str, dict[str, None]] = {}
    for process in project.processes:
        for item in process.inputs:
            for giver in item.source:
                found.setdefault(giver, {})[process.id] = None
    return {giver: tuple(receivers) for giver, receivers in found.items()}


def between_processes(project: Project) -> Mapping[tuple[str, str], tuple[Interface, ...]]:
    """Interfaces whose two ends are processes of the project, by (giver, receiver)."""
    grouped: dict[tuple[str, str], list[Interface]] = {}
    for interface in interfaces(project):
        if interface.giver in project.process_by_id and interface.receiver in project.process_by_id:
            grouped.setdefault((interface.giver, interface.receiver), []).append(interface)
    return {pair: tuple(items) for pair, items in grouped.items()}
