"""BPMN 2.0 of a flowchart: a pool with lanes, tasks, gateways, events and their places. What BPMN does not say stands beside it, under a namespace of our own."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from procdocs.diagrams import draw
from procdocs.interchange.bpmn import MODEL, OWN
from procdocs.interchange.charts import flow_of
from procdocs.interchange.flow import Flow, Node
from procdocs.interchange.writing import HEAD, quoted, said, tag
from procdocs.project import Project
from procdocs.project.names import actor_name
from procdocs.schema import Document, Flowchart
from procdocs.writers.exports.lattice import Lattice, Place, lattice

_TAGS = {
    **{"start": "startEvent", "end": "endEvent", "decision": "exclusiveGateway", "predefined": "callActivity", "fork": "parallelGateway", "join": "parallelGateway"},
    **{"message": "intermediateCatchEvent", "timer": "intermediateCatchEvent", "error": "intermediateThrowEvent"},
}
#: What an event says of itself. Within a flow BPMN has no error, only the escalation of one.
_TRIGGERS = {"message": "messageEventDefinition", "timer": "timerEventDefinition", "error": "escalationEventDefinition"}
_SPACES = {
    "xmlns:bpmn": MODEL,
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:procdocs": OWN,
}
#: Room for a label beside an event or an arrow, in px.
_LABEL = (110.0, 28.0)


def bpmn(project: Project, document: Document | None, language: str) -> bytes:
    """The chart for BPMN programs."""
    assert isinstance(document, Flowchart)
    digest = hashlib.sha256(project.sources.get(document.span().path, b"")).hexdigest()
    flow = flow_of(document, language, project.languages[0], digest, lambda id: actor_name(project, id, language))
    graphs, _ = draw(project, document.id, language)
    places = lattice(document, [lane.id for lane in flow.lanes], graphs)
    exits = {(step.id, number): f"Flow_{name_of(step.id)}_{number + 1}" for step in document.steps for number, exit in enumerate(step.next) if exit.to in flow.nodes}
    parts = [*_collaboration(flow), *_process(flow, document, exits), *_diagram(flow, document, places, exits)]
    attributes = {**_SPACES, "id": "Definitions", "targetNamespace": OWN, "exporter": "procdocs"}
    return (HEAD + tag("bpmn:definitions", attributes, "\n" + "\n".join(parts) + "\n") + "\n").encode()


def name_of(id: str) -> str:
    """An id as XML allows it; different ids stay different."""
    return "_" + re.sub(r"[^A-Za-z0-9.]", lambda hit: f"-{ord(hit[0]):x}-", id)


def _collaboration(flow: Flow) -> Iterator[str]:
    yield tag("bpmn:collaboration", {"id": "Collaboration"}, tag("bpmn:participant", {"id": "Pool", "name": flow.name, "processRef": "Process"}))


def _own(own: Mapping[str, str]) -> str:
    kept = "".join(f"<procdocs:own name={quoted(name)} value={quoted(value)}/>" for name, value in own.items())
    return tag("bpmn:extensionElements", None, kept) if kept else ""


def _process(flow: Flow, chart: Flowchart, exits: Mapping[tuple[str, int], str]) -> Iterator[str]:
    yield f'<bpmn:process id="Process" name={quoted(flow.name)} isExecutable="false">{_own(flow.own)}'
    if flow.lanes:
        yield '<bpmn:laneSet id="Lanes">'
        for lane in flow.lanes:
            held = "".join(tag("bpmn:flowNodeRef", None, name_of(node.id)) for node in flow.nodes.values() if node.lane == lane.id)
            yield tag("bpmn:lane", {"id": "Lane" + name_of(lane.id), "name": lane.name}, _own(lane.own) + held)
        yield "</bpmn:laneSet>"
    into: dict[str, list[str]] = {id: [] for id in flow.nodes}
    for step in chart.steps:
        for number, exit in enumerate(step.next):
            if (step.id, number) in exits:
                into[exit.to].append(exits[step.id, number])
    for node in flow.nodes.values():
        yield _node(node, into[node.id], [name for (source, _), name in exits.items() if source == node.id])
    edges = iter(flow.edges)
    for step in chart.steps:
        for number, exit in enumerate(step.next):
            edge = next(edges)
            if (step.id, number) in exits:
                ends = {"id": exits[step.id, number], "name": edge.label, "sourceRef": name_of(step.id), "targetRef": name_of(exit.to)}
                yield tag("bpmn:sequenceFlow", ends, _own(edge.own) or None)
    yield "</bpmn:process>"


def _node(node: Node, into: Sequence[str], out: Sequence[str]) -> str:
    kind = _TAGS.get(node.kind, "task")
    called = name_of(node.inside) if kind == "callActivity" and node.inside else ""
    note = "".join(tag("bpmn:documentation", None, said(one)) for one in node.notes)
    ways = "".join(tag("bpmn:incoming", None, one) for one in into) + "".join(tag("bpmn:outgoing", None, one) for one in out)
    trigger = tag(f"bpmn:{_TRIGGERS[node.kind]}", {"id": name_of(node.id) + "_trigger"}) if node.kind in _TRIGGERS else ""
    return tag(f"bpmn:{kind}", {"id": name_of(node.id), "name": node.text, "calledElement": called}, note + _own(node.own) + ways + trigger)


def _bounds(place: Place) -> str:
    return tag("dc:Bounds", {"x": f"{place.x:g}", "y": f"{place.y:g}", "width": f"{place.width:g}", "height": f"{place.height:g}"})


def _shape(element: str, place: Place, label: str = "", **more: str) -> str:
    return tag("bpmndi:BPMNShape", {"id": f"{element}_di", "bpmnElement": element, **more}, _bounds(place) + label)


def _beside(kind: str, place: Place) -> Place | None:
    """Room for the text of a symbol that is too small for it: where no arrow of it leaves."""
    wide, high = _LABEL
    if kind == "start":
        return Place(place.middle[0] - wide / 2, place.y - high - 2, wide, high)
    if kind == "end":
        return Place(place.middle[0] - wide / 2, place.y + place.height + 4, wide, high)
    if kind == "decision":
        return Place(place.x + place.width - 4, place.y - high + 10, 94, high)
    if kind in _TRIGGERS:
        return Place(place.x + place.width + 4, place.y - high + 14, 90, high)
    return None


def _at_begin(way: tuple[tuple[float, float], ...], number: int) -> Place:
    """Room for the label of an arrow where it leaves; `number` counts those that leave at the same point, from 1."""
    x, y = way[0]
    if len(way) == 2:
        return Place(x + 5, y + 4, 40, 16)
    return Place(x + 2 if way[1][0] >= x else x - 42, y + 3 + 15 * (number - 1), 40, 16)


def _diagram(flow: Flow, chart: Flowchart, places: Lattice, exits: Mapping[tuple[str, int], str]) -> Iterator[str]:
    yield '<bpmndi:BPMNDiagram id="Diagram"><bpmndi:BPMNPlane id="Plane" bpmnElement="Collaboration">'
    yield _shape("Pool", places.whole, isHorizontal="false")
    for lane, place in zip(flow.lanes, places.lanes, strict=True):
        yield _shape("Lane" + name_of(lane.id), place, isHorizontal="false")
    for node in flow.nodes.values():
        place = places.steps[node.id]
        beside = _beside(node.kind, place)
        more = {"isMarkerVisible": "true"} if node.kind == "decision" else {}
        yield _shape(name_of(node.id), place, tag("bpmndi:BPMNLabel", None, _bounds(beside)) if beside else "", **more)
    above: Counter[tuple[float, float]] = Counter()
    for step in chart.steps:
        for number in range(len(step.next)):
            if (step.id, number) in exits:
                way = places.ways[step.id, number]
                corners = "".join(tag("di:waypoint", {"x": f"{x:g}", "y": f"{y:g}"}) for x, y in way)
                label = ""
                if step.next[number].label:
                    above[way[0]] += 1
                    label = tag("bpmndi:BPMNLabel", None, _bounds(_at_begin(way, above[way[0]])))
                yield tag("bpmndi:BPMNEdge", {"id": f"{exits[step.id, number]}_di", "bpmnElement": exits[step.id, number]}, corners + label)
    yield "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
