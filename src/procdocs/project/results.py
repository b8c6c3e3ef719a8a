"""Results of measures as series: which period each tells of, whether it meets the target, and where they go. Pure; judges no project.

`results: {2026-01: 98.2, 2026-Q2: 97.5 %}`: a year, half, quarter, month, week or day, and a figure with or without its unit.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from procdocs.project.objectives import Figure, figure

#: What a result says of its target, and whether results get better or worse; "" where nobody can say.
Verdict = Literal["met", "missed", ""]
Trend = Literal["better", "worse", "level", ""]
_PERIOD = re.compile(r"(\d{4})(?:\s*[-./年 ]?\s*(?:(?P<quarter>Q[1-4])|(?P<half>H[12])|W(?P<week>\d{1,2})|(?P<month>\d{1,2})月?(?:[-./]?(?P<day>\d{1,2})日?)?))?年?", re.IGNORECASE)
#: Shares of the whole that one can be converted into the other.
_SHARES = {"%": Decimal("0.01"), "‰": Decimal("0.001"), "ppm": Decimal("0.000001")}
#: With so many results a direction can be seen.
_ENOUGH = 3
#: From so many misses in a row on, a miss is no chance.
IN_A_ROW = 3


class Period(NamedTuple):
    """The time that a result tells of: its first day, and the first day after it."""

    start: datetime.date
    end: datetime.date


class Result(NamedTuple):
    """One result of a series: its period, as it was written, and its figure."""

    period: Period
    when: str
    said: str
    figure: Figure


def period(text: str) -> Period | None:
    """The time that the key of a result says: `2026`, `2026-H1`, `2026-Q1`, `2026-01`, `2026-W05`, `2026-01-31`; None if it says none."""
    hit = _PERIOD.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if hit is None:
        return None
    try:
        year = int(hit[1])
        if week := hit["week"]:
            monday = datetime.date.fromisocalendar(year, int(week), 1)
            return Period(monday, monday + datetime.timedelta(days=7))
        if hit["day"]:
            day = datetime.date(year, int(hit["month"]), int(hit["day"]))
            return Period(day, day + datetime.timedelta(days=1))
        first, count = _months(hit)
        return Period(datetime.date(year, first, 1), months_after(datetime.date(year, first, 1), count))
    except (ValueError, OverflowError):
        return None


def _months(hit: re.Match[str]) -> tuple[int, int]:
    """The first month of a period within its year, and how many months it lasts."""
    if quarter := hit["quarter"]:
        return int(quarter[1]) * 3 - 2, 3
    if half := hit["half"]:
        return int(half[1]) * 6 - 5, 6
    return (int(hit["month"]), 1) if hit["month"] else (1, 12)


def months_after(day: datetime.date, count: int) -> datetime.date:
    """The first day of a month so many months after another first day. Raises ValueError behind the last year of the calendar."""
    months = day.year * 12 + day.month - 1 + count
    return datetime.date(months // 12, months % 12 + 1, 1)


def series(results: Mapping[str, str]) -> tuple[Result, ...]:
    """The results whose period and figure can be read, by their time; the others are told by the checks."""
    found = [Result(when, key, said, shown) for key, said in results.items() if (when := period(key)) is not None and (shown := figure(said)) is not None]
    return tuple(sorted(found, key=lambda one: (one.period.end, one.period.start)))


def verdict(target: str, unit: str, result: Figure) -> Verdict:
    """Whether a result meets a target such as `≥ 98 %`, `≤ 500 ppm` or `0`, in units that can be converted; "" where it cannot be compared.

    `unit` is that of the measure, for a figure that has none. A target of nothing is missed by anything; another one without a sign says no direction.
    """
    aim = figure(target)
    if aim is None:
        return ""
    one, other = _comparable(aim, unit, result)
    if one is None or other is None:
        return ""
    if aim.comparison == "at_least":
        met = other > one if _strict(target) else other >= one
    elif aim.comparison == "at_most":
        met = other < one if _strict(target) else other <= one
    elif not aim.number:
        met = not other
    else:
        return ""
    return "met" if met else "missed"


def _strict(target: str) -> bool:
    """Whether the target itself misses it: `< 2 %`."""
    return re.match(r"[<>](?!=)", unicodedata.normalize("NFKC", target).strip()) is not None


def _comparable(aim: Figure, unit: str, result: Figure) -> tuple[Decimal | None, Decimal | None]:
    """Both figures in one unit; None for those of different ones."""
    usual = unicodedata.normalize("NFKC", unit).strip().casefold()
    wanted, given = aim.unit or usual or result.unit, result.unit or usual or aim.unit
    if wanted == given:
        return aim.number, result.number
    if wanted in _SHARES and given in _SHARES:
        return aim.number * _SHARES[wanted], result.number * _SHARES[given]
    return None, None


def trend(target: str, results: tuple[Result, ...]) -> Trend:
    """Where the last three results go, seen from the target: better, worse or level; "" for fewer, or a target that says no direction."""
    aim = figure(target)
    last = [one.figure.number for one in results[-_ENOUGH:]]
    if aim is None or len(last) < _ENOUGH or len({one.figure.unit for one in results[-_ENOUGH:]}) > 1:
        return ""
    if not aim.comparison and aim.number:
        return ""
    rising, falling = sorted(last) == last, sorted(last, reverse=True) == last
    if rising == falling:
        return "level"
    return "better" if rising == (aim.comparison == "at_least") else "worse"


def misses(target: str, unit: str, results: tuple[Result, ...]) -> int:
    """How many results in a row miss the target, counted from the latest."""
    count = 0
    for one in reversed(results):
        if verdict(target, unit, one.figure) != "missed":
            break
        count += 1
    return count
