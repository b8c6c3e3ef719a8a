"""Findings for people: excerpt, carets, hint and help, a blank line between them, and the count at the end."""

from __future__ import annotations

from collections.abc import Callable

from procdocs.diagnostics import RULES, Severity
from procdocs.diagnostics.columns import columns_of
from procdocs.diagnostics.excerpt import Lines, excerpt, margin
from procdocs.diagnostics.printers.report import Report, place, summary
from procdocs.diagnostics.sentences import Sentence
from procdocs.diagnostics.span import Span

_WEIGHT = {severity: rank for rank, severity in enumerate(Severity)}
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def as_text(report: Report) -> str:
    """The findings and how many there are."""
    return paragraphs(report) + count(report)


def count(report: Report) -> str:
    """The last line: how many findings of each severity."""
    return (report.say("check.count", **summary(report.sentences)) if report.sentences else report.say("check.clean")) + "\n"


def paragraphs(report: Report) -> str:
    """The findings, a blank line behind each; errors first, because they have to be mended first."""
    labels = (report.say("check.hint"), report.say("check.help"))
    return "".join(_paragraph(one, report, labels) + "\n" for one in sorted(report.sentences, key=lambda one: _WEIGHT[one.diagnostic.severity]))


def _paragraph(one: Sentence, report: Report, labels: tuple[str, str]) -> str:
    def paint(code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if report.colour else text

    diagnostic = one.diagnostic
    tone = _COLOURS[diagnostic.severity]
    # What editors and build servers look for is the same in every language; who reads another finds the word before the sentence too.
    severity, weight = diagnostic.severity.value, report.say(f"severity.{diagnostic.severity.value}")
    told = "" if weight == severity else paint(tone, weight) + report.say("colon")
    head = f"{paint('1', place(diagnostic.span))}: {paint(tone, severity)} {diagnostic.code} {diagnostic.name}: {told}{one.message}"
    parts = [head, *_quoted(diagnostic.span, report.lines, lambda carets: paint(tone, carets))]
    for note in one.related:
        parts.append(f"   {place(note.span)}: {note.message}")
        parts.extend(_quoted(note.span, report.lines, lambda carets: paint("36", carets)))
    if one.hint:
        parts.append(f"   {labels[0]}: {one.hint}")
    citation = report.cite(RULES[diagnostic.code].clause)
    parts.append(f"   {labels[1]}: procdocs explain {diagnostic.code}" + (f" · {citation}" if citation else ""))
    return "\n".join(parts) + "\n"


def _quoted(span: Span, lines: Lines, paint: Callable[[str], str]) -> list[str]:
    shown = excerpt(lines, span)
    if shown is None:
        return []
    text, carets = shown
    left = margin(span)
    return [f"{left} | {text}", *([f"{' ' * columns_of(left)} | {painted}"] if (painted := _painted(carets, paint)) else [])]


def _painted(carets: str, paint: Callable[[str], str]) -> str:
    bare = carets.lstrip(" ")
    return carets[: len(carets) - len(bare)] + paint(bare) if bare else ""
