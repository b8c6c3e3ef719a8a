"""The register of performance measures of all processes with their latest results, and the quality objectives they carry."""

from __future__ import annotations

from procdocs.manual.model import Cell, Entry, Row, Table
from procdocs.manual.registers.cells import chip, columns, entry, gap, said, spaced, wanted, who, without_empty
from procdocs.manual.rich import Ref
from procdocs.manual.voice import Voice
from procdocs.project.objectives import carriers, same_target
from procdocs.project.results import series, trend, verdict
from procdocs.schema import Process
from procdocs.schema.process import Measure
from procdocs.schema.registers import Objective


def measures(voice: Voice) -> Entry | None:
    """Every measure with target, formula, frequency and who reports it; a process without one is a gap."""
    rows = [_row(voice, process, measure) for process in voice.project.processes for measure in process.measures]
    if not rows:
        return None
    missing = [_without(voice, process) for process in voice.project.processes if not process.measures]
    heads = columns(
        voice,
        ("process", 12),
        ("measures", 18),
        ("target", 11),
        ("formula", 24),
        ("every", 8),
        ("responsible", 10),
        ("data_source", 12),
        ("result", 8),
        ("aspect", 7),
    )
    return entry(voice, "measures", (without_empty(Table(heads, tuple(rows + missing), anchor="measures"), 6, 7, 8),), voice.words("register.lead.measures", count=len(rows)))


def target_of(voice: Voice, measure: Measure) -> str:
    """The target with its unit."""
    target, unit = voice.text(measure.target), voice.text(measure.unit)
    return target if not unit or not target or unit in target else f"{target} {unit}"


def result_of(voice: Voice, measure: Measure | Objective) -> Cell:
    """The latest result: its figure and period, and in words and signs whether it meets the target and where the last three go."""
    results = series(measure.results)
    if not results:
        return said(voice, measure.result) if isinstance(measure, Measure) else Cell(())
    last, target, unit = results[-1], voice.text(measure.target), voice.text(measure.unit)
    judged, going = verdict(target, unit, last.figure), trend(target, results)
    figure = last.said if last.figure.unit or not unit else f"{last.said} {unit}"
    words = [voice.words("result.of", result=figure, when=last.when), *([voice.words(f"result.{judged}")] if judged else []), *([voice.words(f"result.{going}")] if going else [])]
    return Cell((" · ".join(words),))


def _row(voice: Voice, process: Process, measure: Measure) -> Row:
    target = target_of(voice, measure)
    return Row(
        (
            Cell(voice.process_chip(process)),
            Cell((Ref(voice.text(measure.name), _place(process, measure)),)),
            wanted(voice, (target,) if target else (), "target"),
            said(voice, measure.formula),
            wanted(voice, voice.say(measure.every), "every"),
            wanted(voice, who(voice, measure.owner), "responsible"),
            said(voice, measure.source),
            result_of(voice, measure),
            Cell((voice.words(f"register.aspect.{measure.aspect}"),) if measure.aspect else ()),
        ),
        f"measure-{process.id}-{measure.id}" if measure.id else "",
    )


def _without(voice: Voice, process: Process) -> Row:
    return Row((Cell(voice.process_chip(process)), gap(voice.words("register.missing.measure")), *(Cell(()) for _ in range(7))))


def objectives(voice: Voice) -> Entry | None:
    """The objectives of the organisation, with the processes and measures that carry them."""
    found = [objective for register in voice.project.registers for objective in register.objectives]
    if not found:
        return None
    heads = columns(voice, ("objective", 24), ("target", 13), ("carried_by", 13), ("measures", 20), ("measure_target", 13), ("responsible", 11), ("every", 8), ("result", 9))
    rows = tuple(_objective(voice, objective) for objective in found)
    return entry(voice, "objectives", (without_empty(Table(heads, rows, anchor="objectives"), 7),))


def _objective(voice: Voice, objective: Objective) -> Row:
    carried = carriers(voice.project, objective)
    named = [voice.project.process_by_id[id] for id in objective.processes if id in voice.project.process_by_id]
    processes = named or list({process.id: process for process, _ in carried}.values())
    # An objective that names its processes, but no measure, is carried: only one of which nobody has anything is a hole.
    wants_measure = bool(objective.measure) or not objective.processes
    measures = voice.join((Ref(voice.text(measure.name), _place(process, measure)),) for process, measure in carried)
    return Row(
        (
            said(voice, objective.name),
            wanted(voice, voice.say(objective.target), "target"),
            wanted(voice, spaced(chip(process, "measures") for process in processes), "process"),
            wanted(voice, measures, "measure") if wants_measure else Cell(measures),
            _compared(voice, [measure for _, measure in carried], objective),
            wanted(voice, who(voice, objective.owner), "responsible"),
            said(voice, objective.every),
            result_of(voice, objective),
        )
    )


def _place(process: Process, measure: Measure) -> str:
    return f"{process.id}#measure-{measure.id}" if measure.id else f"{process.id}#measures"


def _compared(voice: Voice, measures: list[Measure], objective: Objective) -> Cell:
    """The targets of the measures; a gap where there is none, or one is not the objective's."""
    if not measures:
        return Cell(())
    shown = voice.words("list_separator").join(dict.fromkeys(target for measure in measures if (target := target_of(voice, measure))))
    if not shown:
        return wanted(voice, (), "target")
    own = [target for measure in measures if (target := voice.text(measure.target))]
    agree = all(same_target(voice.text(objective.target), target) for target in own)
    return Cell((shown,)) if agree else gap(voice.words("register.missing.same_target"), (shown,))
