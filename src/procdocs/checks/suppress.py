"""Findings silenced by comments in the files, and comments that silence nothing. Errors in YAML, schema and references stay."""

from __future__ import annotations

from collections.abc import Iterable

from procdocs.diagnostics import RULES, Diagnostic, Severity, Span, declare, diagnose, in_order
from procdocs.project.model import Project
from procdocs.source.suppressions import Suppression, suppressions

PD120 = declare(
    "PD120",
    """
    Bad:
        purpose: 按计划生产  # procdocs: ignore[PD501]
    Good:
        purpose: 按计划生产
    """,
)
PD121 = declare(
    "PD121",
    """
    Bad:
        purpose: 按计划生产  # procdocs: ignore[PD306] 部门正在重组
    Good:
        purpose: 按计划生产
    """,
)
PD122 = declare(
    "PD122",
    """
    Bad:
        purpose: 按计划生产  # procdocs: ignore[PD1] 与顾客商定
    Good:
        purpose: 按计划生产
    """,
)
_FIRM = ("PD1", "PD2", "PD3")


def suppress(project: Project, found: Iterable[Diagnostic], judged: frozenset[str] = frozenset()) -> tuple[Diagnostic, ...]:
    """The findings that no comment silences, and findings about the comments themselves; in order.

    `judged` are the codes that the caller has looked for: only of these can it be said that a comment is not needed.
    """
    comments = [comment for path in sorted(project.sources) for comment in suppressions(path, project.sources[path])]
    if not comments:
        return in_order(found)
    by_place: dict[tuple[str, int], list[Suppression]] = {}
    for comment in comments:
        if comment.reason:
            by_place.setdefault((comment.span.path, comment.line), []).append(comment)
    kept: list[Diagnostic] = []
    used: set[tuple[Span, str]] = set()
    refused: set[tuple[Span, str]] = set()
    for diagnostic in found:
        firm = diagnostic.severity is Severity.ERROR and diagnostic.code.startswith(_FIRM)
        hits = [(comment.span, diagnostic.code) for comment in by_place.get((diagnostic.span.path, diagnostic.span.line or 1), ()) if diagnostic.code in comment.codes]
        (refused if firm else used).update(hits)
        if firm or not hits:
            kept.append(diagnostic)
    for comment in comments:
        kept.extend(_about(comment, used, refused, judged))
    return in_order(kept)


def _about(comment: Suppression, used: set[tuple[Span, str]], refused: set[tuple[Span, str]], judged: frozenset[str]) -> Iterable[Diagnostic]:
    if not comment.reason or not comment.codes:
        yield diagnose(PD120, comment.span, codes=", ".join(comment.codes) or "PD401")
        return
    for code in comment.codes:
        if code not in RULES:
            yield diagnose(PD122, comment.span, code=code)
        elif (comment.span, code) in refused:
            yield diagnose(PD122, comment.span, "error", code=code)
        elif (comment.span, code) not in used and code in judged:
            yield diagnose(PD121, comment.span, code=code)
