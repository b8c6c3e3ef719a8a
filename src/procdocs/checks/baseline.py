"""Findings that were there before: what a baseline lists is not counted, and what it lists in vain is reported."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from procdocs.diagnostics import Diagnostic, Span, declare, diagnose, in_order
from procdocs.diagnostics.sentences import say
from procdocs.languages import spoken, words

PD123 = declare("PD123")


def compare(found: Iterable[Diagnostic], rows: Iterable[Mapping[str, Any]], name: str, today: datetime.date | None = None) -> tuple[Diagnostic, ...]:
    """The findings that no row of the baseline file `name` accounts for, and a finding for each row that accounts for none.

    A row is an object of `--format json`, in any language. It accounts for one finding of its code, file and message;
    line and column do not matter, so that edits above a finding do not bring it back. With `until`, it does so up to that day;
    what is no date counts as over.
    """
    rows = tuple(rows)
    over = [row for row in rows if _is_over(row, today)]
    left = Counter((str(row.get("code")), str(row.get("file")), str(row.get("message"))) for row in rows if not _is_over(row, today))
    new: list[Diagnostic] = []
    for diagnostic in in_order(found):
        keys = [(diagnostic.code, diagnostic.span.path, message) for message in _messages(diagnostic)]
        key = next((key for key in keys if left[key] > 0), None)
        if key is None:
            new.append(diagnostic)
        else:
            left[key] -= 1
    new.extend(diagnose(PD123, Span(name), code=code, file=file, message=message) for (code, file, message), times in left.items() if times > 0)
    new.extend(diagnose(PD123, Span(name), "over", code=row.get("code"), file=row.get("file"), message=row.get("message"), until=row.get("until")) for row in over)
    return in_order(new)


def _is_over(row: Mapping[str, Any], today: datetime.date | None) -> bool:
    until = row.get("until")
    if until is None:
        return False
    try:
        return today is not None and datetime.date.fromisoformat(str(until)) < today
    except ValueError:
        return True


def _messages(diagnostic: Diagnostic) -> Iterable[str]:
    """The message in every language, since a baseline may have been written in any."""
    return (say(diagnostic, words(tag).findings).message for tag in spoken())
