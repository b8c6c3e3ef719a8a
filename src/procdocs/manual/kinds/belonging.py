"""What the head of a document says of its process."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.manual.rich import Rich
from procdocs.manual.voice import Voice
from procdocs.schema import Text


def belongs(voice: Voice, process_id: str, purpose: Text | None = None) -> Iterator[tuple[str, Rich]]:
    """The facts at the head of a document: the process it belongs to and what it is for."""
    process = voice.project.process_by_id.get(process_id)
    if process is not None:
        yield voice.words("document.process"), voice.process_chip(process)
    if purpose is not None:
        yield voice.words("process.purpose"), voice.say(purpose)
