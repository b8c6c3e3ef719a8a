"""The table of everything procdocs can find wrong: one row per code, with its explanation.

A check over the whole project is a generator decorated with `check`; its docstring is its documentation page.
What the reader and the schema find is declared with `declare`. Messages stand in `languages/`, keyed by code.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from procdocs.diagnostics.span import Span


class Severity(StrEnum):
    """How much a finding weighs. Only errors change the exit code without `--strict`."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that belongs to a finding; `key` names the sentence in `languages/` (`related:`)."""

    span: Span
    key: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has found, before the runner stamps code and severity on it.

    `values` fill the placeholders of the code's message; `variant` picks one message where a code has several.
    `severity` overrules the rule's own (an IATF demand is no error for an ISO 9001 shop).
    """

    span: Span
    values: Mapping[str, str] = field(default_factory=dict)
    variant: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One code: what it is called, how much it weighs, and what `procdocs explain` says of it."""

    code: str
    name: str
    severity: Severity
    explanation: str
    clause: str = ""
    check: Callable[..., Iterator[Finding]] | None = None

    @property
    def citation(self) -> str:
        """The clause as an auditor quotes it, such as `ISO 9001 4.4.1 b`; empty if there is none."""
        return self.clause if not self.clause or self.clause.startswith("IATF") else f"ISO 9001 {self.clause}"


#: A generator over the project; with a second parameter, over the project and the day.
CheckFunction = Callable[..., Iterator[Finding]]
RULES: dict[str, Rule] = {}


def _register(rule: Rule) -> None:
    assert re.fullmatch(r"PD[1-9]\d\d", rule.code), f"{rule.code} is no code"
    assert rule.code not in RULES, f"{rule.code} is declared twice"
    assert rule.name not in {other.name for other in RULES.values()}, f"{rule.name} is used twice"
    assert rule.explanation, f"{rule.code} has no explanation"
    RULES[rule.code] = rule


def declare(code: str, name: str, severity: Severity, explanation: str, clause: str = "") -> str:
    """Declare a code that a stage other than the checks reports; returns the code."""
    # Not inspect.cleandoc: it would turn the tabs of an example into spaces.
    _register(Rule(code, name, severity, textwrap.dedent(explanation).strip(), clause))
    return code


def check(code: str, severity: Severity, clause: str = "") -> Callable[[CheckFunction], CheckFunction]:
    """Register a generator `(project) -> Iterator[Finding]` as the check for `code`; its docstring explains it."""

    def decorate(function: CheckFunction) -> CheckFunction:
        _register(Rule(code, function.__name__.replace("_", "-"), severity, inspect.getdoc(function) or "", clause, function))
        return function

    return decorate
