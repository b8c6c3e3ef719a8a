"""Layout of a free graph by Graphviz, in this process. The only place that knows pygraphviz.

No text ever reaches Graphviz: with text, its Pango and WeasyPrint's in one process hang or crash. Nodes are empty
boxes of a given size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Place = tuple[float, float]


@dataclass(frozen=True)
class Arrangement:
    """Where everything lies, in pt, origin in the upper left corner."""

    width: float
    height: float
    #: Middles of the nodes, by number.
    nodes: Mapping[int, Place]
    #: Points of the splines: start, then three for each piece, the arrow's tip last.
    edges: Mapping[tuple[int, int], tuple[Place, ...]]


def arranged(
    sizes: Sequence[Place], edges: Sequence[tuple[int, int]], *, across: bool = False, separation: float = 0.5, heavy: frozenset[tuple[int, int]] = frozenset()
) -> Arrangement | None:
    """Nodes (width, height in pt) and edges by number, ranked; `across` ranks from left to right.

    `separation` is the distance of ranks in inches, `heavy` edges are kept straight. None where Graphviz is not there or
    fails.
    """
    try:
        import pygraphviz

        source = _source(sizes, edges, "LR" if across else "TB", separation, heavy)
        graph = pygraphviz.AGraph(string=source)
        graph.layout(prog="dot")
        return _read(graph, len(sizes), edges)
    except Exception:
        # A machine without Graphviz, or a graph it gives up on, gets the chart that needs none.
        return None


def _source(sizes: Sequence[Place], edges: Sequence[tuple[int, int]], direction: str, separation: float, heavy: frozenset[tuple[int, int]]) -> str:
    lines = [f'rankdir={direction}; nodesep=0.35; ranksep={separation}; splines=spline; node [shape=box, fixedsize=true, label=""]; edge [arrowsize=0.6];']
    lines += [f"n{number} [width={width / 72:.4f}, height={height / 72:.4f}];" for number, (width, height) in enumerate(sizes)]
    lines += [f"n{one} -> n{other} [weight={3 if (one, other) in heavy else 1}];" for one, other in edges]
    return "digraph {" + "\n".join(lines) + "}"


def _read(graph: object, nodes: int, edges: Sequence[tuple[int, int]]) -> Arrangement:
    from typing import Any

    laid: Any = graph
    _, _, width, height = (float(value) for value in laid.graph_attr["bb"].split(","))

    def point(said: str) -> Place:
        x, y = said.split(",")
        return float(x), height - float(y)

    places = {number: point(laid.get_node(f"n{number}").attr["pos"]) for number in range(nodes)}
    ways = {}
    for one, other in edges:
        edge = laid.get_edge(f"n{one}", f"n{other}")
        tip, points = (0.0, 0.0), []
        for piece in edge.attr["pos"].split():
            if piece.startswith("e,"):
                tip = point(piece[2:])
            elif not piece.startswith("s,"):
                points.append(point(piece))
        ways[one, other] = (*points, tip)
    return Arrangement(width, height, places, ways)
