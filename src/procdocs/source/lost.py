"""What YAML drops from a text without a word: what it takes for a comment, and the backslashes of a path in double quotes."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.diagnostics import Diagnostic, diagnose
from procdocs.source import habits
from procdocs.source.codes import PD124
from procdocs.source.node import Node


def lost(root: Node, text: str) -> Iterator[Diagnostic]:
    """What is missing in the values of a tree that was read from `text`."""
    yield from _cut_texts(root, text)
    yield from _paths(root, text)


def _cut_texts(root: Node, text: str) -> Iterator[Diagnostic]:
    """Plain texts behind which ` #3` stands: what was meant as their end is a comment."""
    # Most texts have no comment behind a value, and to look for the sign is much faster than for the pattern.
    cuts = {hit.start(): hit for hit in habits.CUT.finditer(text)} if " #" in text else {}
    swallowed = ": #" in text or ":  #" in text
    for node in root.walk() if cuts or swallowed else ():
        whole = habits.SWALLOWED.match(text, node.key_end) if swallowed and node.value == "" and node.plain and node.key_end >= 0 else None
        if whole and node.lines is not None:
            rest = whole[1].strip()
            span = node.lines.span(whole.start(1), whole.start(1) + len(rest))
            yield diagnose(PD124, span, "whole", key=text[node.key_start : node.key_end], rest=rest)
        hit = cuts.get(node.end)
        if hit and node.plain and node.value and node.lines is not None:
            rest = hit[1].strip()
            span = node.lines.span(hit.start(1), hit.start(1) + len(rest))
            yield diagnose(PD124, span, sign=rest[:2], kept=node.value, whole=f"{node.value} {rest}")


def _paths(root: Node, text: str) -> Iterator[Diagnostic]:
    """Paths of Windows in double quotes, where a backslash with its letter became a tab or a new line: `"C:\\temp"`."""
    for node in root.walk() if ":\\" in text else ():
        if node.value and node.lines is not None and text[node.start : node.start + 1] == '"' and habits.PATH.search(text, node.start, node.end):
            yield diagnose(PD124, node.span, "path", whole=text[node.start + 1 : node.end - 1])
