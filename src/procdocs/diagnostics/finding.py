"""What a check yields: a finding, and the second places that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
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
