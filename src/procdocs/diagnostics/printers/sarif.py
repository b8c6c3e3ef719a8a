"""Findings as a SARIF 2.1.0 log, which code scanning services read."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from procdocs.diagnostics import RULES, Severity
from procdocs.diagnostics.printers.report import Report, dump
from procdocs.diagnostics.rules import page_of
from procdocs.diagnostics.sentences import first_sentence
from procdocs.diagnostics.span import Span

#: What all paths are relative to, by the name that code scanning services know for it.
_BASE = "%SRCROOT%"


def as_sarif(report: Report) -> str:
    """A SARIF 2.1.0 log with one run, its rules explained in the language of the sentences. Paths are relative to the project, or to what `--relative-to` names."""
    about = {one.diagnostic.code: one.about for one in report.sentences}
    codes = sorted(about)
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
    rules = [
        {
            "id": code,
            "name": "".join(word.capitalize() for word in RULES[code].name.split("-")),
            "shortDescription": {"text": first_sentence(about[code]) or RULES[code].name},
            "fullDescription": {"text": about[code] or RULES[code].name},
            "help": {"text": f"{about[code]}\n\nprocdocs explain {code} --language {report.language}".lstrip()},
            **({"helpUri": address} if (address := page_of(code, report.language)) else {}),
            "defaultConfiguration": {"level": levels[RULES[code].severity]},
        }
        for code in codes
    ]
    results = []
    for one in report.sentences:
        diagnostic = one.diagnostic
        text = one.message + (f". {one.hint}" if one.hint else "")
        result: dict[str, Any] = {
            "ruleId": diagnostic.code,
            "ruleIndex": codes.index(diagnostic.code),
            "level": levels[diagnostic.severity],
            "message": {"text": text},
            "locations": [_location(diagnostic.span)],
        }
        if one.related:
            result["relatedLocations"] = [{"id": number, "message": {"text": note.message}, **_location(note.span)} for number, note in enumerate(one.related)]
        results.append(result)
    driver = {"name": "procdocs", "version": report.version, "rules": rules}
    # The folder itself is not named: a log says nothing of the machine it was made on, and whoever reads it knows where the sources lie.
    bases = {_BASE: {"description": {"text": report.say("check.base")}}}
    run = {"tool": {"driver": driver}, "originalUriBaseIds": bases, "columnKind": "unicodeCodePoints", "results": results}
    return dump({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _location(span: Span) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(span.path), "uriBaseId": _BASE}}
    if span.line is not None:
        region = {"startLine": span.line, "startColumn": span.column, "endColumn": span.end if span.column else None}
        physical["region"] = {key: value for key, value in region.items() if value is not None}
    return {"physicalLocation": physical}
