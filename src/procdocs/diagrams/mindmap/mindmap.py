"""Mind map: a balanced tree on one sheet; a large one as an overview and a sheet for each branch.

Decides what stands on which sheet. Sizes and places are `tree`'s business, drawing is `draw`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from procdocs.diagrams import Undrawable
from procdocs.diagrams.ends import plain
from procdocs.diagrams.graph import Canvas, Graph
from procdocs.diagrams.mindmap.draw import HUES, Tree, draw_tree, fits, fitted
from procdocs.diagrams.mindmap.tree import Topic
from procdocs.diagrams.text import Chip
from procdocs.languages import words
from procdocs.pictures import Picture, picture
from procdocs.project import Project
from procdocs.schema.mindmap import Mindmap
from procdocs.schema.mindmap import Topic as Written
from procdocs.source.address import Address

#: Topics that stand on one sheet with the topic above them, and the one of them whose own branches follow on further sheets.
Part = tuple[tuple[Topic, ...], Topic | None]
LONGEST_TEXT = 1200
DEEPEST = 60
DESCRIPTION = 4000


@dataclass(frozen=True)
class Sheet:
    """What one sheet shows: a fitted tree and the topic it is about (its title)."""

    tree: Tree
    title: str


#: Topics beyond this number are not drawn: sixty sheets, which nobody reads.
MOST_TOPICS = 2_000


def mindmap(project: Project, id: str, language: str) -> tuple[Graph, ...]:
    """The sheets of mind map `id`. Raises Undrawable for what fits no sheet, KeyError for an id that is no mind map."""
    document = project.by_id[id]
    if not isinstance(document, Mindmap):
        raise KeyError(id)
    if (count := _topics(document.root)) > MOST_TOPICS:
        raise Undrawable(document.span("root"), words(language)("mindmap.reasons.too_many", count=count, most=MOST_TOPICS))
    reading = _Reading(project, document, language)
    sheets = _sheets(reading, reading.topic(document.root, "t", Address(document.id, ("root",))))
    return tuple(_graph(project, document, sheet, number, len(sheets), language) for number, sheet in enumerate(sheets, 1))


def _topics(root: Written) -> int:
    """How many topics there are."""
    waiting, count = [root], 0
    while waiting:
        count += 1
        waiting.extend(waiting.pop().children)
    return count


def _graph(project: Project, document: Mindmap, sheet: Sheet, number: int, sheets: int, language: str) -> Graph:
    title = plain(project.name_of(document, language))
    if number > 1:
        title += words(language)("colon") + sheet.title
    nodes = [node for branch in (*sheet.tree.right, *sheet.tree.left) for node in branch.walk()]
    description = "; ".join(node.topic.text + (f" ({node.topic.note})" if node.topic.note else "") for node in nodes) or title
    canvas = Canvas(document.id, "mindmap", language, title, description[:DESCRIPTION], 0, 0)
    draw_tree(canvas, sheet.tree)
    return canvas.graph(number, sheets)


@dataclass(frozen=True)
class _Reading:
    """Written topics as topics to be drawn: texts in a language, links as chips, pictures found."""

    project: Project
    document: Mindmap
    language: str

    def topic(self, written: Written, id: str, at: Address) -> Topic:
        level = len(at.path) // 2
        text = plain(self.project.say(written.text, self.language))
        note = plain(self.project.say(written.note, self.language))
        if max(len(text), len(note)) > LONGEST_TEXT:
            raise self.refusal(written, "too_long", text)
        if level > DEEPEST:
            raise self.refusal(written, "too_deep", text)
        return Topic(
            id,
            text,
            note,
            self.chips(written.link, level),
            written.link,
            self.picture(written.image),
            written.decision,
            tuple(self.topic(child, f"{id}.{number}", at.below("children", number - 1)) for number, child in enumerate(written.children, 1)),
            at,
        )

    def refusal(self, written: Written, reason: str, text: str) -> Undrawable:
        return Undrawable(written.span(), words(self.language)(f"mindmap.reasons.{reason}", topic=text[:20] + ("…" if len(text) > 20 else "")))

    def chips(self, link: str, level: int) -> tuple[Chip, ...]:
        """A link as a tag: the id of a process, the number of another document, or the site of a web address. On dark topics all tags are light."""
        if not link:
            return ()
        process = self.project.process_by_id.get(link)
        if process is not None:
            return (Chip(link, process.type if level > 1 else "outside", link),)
        document = self.project.by_id.get(link)
        if document is not None:
            return (Chip(self.project.control(document).number or link, "outside", link),)
        host = urlsplit(link).hostname if "://" in link else None
        return (Chip((host or link).removeprefix("www.")[:30], "outside", link),)

    def picture(self, image: str) -> Picture | None:
        """The picture beside the YAML file; none if there is no such file or it is no picture."""
        if not image:
            return None
        path = PurePosixPath(self.document.span().path).parent / image
        content = self.project.pictures.get(path.as_posix())
        return picture(content) if content is not None else None


def _sheets(reading: _Reading, root: Topic) -> list[Sheet]:
    whole = fitted(root)
    if whole is not None:
        return [Sheet(whole, root.text)]
    if _overview(reading, root, []) is None:
        return list(_branch_sheets(reading, root, HUES))
    branches = [list(_branch_sheets(reading, branch, (HUES[number % len(HUES)],))) for number, branch in enumerate(root.children)]
    first = [2 + sum(map(len, branches[:number])) for number in range(len(branches))]
    overview = _overview(reading, root, first)
    assert overview is not None
    return [Sheet(overview, root.text), *chain.from_iterable(branches)]


def _overview(reading: _Reading, root: Topic, first: list[int]) -> Tree | None:
    """The first two levels with the number of topics below each; the first alone if two are too many.

    A branch leads to its first sheet, by number in `first`, unless it has a link of its own.
    """

    def brief(topic: Topic, levels: int) -> Topic:
        below = _count(topic) - 1
        text = topic.text + (words(reading.language)("mindmap.topics", count=below) if below else "")
        return topic._replace(text=text, note="", picture=None, children=tuple(brief(child, levels - 1) for child in topic.children) if levels else ())

    for levels in (1, 0):
        branches = tuple(brief(child, levels) for child in root.children)
        if first:
            branches = tuple(branch._replace(target=branch.target or f"{reading.document.id}#sheet-{sheet}") for branch, sheet in zip(branches, first, strict=True))
        tree = fitted(root._replace(children=branches))
        if tree is not None:
            return tree
    return None


def _count(topic: Topic) -> int:
    return 1 + sum(_count(child) for child in topic.children)


def _branch_sheets(reading: _Reading, topic: Topic, hues: tuple[str, ...]) -> Iterator[Sheet]:
    """The sheets of one branch: whole, or cut between its own branches; a branch of these that is too large follows by itself."""
    whole = fitted(topic, hues)
    if whole is not None:
        yield Sheet(whole, topic.text)
        return
    if not topic.children:
        raise Undrawable(reading.document.span("root"), words(reading.language)("mindmap.reasons.too_long", topic=topic.text[:20]))
    parts: list[Part] = []
    left = list(topic.children)
    while left:
        most = _most_that_fit(topic, left)
        if most:
            parts.append((tuple(left[:most]), None))
            left = left[most:]
        else:
            parts.append(((_cut(reading, left[0]),), left[0]))
            left = left[1:]
    trees = _fitted_parts(reading, topic, parts, hues)
    for (_, large), tree in zip(parts, trees, strict=True):
        yield Sheet(tree, tree.root.topic.text)
        if large is not None:
            yield from _branch_sheets(reading, large, hues)


def _fitted_parts(reading: _Reading, topic: Topic, parts: list[Part], hues: tuple[str, ...]) -> list[Tree]:
    """A tree for each part of a topic's children. The name of a part says how many there are, which may break its lines so that it no longer fits: it is halved, in `parts` too."""
    while True:
        trees: list[Tree] = []
        for number, (children, large) in enumerate(parts):
            text = words(reading.language)("mindmap.part", topic=topic.text, part=number + 1, parts=len(parts)) if len(parts) > 1 else topic.text
            tree = fitted(topic._replace(text=text, children=children), hues)
            if tree is None:
                parts[number : number + 1] = _smaller(reading, children, large)
                break
            trees.append(tree)
        else:
            return trees


def _smaller(reading: _Reading, children: tuple[Topic, ...], large: Topic | None) -> list[Part]:
    """A part that does not fit as two; a single topic without what is below it."""
    if len(children) > 1:
        half = len(children) // 2
        return [(children[:half], None), (children[half:], large)]
    if not children[0].children:
        raise Undrawable(reading.document.span("root"), words(reading.language)("mindmap.reasons.too_long", topic=children[0].text[:20]))
    return [((_cut(reading, children[0]),), children[0])]


def _cut(reading: _Reading, topic: Topic) -> Topic:
    return topic._replace(text=topic.text + words(reading.language)("mindmap.topics", count=_count(topic) - 1), children=())


def _most_that_fit(topic: Topic, children: list[Topic]) -> int:
    """How many of the first children fit one sheet with their parent: doubling first, then halving the doubt."""

    def holds(count: int) -> bool:
        return fits(topic._replace(text=topic.text + " 99/99", children=tuple(children[:count])))

    low, high = 0, 1
    while high <= len(children) and holds(high):
        low, high = high, high * 2
    high = min(high, len(children) + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
