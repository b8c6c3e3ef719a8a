"""Findings for people and for machines: text, JSON, GitHub annotations, SARIF 2.1.0, JUnit XML.

A printer is a pure function from sentences to text; a new one is a function and a row in `PRINTERS`.
Nothing printed here can be taken for a command by a terminal or a build server.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from procdocs.diagnostics import RULES, Severity
from procdocs.diagnostics.excerpt import Lines, excerpt
from procdocs.diagnostics.rules import page_of
from procdocs.diagnostics.sentences import Sentence, first_sentence, printable
from procdocs.diagnostics.span import Span

Cite = Callable[[str], str]
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]")


def summary(sentences: Sequence[Sentence]) -> dict[str, int]:
    """How many findings there are of each severity."""
    return {severity.value: sum(one.diagnostic.severity is severity for one in sentences) for severity in Severity}


def as_text(sentences: Sequence[Sentence], lines: Lines, colour: bool = False, labels: tuple[str, str] = ("hint", "help"), cite: Cite = str) -> str:
    """Findings with excerpt, hint and help, a blank line between them. `labels` are the words for hint and help; `cite` picks what is shown of a code's clauses."""
    return "\n".join(_paragraph(one, lines, colour, labels, cite) for one in sentences)


def _paragraph(one: Sentence, lines: Lines, colour: bool, labels: tuple[str, str], cite: Cite) -> str:
    def paint(code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if colour else text

    diagnostic = one.diagnostic
    tone = _COLOURS[diagnostic.severity]
    head = f"{paint('1', place(diagnostic.span))}: {paint(tone, diagnostic.severity.value)} {diagnostic.code} {diagnostic.name}: {one.message}"
    parts = [head, *_quoted(diagnostic.span, lines, lambda carets: paint(tone, carets))]
    for note in one.related:
        parts.append(f"   {place(note.span)}: {note.message}")
        parts.extend(_quoted(note.span, lines, lambda carets: paint("36", carets)))
    if one.hint:
        parts.append(f"   {labels[0]}: {one.hint}")
    citation = cite(RULES[diagnostic.code].clause)
    parts.append(f"   {labels[1]}: procdocs explain {diagnostic.code}" + (f" · {citation}" if citation else ""))
    return "\n".join(parts) + "\n"


def _quoted(span: Span, lines: Lines, paint: Callable[[str], str]) -> list[str]:
    shown = excerpt(lines, span)
    if shown is None:
        return []
    text, carets = shown
    margin = f"{span.line:>5} | "
    return [margin + text, *([" " * 6 + "| " + paint_carets] if (paint_carets := _painted(carets, paint)) else [])]


def _painted(carets: str, paint: Callable[[str], str]) -> str:
    bare = carets.lstrip(" ")
    return carets[: len(carets) - len(bare)] + paint(bare) if bare else ""


def place(span: Span) -> str:
    """`path:line:column`, as far as known, safe to print."""
    return ":".join([printable(span.path), *(str(number) for number in span[1:3] if number is not None)])


def as_json(sentences: Sequence[Sentence]) -> str:
    """The findings as one JSON object with `diagnostics` and `summary`."""
    return _dump({"diagnostics": [_row(one) for one in sentences], "summary": summary(sentences)})


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


def _dump(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    text = _UNSAFE_IN_JSON.sub(lambda hit: f"\\u{ord(hit.group()):04x}", text)
    return text.replace("##", "#\\u0023") + "\n"


def as_github(sentences: Sequence[Sentence]) -> str:
    """Workflow commands that GitHub shows as annotations in the pull request."""
    kinds = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    rows = []
    for one in sentences:
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


def as_sarif(sentences: Sequence[Sentence], version: str, language: str = "en") -> str:
    """A SARIF 2.1.0 log with one run; `version` is that of procdocs, `language` that of the sentences. Paths are relative to the project."""
    about = {one.diagnostic.code: one.about for one in sentences}
    codes = sorted(about)
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
    rules = [
        {
            "id": code,
            "name": "".join(word.capitalize() for word in RULES[code].name.split("-")),
            "shortDescription": {"text": first_sentence(about[code]) or RULES[code].name},
            "fullDescription": {"text": about[code] or RULES[code].name},
            "help": {"text": f"{about[code]}\n\nprocdocs explain {code} --language {language}".lstrip()},
            **({"helpUri": address} if (address := page_of(code, language)) else {}),
            "defaultConfiguration": {"level": levels[RULES[code].severity]},
        }
        for code in codes
    ]
    results = []
    for one in sentences:
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
    driver = {"name": "procdocs", "version": version, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _location(span: Span) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(span.path)}}
    if span.line is not None:
        region = {"startLine": span.line, "startColumn": span.column, "endColumn": span.end if span.column else None}
        physical["region"] = {key: value for key, value in region.items() if value is not None}
    return {"physicalLocation": physical}


def as_junit(sentences: Sequence[Sentence], files: Sequence[str] = ()) -> str:
    """JUnit XML: one test case for each finding, and a passing one for each of `files` without one.

    Errors and warnings are failures; notes are passing cases with their text as output.
    """
    cases: list[str] = []
    named = {one.diagnostic.span.path for one in sentences}
    for one in sentences:
        diagnostic = one.diagnostic
        name = f"{diagnostic.code} {diagnostic.name} ({place(diagnostic.span)})"
        head = f"  <testcase classname={_attribute(diagnostic.span.path)} name={_attribute(name)} file={_attribute(diagnostic.span.path)}"
        head += f' line="{diagnostic.span.line}"' if diagnostic.span.line else ""
        body = _xml(f"{place(diagnostic.span)}: {one.message}" + (f"\n{one.hint}" if one.hint else ""))
        if diagnostic.severity is Severity.NOTE:
            cases.append(f"{head}><system-out>{body}</system-out></testcase>")
        else:
            cases.append(f'{head}><failure type="{diagnostic.severity.value}" message={_attribute(one.message)}>{body}</failure></testcase>')
    cases.extend(f'  <testcase classname={_attribute(path)} name="clean" file={_attribute(path)}/>' for path in sorted(set(files) - named))
    failures = sum(one.diagnostic.severity is not Severity.NOTE for one in sentences)
    suite = f'<testsuite name="procdocs check" tests="{len(cases)}" failures="{failures}" errors="0" skipped="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', suite, *cases, "</testsuite>", ""])


def _xml(text: str) -> str:
    lines = [printable(line) for line in text.split("\n")]
    return "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    return '"' + _xml(text).replace('"', "&quot;") + '"'


#: The formats of `procdocs check --format`, text first.
FORMATS = ("text", "json", "github", "sarif", "junit")
