"""Which measures carry a quality objective, and whether two targets say the same. Pure; judges nothing: checks and registers ask here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from procdocs.project.model import Project, normalised
from procdocs.schema.process import Measure, Process
from procdocs.schema.registers import Objective

_FIGURE = re.compile(r"(≥|≤|>=|<=|=>|=<|>|<|=|不低于|不少于|不小于|不高于|不大于|不超过|至少|以上|以下|以内)?\s*([-+]?\d[\d,]*(?:\.\d+)?)\s*(.*)", re.DOTALL)
_AT_LEAST = frozenset(("≥", ">=", "=>", ">", "不低于", "不少于", "不小于", "至少"))
_AT_MOST = frozenset(("≤", "<=", "=<", "<", "不高于", "不大于", "不超过"))


class Figure(NamedTuple):
    """A target or a result: `at_least`, `at_most` or nothing, the number, and what stands behind it."""

    comparison: str
    number: Decimal
    unit: str


def figure(text: str) -> Figure | None:
    """The figure of a target such as `≥ 98 %`; None if there is none, or more than one."""
    plain = unicodedata.normalize("NFKC", text).strip()
    hit = _FIGURE.fullmatch(plain)
    if hit is None or re.search(r"\d", hit.group(3)):
        return None
    sign, rest = hit.group(1) or "", hit.group(3).strip()
    comparison = "at_least" if sign in _AT_LEAST or rest.endswith(("以上", "或以上")) else "at_most" if sign in _AT_MOST or rest.endswith(("以下", "以内")) else ""
    return Figure(comparison, Decimal(hit.group(2).replace(",", "")), re.sub(r"(或?以上|或?以下|以内)$", "", rest).strip().casefold())


def same_target(one: str, other: str) -> bool:
    """Whether two targets say the same: `≥ 98 %` and `98%` do, as a unit or a sign may be left out in one of them."""
    first, second = figure(one), figure(other)
    if first and second:
        units_agree = not first.unit or not second.unit or normalised(first.unit) == normalised(second.unit)
        signs_agree = not first.comparison or not second.comparison or first.comparison == second.comparison
        return first.number == second.number and units_agree and signs_agree
    return normalised(one) == normalised(other)


def measures_of(project: Project) -> Iterator[tuple[Process, Measure]]:
    """Every measure with its process, in the order of the processes."""
    for process in project.processes:
        for measure in process.measures:
            yield process, measure


def carriers(project: Project, objective: Objective) -> tuple[tuple[Process, Measure], ...]:
    """The measures that carry an objective: by id, else by name in the processes it names, or in all if it names none."""
    if objective.measure:
        return tuple((process, measure) for process, measure in measures_of(project) if measure.id == objective.measure)
    first = project.languages[0]
    name = normalised(project.say(objective.name, first))
    return tuple(
        (process, measure)
        for process, measure in measures_of(project)
        if normalised(project.say(measure.name, first)) == name and (not objective.processes or process.id in objective.processes)
    )
