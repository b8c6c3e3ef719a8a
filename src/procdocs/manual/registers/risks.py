"""The register of risks and opportunities with its heat map (ISO 9001 6.1). The level is likelihood times severity, nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from procdocs.manual.model import Cell, Column, Entry, Row, Table
from procdocs.manual.registers.cells import chip, columns, entry, said, wanted, who
from procdocs.manual.rich import Ref
from procdocs.manual.voice import Voice
from procdocs.schema import Process
from procdocs.schema.process import Risk

Located = tuple[Process, Risk]
SCALE = range(1, 6)


def risks(voice: Voice) -> Entry | None:
    """A heat map of the risks and one of the opportunities, where they are rated, then the list, the gravest first."""
    found = [(process, risk) for process in voice.project.processes for risk in process.risks]
    if not found:
        return None
    found.sort(key=lambda one: (one[1].type != "risk", -one[1].level, *_rating(one[1])))
    kinds = [kind for kind in ("risk", "opportunity") if any(risk.type == kind and _rating(risk) for _, risk in found)]
    maps = [_heat_map(voice, kind, [risk for _, risk in found if risk.type == kind]) for kind in kinds]
    return entry(voice, "risks", (*maps, _list(voice, found)), voice.words("register.lead.risks", count=len(found)))


def _rating(risk: Risk) -> tuple[int, int] | tuple[()]:
    """Likelihood and severity as whole numbers from 1 to 5; nothing where one of them is missing."""
    return (round(risk.likelihood), round(risk.severity)) if risk.likelihood and risk.severity else ()


def look_of(type_: str, level: int) -> str:
    """How a level from 1 to 25 is shown; an opportunity is never alarming."""
    if type_ == "opportunity" or not level:
        return ""
    return "high" if level >= 12 else "middle" if level >= 6 else "low"


def _anchor(risk: Risk) -> str:
    return "-".join((risk.type, *map(str, _rating(risk))))


def _heat_map(voice: Voice, kind: str, chosen: Iterable[Risk]) -> Table:
    counted: dict[tuple[int, ...], int] = {}
    for risk in chosen:
        counted[_rating(risk)] = counted.get(_rating(risk), 0) + 1
    words = voice.words
    heads = (Column(words(f"register.heat.corner.{kind}"), 25), *(Column(words("register.heat.severity", value=severity), 15, "mark") for severity in SCALE))
    rows = tuple(
        Row(
            (
                Cell((words("register.heat.likelihood", value=likelihood),)),
                *(_heat_cell(voice, kind, likelihood, severity, counted.get((likelihood, severity), 0)) for severity in SCALE),
            )
        )
        for likelihood in reversed(SCALE)
    )
    unrated = counted.get((), 0)
    legend = (words("register.heat.unrated", count=unrated),) if unrated else ()
    return Table(heads, rows, words(f"register.heat.{kind}"), f"heat-{kind}", header_column=True, legend=legend)


def _heat_cell(voice: Voice, kind: str, likelihood: int, severity: int, count: int) -> Cell:
    rich = (Ref(str(count), f"registers-risks#{kind}-{likelihood}-{severity}"),) if count else ()
    return Cell(rich, look_of(kind, likelihood * severity), voice.words("register.heat.cell", count=count, level=likelihood * severity))


def _list(voice: Voice, found: list[Located]) -> Table:
    heads = columns(
        voice,
        ("process", 8),
        ("risk_type", 6),
        ("risks", 26),
        ("likelihood", 6, "number"),
        ("severity", 6, "number"),
        ("level", 6, "number"),
        ("action", 28),
        ("responsible", 10),
        ("due", 10),
        ("document_number", 10, "code"),
    )
    rows = []
    anchors: set[str] = set()
    for process, risk in found:
        anchor = "" if _anchor(risk) in anchors else _anchor(risk)
        anchors.add(anchor)
        rows.append(_row(voice, process, risk, anchor))
    return Table(heads, tuple(rows), voice.words("register.risk_list"), "risks")


def _row(voice: Voice, process: Process, risk: Risk, anchor: str) -> Row:
    return Row(
        (
            Cell((chip(process, "risks"),)),
            Cell((voice.words(f"risk.{risk.type}"),)),
            said(voice, risk.name),
            Cell((str(risk.likelihood),) if risk.likelihood else ()),
            Cell((str(risk.severity),) if risk.severity else ()),
            Cell((str(risk.level),) if risk.level else (), look_of(risk.type, risk.level)),
            wanted(voice, voice.say(risk.action), "action"),
            wanted(voice, who(voice, risk.owner), "responsible"),
            said(voice, risk.due),
            Cell(voice.number(risk.document)),
        ),
        anchor,
    )
