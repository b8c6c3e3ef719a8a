"""The figures procdocs wants to reach on a machine with two cores, and where a run stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from benchmarks.results import Measured

Rows = Sequence[Measured]


class Goal(NamedTuple):
    """A figure to be reached: `found` says where the rows of a run stand, or nothing if they do not tell."""

    text: str
    limit: float
    unit: str
    found: Callable[[Rows], float | None]


def _row(rows: Rows, size: str, what: str, state: str, who: str = "procdocs") -> Measured | None:
    return next((row for row in rows if (row.who, row.size, row.what, row.state) == (who, size, what, state)), None)


def _wall(size: str, what: str, state: str) -> Callable[[Rows], float | None]:
    return lambda rows: row.cost.wall if (row := _row(rows, size, what, state)) else None


def _cpu(size: str, what: str, state: str) -> Callable[[Rows], float | None]:
    return lambda rows: row.cost.cpu if (row := _row(rows, size, what, state)) else None


def _against_earlier(rows: Rows) -> float | None:
    """Of the sample from nothing: our processor time for that of an older commit, page for page."""
    ours = _row(rows, "sample", "all formats", "cold")
    theirs = next((row for row in rows if row.who.startswith("procdocs ") and row.state == "cold"), None)
    return (ours.cost.cpu / ours.pages) / (theirs.cost.cpu / theirs.pages) if ours and theirs and ours.pages and theirs.pages else None


def _against_typst(size: str) -> Callable[[Rows], float | None]:
    def found(rows: Rows) -> float | None:
        ours, theirs = _row(rows, size, "pdf", "cold"), _row(rows, size, "pdf", "cold", "Typst")
        return ours.cost.cpu / theirs.cost.cpu if ours and theirs else None

    return found


def _growth(rows: Rows) -> float | None:
    few, many = _row(rows, "100", "pdf", "cold"), _row(rows, "400", "pdf", "cold")
    return many.cost.cpu / few.cost.cpu if few and many else None


def _biggest(rows: Rows) -> float | None:
    return max((row.cost.biggest for row in rows if row.who == "procdocs" and row.size == "400"), default=None)


GOALS = (
    Goal("`--help`, wall", 0.1, "s", _wall("", "--help", "")),
    Goal("`check` of 400 processes, CPU", 1.5, "s", _cpu("400", "check", "")),
    Goal("one changed file to its page, resident, 100 processes, CPU", 0.1, "s", _cpu("100", "resident", "one edit")),
    Goal("site of 400 processes from nothing, CPU", 8, "s", _cpu("400", "html", "cold")),
    Goal("workbook of 400 processes from nothing, CPU", 6, "s", _cpu("400", "xlsx", "cold")),
    Goal("sample, nothing new, wall", 1.0, "s", _wall("sample", "all formats", "no-op")),
    Goal("sample, nothing new, CPU", 0.8, "s", _cpu("sample", "all formats", "no-op")),
    Goal("sample, one edited text, wall", 5, "s", _wall("sample", "all formats", "one edit")),
    Goal("400 processes, one edited text, wall", 8, "s", _wall("400", "all formats", "one edit")),
    Goal("sample from nothing, CPU a page against the older commit", 0.40, "×", _against_earlier),
    Goal("PDFs of 100 processes from nothing against Typst, CPU", 8, "×", _against_typst("100")),
    Goal("PDFs of 400 processes against those of 100, CPU", 4.6, "×", _growth),
    Goal("biggest process at 400 processes", 1000, "MB", _biggest),
)


def reached(rows: Rows) -> Iterator[tuple[Goal, float]]:
    """The goals that these rows tell of, with where they stand."""
    for goal in GOALS:
        value = goal.found(rows)
        if value is not None:
            yield goal, value
