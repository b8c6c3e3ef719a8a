"""The lines of `approvals.jsonl`: who did what to which content. The list only grows; each line holds the digest of the line before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

#: Where the acts of a project stand, beside its settings.
FILE = "approvals.jsonl"
#: Largest file that is read, in bytes.
LIMIT = 50_000_000

Kind = Literal["submit", "approve", "reject", "withdraw", "release", "obsolete", "acknowledge"]
#: What an approval means, in this order.
MEANINGS = ("prepared", "reviewed", "approved")


@dataclass(frozen=True, slots=True)
class Act:
    """One line. `content` is the hash of what was approved by language, `at` a moment such as `2026-04-24T16:40+08:00`."""

    act: str
    document: str
    revision: str
    content: Mapping[str, str]
    by: str = ""
    at: str = ""
    number: str = ""
    meaning: str = ""
    role: str = ""
    context: str = ""
    note: str = ""
    effective: str = ""
    release: str = ""
    #: `{file, sha256, kind}` of a scan, a signed PDF or the like.
    evidence: Mapping[str, str] = field(default_factory=dict)
    previous: str = ""
    #: The line it stands on, from 1.
    line: int = 0

    @property
    def day(self) -> str:
        """The day it was done, as `2026-04-24`."""
        return self.at[:10]


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is not as it was written: which, and why (`form`, `chain`, `act`)."""

    line: int
    reason: str


#: Keys in the order in which they are written; empty ones are left out.
_KEYS = ("act", "meaning", "document", "number", "revision", "content", "context", "by", "role", "at", "note", "effective", "release", "evidence", "previous")
_TEXTS = tuple(key for key in _KEYS if key not in ("content", "evidence"))


def read(data: bytes) -> tuple[tuple[Act, ...], tuple[Broken, ...]]:
    """The acts of a file, and the lines that are broken or do not continue the line before them."""
    acts: list[Act] = []
    broken: list[Broken] = []
    previous = ""
    for number, line in enumerate(data.decode("utf-8", "replace").removeprefix("\ufeff").splitlines(), 1):
        if not line.strip():
            continue
        act = _act(line, number)
        if act is None:
            broken.append(Broken(number, "form"))
            continue
        if act.act not in get_args(Kind):
            broken.append(Broken(number, "act"))
        elif act.previous != previous:
            broken.append(Broken(number, "chain"))
        acts.append(act)
        previous = digest(line)
    return tuple(acts), tuple(broken)


def _act(line: str, number: int) -> Act | None:
    try:
        said: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not all(isinstance(said.get(key, ""), str) for key in _TEXTS):
        return None
    groups = [said.get(key, {}) for key in ("content", "evidence")]
    if not all(isinstance(one, dict) and all(isinstance(value, str) for value in one.values()) for one in groups):
        return None
    if not said.get("act") or not said.get("document"):
        return None
    known: dict[str, Any] = {"revision": "", "content": {}, **{key: said[key] for key in _KEYS if key in said}}
    return Act(**known, line=number)


def line_of(act: Act) -> str:
    """An act as its line, without line end."""
    return json.dumps({key: value for key in _KEYS if (value := getattr(act, key))}, ensure_ascii=False)


def digest(line: str) -> str:
    """What the next line says of a line."""
    return hashlib.sha256(line.strip().encode("utf-8", "surrogatepass")).hexdigest()


def appended(data: bytes, acts: Sequence[Act]) -> bytes:
    """The file with more acts, each bound to the line before it."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = [line for line in text.splitlines() if line.strip()]
    for act in acts:
        lines.append(line_of(replace(act, previous=digest(lines[-1]) if lines else "")))
    return ("\n".join(lines) + "\n").encode()


def linked(data: bytes) -> bytes:
    """The file with the chain made whole again after two people's lines were merged: what each line says of an act stays."""
    lines: list[str] = []
    for line in data.decode("utf-8", "replace").removeprefix("\ufeff").splitlines():
        act = _act(line, 0) if line.strip() else None
        if act is not None:
            lines.append(line_of(replace(act, previous=digest(lines[-1]) if lines else "")))
    return ("\n".join(lines) + "\n").encode() if lines else b""


def standing(acts: Iterable[Act]) -> tuple[Act, ...]:
    """The acts that still count: an approval that was withdrawn, or a submission that was rejected, does not."""
    counted: list[Act] = []
    for act in acts:
        if act.act == "withdraw":
            counted = [one for one in counted if not (one.document == act.document and one.content == act.content and one.act == "approve" and act.meaning in ("", one.meaning))]
        elif act.act == "reject":
            counted = [one for one in counted if not (one.document == act.document and one.content == act.content and one.act in ("submit", "approve"))]
        else:
            counted.append(act)
    return tuple(counted)
