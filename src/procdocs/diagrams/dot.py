"""Graph to DOT, positions pinned: `neato -n2` in anyone's Graphviz shows the same boxes in the same places."""

from __future__ import annotations

import graphviz

from procdocs.diagrams.fonts import fonts_for, measured_with
from procdocs.diagrams.graph import Box, Graph
from procdocs.diagrams.text import wrap

SHAPES = {
    "round": "box", "pill": "box", "diamond": "diamond", "parallelogram": "parallelogram", "document": "note", "predefined": "box",
    "circle": "circle", "plain": "plaintext", "chevron": "cds", "shell": "octagon", "offpage": "invhouse", "box": "box",
}  # fmt: skip
#: Characters of a label that are kept; nobody reads more in a Graphviz node.
LONGEST = 2000
#: Type sizes that are tried for a label, in pt, and line height over size.
SIZES, LEADING = (9, 8, 7, 6, 5, 4), 1.2


def dot(graph: Graph) -> str:
    """The DOT text of one sheet. Tags, and entries whose text stands in the label of the box around them, are left out."""
    out = graphviz.Digraph(
        "diagram",
        graph_attr={"label": graphviz.escape(graph.title), "labelloc": "t", "bb": f"0,0,{graph.width:.2f},{graph.height:.2f}", "splines": "line"},
        node_attr={"fixedsize": "true", "fontname": "sans-serif", "pin": "true"},
    )
    boxes = shown(graph)
    with measured_with(fonts_for(graph.fonts)):
        labels = {box.id: _fitted(box) for box in boxes}
    around = {box.inside for box in boxes}
    names = {box.id: f"n{number}" for number, box in enumerate(boxes)}
    for box in boxes:
        out.node(names[box.id], **_attributes(box, graph.height, labels[box.id], holds_others=box.id in around))
    for arrow in graph.arrows:
        if arrow.source in names and arrow.target in names:
            out.edge(names[arrow.source], names[arrow.target], label=graphviz.escape(arrow.label))
    return str(out.source)


def shown(graph: Graph) -> list[Box]:
    """The boxes that are nodes of their own, outer ones before what they hold."""
    boxes = {box.id: box for box in graph.boxes}
    kept: dict[str, bool] = {}

    def keeps(box: Box) -> bool:
        if box.id not in kept:
            around = boxes.get(box.inside)
            kept[box.id] = box.role != "chip" and (around is None or (keeps(around) and box.label not in around.label))
        return kept[box.id]

    return [box for box in boxes.values() if keeps(box)]


def _attributes(box: Box, height: float, label: tuple[int, list[str]], *, holds_others: bool) -> dict[str, str]:
    x, y = box.x + box.width / 2, height - box.y - box.height / 2
    size, lines = label
    return {
        "id": graphviz.escape(box.id),
        "label": graphviz.escape("\n".join(lines)),
        "labelloc": "t" if holds_others else "c",
        "fontsize": str(size),
        "shape": SHAPES[box.shape],
        "style": "rounded" if box.shape in ("round", "pill") else "",
        "pos": f"{x:.2f},{y:.2f}!",
        "width": f"{box.width / 72:.4f}",
        "height": f"{box.height / 72:.4f}",
    }


def _fitted(box: Box) -> tuple[int, list[str]]:
    """The label broken to the width of its box, in the largest size at which it is no higher than the box."""
    share = 0.6 if box.shape == "diamond" else 0.94
    lines: list[str] = []
    for size in SIZES:
        room = max(box.width * share, size * 2.0)
        lines = [line.text for paragraph in box.label[:LONGEST].split("\n") for line in wrap(paragraph, room, size)]
        if len(lines) * size * LEADING <= box.height * share:
            return size, lines
    return SIZES[-1], lines
