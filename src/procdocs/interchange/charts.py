"""Flowcharts of ours as flows, and back: what a node cannot say by itself travels in `own`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from procdocs.interchange.flow import Edge, Flow, Kind, Lane, Node, ordered
from procdocs.interchange.markup import words
from procdocs.interchange.told import Losses
from procdocs.schema import Flowchart, Text
from procdocs.schema.base import LANGUAGE
from procdocs.schema.flowchart import BARS, Step
from procdocs.schema.values import value_of

_ID, _LANGUAGE, _DIGEST, _REST, _PLACE, _TYPE = "id", "language", "digest", "rest", "place", "type"
#: Keys of a step, and of a chart, that a flow says by itself.
_STEP_SAID = frozenset(("id", "type", "lane", "text", "note", "next"))
_CHART_SAID = frozenset(("kind", "id", "name", "steps", "lanes"))


class Exported(NamedTuple):
    """What a file says of the chart it was made from: its id, "" for one of another program, and the digest of its file."""

    id: str
    digest: str


def exported(flow: Flow) -> Exported:
    """Which of our charts a flow was made from."""
    return Exported(flow.own.get(_ID, ""), flow.own.get(_DIGEST, ""))


def flow_of(chart: Flowchart, language: str, first: str, digest: str, called: Callable[[str], str]) -> Flow:
    """The chart in a language; `called` says what a lane without a name is called, `digest` is that of its file."""
    written = _group(chart)
    rest = {key: said for key, said in written.items() if key not in _CHART_SAID}
    own = {_ID: chart.id, _LANGUAGE: language, _DIGEST: digest, **_languages("name", chart.name)}
    flow = Flow(chart.id, chart.name.say(language, first), own=own | ({_REST: _json(rest)} if rest else {}))
    flow.lanes = list(_lanes(chart, language, first, called))
    for place, step in enumerate(chart.steps):
        said = _group(step)
        own = {_ID: step.id, _TYPE: step.type, _PLACE: str(place), **_languages("text", step.text), **(_languages("note", step.note) if step.note else {})}
        kept = {key: value for key, value in said.items() if key not in _STEP_SAID}
        own |= {_REST: _json(kept)} if kept else {}
        note = step.note.say(language, first) if step.note else ""
        flow.nodes[step.id] = Node(step.id, step.type, step.text.say(language, first), step.lane, [note] if note else [], own=own, inside=step.process)
        for exit in step.next:
            label = exit.label.say(language, first) if exit.label else ""
            flow.edges.append(Edge(step.id, exit.to, label, _languages("label", exit.label) if exit.label else {}))
    return flow


def _lanes(chart: Flowchart, language: str, first: str, called: Callable[[str], str]) -> Iterable[Lane]:
    for lane in chart.lanes:
        shown = lane.name.say(language, first) if lane.name else called(lane.id)
        yield Lane(lane.id, shown, {_ID: lane.id, **(_languages("name", lane.name) if lane.name else {"unnamed": shown})})
    if not chart.lanes:
        for id in dict.fromkeys(step.lane for step in chart.steps if step.lane):
            yield Lane(id, called(id), {_ID: id, "unnamed": called(id), "implied": "true"})


def _group(part: Flowchart | Step) -> dict[str, Any]:
    said: dict[str, Any] = value_of(part)
    return said


def _json(said: object) -> str:
    return json.dumps(said, ensure_ascii=False)


def _languages(key: str, text: Text) -> dict[str, str]:
    """A text in all its languages; a plain one only where other programs would not keep its lines."""
    return {f"{key}@{tag}" if tag else key: said for tag, said in text.by_language.items() if tag or said != words(said)}


def flowchart_of(flow: Flow, id: str, losses: Losses, named: Mapping[str, str], unnamed: Mapping[Kind, str]) -> Flowchart:
    """The chart with an id of ours. `named` are ids of ours by what a lane may be called, or by the flow that a step leads into;
    `unnamed` is said of steps without a text. Raises ValidationError for what was noted by a stranger."""
    language = flow.own.get(_LANGUAGE, "")
    nodes = _placed(flow)
    ids = _ids(nodes)
    lanes = {lane.id: lane.own.get(_ID) or named.get(lane.name) or f"lane{number}" for number, lane in enumerate(flow.lanes, 1)}
    steps = [_step(flow, node, ids, lanes, language, losses, named, unnamed) for node in nodes]
    said = {**_loaded(flow.own.get(_REST, "")), "kind": "flowchart", "id": id, "name": _text("name", flow.name, flow.own, language), "steps": steps}
    written = [_lane(lane, lanes[lane.id], language, named) for lane in flow.lanes]
    if any(lane.own.get("implied") != "true" for lane in flow.lanes):
        said["lanes"] = written
    return Flowchart.model_validate(said)


def _lane(lane: Lane, id: str, language: str, named: Mapping[str, str]) -> dict[str, Any]:
    if lane.own.get("unnamed") == lane.name or (not lane.own and named.get(lane.name) == id):
        return {"id": id}
    return {"id": id, "name": _text("name", lane.name or id, lane.own, language)}


def _placed(flow: Flow) -> list[Node]:
    """Known steps in their old order, new ones behind what leads to them; those of a stranger as the flow reaches them."""
    nodes = ordered(flow)
    if not any(_PLACE in node.own for node in nodes):
        return nodes
    before = {edge.target: edge.source for edge in reversed(flow.edges)}
    place: dict[str, float] = {node.id: float(node.own[_PLACE]) for node in nodes if node.own.get(_PLACE, "").isdecimal()}
    for number, node in enumerate(nodes):
        if node.id not in place:
            place[node.id] = place.get(before.get(node.id, ""), float(len(nodes))) + (number + 1) / (len(nodes) + 2) ** 2
    return sorted(nodes, key=lambda node: place[node.id])


def _ids(nodes: Iterable[Node]) -> dict[str, str]:
    """Ids of ours: the old ones, numbers for new steps."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for node in nodes:
        old = node.own.get(_ID, "")
        if old and old not in taken:
            ids[node.id] = old
            taken.add(old)
    number = 0
    for node in nodes:
        while node.id not in ids:
            number += 1
            if str(number) not in taken:
                ids[node.id] = str(number)
    return ids


