"""What was measured, as values."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.measure import Cost


@dataclass(frozen=True)
class Measured:
    """A row of a table."""

    #: Who worked: `procdocs`, `procdocs 2fa4ab1`, `Typst`.
    who: str
    #: On what: `sample`, or the number of processes.
    size: str
    #: What was made of it (`html`, `check`), and from where: `cold`, `no-op`, `one edit`, or nothing.
    what: str
    state: str
    cost: Cost
    #: What was counted in the result, in words, and what is missing from it.
    counted: str = ""
    faults: tuple[str, ...] = ()
    #: Pages of paper, where two results are compared.
    pages: int = 0


@dataclass(frozen=True)
class Absent:
    """Something that was not measured, and why."""

    who: str
    reason: str


Result = Measured | Absent
