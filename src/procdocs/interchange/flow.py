"""A flow of any program: nodes, edges and lanes, brought down to what a flowchart of ours can say; all else is told.

Gateways at which ways only come together become plain arrows; steps stand in the order of the flow, not of the file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from procdocs.interchange.told import Losses

#: What a node is: the types of our steps, or a gateway of a kind that is still to be resolved.
Kind = Literal["start", "end", "process", "decision", "document", "data", "predefined", "fork", "join", "message", "timer", "error", "gateway", "parallel"]


@dataclass(slots=True, eq=False)
class Node:
    """A node: its id in the file, what it is, what it says."""

    id: str
    kind: Kind
    text: str = ""
    lane: str = ""
    notes: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)
    #: Id of the flow that stands inside it, or what it calls.
    inside: str = ""
    place: str = ""


class Edge(NamedTuple):
    """An arrow between two nodes by their ids, and what is written at it."""

    source: str
    target: str
    label: str = ""
    own: Mapping[str, str] = {}


class Lane(NamedTuple):
    """A lane: its id in the file, what stands in its head."""

    id: str
    name: str
    own: Mapping[str, str] = {}


@dataclass(slots=True, eq=False)
class Flow:
    """A chart as another program holds it."""

    id: str
    name: str
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)


def simplified(flow: Flow, losses: Losses) -> None:
    """Resolve gateways: those in parallel are forks and joins, those at which ways only come together go, all others are decisions."""
    for node in list(flow.nodes.values()):
        if node.kind not in ("gateway", "parallel"):
            continue
        into = [edge for edge in flow.edges if edge.target == node.id]
        out = [edge for edge in flow.edges if edge.source == node.id]
        if node.kind == "parallel" and (node.own or len(out) > 1 or len(into) > 1):
            node.kind = "fork" if len(out) > 1 else "join"
        elif into and len(out) <= 1:
            if node.text:
                losses.tell("join", node.place, name=node.text)
            _without(flow, node, into, out)
        else:
            node.kind = "decision" if len(out) > 1 else "process"
    flow.edges = list({(edge.source, edge.target, edge.label): edge for edge in flow.edges}.values())


def _without(flow: Flow, node: Node, into: list[Edge], out: list[Edge]) -> None:
    """Take a node out: each arrow into it goes on to where it leads."""
    replaced: list[Edge] = []
    for edge in flow.edges:
        if edge in into and edge.target == node.id:
            replaced.extend(Edge(edge.source, further.target, edge.label or further.label, edge.own or further.own) for further in out if further.target != node.id)
        elif edge.source != node.id:
            replaced.append(edge)
    flow.edges = replaced
    del flow.nodes[node.id]


def ordered(flow: Flow) -> list[Node]:
    """The nodes as the flow reaches them, from its beginnings, each path along its first exits; what nothing leads to last."""
    after: dict[str, list[str]] = {id: [] for id in flow.nodes}
    reached = set()
    for edge in flow.edges:
        if edge.source in after and edge.target in after:
            after[edge.source].append(edge.target)
            if edge.source != edge.target:
                reached.add(edge.target)
    begins = [node.id for node in flow.nodes.values() if node.kind == "start"] or [id for id in flow.nodes if id not in reached]
    waiting = deque((*begins, *(id for id in flow.nodes if id not in reached), *flow.nodes))
    found: dict[str, None] = {}
    while waiting:
        level = deque([waiting.popleft()])
        while level:
            id = level.popleft()
            if id not in found:
                found[id] = None
                level.extend(after[id])
    return [flow.nodes[id] for id in found]
