"""The results as text, and as sections of docs/performance.md: each with its own day, machine and load."""

from __future__ import annotations

import datetime
import os
import platform
import re
import subprocess
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.goals import reached
from benchmarks.results import Absent, Measured, Result

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
#: The sections of the page, in their order.
TITLES = {
    "quick": "Start, check, one page, site and workbook",
    "print": "All formats with PDFs",
    "peers": "Other programs, same content",
    "earlier": "An older commit",
}
HEAD = """# How fast procdocs is

Written by `make benchmark`; `python -m benchmarks --help` says what else can be asked for. Systems of N processes are generated
(`benchmarks/corpus.py`), so that everybody measures the same: realistic Chinese, interfaces that join, a flowchart and an instruction for every second process.

- *wall* and *CPU* are seconds; CPU is that of all processes together. *Peak* is the memory of all processes at the worst moment
  (shared pages once), *biggest* that of the largest process, both in MB, seen ten times a second.
- *cold*: neither output nor cache are there. *no-op*: built again at once. *one edit*: a sentence added to the purpose of one process.
- Every result is counted: pages, links (none may be dead), diagrams, how often each Chinese character stands in it, and a sentence of every document. One that lacks
  something is marked **WRONG**, and the command fails.
- *ratio*: CPU seconds of others by ours for the same. They are given our blocks and finished diagrams; ours include reading, checking and drawing.
- On a shared machine single figures differ by a quarter. Compare figures of one table, CPU rather than wall, and mind the load.
"""


class Circumstances:
    """Where and when a run was made; ask for `line` at its end."""

    def __init__(self) -> None:
        self._begun = datetime.datetime.now(datetime.UTC)
        self._load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0

    def line(self) -> str:
        """One line: day, machine, load, versions, commit."""
        after = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        return (
            f"{self._begun:%Y-%m-%d %H:%M} UTC, commit {_commit()}; {_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.system()}, Python {platform.python_version()}, "
            f"WeasyPrint {version('weasyprint')}; load {self._load:.1f} before and {after:.1f} after"
        )


def _commit() -> str:
    asking = ["git", "describe", "--always", "--dirty"]
    said = subprocess.run(asking, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return said.stdout.strip() or "unknown"


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        found = None
    return found[1] if found else platform.machine()


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    except (AttributeError, ValueError, OSError):
        return "memory unknown"


def table(results: Sequence[Result]) -> Iterator[str]:
    """Lines of a Markdown table with the results, what was not measured, and where the goals stand."""
    rows = [one for one in results if isinstance(one, Measured)]
    first = _compared(rows)
    yield "| who | processes | what | | wall | CPU | peak | biggest | ratio | counted |"
    yield "|---|--:|---|---|--:|--:|--:|--:|--:|---|"
    for row in rows:
        yield line(row, first.get((row.size, row.what, row.state)))
    for one in results:
        if isinstance(one, Absent):
            yield f"| {one.who} | | | not measured: {_cell(one.reason)} | | | | | | |"
    stands = list(reached(rows))
    if stands:
        yield from ("", "| goal | at most | here | |", "|---|--:|--:|---|")
        for goal, value in stands:
            yield f"| {goal.text} | {goal.limit:g} {goal.unit} | {value:.3g} {goal.unit} | {'reached' if value <= goal.limit else 'missed'} |"


def line(row: Measured, ours: Measured | None = None) -> str:
    """A row of the table; the ratio is its processor time against ours for the same."""
    ratio = f"{row.cost.cpu / ours.cost.cpu:.2f}" if ours else ""
    said = _cell("; ".join([row.counted, *(f"**WRONG** {fault}" for fault in row.faults)]).strip("; "))
    cost = row.cost
    return f"| {row.who} | {row.size} | {row.what} | {row.state} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.peak:.0f} | {cost.biggest:.0f} | {ratio} | {said} |"


def _compared(rows: Sequence[Measured]) -> dict[tuple[str, str, str], Measured]:
    """Our row for what others did as well."""
    others = {(row.size, row.what, row.state) for row in rows if row.who != "procdocs"}
    return {key: row for row in rows if row.who == "procdocs" and (key := (row.size, row.what, row.state)) in others}


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())[:600]


def write(section: str, circumstances: str, results: Sequence[Result], page: Path = PAGE) -> None:
    """Put a section into the page in place of the one of an earlier run; the others stay."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    found = dict(re.findall(r"(?ms)^<!-- (\w+) -->\n(.*?)^<!-- /\1 -->\n", text))
    found[section] = "\n".join((f"## {TITLES[section]}", "", circumstances, "", *table(results), ""))
    parts = [f"<!-- {name} -->\n{found[name]}<!-- /{name} -->\n" for name in TITLES if name in found]
    page.write_text("\n".join((HEAD, *parts)), encoding="utf-8", newline="\n")
