"""What is taken over from other forms: each is a row in the table below, and a function `(project, files) -> Taken`. Reads and writes no file."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from procdocs.editing import Change
from procdocs.interchange import Refused, Told
from procdocs.project import Project


class Handed(NamedTuple):
    """A file that somebody hands over: its name without folders, and its bytes."""

    name: str
    data: bytes


class About(NamedTuple):
    """What is told of one file: of one of the project or one that was handed over."""

    file: str
    told: Told


@dataclass(frozen=True)
class Taken:
    """What a reader makes: changes of the project's files, new ones among them, how many items each got, what is told, and files that were refused, with why."""

    change: Change = field(default_factory=Change)
    items: Mapping[str, int] = field(default_factory=dict)
    told: tuple[About, ...] = ()
    refused: tuple[tuple[str, Refused], ...] = ()


class Reads(Protocol):
    """A reading function."""

    def __call__(self, project: Project, files: tuple[Handed, ...], form: str, /) -> Taken:
        """`form` is the name of the row: a function may read several."""
        ...


@dataclass(frozen=True)
class Reader:
    """A row of the table: what it is called, the one line that `--help` shows of it, the module with its `read`, and the endings of what it reads.

    One without endings takes over what stands in the project itself.
    """

    name: str
    help: str
    module: str
    endings: tuple[str, ...] = ()

    @property
    def read(self) -> Reads:
        """The reading function; its module is imported when it is first used."""
        found: Reads = importlib.import_module(f"procdocs.readers.{self.module}").read
        return found


READERS: Mapping[str, Reader] = {
    reader.name: reader
    for reader in (
        Reader("tags", "Rewrite trailing tags such as `Competent employees (SP9)` as `from:` and `to:`, touching nothing else.", "tags"),
        Reader("xlsx", "Take back what was changed in a workbook of `export xlsx`.", "workbooks", (".xlsx", ".xlsm")),
        Reader("bpmn", "Take over processes in BPMN 2.0 as flowcharts.", "charts", (".bpmn", ".xml")),
        Reader("mm", "Take over mind maps of FreeMind or Freeplane.", "mindmaps", (".mm",)),
        Reader("xmind", "Take over mind maps of XMind, of its newer and its older form.", "mindmaps", (".xmind",)),
        Reader("opml", "Take over outlines in OPML as mind maps.", "mindmaps", (".opml", ".xml")),
        Reader("markmap", "Take over headings and lists in Markdown, or an indented text (.txt), as mind maps.", "mindmaps", (".md", ".markdown", ".mmd", ".txt")),
    )
}

__all__ = ["READERS", "About", "Handed", "Reader", "Reads", "Taken"]
