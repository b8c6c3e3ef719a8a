"""procdocs: one YAML source for a whole quality management system, and every view of it generated.

The names below are the ones to build upon (`docs/api.md`); everything else may move. Each is imported when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from procdocs.checks import run as check
    from procdocs.diagnostics import Diagnostic, Finding, Severity, Span
    from procdocs.diagrams import draw
    from procdocs.diagrams.graph import Graph
    from procdocs.explaining import explain
    from procdocs.manual.compose import compose
    from procdocs.manual.model import Manual
    from procdocs.pipeline import Request, Result, build
    from procdocs.project import Project
    from procdocs.project.load import load

__version__ = "0.1.0"
#: Public name -> the module it comes from, and its name there.
_HOMES = {
    "Diagnostic": ("diagnostics", "Diagnostic"),
    "Finding": ("diagnostics", "Finding"),
    "Graph": ("diagrams.graph", "Graph"),
    "Manual": ("manual.model", "Manual"),
    "Project": ("project", "Project"),
    "Request": ("pipeline", "Request"),
    "Result": ("pipeline", "Result"),
    "Severity": ("diagnostics", "Severity"),
    "Span": ("diagnostics", "Span"),
    "build": ("pipeline", "build"),
    "check": ("checks", "run"),
    "compose": ("manual.compose", "compose"),
    "draw": ("diagrams", "draw"),
    "explain": ("explaining", "explain"),
    "load": ("project.load", "load"),
}

__all__ = [
    "Diagnostic",
    "Finding",
    "Graph",
    "Manual",
    "Project",
    "Request",
    "Result",
    "Severity",
    "Span",
    "__version__",
    "build",
    "check",
    "compose",
    "draw",
    "explain",
    "load",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    module, there = _HOMES[name]
    value = globals()[name] = getattr(importlib.import_module(f"{__name__}.{module}"), there)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
