"""A record that is described at several places, in a procedure and on the list of records, as one. Judges no difference between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from procdocs.project.numbers import ByNumber, number_key
from procdocs.schema.process import Record

_SAID = ("name", "keeper", "retention", "place", "disposition")


def filled(record: Record, other: Record) -> Record:
    """The record with what it leaves open taken from another description of it."""
    missing = {key: getattr(other, key) for key in _SAID if not getattr(record, key) and getattr(other, key)}
    return record.model_copy(update=missing) if missing else record


def by_number(records: Iterable[Record]) -> Mapping[str, Record]:
    """Records by number, however it is written: the first description of each, filled with what the later ones add."""
    found: dict[str, Record] = {}
    for record in records:
        if key := number_key(record.number):
            found[key] = filled(found[key], record) if key in found else record
    return ByNumber((number, record) for record in found.values() for number, _ in record.all_numbers())
