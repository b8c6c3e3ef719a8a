"""In which state a document is: derived from its content and from the acts, never from what somebody typed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from procdocs.project.evidence.acts import MEANINGS, Act
from procdocs.schema.base import Text
from procdocs.schema.control import Control, Signature

DRAFT, REVIEW, APPROVED, RELEASED, OBSOLETE = "draft", "review", "approved", "released", "obsolete"


@dataclass(frozen=True, slots=True)
class State:
    """What the acts say of a document as it is now."""

    state: str
    #: The latest approval of each meaning that holds for just this content.
    approvals: Mapping[str, Act]
    #: The release of just this content, and the latest release of any content.
    release: Act | None = None
    last: Act | None = None
    #: Whether a release of other content is in force: this one is a revision in preparation.
    in_revision: bool = False


def state_of(acts: tuple[Act, ...], document: str, contents: Mapping[str, str], language: str) -> State:
    """The state of a document with this content (its hash by language), by the acts that count, in a language."""
    mine = [act for act in acts if act.document == document]
    here = [act for act in mine if act.content.get(language) == contents[language]]
    approvals = {act.meaning: act for act in here if act.act == "approve" and act.meaning in MEANINGS}
    releases = [act for act in mine if act.act == "release"]
    release = next((act for act in reversed(here) if act.act == "release"), None)
    last = releases[-1] if releases else None
    ended = next((act for act in reversed(mine) if act.act in ("obsolete", "release")), None)
    if ended is not None and ended.act == "obsolete":
        state = OBSOLETE
    elif release is not None and last is release:
        state = RELEASED
    elif "approved" in approvals:
        state = APPROVED
    elif any(act.act == "submit" for act in here) or approvals:
        state = REVIEW
    else:
        state = DRAFT
    return State(state, approvals, release, last, last is not None and last is not release and state != OBSOLETE)


def evidenced(stated: Control, state: State) -> Control:
    """Control data with the signatures for which there is evidence, and none else; the status and the effective day as they follow from it."""
    update: dict[str, Any] = {meaning: _signature(state.approvals.get(meaning)) for meaning in MEANINGS}
    if state.last is not None or state.approvals or state.state != DRAFT:
        update["status"] = REVIEW if state.state == APPROVED else state.state
    if state.release is not None and (day := _day(state.release.effective)) is not None:
        update["effective"] = day
    return stated.model_copy(update=update)


def _signature(act: Act | None) -> Signature | None:
    return Signature(by=Text(act.by), on=_day(act.day)) if act is not None else None


def _day(said: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(said[:10])
    except ValueError:
        return None
