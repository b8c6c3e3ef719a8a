"""Findings as values: every stage returns them, only the command line prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from procdocs.diagnostics.attached import check, declare
from procdocs.diagnostics.finding import Finding, Related, Severity
from procdocs.diagnostics.rules import RULES, Rule
from procdocs.diagnostics.span import Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with its code; its words come from `languages/` when it is printed."""

    code: str
    severity: Severity
    span: Span
    values: Mapping[str, str] = field(default_factory=dict)
    variant: str = ""
    related: tuple[Related, ...] = ()

    @property
    def name(self) -> str:
        """The speaking name of the code, such as `unmatched-output`."""
        return RULES[self.code].name

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: place, then code."""
        return (self.span.path, self.span.line or 0, self.span.column or 0, self.code, repr(sorted(self.values.items())))


def diagnose(code: str, span: Span, /, variant: str = "", related: tuple[Related, ...] = (), **values: object) -> Diagnostic:
    """A diagnostic of a declared code; `values` fill its message."""
    return Diagnostic(code, RULES[code].severity, span, {key: str(value) for key, value in values.items()}, variant, related)


def stamp(rule: Rule, finding: Finding) -> Diagnostic:
    """A check's finding with the code and severity of its rule."""
    return Diagnostic(rule.code, finding.severity or rule.severity, finding.span, finding.values, finding.variant, finding.related)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by place and code, each only once."""
    seen: dict[tuple[object, ...], Diagnostic] = {}
    for diagnostic in diagnostics:
        seen.setdefault((diagnostic.code, diagnostic.span, diagnostic.variant, tuple(sorted(diagnostic.values.items()))), diagnostic)
    return tuple(sorted(seen.values(), key=lambda diagnostic: diagnostic.order))


def has_errors(diagnostics: Iterable[Diagnostic], *families: str) -> bool:
    """Whether an error is among them; with families (`"PD1"`, `"PD2"`), an error of one of these."""
    return any(d.severity is Severity.ERROR and (not families or d.code.startswith(families)) for d in diagnostics)


__all__ = ["RULES", "Diagnostic", "Finding", "Related", "Rule", "Severity", "Span", "check", "declare", "diagnose", "has_errors", "in_order", "stamp"]
