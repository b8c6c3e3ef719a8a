"""How often lines cross in flowcharts drawn at random, against Graphviz `dot` for the same steps and arrows; median and mean of 400 each.

`dot` knows no lanes: with lanes ours are bound to keep every step in its own. Ours is taken in one piece, so that no cut hides a crossing.

Run: python -m benchmarks.crossings
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any

import pygraphviz
from tests.drawn import arrow_lines

from procdocs.diagrams import attempt
from procdocs.diagrams.flowchart.flowchart import continuous
from procdocs.diagrams.graph import Graph
from procdocs.project import Project
from procdocs.schema import Flowchart, Settings

CHARTS = 400
#: Nearer than this, in pt, two places are one: lines that run together for a while part and meet within it.
NEAR = 8.0
#: Straight pieces that stand for one piece of a curve.
PIECES = 12
Point = tuple[float, float]
Line = Sequence[Point]


def chart(seed: int, lanes: int) -> dict[str, Any]:
    """6 to 25 steps along a main way, with decisions, jumps ahead and loops."""
    source = random.Random(seed)
    count = source.randint(6, 25)
    steps = []
    for number in range(count):
        asks = source.random() < 0.3 and number + 1 < count
        exits = dict.fromkeys([number + 1] if number + 1 < count else [])
        if asks:
            exits[source.choice([other for other in range(count) if other not in (number, number + 1)])] = None
        labels = ("yes", "no")
        steps.append(
            {
                "id": f"s{number}",
                "lane": f"l{source.randrange(lanes)}" if lanes else "",
                "type": "decision" if asks else "process",
                "text": "Check the drawing",
                "next": [{"to": f"s{other}", "label": label} for label, other in zip(labels, exits, strict=False)] if asks else [f"s{other}" for other in exits],
            }
        )
    return {"kind": "flowchart", "id": "F", "name": "Flow", "steps": source.sample(steps, count)}


def ours(data: dict[str, Any]) -> int:
    """Crossings in our own picture."""
    project = Project(Settings.model_validate({"organisation": {"name": "X"}, "languages": ["en"]}), (Flowchart.model_validate(data),))
    graphs, _ = attempt(project, "F", "en", lambda: continuous(project, "F", "en"))
    return crossings(list(lines_of(graphs[0])))


def lines_of(graph: Graph) -> Iterator[Line]:
    """The lines of the arrows."""
    yield from arrow_lines(graph)


def dots(data: dict[str, Any]) -> int:
    """Crossings in the picture of `dot`, with empty boxes of the size of ours."""
    graph = pygraphviz.AGraph(directed=True, strict=False)
    graph.graph_attr.update(ranksep="0.33", nodesep="0.4")
    for step in data["steps"]:
        graph.add_node(step["id"], label="", shape="diamond" if step["type"] == "decision" else "box", fixedsize="true", width="1.6", height="0.5")
    for step in data["steps"]:
        for exit in step["next"]:
            graph.add_edge(step["id"], exit["to"] if isinstance(exit, dict) else exit)
    graph.layout("dot")
    found: list[Line] = []
    for edge in graph.edges():
        places = [tuple(map(float, place.split(","))) for place in edge.attr["pos"].split() if place[0] not in "es"]
        found.append([point for begin in range(0, len(places) - 1, 3) for point in _curve(*places[begin : begin + 4])])
    return crossings(found)


def _curve(a: Any, b: Any, c: Any, d: Any) -> Iterator[Point]:
    for number in range(PIECES + 1):
        t = number / PIECES
        u = 1 - t
        yield tuple(u**3 * a[axis] + 3 * u * u * t * b[axis] + 3 * u * t * t * c[axis] + t**3 * d[axis] for axis in (0, 1))


def crossings(lines: Sequence[Line]) -> int:
    """Where two lines go through each other; several within `NEAR` count once."""
    count = 0
    for one, other in combinations(lines, 2):
        places: list[Point] = []
        for (a, b), (c, d) in ((first, second) for first in pairwise(one) for second in pairwise(other)):
            place = _meeting(a, b, c, d)
            if place is not None and all(abs(place[0] - x) + abs(place[1] - y) > NEAR for x, y in places):
                places.append(place)
        count += len(places)
    return count


def _meeting(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where two pieces go through each other, not at their ends."""
    across, down = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1])
    turn = across[0] * down[1] - across[1] * down[0]
    if abs(turn) < 1e-6:
        return None
    t = ((c[0] - a[0]) * down[1] - (c[1] - a[1]) * down[0]) / turn
    u = ((c[0] - a[0]) * across[1] - (c[1] - a[1]) * across[0]) / turn
    return (a[0] + t * across[0], a[1] + t * across[1]) if 1e-3 < t < 1 - 1e-3 and 1e-3 < u < 1 - 1e-3 else None


def measured(lanes: int, count: int = CHARTS) -> tuple[list[int], list[int]]:
    """Crossings of ours and of `dot` in so many charts."""
    charts = [chart(seed, lanes) for seed in range(count)]
    return [ours(data) for data in charts], [dots(data) for data in charts]


def main() -> None:
    """Print both for charts without lanes and with several."""
    print("lanes   ours median  mean   dot median  mean")
    for lanes in (0, 2, 3, 5):
        own, other = measured(lanes)
        print(f"{lanes:5}   {statistics.median(own):11g} {statistics.mean(own):5.2f}   {statistics.median(other):10g} {statistics.mean(other):5.2f}")


if __name__ == "__main__":
    main()
