"""A diagram before and after, with frames around what is not in the other."""

from __future__ import annotations

from dataclasses import replace

from procdocs.diagrams.graph import Box, Graph
from procdocs.diagrams.shapes import Paint, Rect
from procdocs.languages import words
from procdocs.manual.model import Figure

#: Boxes narrower than this are chips of a box that is framed itself; how far a frame stands off; both in pt.
_CHIP, _OFF = 24.0, 2.0


def shown(figure: Figure) -> str:
    """What a figure shows, for comparing: places and sizes do not count."""
    return (
        figure.id
        + "\n"
        + "\n".join("\n".join((*map(str, sorted(map(_part, graph.boxes))), *sorted(f"{a.source}>{a.target} {a.label}" for a in graph.arrows))) for graph in figure.graphs)
    )


def before_and_after(old: Figure, new: Figure) -> tuple[Figure, ...]:
    """Both, the old with dashed frames around what went, the new with whole ones around what came. Where no box changed, the new alone."""
    was, now = _parts(old), _parts(new)
    if was == now:
        return (new,)
    say = words((new.graphs or old.graphs)[0].language)
    return _framed(old, now, "-before", say("changes.picture_before"), dashed=True), _framed(new, was, "", say("changes.picture_after"), dashed=False)


def _part(box: Box) -> tuple[str, str]:
    """What a box is: the items of a leg are numbered, so what they say counts and not their number."""
    return (box.inside.rpartition("-")[0] or box.inside) if box.inside else box.role, box.label


def _parts(figure: Figure) -> frozenset[tuple[str, str]]:
    return frozenset(_part(box) for graph in figure.graphs for box in graph.boxes)


def _framed(figure: Figure, other: frozenset[tuple[str, str]], suffix: str, word: str, *, dashed: bool) -> Figure:
    paint = Paint("", "alarm", 1.4, (5.0, 3.0)) if dashed else Paint("", "customer", 1.4)
    graphs = tuple(_frames(graph, other, paint, word) for graph in figure.graphs)
    return figure._replace(names=tuple(f"{name}{suffix}" for name in figure.names), graphs=graphs, caption=f"{figure.caption} {word}".strip())


def _frames(graph: Graph, other: frozenset[tuple[str, str]], paint: Paint, word: str) -> Graph:
    hits = [box for box in graph.boxes if _part(box) not in other and box.width > _CHIP]
    holders = {box.inside for box in hits}
    frames = tuple(Rect(box.x - _OFF, box.y - _OFF, box.width + 2 * _OFF, box.height + 2 * _OFF, 3.0, paint) for box in hits if box.id not in holders)
    return replace(graph, marks=(*graph.marks, *frames), title=f"{graph.title} {word}")
