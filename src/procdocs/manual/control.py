"""Document control of a file as it is printed."""

from __future__ import annotations

from typing import Literal

from procdocs.manual.model import ControlView, HistoryRow, SignatureLine
from procdocs.manual.voice import Voice
from procdocs.project.names import amended
from procdocs.schema import Document
from procdocs.schema.control import Control, ControlDefaults, Signature
from procdocs.schema.settings import Settings


def control_view(voice: Voice, document: Document) -> ControlView:
    """The control data of a document with the project's defaults, in words."""
    process = voice.project.process_by_id.get(document.belongs_to())
    # What details a process belongs to the department that owns the process.
    return _view(voice, voice.project.control(document), document.owned_by() or (process.owner if process else ""))


def manual_control(voice: Voice) -> ControlView:
    """The control data of the manual itself: the project's defaults."""
    defaults = voice.project.settings.document or ControlDefaults()
    return _view(voice, Control.model_construct(**{name: getattr(defaults, name) for name in ControlDefaults.model_fields}), "")


def copies(settings: Settings) -> Literal["controlled", "uncontrolled"]:
    """Whether printed copies are controlled: as the settings say, else they are where a stamp is configured."""
    if settings.print is not None and settings.print.copies is not None:
        return settings.print.copies
    return "controlled" if settings.document is not None and settings.document.stamp is not None else "uncontrolled"


def _view(voice: Voice, control: Control, owner: str) -> ControlView:
    status = control.status or ""
    return ControlView(
        number=control.number,
        revision=amended(control),
        status=status,
        status_word=voice.words(f"status.{status}") if status else "",
        effective=control.effective,
        review=control.review,
        owner=voice.department(control.owner or owner) if control.owner or owner else "",
        distribution=tuple(voice.department(id) for id in control.distribution),
        confidentiality=voice.text(control.confidentiality),
        stamp=voice.text(control.stamp),
        supersedes=control.supersedes,
        origin=control.origin,
        signatures=tuple(_signature(voice, key, getattr(control, key)) for key in ("prepared", "reviewed", "approved")),
        history=tuple(HistoryRow(row.revision, row.date, voice.text(row.change), voice.text(row.by)) for row in control.history),
    )


def _signature(voice: Voice, key: str, signature: Signature | None) -> SignatureLine:
    return SignatureLine(voice.words(f"control.{key}"), voice.text(signature.by) if signature else "", signature.on if signature else None)
