"""How a request becomes an answer: in a thread, with the refusals that all share, each a sentence."""

from __future__ import annotations

import functools
import json
from collections.abc import Awaitable, Callable
from typing import Any

import anyio.to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from procdocs.diagrams.fonts import NoFont
from procdocs.editing.places import Unclear
from procdocs.saving import Altered, Refused
from procdocs.serve.events import Events
from procdocs.serve.findings import finding
from procdocs.serve.pictures import NoPicture
from procdocs.serve.publishing import Refused as NotDone
from procdocs.serve.workspace import Conflict, NothingToUndo, Workspace
from procdocs.source.edit import CannotEdit
from procdocs.writers import WriterFailed, WriterUnavailable

Answer = Callable[[Request], Awaitable[Response]]
#: What can stand against a request -> the word for it (`serve.WORD` is the sentence), and the status of the answer.
_REFUSALS: dict[type[Exception], tuple[str, int]] = {
    CannotEdit: ("cannot_edit", 422),
    Conflict: ("conflict", 409),
    NothingToUndo: ("nothing_to_undo", 409),
    Altered: ("altered", 409),
    NoFont: ("no_font", 503),
}


class Answers:
    """Makes answers of functions, for one workspace."""

    def __init__(self, workspace: Workspace, events: Events) -> None:
        self.workspace, self.events = workspace, events

    def reading(self, answer: Callable[[Request], Any]) -> Answer:
        """An answer that is made in a thread, with the refusals that all share."""

        async def run(request: Request) -> Response:
            return await anyio.to_thread.run_sync(functools.partial(self._answered, answer, request))

        return run

    def writing(self, answer: Callable[[dict[str, Any]], Any]) -> Answer:
        """The same for what changes files: its body is an object, and pages are told."""

        async def run(request: Request) -> Response:
            body = await self.body(request)
            if isinstance(body, Response):
                return body
            before = self.workspace.version
            response = await anyio.to_thread.run_sync(functools.partial(self._answered, answer, body))
            if self.workspace.version != before:
                self.events.tell("changed", version=self.workspace.version, tab=body.get("tab", ""))
            return response

        return run

    async def body(self, request: Request) -> dict[str, Any] | Response:
        """The object that a request which changes something brings along, or why it is refused."""
        if self.workspace.read_only:
            return self.refused("read_only", 403)
        try:
            body = json.loads(await request.body())
        except ClientDisconnect:
            return self.refused("too_large", 413)
        except (ValueError, RecursionError):
            body = None
        return body if isinstance(body, dict) else self.refused("no_object", 422)

    def _answered(self, answer: Callable[[Any], Any], asked: Any) -> Response:
        try:
            said = answer(asked)
            return said if isinstance(said, Response) else JSONResponse(said)
        except NoPicture as missing:
            mistakes = missing.args[1] if len(missing.args) > 1 else ()
            return self.refused("no_picture", 404, findings=[finding(self.workspace, one) for one in mistakes])
        except Unclear as problem:
            known = str(problem.values.get("known", ""))
            hint = self.workspace.say("edit.known", known=known) if known else ""
            status = 409 if problem.key == "not_there" else 422
            return JSONResponse({"error": problem.key, "sentence": self.workspace.say(f"edit.{problem.key}", **{**problem.values, "hint": hint})}, status)
        except (CannotEdit, Conflict, NothingToUndo, Altered, NoFont) as problem:
            key, status = _REFUSALS[type(problem)]
            return self.refused(key, status, **({"file": problem.path, "conflict": problem.rows} if isinstance(problem, Conflict) else {}))
        except (WriterFailed, WriterUnavailable) as problem:
            return JSONResponse({"error": "not_made", "sentence": str(problem) or self.workspace.say("serve.no_picture")}, 503)
        except NotDone as problem:
            return self.refused("not_done", 422, said=str(problem))
        except OSError as problem:
            reason = f"saving.{problem.label}" if isinstance(problem, Refused) else "saving.refused"
            return JSONResponse({"error": "disk", "sentence": self.workspace.say(reason, file=problem.filename or "", reason=problem.strerror or problem)}, 507)

    def refused(self, key: str, status: int, **more: Any) -> Response:
        """A refusal by its word (`serve.WORD` is the sentence), with the status of the answer."""
        return JSONResponse({"error": key, "sentence": self.workspace.say(f"serve.{key}"), **more}, status)
