"""What the tests of drawings share: projects from YAML text or plain data, and lines of arrows that cross symbols."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from procdocs.diagrams.graph import Close, Graph, Open
from procdocs.diagrams.shapes import Path as Line
from procdocs.project import Project
from procdocs.schema import KINDS, Settings
from procdocs.schema.validate import validate
from procdocs.source.reader import read
from tests.geometry import flatten

CASES = Path(__file__).parent / "cases"


def document(data: dict[str, Any]) -> Any:
    """A document of any kind from plain data."""
    return KINDS[data["kind"]].model_validate(data)


def project(*documents: Any, language: str = "zh", **settings: Any) -> Project:
    """A project of documents given as models or as plain data."""
    made = Settings.model_validate({"organisation": {"name": "江海"}, "languages": [language], **settings})
    return Project(made, tuple(document(one) if isinstance(one, dict) else one for one in documents))


def written(text: str, path: str = "processes/F-F.yaml") -> Any:
    """A document from YAML text, knowing its lines."""
    node, mistakes = read(path, text.encode())
    assert node is not None and not mistakes, mistakes
    kind = node.child("kind")
    assert kind is not None and kind.value
    found, mistakes = validate(KINDS[kind.value], node)
    assert found is not None, mistakes
    return found


def case(path: Path) -> dict[str, Any]:
    """A case file as plain data."""
    node, mistakes = read(path.name, path.read_bytes())
    assert node is not None and not mistakes, mistakes
    plain: dict[str, Any] = node.plain_value()
    return plain


def crossings(graph: Graph) -> Iterator[str]:
    """Arrows whose line runs through a box it does not join, or through one of its own beyond the edge."""
    for points, arrow in zip(arrow_lines(graph), graph.arrows, strict=True):
        for box in graph.boxes:
            left, top, right, bottom = box.x + 2, box.y + 2, box.x + box.width - 2, box.y + box.height - 2
            if box.inside or box.id in (arrow.source, arrow.target):
                continue
            for (ax, ay), (bx, by) in pairwise(points):
                if min(ax, bx) < right and max(ax, bx) > left and min(ay, by) < bottom and max(ay, by) > top:
                    yield f"{arrow.source} → {arrow.target} runs through {box.id} on sheet {graph.sheet}"
                    break


def merged(graph: Graph, near: float = 1.5) -> Iterator[str]:
    """Arrows that share neither source nor target but run less than `near` pt apart for more than 1 pt."""
    for (one, arrow), (other, second) in combinations(zip(map(_pieces, arrow_lines(graph)), graph.arrows, strict=True), 2):
        if arrow.source != second.source and arrow.target != second.target:
            shared = max((_shared(a, b, near) for a in one for b in other), default=0.0)
            if shared > 1:
                yield f"{arrow.source} → {arrow.target} and {second.source} → {second.target} share {shared:.1f} pt on sheet {graph.sheet}"


def _pieces(points: list[tuple[float, float]]) -> list[tuple[bool, float, float, float]]:
    """Upright and level pieces of a line: whether upright, where, and from where to where."""
    found = [(True, ax, min(ay, by), max(ay, by)) for (ax, ay), (bx, by) in pairwise(points) if abs(ax - bx) < 0.06]
    return [*found, *((False, ay, min(ax, bx), max(ax, bx)) for (ax, ay), (bx, by) in pairwise(points) if abs(ay - by) < 0.06)]


def _shared(one: tuple[bool, float, float, float], other: tuple[bool, float, float, float], near: float) -> float:
    return min(one[3], other[3]) - max(one[2], other[2]) if one[0] == other[0] and abs(one[1] - other[1]) < near else 0.0


def arrow_lines(graph: Graph) -> list[list[tuple[float, float]]]:
    """The line of every arrow as a polygon, in the order of the arrows."""
    lines, in_arrow = [], False
    for mark in graph.marks:
        if isinstance(mark, Open):
            in_arrow = mark.role == "arrow"
        elif isinstance(mark, Close):
            in_arrow = False
        elif isinstance(mark, Line) and in_arrow and not mark.paint.fill:
            lines.append(flatten(mark.segments))
    assert len(lines) == len(graph.arrows)
    return lines
