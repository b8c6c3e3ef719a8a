"""Output formats: each is one module with `plan(manual, options) -> Iterator[Target]`, and one row in the table below."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from procdocs.diagnostics import Diagnostic
from procdocs.execution.limits import UNLIMITED, Limits
from procdocs.execution.remembered import Cache
from procdocs.execution.target import Target
from procdocs.execution.timings import Timings
from procdocs.manual.model import Manual
from procdocs.templating import Templates


class WriterUnavailable(Exception):
    """This machine lacks what a format needs (Pango for PDF); its text names the remedy. The other formats are written."""


class WriterFailed(Exception):
    """A format could not be written truly (a lost glyph, a crashed worker); `diagnostics` say why. Nothing is saved."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(", ".join(diagnostic.code for diagnostic in diagnostics))
        self.diagnostics = diagnostics


class Artifact(NamedTuple):
    """A file to be written: its path in the output folder (`/` between parts) and its bytes."""

    path: str
    data: bytes


class Kept(NamedTuple):
    """A file that could not be made, and why: what stands in its place from an earlier build stays there."""

    path: str
    diagnostic: Diagnostic


class Spoilt(NamedTuple):
    """A picture of the author's for which a placeholder was printed: its path in the project, and the character of it that no font here has."""

    path: str
    character: str


class Progress(Protocol):
    """Told how far a build is."""

    def __call__(self, done: int, of_all: int, what: str, reused: int = 0, left: float | None = None, /) -> None:
        """`done` are made, `of_all` that have to be made, `what` is the last of them; `reused` need not be made, `left` are the seconds it may still take."""
        ...


def silent(_done: int, _of_all: int, _what: str, _reused: int = 0, _left: float | None = None) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class Options:
    """What a writer must know beside the manual."""

    #: What HTML is rendered with.
    templates: Templates = field(default_factory=Templates)
    #: Who makes the targets that are not made here: a row of `EXECUTORS`; and how many processes may work at once.
    executor: str = "processes"
    jobs: int = 1
    #: What remembers the targets that were made; None where nothing is to be remembered.
    cache: Cache | None = None
    #: What any target may use at most.
    limits: Limits = UNLIMITED
    #: Address of the scheduler of the cluster that makes them, for the executor `dask`.
    scheduler: str = ""
    #: Ids of the only entries wanted; empty for all, with the manual as a whole.
    only: frozenset[str] = frozenset()
    #: Whether the manual's PDF is printed in one piece, to compare it with the one that is bound.
    single: bool = False
    #: Formats whose files lie in the output folder, from this build or an earlier one: what may be linked.
    linked: frozenset[str] = frozenset()
    #: Languages that are written now; empty for all of the manual.
    languages: frozenset[str] = frozenset()
    #: Paths in the output folder that earlier builds left there: what can be linked in other languages.
    earlier: frozenset[str] = frozenset()
    #: Told as work goes on.
    progress: Progress = silent
    #: Filled with what took how long.
    timings: Timings = field(default_factory=Timings)


#: Lists the files of a format, each with all that its bytes depend on. Writers never touch the disk.
Plan = Callable[[Manual, Options], Iterator[Target]]


@dataclass(frozen=True)
class Writer:
    """A row of the table: format name, module with `plan`, whether it is made when no format is asked for, whether it shows diagrams, whether processes of their own print it."""

    name: str
    module: str
    by_default: bool
    shows_diagrams: bool = True
    is_printed: bool = False
    #: Formats whose files it makes too, so that they need not be made beside it.
    holds: tuple[str, ...] = ()

    @property
    def plan(self) -> Plan:
        """The planning function; its module is imported when it is first used."""
        found: Plan = importlib.import_module(f"procdocs.writers.{self.module}").plan
        return found


WRITERS: Mapping[str, Writer] = {
    writer.name: writer
    for writer in (
        Writer("html", "site.html", by_default=True),
        Writer("pdf", "print.pdf", by_default=True, is_printed=True, holds=("worksheets",)),
        Writer("worksheets", "print.worksheets", by_default=False, shows_diagrams=False, is_printed=True),
        Writer("xlsx", "sheets.xlsx", by_default=True, shows_diagrams=False),
        Writer("single-html", "site.single_html", by_default=False),
        Writer("csv", "sheets.csv", by_default=False, shows_diagrams=False),
    )
}


def held(formats: Iterable[str]) -> frozenset[str]:
    """Formats whose files these ones make too."""
    return frozenset(inner for name in formats if name in WRITERS for inner in WRITERS[name].holds)
