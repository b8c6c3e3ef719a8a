"""YAML text to positioned nodes: the only file that imports yaml.

PyYAML's C event stream feeds an iterative builder: fast, exact in line and column, and immune to deep nesting
(the C composer crashes on it, the pure loader recurses). Scalars stay the text that was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import AliasEvent, DocumentStartEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent, StreamEndEvent

from procdocs.diagnostics import Diagnostic, Related, Span, diagnose
from procdocs.source import habits, syntax
from procdocs.source.codes import PD101, PD103, PD104, PD105, PD106, PD107, PD108, PD109, PD110, PD111, PD118
from procdocs.source.lines import lines_of
from procdocs.source.lost import lost
from procdocs.source.node import Node
from procdocs.source.text import FORBIDDEN, INVISIBLE, LINE_END, WIDE_SPACES, code_point, decode

#: Levels of nesting and number of values beyond which a file is refused.
DEPTH_LIMIT = 40
NODE_LIMIT = 200_000
#: Characters of the longest text: thirty pages in Chinese. To break one ten times as long into lines takes minutes.
TEXT_LIMIT = 20_000
#: After so many mistakes in the text of a file the rest of it is not read.
MISTAKE_LIMIT = 200
#: What a key begins with that is perhaps none.
_DOUBTFUL_STARTS = habits.STARTS.union("<", WIDE_SPACES, INVISIBLE, ("",))

#: What libyaml says of more than a thousand levels, from 0.2.6 on; it looks a thousand characters ahead of what it hands out.
_TOO_DEEP = "exceeded maximum nesting depth"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: str, data: bytes) -> tuple[Node | None, list[Diagnostic]]:
    """The tree of one file, and what is wrong with its text; no tree if the text is no YAML. Never raises for bad input.

    A tree may come with findings: what was refused (an alias, a second value of a key) is left out and marked as broken.
    An empty file is a node that `is_missing`.
    """
    text, found = decode(path, data)
    if text is None:
        return None, found
    # More byte order marks than the one that may be there: the parser would leave them out without counting them.
    bare = text.lstrip("\ufeff")
    builder = _Builder(path, found, bare)
    try:
        builder.build()
    except yaml.MarkedYAMLError as problem:
        if problem.problem == _TOO_DEEP:
            return None, _too_deep(path, data, problem.problem_mark)
        words = f"{problem.context or ''}: {problem.problem or ''}".strip(": ")
        explained = syntax.explain(path, text, words, _mark(problem.context_mark), _mark(problem.problem_mark))
        if explained not in found:
            found.append(explained)
        return None, found
    except (yaml.YAMLError, ValueError, OverflowError) as problem:
        found.append(diagnose(PD101, Span(path, 1, 1), problem=problem))
        return None, found
    except _Refused:
        return None, found
    root = builder.root or Node(builder.place, 0, 0, "")
    if len(bare) < len(text):
        _move(root, path, text, len(text) - len(bare))
    found.extend(lost(root, text))
    if root.plain and root.value and (mistyped := syntax.mistyped(path, root.value.partition(" ")[0], (root.span.line or 1) - 1)):
        # No key was recognised at all: what hides the first one is told, not that keys are missing.
        found.append(mistyped)
        root.broken = True
    return root, found


def _move(root: Node, path: str, text: str, width: int) -> None:
    """Move a tree to the right, because so many characters of `text` stand before what it was read from."""
    lines = lines_of(path, text)
    for node in root.walk():
        node.lines, node.start, node.end = lines, node.start + width, node.end + width
        if node.key_start >= 0:
            node.key_start, node.key_end = node.key_start + width, node.key_end + width


def _too_deep(path: str, data: bytes, mark: Any) -> list[Diagnostic]:
    """What is said of a text in which libyaml found too many levels before the builder saw the first of them.

    Up to there libyaml has nothing against it, so that the builder can refuse it where its own limit is passed.
    """
    text, found = decode(path, data)
    builder = _Builder(path, found, (text or "")[: mark.index])
    try:
        builder.build()
    except _Refused:
        return found
    except yaml.YAMLError:
        pass
    return [*found, diagnose(PD109, Span(path, mark.line + 1, mark.column + 1), "depth", limit=str(DEPTH_LIMIT))]


def scalar_ranges(data: bytes) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Start and end, each line and column from 1, of the scalars of a file; ends where the file is no longer YAML."""
    text, _ = decode("", data)
    try:
        for event in _events(text or ""):
            kind: Any = type(event)
            if kind is ScalarEvent:
                start, end = event.start_mark, event.end_mark
                yield (start.line + 1, start.column + 1), (end.line + 1, end.column + 1)
    except (yaml.YAMLError, ValueError):
        return


