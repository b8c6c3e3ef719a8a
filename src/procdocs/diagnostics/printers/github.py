"""Findings as workflow commands that GitHub shows as annotations in the pull request."""

from __future__ import annotations

from procdocs.diagnostics import Severity
from procdocs.diagnostics.printers.report import Report
from procdocs.diagnostics.sentences import printable


def as_github(report: Report) -> str:
    """A line for each finding."""
    kinds = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    rows = []
    for one in report.sentences:
        diagnostic = one.diagnostic
        line, column, end = diagnostic.span.line, diagnostic.span.column, diagnostic.span.end
        places = {"file": diagnostic.span.path, "line": line, "endLine": line, "col": column, "endColumn": end, "title": f"{diagnostic.code} {diagnostic.name}"}
        properties = ",".join(f"{key}={_property(str(value))}" for key, value in places.items() if value is not None)
        message = one.message + (f"\n{one.hint}" if one.hint else "")
        rows.append(f"::{kinds[diagnostic.severity]} {properties}::{_data(message)}\n")
    return "".join(rows)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
