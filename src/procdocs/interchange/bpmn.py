"""BPMN 2.0: the processes of a file as flows. What a flowchart cannot say is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from procdocs.interchange.flow import Edge, Flow, Kind, Lane, Node
from procdocs.interchange.markup import Element, parsed, words
from procdocs.interchange.told import Losses, Refused

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
#: Namespace of what only we know of an element.
OWN = "https://procdocs.invalid/bpmn"
_TASKS = frozenset(("task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask"))
_GATEWAYS: Mapping[str, Kind] = {
    "exclusiveGateway": "gateway",
    "inclusiveGateway": "gateway",
    "eventBasedGateway": "gateway",
    "complexGateway": "gateway",
    "parallelGateway": "parallel",
}
_EVENTS: Mapping[str, Kind] = {"startEvent": "start", "endEvent": "end", "intermediateCatchEvent": "process", "intermediateThrowEvent": "process", "boundaryEvent": "process"}
#: What an event waits for or tells, and the type of step it becomes. Those named alike say the same.
_TRIGGERS: Mapping[str, Kind] = {"message": "message", "signal": "message", "timer": "timer", "error": "error", "escalation": "error", "cancel": "error", "compensate": "error"}
_HOLDING = frozenset(("subProcess", "transaction", "adHocSubProcess"))
_CALLING = frozenset(("callActivity", *_HOLDING))
_NODES = frozenset((*_TASKS, *_GATEWAYS, *_EVENTS, *_CALLING))
_THINGS = frozenset(("dataObjectReference", "dataStoreReference", "dataObject", "dataInput", "dataOutput"))
#: What is taken over, or only says how things look, are drawn or run.
_SILENT = frozenset(
    (
        *("laneSet", "sequenceFlow", "extensionElements", "documentation", "incoming", "outgoing", "textAnnotation", "association", "ioSpecification", "dataInputAssociation"),
        *("dataOutputAssociation", "property", "group", "conditionExpression", "script", "rendering", "potentialOwner", "humanPerformer", "performer", "resourceRole", "auditing"),
        *("monitoring", "completionCondition", "condition", "supportedInterfaceRef"),
        *_THINGS,
    )
)


def read(data: bytes, losses: Losses, title: str) -> list[Flow]:
    """Every process with content as a flow, expanded subprocesses among them. Raises Refused where there is none."""
    root = parsed(data)
    if root.space != MODEL:
        raise Refused("form", str(root.line), expected=f"<definitions xmlns={MODEL}>")
    reader = _Reader(root, losses, title)
    flows = list(reader.flows())
    if not flows:
        raise Refused("form", str(root.line), expected="<process><task>")
    return flows


class _Reader:
    def __init__(self, root: Element, losses: Losses, title: str) -> None:
        self._root, self._losses, self._title = root, losses, title
        self._processes = list(root.children("process"))
        self._pools = {one.get("processRef"): words(one.get("name")) for one in root.every("participant") if one.get("processRef")}
        self._names = {one.get("id"): words(one.get("name")) for one in root.every() if one.get("id") and one.get("name")}
        self._annotations = {one.get("id"): words(" ".join(text.text for text in one.children("text"))) for one in root.every("textAnnotation")}
        self._more: list[Flow] = []
        #: Node or pool -> name of its pool.
        self._pool_of = {one.get("id"): words(one.get("name")) for one in root.every("participant")}

    def flows(self) -> Iterator[Flow]:
        filled = [one for one in self._processes if any(child.tag in _NODES for child in one.children())]
        made: list[Flow] = []
        for process in filled:
            pool = self._pools.get(process.get("id"), "")
            name = words(process.get("name")) or pool or (self._title if len(filled) == 1 else f"{self._title} {len(made) + 1}")
            self._pool_of.update({one.get("id"): pool or name for one in process.every() if one.tag in _NODES})
            made.append(self._flow(process, name))
        self._black_pools({one.get("id") for one in filled})
        for flow in (*made, *self._more):
            self._messages(flow)
        yield from (*made, *self._more)

    def _black_pools(self, filled: set[str]) -> None:
        for pool in self._root.every("participant"):
            if pool.get("processRef") not in filled:
                self._losses.tell("pool", pool.line, name=words(pool.get("name")) or pool.get("id"))

    def _flow(self, holder: Element, name: str) -> Flow:
        flow = Flow(holder.get("id"), name, own=own_of(holder))
        things = {one.get("id"): words(one.get("name")) for one in holder.children() if one.tag in _THINGS}
        for element in holder.children():
            if element.tag in _NODES:
                flow.nodes[element.get("id")] = self._node(element, things)
            elif element.tag == "sequenceFlow":
                flow.edges.append(Edge(element.get("sourceRef"), element.get("targetRef"), self._label(element), own_of(element)))
            elif element.tag not in _SILENT:
                self._losses.tell("element", element.line, name=element.tag)
        self._lanes(flow, holder)
        self._at_borders(flow, holder)
        self._links(flow, holder)
        self._notes(flow)
        flow.edges = [edge for edge in flow.edges if edge.source in flow.nodes and edge.target in flow.nodes]
        return flow

    def _label(self, flow: Element) -> str:
        """What is written at an arrow; a condition only where it is no code."""
        name = words(flow.get("name"))
        condition = flow.child("conditionExpression")
        said = words(condition.text) if condition is not None else ""
        if not said or name:
            return name
        if any(sign in said for sign in "${}=<>()[]|&\"'") or len(said) > 40:
            self._losses.tell("condition", flow.line, name=said[:60])
            return ""
        return said

    def _node(self, element: Element, things: Mapping[str, str]) -> Node:
        tag = element.tag
        kind: Kind = "predefined" if tag in _CALLING else _GATEWAYS.get(tag) or _EVENTS.get(tag, "process")
        node = Node(element.get("id"), kind, words(element.get("name")), own=own_of(element), place=str(element.line))
        node.notes.extend(words(one.text) for one in element.children("documentation") if words(one.text))
        if tag in _TASKS and tag != "task":
            self._losses.tell("task_kind", element.line, name=node.text or node.id, kind=tag)
        if tag in ("inclusiveGateway", "eventBasedGateway", "complexGateway"):
            self._losses.tell("gateway", element.line, name=node.text or node.id, kind=tag)
        triggers = [one.tag.removesuffix("EventDefinition") for one in element.children() if one.tag.endswith("EventDefinition")]
        between = tag in _EVENTS and kind == "process"
        if between and triggers:
            node.kind = _TRIGGERS.get(triggers[0], "process")
        is_same = between and triggers[:1] == [node.kind]
        if not node.own and not is_same and (triggers or between):
            self._losses.tell("event", element.line, name=node.text or node.id, kind=(triggers or [tag])[0])
            node.notes.extend(triggers)
        if any(one.tag in ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics") for one in element.children()):
            self._losses.tell("loop", element.line, name=node.text or node.id)
            node.notes.append("↻")
        for association in element.every("dataInputAssociation", "dataOutputAssociation"):
            node.documents.extend(things[one.text.strip()] for one in association.children("sourceRef", "targetRef") if things.get(one.text.strip()))
        node.documents = list(dict.fromkeys(node.documents))
        if tag == "callActivity":
            node.inside = element.get("calledElement").rpartition(":")[2]
        elif tag in _HOLDING and any(one.tag in _NODES for one in element.children()):
            inner = self._flow(element, node.text or self._title)
            self._losses.tell("subprocess", element.line, name=inner.name)
            self._more.append(inner)
            node.inside = node.id
        return node

    def _lanes(self, flow: Flow, holder: Element) -> None:
        for lane, name in _leaves([one for held in holder.children("laneSet") for one in held.children("lane")], ""):
            flow.lanes.append(Lane(lane.get("id"), name, own_of(lane)))
            for reference in lane.children("flowNodeRef"):
                node = flow.nodes.get(reference.text.strip())
                if node is not None:
                    node.lane = lane.get("id")

    def _at_borders(self, flow: Flow, holder: Element) -> None:
        """An event at the border of a task is a step of its own behind the task."""
        for event in holder.children("boundaryEvent"):
            if event.get("attachedToRef") in flow.nodes:
                node = flow.nodes[event.get("id")]
                node.lane = node.lane or flow.nodes[event.get("attachedToRef")].lane
                self._losses.tell("border", event.line, name=node.text or node.id)
                flow.edges.append(Edge(event.get("attachedToRef"), node.id))

    def _links(self, flow: Flow, holder: Element) -> None:
        """Two link events of one name are one arrow."""
        names = {one.get("id"): link.get("name") for one in holder.children("intermediateThrowEvent", "intermediateCatchEvent") for link in one.children("linkEventDefinition")}
        catching = {names[one.get("id")]: one.get("id") for one in holder.children("intermediateCatchEvent") if one.get("id") in names}
        flow.edges.extend(Edge(one.get("id"), catching[names[one.get("id")]]) for one in holder.children("intermediateThrowEvent") if names.get(one.get("id")) in catching)

    def _notes(self, flow: Flow) -> None:
        for line in self._root.every("association"):
            for one, other in ((line.get("sourceRef"), line.get("targetRef")), (line.get("targetRef"), line.get("sourceRef"))):
                if self._annotations.get(one) and other in flow.nodes:
                    flow.nodes[other].notes.append(self._annotations[one])
                elif one in self._names and other in flow.nodes and one not in flow.nodes:
                    flow.nodes[other].documents.append(self._names[one])

    def _messages(self, flow: Flow) -> None:
        """A message to or from another pool is a note at the step."""
        for message in self._root.every("messageFlow"):
            for here, there, sign in ((message.get("sourceRef"), message.get("targetRef"), "→"), (message.get("targetRef"), message.get("sourceRef"), "←")):
                if here in flow.nodes:
                    said = ": ".join(filter(None, (self._pool_of.get(there, ""), words(message.get("name")))))
                    flow.nodes[here].notes.append(f"{sign} {said}".strip())
                    self._losses.tell("message", message.line, name=said or message.get("id"))


def _leaves(lanes: list[Element], above: str) -> Iterator[tuple[Element, str]]:
    """The innermost lanes, with the names of those around them before their own."""
    for lane in lanes:
        name = " / ".join(filter(None, (above, words(lane.get("name")))))
        inner = [one for held in lane.children("childLaneSet") for one in held.children("lane")]
        if inner:
            yield from _leaves(inner, name)
        else:
            yield lane, name


def own_of(element: Element) -> dict[str, str]:
    """What we once noted of an element."""
    return {one.get("name"): one.get("value") for held in element.children("extensionElements") for one in held.children("own") if one.space == OWN and one.get("name")}
