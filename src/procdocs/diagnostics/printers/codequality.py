"""Findings as a Code Quality report, which GitLab shows in the merge request beside the lines it changes."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from procdocs.diagnostics import Severity
from procdocs.diagnostics.printers.report import Report, dump
from procdocs.diagnostics.sentences import Sentence

#: GitLab knows info, minor, major, critical and blocker; it orders by them and stops nothing.
_SEVERITY = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def as_codequality(report: Report) -> str:
    """A list with an object for each finding. What does not know its line stands at the first."""
    seen: Counter[tuple[str, ...]] = Counter()
    return dump([_row(one, seen) for one in report.sentences])


def _row(one: Sentence, seen: Counter[tuple[str, ...]]) -> dict[str, Any]:
    """The fingerprint leaves out the line, so that a finding that only moved is the same one; alike findings of a file are told apart by their turn."""
    diagnostic = one.diagnostic
    alike = (diagnostic.code, diagnostic.span.path, one.message)
    seen[alike] += 1
    fingerprint = hashlib.sha256("\0".join((*alike, str(seen[alike]))).encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "description": one.message + (f" ({one.hint})" if one.hint else ""),
        "check_name": f"{diagnostic.code} {diagnostic.name}",
        "fingerprint": fingerprint,
        "severity": _SEVERITY[diagnostic.severity],
        "location": {"path": diagnostic.span.path, "lines": {"begin": diagnostic.span.line or 1}},
    }
