"""Clause × department: who leads, who is mainly responsible, who takes part. Derived from the processes, unless a register says otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from procdocs.clauses import ancestors, clause_set
from procdocs.manual.coverage import ClauseView, clause_views
from procdocs.manual.model import Cell, Column, Entry, Row, Table
from procdocs.manual.registers.cells import column, entry, gap, without_empty
from procdocs.manual.registers.clauses import chapter_of, clause_name, exclusion
from procdocs.manual.voice import Voice
from procdocs.project import Project, natural
from procdocs.project.coverage import standard_of
from procdocs.schema import Process
from procdocs.schema.registers import ResponsibilityRow
from procdocs.schema.settings import Department, Role, Symbols

#: Stands behind the sign of a lead that is doubtful.
DOUBT = "?"


class Shares(NamedTuple):
    """The departments of one clause, by id: one in the lead, the others once each in `main` or `part`."""

    lead: str = ""
    main: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    overruled: bool = False
    #: Whether the lead was derived although another department has as much claim to it.
    doubtful: bool = False

    def of(self, department: str) -> str:
        """`lead`, `main`, `part`, or "" for a department that has no share."""
        if department == self.lead:
            return "lead"
        return next((share for share, ids in (("main", self.main), ("part", self.part)) if department in ids or "all" in ids), "")


def responsibility_matrix(voice: Voice) -> Entry | None:
    """A table per standard: its clauses, and in each department's column the symbol of its share."""
    standards = [*clause_views(voice.project), *_further_standards(voice.project)]
    if not standards or not voice.project.departments:
        return None
    tables = [_table(voice, one, numbers) for one in standards if (numbers := _numbers(voice.project, one))]
    return entry(voice, "responsibilities", tables, voice.words("register.lead.responsibilities"))


def _further_standards(project: Project) -> Iterator[ClauseView]:
    """Standards that only rows of a register name, an older edition for instance: just those rows; also rows of a project without any standard."""
    known = {one.standard for one in clause_views(project)}
    named = dict.fromkeys(row.standard for register in project.registers for row in register.responsibilities)
    for standard in named:
        if standard not in known and (standard or not known):
            clauses = clause_set(standard)
            yield ClauseView(standard, clauses.name if clauses else standard, (), {}, {}, known=clauses)


def derived(carriers: Iterable[Process]) -> Shares:
    """Who answers for a clause that these processes carry.

    The lead has the department that owns most of them, among equals the first; the next owner is mainly responsible;
    further owners, and departments that only take part in a process, take part in the clause.
    """
    processes = tuple(carriers)
    counted = Counter(process.owner for process in processes if process.owner).most_common()
    owners = [owner for owner, _ in counted]
    others = dict.fromkeys((*owners[2:], *(id for process in processes for id in process.departments if id not in owners)))
    equal = len(counted) > 1 and counted[0][1] == counted[1][1]
    return Shares("".join(owners[:1]), tuple(owners[1:2]), tuple(others), doubtful=equal)


def led_by(top: str, own: Shares) -> Shares:
    """The same with top management in the lead: who would have it is mainly responsible, together with who was. Doubtful where no process takes the top along."""
    if not top or own.lead == top:
        return own
    main = tuple(dict.fromkeys(id for id in (own.lead, *own.main) if id and id != top))
    named = top in (*own.main, *own.part) or "all" in own.part
    return Shares(top, main, tuple(id for id in own.part if id != top), doubtful=bool(own.lead) and not named)


def top_of(project: Project) -> str:
    """The department above all others; "" if there is not one such."""
    above = [department.id for department in project.settings.departments if not department.parent]
    return above[0] if len(above) == 1 and len(project.settings.departments) > 1 else ""