def _step(
    flow: Flow,
    node: Node,
    ids: Mapping[str, str],
    lanes: Mapping[str, str],
    language: str,
    losses: Losses,
    named: Mapping[str, str],
    unnamed: Mapping[Kind, str],
) -> dict[str, Any]:
    said: dict[str, Any] = {"id": ids[node.id], **_loaded(node.own.get(_REST, ""))}
    old = node.own.get(_TYPE, "")
    kind = old if old and _SHOWN_AS.get(old, old) == _SHOWN_AS.get(node.kind, node.kind) else node.kind
    if kind != "process":
        said["type"] = kind
    if node.lane:
        said["lane"] = lanes.get(node.lane, node.lane)
    if not node.text and node.kind not in BARS:
        losses.tell("nameless", node.place, name=unnamed.get(node.kind, "?"))
    if node.text or node.kind not in BARS:
        said["text"] = _text("text", node.text or unnamed.get(node.kind, "?"), node.own, language)
    if node.inside and not node.own:
        called = named.get(node.inside)
        if called:
            said["process"] = called
        elif node.inside != node.text:
            losses.tell("called", node.place, name=node.inside)
    if node.documents and not node.own:
        said["documents"] = [{"title": title} for title in dict.fromkeys(node.documents)]
    note = "; ".join(dict.fromkeys(node.notes))
    if note:
        said["note"] = _text("note", note, node.own, language)
    exits = [_exit(edge, ids, language) for edge in flow.edges if edge.source == node.id and edge.target in ids]
    if exits:
        said["next"] = exits
    return said


#: Types that other programs show as a plain task.
_SHOWN_AS = {"document": "process", "data": "process"}


def _exit(edge: Edge, ids: Mapping[str, str], language: str) -> dict[str, Any]:
    label = _text("label", edge.label, edge.own, language) if edge.label else None
    return {"to": ids[edge.target], **({"label": label} if label is not None else {})}


def _text(key: str, seen: str, own: Mapping[str, str], language: str) -> Text:
    """What is seen in the other program, in all languages that travelled with it; what nobody changed is exactly the old text."""
    spoken = {tag: said for name, said in own.items() for head, at, tag in (name.partition("@"),) if head == key and at and LANGUAGE.fullmatch(tag)}
    if spoken:
        if all(words(said) != words(seen) for said in spoken.values()):
            spoken[language if language in spoken else next(iter(spoken))] = seen
        return Text(spoken)
    whole = own.get(key, "")
    return Text(whole if whole and words(whole) == words(seen) else seen)


def _loaded(written: str) -> dict[str, Any]:
    try:
        said = json.loads(written) if written else {}
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
