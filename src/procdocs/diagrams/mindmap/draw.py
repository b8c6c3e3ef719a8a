"""One sheet of a mind map: the largest scale at which a tree fits, and its drawing."""

from __future__ import annotations

from dataclasses import dataclass

from procdocs.diagrams.graph import LANDSCAPE, MM, Arrow, Canvas
from procdocs.diagrams.mindmap.tree import (
    CHIP_SIZE,
    FIRST_STEP,
    LINE,
    MARGIN_ACROSS,
    ROOT_CHIP,
    SIGN,
    SIZES,
    STEP,
    Node,
    Scale,
    Topic,
    at,
    gap,
    height_of,
    node_of,
    place,
    reach,
    sides,
    stretch,
)
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.text import BASELINE, LEAST, chip_width

#: Tried in this order: narrower texts before smaller type; at the last one the smallest type is 7 pt.
SCALES = tuple(Scale(factor, narrow) for factor in (1.15, 1.08, 1.0, 0.94, 0.88, LEAST / SIZES[3]) for narrow in (1.0, 0.8, 0.62))
HUES = tuple(f"hue{number}" for number in range(1, 9))
#: At most so much of a sheet's height is filled by spreading a small map.
FILLED, MOST_AIR = 0.8, 2.2
LEAST_HEIGHT = 60 * MM
#: A leaf takes at least this height; a quick look tells whether a tree can fit at all.
LEAF = 13.5


@dataclass
class Tree:
    """A map that fits one sheet: root, branches right and left, scale and extents in pt."""

    root: Node
    right: tuple[Node, ...]
    left: tuple[Node, ...]
    scale: Scale
    height: float
    reach_right: float
    reach_left: float


def leaves(topic: Topic) -> int:
    """How many ends a topic has."""
    return sum(leaves(child) for child in topic.children) or 1


def fitted(root: Topic, hues: tuple[str, ...] = HUES) -> Tree | None:
    """The map at the largest scale that fits one sheet, or None."""
    if not _may_fit(root):
        return None
    return next((tree for scale in SCALES if (tree := _tree(root, hues, scale)) is not None), None)


def fits(root: Topic) -> bool:
    """Whether the map fits one sheet at the smallest type; quicker than finding the largest scale."""
    return _may_fit(root) and any(_tree(root, HUES[:1], scale) is not None for scale in SCALES[-3:])


def _may_fit(root: Topic) -> bool:
    """False for what is sure to be too much, by a count of its ends and of its characters."""
    area = 2 * LANDSCAPE[0] * LANDSCAPE[1] / LEAST**2
    return leaves(root) * LEAF <= 2.4 * LANDSCAPE[1] and characters(root) * 0.5 <= area


def characters(topic: Topic) -> int:
    """How many characters a topic and all below it have."""
    return len(topic.text) + len(topic.note) + sum(map(characters, topic.children))


def _tree(root: Topic, hues: tuple[str, ...], scale: Scale) -> Tree | None:
    factor = scale.factor
    center = node_of(root._replace(children=()), 0, "ink", scale)
    branches = [node_of(child, 1, hues[number % len(hues)], scale) for number, child in enumerate(root.children)]
    right, left = sides(branches)
    high = max(height_of(right, factor), height_of(left, factor), center.above + center.height + center.below)
    reached = [max((STEP * FIRST_STEP * factor + reach(node, factor) for node in side), default=0.0) for side in (right, left)]
    overhang = max(0.0, (center.whole_width - center.width) / 2)
    reached = [max(one, overhang) for one in reached]
    if high > LANDSCAPE[1] or sum(reached) + center.width > LANDSCAPE[0]:
        return None
    air = min(MOST_AIR, max(1.0, LANDSCAPE[1] * FILLED / max(high, 1.0)))
    if air > 1.05:
        stretch((*right, *left), air, factor)
        high = max(height_of(right, factor), height_of(left, factor), center.above + center.height + center.below)
    return Tree(center, tuple(right), tuple(left), scale, high, reached[0], reached[1])


def draw_tree(canvas: Canvas, tree: Tree) -> None:
    """Draw a fitted map; sets the canvas to its size."""
    factor = tree.scale.factor
    canvas.width = min(LANDSCAPE[0], tree.reach_right + tree.reach_left + tree.root.width + 2)
    canvas.height = max(tree.height, LEAST_HEIGHT) + 4
    middle_x, middle_y = tree.reach_left + tree.root.width / 2 + 1, canvas.height / 2
    root = tree.root
    root.x, root.y = middle_x - root.width / 2, middle_y + (root.above - root.below) / 2
    for side, branches in ((1, tree.right), (-1, tree.left)):
        y = middle_y - height_of(branches, factor) / 2
        for branch in branches:
            place(branch, middle_x + side * (root.width / 2 + STEP * FIRST_STEP * factor), y + branch.span / 2, side, factor)
            y += branch.span + gap(1, factor)
            _draw_edge(canvas, root, branch, side)
            for node in branch.walk():
                for child in node.children:
                    _draw_edge(canvas, node, child, side)
    for side, branches in ((1, tree.right), (-1, tree.left)):
        for branch in branches:
            for node in branch.walk():
                _draw_node(canvas, node, side)
    _draw_root(canvas, root)


