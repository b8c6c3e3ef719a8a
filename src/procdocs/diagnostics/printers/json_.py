"""Findings as JSON, the form that `--baseline` reads again."""

from __future__ import annotations

from typing import Any

from procdocs.diagnostics.printers.report import Report, dump, summary
from procdocs.diagnostics.sentences import Sentence


def as_json(report: Report) -> str:
    """The findings as one JSON object with `diagnostics` and `summary`."""
    return dump({"diagnostics": [_row(one) for one in report.sentences], "summary": summary(report.sentences)})


def _row(one: Sentence) -> dict[str, Any]:
    diagnostic = one.diagnostic
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.value,
        "message": one.message,
        "hint": one.hint,
        "file": diagnostic.span.path,
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "related": [{"message": note.message, "file": note.span.path, "line": note.span.line, "column": note.span.column} for note in one.related],
    }
