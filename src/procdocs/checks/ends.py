"""Which ends of the interfaces stay open, and why: a real gap, another wording, or an item that goes elsewhere. Pure.

Only the items of the two processes named are compared, never all with all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from procdocs.project.interfaces import ALL, Matcher, interfaces
from procdocs.project.likeness import NEAR, likeness
from procdocs.project.model import BUILT_IN_PARTIES, Project
from procdocs.schema.base import Text
from procdocs.schema.process import Input, Output, Process

#: So many pairs of items are compared between two processes; beyond, only equal names meet, so that no list makes a check slow.
_COMPARISONS = 20_000

#: Where one item alone stays open at either end, half a Chinese name is enough: 评审后的订单, 已评审的订单.
_ONLY, _HAN_NAME = 0.5, 5
_HAN = re.compile(r"[\u3400-\u9fff]")


class Open(NamedTuple):
    """An item that one end names and the other does not; with what the other end has instead, if anything.

    `kind`: `gap` nothing like it · `wording` the same in other words, to or from the same process · `ids` the same words under
    another id · `unaddressed` the other end has it, but names nobody · `elsewhere` the other end has it, but names somebody else.
    `output_at` and `input_at` are the places of the items in the lists of their processes, from 0.
    """

    giver: str
    receiver: str
    output: Output | None
    input: Input | None
    kind: str
    output_at: int | None = None
    input_at: int | None = None


@dataclass
class _Pair:
    """What stays open between two processes, each item with its place in the list of its process."""

    outputs: list[tuple[int, Output]] = field(default_factory=list)
    inputs: list[tuple[int, Input]] = field(default_factory=list)


def open_ends(project: Project) -> Iterator[Open]:
    """Every open end between two different processes of the project, giver by giver."""
    matcher = Matcher(project.languages[0])
    known = frozenset((*project.process_by_id, *BUILT_IN_PARTIES, *project.parties, *project.unread))
    pairs: dict[tuple[str, str], _Pair] = {}
    for interface in interfaces(project):
        giver, receiver = interface.giver, interface.receiver
        if giver == receiver or giver not in project.process_by_id or receiver not in project.process_by_id:
            continue
        if interface.input is None and interface.output is not None and interface.output_at is not None:
            pairs.setdefault((giver, receiver), _Pair()).outputs.append((interface.output_at, interface.output))
        elif interface.output is None and interface.input is not None and interface.input_at is not None:
            pairs.setdefault((giver, receiver), _Pair()).inputs.append((interface.input_at, interface.input))
    for (giver_id, receiver_id), pair in pairs.items():
        for (at, output), (beside, taken) in _joined(pair):
            kind = "ids" if matcher.key(output) == matcher.key(taken) else "wording"
            yield Open(giver_id, receiver_id, output, taken, kind, at, beside)
        yield from _open_outputs(pair, project.process_by_id[giver_id], project.process_by_id[receiver_id], known)
        yield from _open_inputs(pair, project.process_by_id[giver_id], project.process_by_id[receiver_id], known)


def _alike(one: Input | Output, other: Input | Output) -> float:
    """Likeness of two items in the language in which they are most alike; names in one language only are compared across."""
    return _name_likeness(one.name, other.name)


def _name_likeness(one: Text, other: Text) -> float:
    ours, theirs = one.by_language, other.by_language
    shared = [(ours[key], theirs[key]) for key in ours if key in theirs] or [(first, second) for first in ours.values() for second in theirs.values()]
    return max((likeness(first, second) for first, second in shared), default=0.0)


def _joined(pair: _Pair) -> list[tuple[tuple[int, Output], tuple[int, Input]]]:
    """Open outputs and inputs of two processes that are the same in other words; taken out of the pair, most alike first."""
    if len(pair.outputs) * len(pair.inputs) > _COMPARISONS:
        return []
    ranked = sorted((-_alike(output, item), at, beside) for at, (_, output) in enumerate(pair.outputs) for beside, (_, item) in enumerate(pair.inputs))
    given: dict[int, int] = {}
    taken: set[int] = set()
    for score, at, beside in ranked:
        if -score >= NEAR and at not in given and beside not in taken:
            given[at] = beside
            taken.add(beside)
    left = [(-score, at, beside) for score, at, beside in ranked if at not in given and beside not in taken]
    if len(left) == 1 and left[0][0] >= _ONLY and _is_han(pair.outputs[left[0][1]][1]) and _is_han(pair.inputs[left[0][2]][1]):
        given[left[0][1]] = left[0][2]
        taken.add(left[0][2])
    found = [(pair.outputs[at], pair.inputs[given[at]]) for at in sorted(given)]
    pair.outputs = [output for at, output in enumerate(pair.outputs) if at not in given]
    pair.inputs = [item for beside, item in enumerate(pair.inputs) if beside not in taken]
    return found


def _is_han(item: Input | Output) -> bool:
    """Whether an item is called in so many Chinese characters that half of their pairs tell something."""
    return any(len(_HAN.findall(text)) >= _HAN_NAME for text in item.name.by_language.values())


def _open_outputs(pair: _Pair, giver: Process, receiver: Process, known: frozenset[str]) -> Iterator[Open]:
    candidates = receiver.inputs if len(pair.outputs) * len(receiver.inputs) <= _COMPARISONS else ()
    for at, output in pair.outputs:
        beside, nearest = max(enumerate(candidates), key=lambda item: _alike(output, item[1]), default=(None, None))
        twin = nearest if nearest is not None and _alike(output, nearest) >= NEAR else None
        if _is_leg(output, giver, receiver):
            continue
        if twin is None:
            yield Open(giver.id, receiver.id, output, None, "gap", at)
        elif giver.id in twin.source:
            yield Open(giver.id, receiver.id, output, None, "gap", at)  # that input has found its own output already
        elif ALL in twin.source:
            yield Open(giver.id, receiver.id, output, twin, "wording", at, beside)
        elif not _is_misspelt(giver, twin.source, known):
            yield Open(giver.id, receiver.id, output, twin, "elsewhere" if twin.source else "unaddressed", at, beside)


def _is_misspelt(process: Process, ends: Collection[str], known: frozenset[str]) -> bool:
    """Whether an end that nobody defined probably means the process (COP5 for COP5F), or may mean it because no other is named: that it is undefined is the finding."""
    return (bool(ends) and known.isdisjoint(ends)) or any(end not in known and (process.id.startswith(end) or end.startswith(process.id)) for end in ends)


def _is_leg(output: Output, giver: Process, receiver: Process) -> bool:
    """Whether the receiver has an output among its resources or its people: trained people, calibrated instruments."""
    names = [resource.name for resource in receiver.resources if giver.id in resource.source or not resource.source]
    names.extend(person.name for person in receiver.people if person.name is not None)
    return any(_name_likeness(output.name, name) >= NEAR for name in names)


def _open_inputs(pair: _Pair, giver: Process, receiver: Process, known: frozenset[str]) -> Iterator[Open]:
    candidates = giver.outputs if len(pair.inputs) * len(giver.outputs) <= _COMPARISONS else ()
    for at, item in pair.inputs:
        beside, nearest = max(enumerate(candidates), key=lambda output: _alike(output[1], item), default=(None, None))
        twin = nearest if nearest is not None and _alike(nearest, item) >= NEAR else None
        if twin is None or receiver.id in twin.to:
            yield Open(giver.id, receiver.id, None, item, "gap", None, at)
        elif ALL in twin.to:
            yield Open(giver.id, receiver.id, twin, item, "wording", beside, at)
        elif not _is_misspelt(receiver, twin.to, known):
            yield Open(giver.id, receiver.id, twin, item, "elsewhere" if twin.to else "unaddressed", beside, at)
