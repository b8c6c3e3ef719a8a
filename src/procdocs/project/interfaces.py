"""Who gives what to whom: outputs met by inputs, from both ends. Pure; what is wrong with the ends is for the checks to say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from procdocs.project.model import Project, normalised
from procdocs.schema.process import Input, Output, Process

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
    """One item from a giver to a receiver, each a process id or a party; at least one of `output` and `input` is there."""

    giver: str
    receiver: str
    output: Output | None
    input: Input | None

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


def details(items: Iterable[Input] | Iterable[Output]) -> frozenset[int]:
    """The items, by `id()`, that name no end because they only detail the one above (`- drawings`), are detailed by those below, or head them (`Documents:`)."""
    found: set[int] = set()
    head: Input | Output | None = None
    for item in items:
        ends = item.source if isinstance(item, Input) else item.to
        if not _MARK.match(str(item.name)):
            head = item
            if not ends and str(item.name).rstrip().endswith((":", "：")):
                found.add(id(item))
        elif head is not None:
            found.add(id(item))
            if ends and not (head.source if isinstance(head, Input) else head.to):
                found.add(id(head))
    return frozenset(found)


def interfaces(project: Project) -> tuple[Interface, ...]:
    """Every interface of the project, in the order of the giving processes, then what only receivers know.

    An output to `all` meets every input that names its process and the item; an input from `all` meets every output to its
    process that names the item. Ends may be undefined: an interface says what was written.
    """
    # Every diagram and many checks ask: kept with the project, like its other indexes.
    kept: dict[str, tuple[Interface, ...]] = vars(project)
    if "interfaces" not in kept:
        kept["interfaces"] = _found(project)
    return kept["interfaces"]


def _found(project: Project) -> tuple[Interface, ...]:
    matcher = Matcher(project.languages[0])
    inputs = {process.id: _Inputs(matcher, process) for process in project.processes}
    naming = _naming(project)
    met: set[tuple[int, str]] = set()
    found: list[Interface] = []
    for process in project.processes:
        for output in process.outputs:
            for receiver in dict.fromkeys(output.to):
                taken = inputs[receiver].taking(process.id, output) if receiver in inputs else None
                if taken is not None:
                    met.add((id(taken), process.id if process.id in taken.source else ALL))
                found.append(Interface(process.id, receiver, output, taken))
            for receiver in naming.get(process.id, ()) if ALL in output.to else ():
                taken = inputs[receiver].taking(process.id, output)
                if taken is not None and process.id in taken.source and (id(taken), process.id) not in met:
                    met.add((id(taken), process.id))
                    found.append(Interface(process.id, receiver, output, taken))
    for process in project.processes:
        for item in process.inputs:
            found.extend(Interface(giver, process.id, None, item) for giver in dict.fromkeys(item.source) if (id(item), giver) not in met)
    return tuple(found)


class _Inputs:
    """The inputs of one process, found by id if both items have one, else by name."""

    def __init__(self, matcher: Matcher, process: Process) -> None:
        self._matcher = matcher
        self._by_id: dict[str, list[Input]] = {}
        self._by_name: dict[str, list[Input]] = {}
        for item in process.inputs:
            self._by_id.setdefault(item.id, []).append(item)
            self._by_name.setdefault(matcher.key(item), []).append(item)

    def taking(self, giver: str, output: Output) -> Input | None:
        """The input that takes this output from `giver`, else from anybody; None if there is none."""
        named = [item for item in self._by_name.get(self._matcher.key(output), ()) if not (output.id and item.id)]
        same = [*self._by_id.get(output.id, ()), *named] if output.id else named
        return next((item for item in same if giver in item.source), None) or next((item for item in same if ALL in item.source), None)


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
