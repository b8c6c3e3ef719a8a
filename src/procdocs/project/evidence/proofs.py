"""Reads what was done with documents, and whether the files that stand as evidence are still the same."""

from __future__ import annotations

import hashlib

from procdocs.project.evidence import acts
from procdocs.world import Refused, World

#: Largest file that is looked at as evidence, and how many are, in bytes.
PROOF_LIMIT, PROOFS = 200_000_000, 5_000


def read_evidence(world: World) -> tuple[bytes, dict[str, str]]:
    """The bytes of the list of acts, empty for none, and the SHA-256 of each file its lines name; "" for one that is not there."""
    entry = world.entry(acts.FILE)
    if entry is None or entry.kind != "file":
        return b"", {}
    try:
        data = world.read(acts.FILE, acts.LIMIT)
    except Refused:
        return b"", {}
    named = {act.evidence.get("file", "") for act in acts.read(data)[0]} - {""}
    return data, {path: _digest(world, path) for path in sorted(named)[:PROOFS]}


def _digest(world: World, path: str) -> str:
    try:
        entry = world.entry(path)
        return hashlib.sha256(world.read(path, PROOF_LIMIT)).hexdigest() if entry is not None and entry.kind == "file" else ""
    except (OSError, ValueError):
        return ""
