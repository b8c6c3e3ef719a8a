"""What took how long, as a table for people."""

from __future__ import annotations

from procdocs.execution.timings import Timings
from procdocs.languages import Words
from procdocs.writers import WRITERS


def timing_table(timings: Timings, seconds: float, spoken: Words) -> str:
    """The stages of a build in the order they began in, how many files were made, and the slowest of these; `seconds` are those of the whole."""
    rows = [spoken("build.timings.head")]
    for name, spent in timings.stages.items():
        rows.append(_row(spent, spoken("build.timings.make", format=name) if name in WRITERS else spoken(f"build.timings.{name}")))
    rows.append(_row(seconds, spoken("build.timings.all")))
    rows.append(spoken("build.timings.counts", made=timings.made, reused=timings.reused))
    if timings.slowest:
        rows += [spoken("build.timings.slowest"), *(_row(one.seconds, one.path) for one in timings.slowest)]
    return "".join(f"{row}\n" for row in rows)


def _row(seconds: float, what: str) -> str:
    return f"{seconds:7.2f}  {what}"
