"""The register of requirements that are declared not applicable, each with its reason (ISO 9001 4.3). Judges no reason."""

from __future__ import annotations

from procdocs.clauses import clause_set
from procdocs.manual.model import Cell, Entry, Row, Table
from procdocs.manual.registers.cells import columns, entry, wanted
from procdocs.manual.voice import Voice
from procdocs.project import natural
from procdocs.schema.registers import Exclusion


def exclusions(voice: Voice) -> Entry | None:
    """Standard, clause, title and reason, in the order of the standards of the settings, then of the clauses."""
    found = [row for register in voice.project.registers for row in register.exclusions]
    if not found:
        return None
    standards = voice.project.settings.standards
    order = {standard: number for number, standard in enumerate(standards)}
    found.sort(key=lambda row: (order.get(row.standard, len(order)), row.standard, natural(row.clause)))
    heads = columns(voice, ("standard", 16), ("clause", 10, "code"), ("clause_title", 28), ("reason", 46))
    table = Table(heads, tuple(_row(voice, row) for row in found), anchor="exclusions")
    return entry(voice, "exclusions", (table,), voice.words("register.lead.exclusions"))


def exclusion_anchor(row: Exclusion) -> str:
    """Where the register tells of an exclusion."""
    return f"exclusion-{row.standard}-{row.clause}"


def _row(voice: Voice, row: Exclusion) -> Row:
    clauses = clause_set(row.standard)
    title = clauses.title(row.clause, voice.language) if clauses else ""
    cells = (Cell((clauses.name if clauses else row.standard,)), Cell((row.clause,)), Cell((title,) if title else ()), wanted(voice, voice.say(row.reason), "reason"))
    return Row(cells, exclusion_anchor(row))
