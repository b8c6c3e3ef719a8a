"""A record that is described at several places, in a procedure and on the list of records, as one. Judges no difference between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from procdocs.schema.process import Record

_SAID = ("name", "keeper", "retention", "place", "disposition")


def filled(record: Record, other: Record) -> Record:
    """The record with what it leaves open taken from another description of it."""
    missing = {key: getattr(other, key) for key in _SAID if not getattr(record, key) and getattr(other, key)}
    return record.model_copy(update=missing) if missing else record


def by_number(records: Iterable[Record]) -> Mapping[str, Record]:
    """Records by number: the first description of each, filled with what the later ones add."""
    found: dict[str, Record] = {}
    for record in records:
        if record.number:
            found[record.number] = filled(found[record.number], record) if record.number in found else record
    return found
