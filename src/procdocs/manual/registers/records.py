"""The register of records with keeper, retention and place (ISO 9001 7.5.3.2). Weighs no retention against a minimum."""

from __future__ import annotations

from procdocs.manual.model import Cell, Entry, Row, Table
from procdocs.manual.registers.cells import columns, entry, said, wanted, without_empty
from procdocs.manual.registers.citations import citations, refs
from procdocs.manual.rich import Ref
from procdocs.manual.voice import Voice
from procdocs.project import natural
from procdocs.project.numbers import number_key
from procdocs.schema import Document, Register
from procdocs.schema.process import Record


def records(voice: Voice) -> Entry | None:
    """Every record that is described anywhere, once, and where it is made or cited."""
    project = voice.project
    citing = citations(voice)
    described: dict[str, tuple[Record, Document | Register]] = {}
    for record, owner in project.records:
        described.setdefault(number_key(record.number) or voice.text(record.name), (record, owner))
    if not described:
        return None
    # What a procedure leaves open, the list of records says.
    whole = project.record_by_number
    rows = [_row(voice, whole.get(record.number, record), owner, citing.get(record.number, ()) if record.number else ()) for record, owner in described.values()]
    rows.sort(key=lambda row: natural(row.anchor))
    heads = columns(voice, ("record_number", 14, "code"), ("records", 28), ("keeper", 12), ("retention", 9), ("place", 15), ("disposition", 10), ("cited_in", 15))
    return entry(voice, "records", (without_empty(Table(heads, tuple(rows), anchor="records"), 4, 5),), voice.words("register.lead.records", count=len(rows)))


def _row(voice: Voice, record: Record, owner: Document | Register, citing: tuple[Document, ...]) -> Row:
    number = record.number
    carrier = voice.project.document_by_number.get(number)
    home = None if isinstance(owner, Register) else owner
    target = carrier.id if carrier else f"{home.id}{home.records_at and '#'}{home.records_at}" if home else ""
    places = citing or ((home,) if home else ())
    return Row(
        (
            Cell(((Ref(record.number_text(), target) if target else record.number_text()),)) if number else wanted(voice, (), "number"),
            said(voice, record.name),
            wanted(voice, (voice.department(record.keeper),) if record.keeper else (), "keeper"),
            wanted(voice, voice.say(record.retention), "retention"),
            said(voice, record.place),
            said(voice, record.disposition),
            Cell(refs(voice, places)),
        ),
        f"record-{number or voice.text(record.name)}",
    )
