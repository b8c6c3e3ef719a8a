"""Mind map: a balanced tree on one sheet; a large one as an overview and sheets for the branches it does not show whole.

Decides what stands on which sheet. Sizes and places are `tree`'s business, drawing is `draw`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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


def _sheets(reading: _Reading, root: Topic, hues: tuple[str, ...] = HUES, before: int = 0) -> list[Sheet]:
    """The sheets of a topic and all below it, after so many others."""
    together = fitted(root, hues)
    if together is not None:
        return [Sheet(together, root.text)]
    levels = next((levels for levels in (1, 0) if fits(_overview(reading, root, levels, frozenset(), {}))), None)
    if levels is None:
        return list(_branch_sheets(reading, root, hues))
    whole = _whole_branches(reading, root, levels)
    sheets: list[Sheet] = []
    first: dict[int, int] = {}
    for numbers in _shared(root, [number for number in range(len(root.children)) if number not in whole]):
        first |= dict.fromkeys(numbers, before + 2 + len(sheets))
        sheets += _branches_sheets(reading, root, numbers, hues, before + 1 + len(sheets))
    overview = fitted(_overview(reading, root, levels, whole, first), hues)
    assert overview is not None
    return [Sheet(overview, root.text), *sheets]


def _whole_branches(reading: _Reading, root: Topic, levels: int) -> frozenset[int]:
    """Numbers of the branches that the overview can show with everything below them: the smallest, as many as there is room for."""
    whole: frozenset[int] = frozenset()
    for number in sorted(range(len(root.children)), key=lambda number: (_count(root.children[number]), number)):
        if not fits(_overview(reading, root, levels, whole | {number}, {})):
            break
        whole |= {number}
    return whole


def _shared(root: Topic, numbers: list[int]) -> list[list[int]]:
    """Numbers of the branches that stand on one sheet around their root, for each sheet: each on the first that has room for it."""
    groups: list[list[int]] = []
    for number in numbers:
        alone = [number]
        room = next((group for group in groups if fits(_bare(root)._replace(children=tuple(root.children[one] for one in group + alone)))), None)
        if room is None:
            groups.append(alone)
        else:
            room.append(number)
    return groups


def _bare(root: Topic) -> Topic:
    """The root as it stands on further sheets."""
    return root._replace(note="", picture=None)


def _branches_sheets(reading: _Reading, root: Topic, numbers: list[int], hues: tuple[str, ...], before: int) -> list[Sheet]:
    """The sheet that several branches share; the sheets of one by itself, after so many others."""
    chosen = tuple(hues[number % len(hues)] for number in numbers)
    branches = tuple(root.children[number] for number in numbers)
    shared = fitted(_bare(root)._replace(children=branches), chosen) if len(branches) > 1 else None
    if shared is not None:
        return [Sheet(shared, " · ".join(branch.text for branch in branches))]
    sheets: list[Sheet] = []
    for branch, hue in zip(branches, chosen, strict=True):
        sheets += _sheets(reading, branch, (hue,), before + len(sheets))
    return sheets


def _overview(reading: _Reading, root: Topic, levels: int, whole: frozenset[int], first: Mapping[int, int]) -> Topic:
    """The branches and so many levels below them, with the number of topics below each; those that are `whole` as they are.

    A branch leads to its first sheet, by its number in `first`, unless it has a link of its own.
    """

    def brief(topic: Topic, levels: int) -> Topic:
        below = _count(topic) - 1
        text = topic.text + (words(reading.language)("mindmap.topics", count=below) if below else "")
        return topic._replace(text=text, note="", picture=None, children=tuple(brief(child, levels - 1) for child in topic.children) if levels else ())

    def shown(number: int, branch: Topic) -> Topic:
        if number in whole:
            return branch
        return brief(branch, levels)._replace(target=branch.target or (f"{reading.document.id}#sheet-{first[number]}" if number in first else ""))

    return root._replace(children=tuple(shown(number, branch) for number, branch in enumerate(root.children)))


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
