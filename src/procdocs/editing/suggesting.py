"""What could be done about a finding, as actions that a person chooses from: a row a code. Pure.

What has one remedy only, `remedies` has; here stand those that are a matter of choice: which source, whose wording, how long, who.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from procdocs.diagnostics import Diagnostic
from procdocs.editing.actions import Action, written_at
from procdocs.editing.drafts import Draft
from procdocs.editing.locating import written_path
from procdocs.project.likeness import NEAR, likeness
from procdocs.project.model import Project
from procdocs.schema import Process, Text
from procdocs.schema.process import Record
from procdocs.source.edit import CannotEdit, Path

#: So many are offered of one kind.
_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that could be done: `key` names its sentence (`suggest.KEY`), `values` fill it, `actions` do it."""

    key: str
    actions: tuple[Action, ...]
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a finding stands: the document, and the item of it."""

    project: Project
    document: str
    item: Path
    found: Diagnostic

    def value(self, key: str) -> str:
        return self.found.values.get(key, "")


def suggestions(project: Project, found: Diagnostic) -> tuple[Suggestion, ...]:
    """What could be done about a finding; nothing for one whose file or place is not clear."""
    row = SUGGESTIONS.get(found.code)
    if row is None or found.span.line is None:
        return ()
    document = next((one for one in project.documents if one.span().path == found.span.path), None)
    name = document.id if document is not None else found.span.path
    try:
        path = written_path(Draft(project.sources).text(found.span.path), found.span)
        return tuple(row(_Place(project, name, path, found)))
    except CannotEdit:
        return ()


def _item(place: _Place) -> Path:
    """The innermost item of a list in which the finding stands; () where it stands in none."""
    length = max((number for number, step in enumerate(place.item, 1) if isinstance(step, int)), default=0)
    return place.item[:length]


def _process(place: _Place, key: str) -> Process | None:
    return place.project.process_by_id.get(place.value(key))


def _give(place: _Place) -> Iterator[Suggestion]:
    """An output that its receiver does not take: it takes it, it is not sent there, or it is for the customer."""
    giver, receiver = _process(place, "process"), _process(place, "receiver")
    at = _item(place)
    if giver is None or len(at) != 2 or not isinstance(at[1], int):
        return
    output = giver.outputs[at[1]] if at[1] < len(giver.outputs) else None
    if output is None:
        return
    if receiver is not None:
        join = Action("join", receiver.id, ("inputs", len(receiver.inputs)), {"from": giver.id, "output": at[1]})
        yield Suggestion("take_it", (join,), {"process": receiver.id, "item": place.value("item")})
        others = [one for one in output.to if one != receiver.id]
        yield Suggestion("not_there", (Action("set", giver.id, (*at, "to"), others or None),), {"process": receiver.id, "item": place.value("item")})
    elif not output.to:
        yield Suggestion("to_customer", (Action("set", giver.id, (*at, "to"), "customer"),), {"item": place.value("item")})


def _take(place: _Place) -> Iterator[Suggestion]:
    """An input that nobody gives: its giver lists it, another gives it, or the customer does."""
    receiver, giver, at = _process(place, "process"), _process(place, "giver"), _item(place)
    if receiver is None or len(at) != 2 or not isinstance(at[1], int) or at[1] >= len(receiver.inputs):
        return
    item = receiver.inputs[at[1]]
    if giver is not None:
        name = written_at(place.project, receiver.id, (*at, "name"))
        new = ({"id": item.id} if item.id else {}) | {"name": name, "to": receiver.id}
        yield Suggestion("list_it", (Action("add", giver.id, ("outputs", len(giver.outputs)), new),), {"process": giver.id, "item": place.value("item")})
    for other, index, name in _alike(place.project, receiver, place.value("item")):
        join = Action("join", receiver.id, at, {"from": other, "output": index, "onto": True})
        yield Suggestion("from_there", (join,), {"process": other, "item": name})
    if not item.source:
        yield Suggestion("from_customer", (Action("set", receiver.id, (*at, "from"), "customer"),), {"item": place.value("item")})


def _alike(project: Project, receiver: Process, name: str) -> list[tuple[str, int, str]]:
    """Outputs of other processes that are called like this, the most alike first."""
    first = project.languages[0]
    ranked = [
        (-likeness(name, said), process.id, index, said)
        for process in project.processes
        if process is not receiver
        for index, output in enumerate(process.outputs)
        if likeness(name, said := project.say(output.name, first)) >= NEAR
    ]
    return [(id, index, said) for _, id, index, said in sorted(ranked)[:_OFFERED]]


def _name(place: _Place) -> Iterator[Suggestion]:
    """One thing with two names: theirs here, or ours there."""
    giver, receiver = _process(place, "giver"), _process(place, "receiver")
    if giver is None or receiver is None:
        return
    first = place.project.languages[0]
    given = {place.project.say(one.name, first): index for index, one in enumerate(giver.outputs)}
    taken = {place.project.say(one.name, first): index for index, one in enumerate(receiver.inputs)}
    ours, theirs = place.value("item"), place.value("other")
    if ours in taken and theirs in given:
        yield Suggestion("their_name", (Action("set", receiver.id, ("inputs", taken[ours]), theirs, language=first),), {"process": receiver.id, "name": theirs})
        yield Suggestion("our_name", (Action("set", giver.id, ("outputs", given[theirs]), ours, language=first),), {"process": giver.id, "name": ours})


def _filled(key: str, used: Callable[[Project], Iterable[str]], variants: frozenset[str] = frozenset()) -> Callable[[_Place], Iterator[Suggestion]]:
    """A row that fills a missing key with what the project says there most often."""

    def fill(place: _Place) -> Iterator[Suggestion]:
        if variants and place.found.variant not in variants:
            return
        for said, _ in Counter(one for one in used(place.project) if one).most_common(_OFFERED):
            yield Suggestion("fill", (Action("set", place.document, (*_item(place), key), said),), {"field": key, "value": said})

    return fill


def _all(*rows: Callable[[_Place], Iterator[Suggestion]]) -> Callable[[_Place], Iterator[Suggestion]]:
    def every(place: _Place) -> Iterator[Suggestion]:
        for row in rows:
            yield from row(place)

    return every


def _said(project: Project, text: Text | None) -> str:
    return project.say(text, project.languages[0])


def _owners(project: Project) -> Iterator[str]:
    yield from (process.owner for process in project.processes)
    yield from project.departments


def _retentions(project: Project) -> Iterator[str]:
    yield from (_said(project, record.retention) for record in _records(project))


def _keepers(project: Project) -> Iterator[str]:
    yield from (record.keeper for record in _records(project))
    yield from project.departments


def _records(project: Project) -> Iterator[Record]:
    for document in project.documents:
        yield from document.listed_records()


def _targets(project: Project) -> Iterator[str]:
    yield from (_said(project, measure.target) for process in project.processes for measure in process.measures)


def _everies(project: Project) -> Iterator[str]:
    yield from (_said(project, measure.every) for process in project.processes for measure in process.measures)


def _dues(project: Project) -> Iterator[str]:
    yield from (_said(project, risk.due) for process in project.processes for risk in process.risks)


def _arm(place: _Place) -> Iterator[Suggestion]:
    """A customer process that the octopus leaves out gets an arm."""
    octopus, process = place.project.octopus, place.value("process")
    if octopus is not None and process in place.project.process_by_id:
        yield Suggestion("arm", (Action("add", octopus.id, ("arms", len(octopus.arms)), process),), {"process": process})


def _gone(place: _Place) -> Iterator[Suggestion]:
    """What nobody uses goes."""
    at = _item(place)
    if len(at) == 2:
        yield Suggestion("remove", (Action("remove", place.document, at),))


#: Code -> what could be done: (place) to suggestions, the likeliest first.
SUGGESTIONS: Mapping[str, Callable[[_Place], Iterator[Suggestion]]] = {
    "PD328": _gone,
    "PD401": _give,
    "PD402": _take,
    "PD403": _name,
    "PD410": _arm,
    "PD501": _filled("owner", _owners),
    "PD505": _all(_filled("owner", _owners, frozenset(("owner",))), _filled("due", _dues, frozenset(("due",)))),
    "PD510": _filled("target", _targets),
    "PD512": _all(_filled("every", _everies, frozenset(("every", "both", "all"))), _filled("owner", _owners, frozenset(("owner", "both", "all")))),
    "PD530": _filled("retention", _retentions),
    "PD531": _filled("keeper", _keepers),
    "PD551": _gone,
}
