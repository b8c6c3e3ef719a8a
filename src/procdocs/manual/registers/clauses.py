"""Which process carries which clause: one matrix per standard, holes and exclusions apart from covered clauses."""

from __future__ import annotations

from procdocs.manual.coverage import ClauseView, clause_views
from procdocs.manual.model import Cell, Column, Entry, Row, Table
from procdocs.manual.registers.cells import chip, column, columns, entry, gap, spaced
from procdocs.manual.registers.exclusions import exclusion_anchor
from procdocs.manual.registers.interfaces import MATRIX_LIMIT
from procdocs.manual.rich import Ref
from procdocs.manual.voice import Voice


def clause_matrix(voice: Voice) -> Entry | None:
    """A table per standard: its clauses by chapter, who carries each, and a column for each process (up to `MATRIX_LIMIT` of them)."""
    standards = [one for one in clause_views(voice.project) if one.clauses]
    if not standards or not voice.project.processes:
        return None
    return entry(voice, "clauses", (_table(voice, one) for one in standards), voice.words("register.lead.clauses"))


def clause_name(voice: Voice, covered: ClauseView, number: str) -> str:
    """Number and short title of a clause."""
    return f"{number} {covered.title(number, voice.language)}".rstrip()


def chapter_of(voice: Voice, number: str, previous: str) -> str:
    """The heading that begins with a clause whose chapter is not that of the clause before it; else ""."""
    chapter = number.partition(".")[0]
    return voice.words("register.clause.chapter", number=chapter) if chapter != previous.partition(".")[0] else ""


def exclusion(voice: Voice, covered: ClauseView, number: str) -> str:
    """Why a clause does not apply, in words; "" if it does.

    The reason of an excluded heading is given at the first clause below it; the others refer to the heading.
    """
    row = covered.exclusions.get(number)
    if row is None:
        return ""
    if row.clause != number and next(one for one in covered.clauses if covered.exclusions.get(one) is row) != number:
        return voice.words("register.clause.excluded_above", clause=row.clause)
    reason = voice.text(row.reason)
    return voice.words("register.clause.excluded_because", reason=reason) if reason else voice.words("register.clause.excluded_without")


def _table(voice: Voice, covered: ClauseView) -> Table:
    wide = len(voice.project.processes) <= MATRIX_LIMIT
    if wide:
        heads = (column(voice, "clause_or", 26), column(voice, "covered_by", 14), *(Column(process.id, 4, "mark") for process in voice.project.processes))
    else:
        heads = columns(voice, ("clause_or", 40), ("covered_by", 60))
    previous, rows = "", []
    for number in covered.clauses:
        rows.append(_row(voice, covered, number, chapter_of(voice, number, previous), wide=wide))
        previous = number
    legend = (voice.words("register.clause.legend"),) if wide else ()
    return Table(heads, tuple(rows), covered.name, f"clauses-{covered.standard}", header_column=True, legend=legend)


def _row(voice: Voice, covered: ClauseView, number: str, group: str, *, wide: bool) -> Row:
    carriers = covered.carriers.get(number, ())
    excluded = exclusion(voice, covered, number)
    status = _status(voice, covered, number, excluded)
    marks: list[Cell] = []
    if wide:
        carrying = set() if excluded else {process.id for process in carriers}
        reason = status.title
        marks = [
            Cell((chip(process, "clauses")._replace(text=voice.words("register.clause.direct"), look=""),), "covered", f"{process.id} {voice.title(process)} · {number}")
            if process.id in carrying
            else Cell((), status.look if status.look != "covered" else "", reason)
            for process in voice.project.processes
        ]
    return Row((Cell((clause_name(voice, covered, number),)), status, *marks), f"clause-{covered.standard}-{number}", group)


def _status(voice: Voice, covered: ClauseView, number: str, excluded: str) -> Cell:
    if excluded:
        return Cell((Ref(excluded, f"registers-exclusions#{exclusion_anchor(covered.exclusions[number])}"),), "excluded", excluded)
    carriers = covered.carriers.get(number, ())
    if number in covered.assigned:
        return Cell((Ref(voice.words("register.title.responsibilities"), "registers-responsibilities"),), "covered")
    if not carriers:
        return gap(voice.words("register.missing.carrier"))
    return Cell(spaced(chip(process, "clauses") for process in carriers), "covered")