def shares(covered: ClauseView, number: str, rows: Mapping[str, ResponsibilityRow], top: str = "") -> Shares:
    """What a register says of a clause or of the one above it, else what is derived; where the register names no lead, the derived one stays.

    What a standard asks of top management is led by the `top` of the organisation.
    """
    own = derived(covered.carriers.get(number, ()))
    if covered.known is not None and covered.known.is_led_from_the_top(number):
        own = led_by(top, own)
    row = next((rows[one] for one in (number, *ancestors(number)) if one in rows), None)
    if row is None:
        return own
    lead = row.lead or (own.lead if own.lead not in (*row.main, *row.part) else "")
    return Shares(lead, row.main, row.part, overruled=True)


def _rows(project: Project, covered: ClauseView) -> dict[str, ResponsibilityRow]:
    """The overruling rows of a standard by clause; the first of two counts."""
    found: dict[str, ResponsibilityRow] = {}
    for register in project.registers:
        for row in register.responsibilities:
            if standard_of(project, row) == covered.standard:
                found.setdefault(row.clause, row)
    return found


def _numbers(project: Project, covered: ClauseView) -> tuple[str, ...]:
    """The clauses of a standard with those only a register names."""
    above = {one for number in covered.clauses for one in ancestors(number)}
    further = [number for number in _rows(project, covered) if number not in covered.clauses and number not in above]
    return (*covered.clauses, *sorted(further, key=natural))


def _units(project: Project) -> tuple[Department | Role, ...]:
    """The columns: every department, then the roles that a row of a register names."""
    rows = [row for register in project.registers for row in register.responsibilities]
    named = {name for row in rows for name in (row.lead, *row.main, *row.part)}
    return (*project.settings.departments, *(role for role in project.settings.roles if role.id in named and role.id not in project.departments))


def _table(voice: Voice, covered: ClauseView, numbers: tuple[str, ...]) -> Table:
    departments = _units(voice.project)
    symbols = voice.project.settings.symbols or Symbols()
    rows = _rows(voice.project, covered)
    heads = (column(voice, "clause_or", 30), *(Column(voice.text(department.name), 6, "mark") for department in departments), column(voice, "remarks", 16))
    legend = voice.words("register.responsibility.legend", lead=symbols.lead, main=symbols.main, part=symbols.part)
    top = top_of(voice.project)
    previous, out, doubtful = "", [], []
    for number in numbers:
        group = chapter_of(voice, number, previous) if covered.known else ""
        found = shares(covered, number, rows, top)
        out.append(_row(voice, covered, number, found, group))
        doubtful += [number] if found.doubtful else []
        previous = number
    if doubtful:
        legend += "\n" + voice.words("register.responsibility.doubtful", clauses=voice.words("list_separator").join(doubtful))
    table = Table(heads, tuple(out), covered.name, f"responsibilities-{covered.standard}", header_column=True, legend=(legend,))
    return without_empty(table, len(heads) - 1)


def _row(voice: Voice, covered: ClauseView, number: str, found: Shares, group: str) -> Row:
    name = clause_name(voice, covered, number)
    excluded = exclusion(voice, covered, number)
    departments = _units(voice.project)
    if excluded and not found.overruled:
        return Row((Cell((name,), "excluded", excluded), *(Cell((), "excluded", excluded) for _ in departments), Cell((excluded,), "excluded")), "", group)
    head = Cell((name,), "", voice.words("register.responsibility.overruled") if found.overruled else "")
    remark = Cell(())
    if not found.lead:
        remark = gap(voice.words("register.missing.lead"))
        head = gap(remark.title, (name,))
    return Row((head, *(_share(voice, found, department.id, voice.text(department.name), number) for department in departments), remark), "", group)


def _share(voice: Voice, found: Shares, id: str, department: str, number: str) -> Cell:
    symbols = voice.project.settings.symbols or Symbols()
    share = found.of(id)
    if not share:
        return Cell(())
    symbol: str = {"lead": symbols.lead, "main": symbols.main, "part": symbols.part}[share]
    symbol += DOUBT if share == "lead" and found.doubtful else ""
    return Cell((symbol,), "covered", f"{number} · {department} · {voice.words('column.' + ('takes_part' if share == 'part' else share))}")