def _draw_root(canvas: Canvas, root: Node) -> None:
    top = root.y - root.height / 2
    with canvas.box(root.topic.id, root.x, top, root.width, root.height, label=root.topic.text, shape="pill", role="topic level0", target=root.topic.target, at=root.topic.at):
        canvas.rect(root.x, top, root.width, root.height, root.height / 2 if root.height < 34 else 14, fill="ink")
        high = len(root.lines) * root.size * LINE
        y = root.y - (high + (ROOT_CHIP if root.topic.chips else 0)) / 2
        y = canvas.lines(root.x, y, root.lines, root.size, "paper", bold=True, align="middle", room=root.width, leading=LINE)
        for chip in root.topic.chips:
            wide = chip_width(chip, CHIP_SIZE)
            canvas.chip(root.x + (root.width - wide) / 2, y + ROOT_CHIP / 2, wide, chip, CHIP_SIZE, inside=root.topic.id)
    _draw_beside(canvas, root, 0)


def _draw_node(canvas: Canvas, node: Node, side: int) -> None:
    top = node.y - node.height / 2
    topic = node.topic
    with canvas.box(
        topic.id,
        node.x,
        top,
        node.width,
        node.height,
        label=topic.text,
        shape="round" if node.level < 3 else "plain",
        role=f"topic level{node.level}",
        target=topic.target,
        at=topic.at,
    ):
        if node.level == 1:
            canvas.rect(node.x, top, node.width, node.height, 5, fill=node.hue)
        elif node.level == 2:
            canvas.rect(node.x, top, node.width, node.height, 3, fill=f"{node.hue}-tint", stroke=node.hue, weight=0.7)
        else:
            canvas.path(Pen(node.x, top + node.height).by(node.width, 0), stroke=node.hue, weight=0.8)
        x = node.x + at(MARGIN_ACROSS, node.level)
        if topic.is_decision:
            _draw_sign(canvas, x + 4, node.y)
            x += SIGN
        canvas.lines(
            x, node.y - len(node.lines) * node.size * LINE / 2, node.lines, node.size, "paper" if node.level == 1 else "ink", bold=node.level < 2, leading=LINE, inside=topic.id
        )
    _draw_beside(canvas, node, side)


def _draw_sign(canvas: Canvas, x: float, y: float) -> None:
    """The sign of a decision: a diamond with a question mark."""
    canvas.path(Pen(x, y - 5).by(5, 5).by(-5, 5).by(-5, -5).shut(), fill="guide-tint", stroke="guide", weight=0.8)
    canvas.text(x, y + LEAST * BASELINE, "?", LEAST, "guide", bold=True, anchor="middle")


def _draw_beside(canvas: Canvas, node: Node, side: int) -> None:
    """Picture over the body and note under it, flush with the inner edge; at the root in the middle."""
    whole = node.whole_width
    left = node.x + (node.width - whole) / 2 if side == 0 else node.x if side > 0 else node.x + node.width - whole
    with canvas.group(role="beside", joins=(node.topic.id, node.topic.id)):
        if node.topic.picture is not None and node.picture[1]:
            w, h = node.picture
            x = left + (whole - w) / 2 if side == 0 else left if side > 0 else left + whole - w
            y = node.y - node.height / 2 - 3 - h
            canvas.image(x, y, w, h, node.topic.picture.uri)
        if node.note:
            align = {0: "middle", 1: "start", -1: "end"}[side]
            canvas.lines(left, node.y + node.height / 2 + 1.5, node.note, node.note_size, "soft", align=align, room=whole, leading=LINE)


def _draw_edge(canvas: Canvas, parent: Node, child: Node, side: int) -> None:
    x0 = parent.x + (parent.width if side > 0 else 0)
    x1 = child.x + (0 if side > 0 else child.width)
    y0 = parent.y if parent.level < 3 else parent.y + parent.height / 2
    y1 = child.y if child.level < 3 else child.y + child.height / 2
    # Past the note and picture of the parent the line runs level, then bends.
    bend = x0 + side * (parent.whole_width - parent.width) if parent.level else x0
    middle = bend + (x1 - bend) * 0.5
    with canvas.group(role="arrow", joins=(parent.topic.id, child.topic.id)):
        if parent.level == 0:
            x0 -= side * min(6.0, parent.width / 4)
            thick, thin = 4.5, 1.1
            canvas.path(
                Pen(x0, y0 - thick).curve(middle, y0 - thick, middle, y1 - thin, x1, y1 - thin).down(y1 + thin).curve(middle, y1 + thin, middle, y0 + thick, x0, y0 + thick).shut(),
                fill=child.hue,
            )
        else:
            canvas.path(Pen(x0, y0).across(bend).curve(middle, y0, middle, y1, x1, y1), stroke=child.hue, weight=1.4 if child.level == 2 else 0.9)
    canvas.arrows.append(Arrow(parent.topic.id, child.topic.id, "", (x1, y1)))