def _events(text: str) -> Iterator[Any]:
    """The events of a text; what yaml.parse gives, in half the time."""
    loader = _Loader(text)
    take = loader.get_event
    while (event := take()) is not None:
        yield event
        if type(event) is StreamEndEvent:
            return


class _Refused(Exception):
    """The rest of the file is not read; why stands among the findings."""


def _mark(mark: Any) -> tuple[int, int] | None:
    return (mark.line, mark.column) if mark is not None else None


class _Builder:
    """Grows the tree from events. `open` holds the collections not yet closed, `keys` the key that waits for its value in each, with its start and end."""

    def __init__(self, path: str, found: list[Diagnostic], text: str) -> None:
        self.text = text
        self.place = lines_of(path, text)
        self.found = found
        self.root: Node | None = None
        self.open: list[Node] = []
        self.keys: list[tuple[str | None, int, int] | None] = []
        self.documents = 0
        self.lines: list[str] | None = None

    def build(self) -> None:  # noqa: C901, PLR0912, PLR0915 - one loop, because calls for each scalar would double its time
        """Read the events of the text into `root`. Raises what the parser raises, and _Refused."""
        open_, keys, place, found = self.open, self.keys, self.place, self.found
        parent: Node | None = None
        take = _Loader(self.text).get_event
        count = stop = 0
        while (event := take()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                mark, end = event.start_mark, event.end_mark
                start, stop, value, style = mark.index, end.index, event.value, event.style
                if style == '"':
                    value = self._without_escapes(value, start, stop)
                too_long = len(value) > TEXT_LIMIT
                if too_long:
                    value = self._cut(value, start, stop)
                if parent is not None and parent.items is None and keys[-1] is None and event.anchor is None and event.tag is None:
                    # A key, which needs no node of its own.
                    keys[-1] = (self._key(value, start, stop, plain=not style) if value[:1] in _DOUBTFUL_STARTS else value, start, stop)
                    count += 1
                    if count > NODE_LIMIT or len(found) >= MISTAKE_LIMIT:
                        self._refuse(count, place.span(start, stop))
                    continue
                node = Node(place, start, stop, value, None, None, not style, broken=too_long)
                if not style and (end.line != mark.line or value[:1] in habits.STARTS):
                    self._warn_of_items(mark, end.line)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                closed = open_.pop()
                keys.pop()
                parent = open_[-1] if open_ else None
                if not closed.plain:
                    stop = event.end_mark.index
                # Without brackets the parser goes on to the next value, over blank lines and comments.
                closed.end = max(stop, closed.start)
                continue
            elif kind is MappingStartEvent:
                start, end = event.start_mark.index, event.end_mark.index
                # A pair in the brackets of a list, `[k: v]`, is a group without brackets of its own.
                node = Node(place, start, end, None, None, {}, not event.flow_style or start == end)
            elif kind is SequenceStartEvent:
                node = Node(place, event.start_mark.index, event.end_mark.index, None, [], None, not event.flow_style)
            elif kind is AliasEvent:
                node = self._alias(event)
                stop = node.end
            elif kind is StreamEndEvent:
                return
            else:
                if kind is DocumentStartEvent:
                    self._begin_document(event)
                continue
            count += 1
            if kind is not AliasEvent and (event.anchor is not None or event.tag is not None):
                self._refuse_properties(event)
            if parent is None:
                self._place(node)
            elif parent.items is not None:
                parent.items.append(node)
            elif (pairs := parent.pairs) is not None and (key := keys[-1]) is not None and (name := key[0]) is not None and name not in pairs:
                # What `_place` does with nearly all values.
                _, node.key_start, node.key_end = key
                pairs[name] = node
                keys[-1] = None
            else:
                self._place(node)
            if node.value is None:
                open_.append(node)
                keys.append(None)
                parent = node
            if count > NODE_LIMIT or len(open_) > DEPTH_LIMIT or len(found) >= MISTAKE_LIMIT:
                self._refuse(count, node.span)

    def _warn_of_items(self, mark: Any, last: int) -> None:
        """A text without quotes that swallowed what was meant as items of a list."""
        if self.lines is None:
            self.lines = LINE_END.split(self.text)
        if slip := habits.joined(self.lines, (mark.line, mark.column), last):
            self.found.append(diagnose(PD118, Span(self.place.path, slip[0] + 1, slip[1] + 1, slip[1] + 2)))

    def _alias(self, event: Any) -> Node:
        node = Node(self.place, event.start_mark.index, event.end_mark.index, "", plain=False, broken=True)
        self.found.append(diagnose(PD105, node.span, "alias", name=event.anchor))
        return node

    def _place(self, node: Node) -> None:
        """Put a node that is no item of a list where it belongs: the root, the next key, or the value of the key that waits."""
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        key = self.keys[-1]
        if key is None:
            self.keys[-1] = (None if node.broken else self._key(node.value, node.start, node.end, plain=node.plain), node.start, node.end)
            return
        self.keys[-1] = None
        name, start, end = key
        pairs = parent.pairs
        assert pairs is not None
        if name is None:
            parent.broken = True
        elif name in pairs:
            first = pairs[name].key_span or pairs[name].span
            self.found.append(diagnose(PD104, self.place.span(start, end), related=(Related(first, "first-key"),), key=name))
        else:
            node.key_start, node.key_end = start, end
            pairs[name] = node

    def _key(self, name: str | None, start: int, end: int, *, plain: bool) -> str | None:
        """The name of a key; None if it is refused, and its value with it."""
        if name and not (name == "<<" and plain) and not (plain and (name[0] in WIDE_SPACES or name[0] in habits.STARTS or name[0] in INVISIBLE)):
            return name
        span = self.place.span(start, end)
        if not name:
            self.found.append(diagnose(PD110, span, "empty" if name is not None else ""))
        elif name == "<<":
            self.found.append(diagnose(PD106, span))
        elif name[0] in INVISIBLE:
            self.found.append(diagnose(PD103, span._replace(end=(span.column or 0) + 1), "raw", code=code_point(name[0])))
        elif name[0] in WIDE_SPACES:
            width = len(name) - len(name.lstrip(WIDE_SPACES))
            self.found.append(diagnose(PD111, span._replace(end=(span.column or 0) + width)))
        elif slip := habits.slip(name):
            self.found.append(diagnose(PD101, span._replace(end=(span.column or 0) + 1), slip[1], character=name[0]))
        else:
            return name
        return None

    def _without_escapes(self, value: str, start: int, end: int) -> str:
        hit = FORBIDDEN.search(value)
        if hit:
            self.found.append(diagnose(PD103, self.place.span(start, end), "escaped", code=code_point(hit.group())))
            return FORBIDDEN.sub("\ufffd", value)
        return value

    def _cut(self, value: str, start: int, end: int) -> str:
        limit = f"{TEXT_LIMIT:_}".replace("_", " ")
        self.found.append(diagnose(PD109, self.place.span(start, end), "text", limit=limit))
        return value[:TEXT_LIMIT]

    def _refuse_properties(self, event: Any) -> None:
        span = self._span(event)
        if event.anchor is not None:
            self.found.append(diagnose(PD105, span, name=event.anchor))
        if event.tag is not None:
            self.found.append(diagnose(PD107, span, tag=event.tag.replace("tag:yaml.org,2002:", "!!")))

    def _begin_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.found.append(diagnose(PD108, self._span(event)))
            raise _Refused

    def _refuse(self, count: int, span: Span) -> None:
        if count > NODE_LIMIT:
            variant, limit = "nodes", f"{NODE_LIMIT:_}".replace("_", " ")
        elif len(self.open) > DEPTH_LIMIT:
            variant, limit = "depth", str(DEPTH_LIMIT)
        else:
            variant, limit = "mistakes", str(MISTAKE_LIMIT)
        self.found.append(diagnose(PD109, span, variant, limit=limit))
        raise _Refused

    def _span(self, event: Any) -> Span:
        return self.place.span(event.start_mark.index, event.end_mark.index)
