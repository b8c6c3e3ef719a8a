"""Findings for people and for machines. A printer is a pure function from a `Report` to text; a new one is a file and a row in `PRINTERS`.

Nothing printed here can be taken for a command by a terminal or a build server.
"""

from __future__ import annotations

from collections.abc import Callable

from procdocs.diagnostics.printers.codequality import as_codequality
from procdocs.diagnostics.printers.github import as_github
from procdocs.diagnostics.printers.json_ import as_json
from procdocs.diagnostics.printers.junit import as_junit
from procdocs.diagnostics.printers.report import Report
from procdocs.diagnostics.printers.sarif import as_sarif
from procdocs.diagnostics.printers.text import as_text

#: The formats of `procdocs check --format`, text first.
PRINTERS: dict[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "junit": as_junit,
    "codequality": as_codequality,
}

__all__ = ["PRINTERS", "Report"]
