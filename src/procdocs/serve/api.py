"""The requests of the pages: JSON in, JSON out. Paths never come from the client, only ids and places."""

from __future__ import annotations

import functools
import json
from collections.abc import Awaitable, Callable
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from procdocs.comparing.sentences import sentence, with_concerned
from procdocs.diagnostics.sentences import say as said
from procdocs.diagrams.fonts import NoFont
from procdocs.diagrams.palette import PALETTE, palette_for
from procdocs.editing.actions import ACTIONS, Action
from procdocs.editing.places import Unclear
from procdocs.languages import speaks
from procdocs.saving import Altered, Refused
from procdocs.serve.events import Events, TooMany
from procdocs.serve.pictures import NoPicture, picture
from procdocs.serve.workspace import Conflict, Done, NothingToUndo, Workspace
from procdocs.source.edit import CannotEdit
from procdocs.world import Unusable
from procdocs.world.revision import Revision

Answer = Callable[[Request], Awaitable[Response]]
#: What can stand against a request -> the word for it (`serve.WORD` is the sentence), and the status of the answer.
_REFUSALS: dict[type[Exception], tuple[str, int]] = {
    CannotEdit: ("cannot_edit", 422),
    Conflict: ("conflict", 409),
    NothingToUndo: ("nothing_to_undo", 409),
    Altered: ("altered", 409),
    NoFont: ("no_font", 503),
}


class Api:
    """The requests below `/api/` for one workspace."""

    def __init__(self, workspace: Workspace, events: Events) -> None:
        self.workspace, self.events = workspace, events

    def routes(self) -> list[Route]:
        """The rows: address, what answers, method."""
        return [
            Route("/palette.css", self.palette),
            Route("/api/words", self._plain(self.words)),
            Route("/api/state", self._plain(self.state)),
            Route("/api/picture/{id}", self._plain(self.picture)),
            Route("/api/document/{id}", self._plain(self.document)),
            Route("/api/findings", self._plain(self.findings)),
            Route("/api/changes", self._plain(self.changes)),
            Route("/api/source/{id}", self._plain(self.source)),
            Route("/api/events", self.listen),
            Route("/api/edit", self._writing(self.edit), methods=["POST"]),
            Route("/api/undo", self._writing(self.undo), methods=["POST"]),
            Route("/api/redo", self._writing(self.redo), methods=["POST"]),
        ]

    # ---- how an answer is made

    def _plain(self, answer: Callable[[Request], Any]) -> Answer:
        """An answer that is made in a thread, with the refusals that all share."""

        async def run(request: Request) -> Response:
            return await anyio.to_thread.run_sync(functools.partial(self._answered, answer, request))

        return run

    def _writing(self, answer: Callable[[dict[str, Any]], Any]) -> Answer:
        """The same for what changes files: its body is an object, and pages are told."""

        async def run(request: Request) -> Response:
            if self.workspace.read_only:
                return self._refused("read_only", 403)
            try:
                body = json.loads(await request.body())
            except (ValueError, RecursionError):
                body = None
            if not isinstance(body, dict):
                return self._refused("no_object", 422)
            before = self.workspace.version
            response = await anyio.to_thread.run_sync(functools.partial(self._answered, answer, body))
            if self.workspace.version != before:
                self.events.tell("changed", version=self.workspace.version, tab=body.get("tab", ""))
            return response

        return run

    def _answered(self, answer: Callable[[Any], Any], asked: Any) -> Response:
        try:
            return JSONResponse(answer(asked))
        except NoPicture as missing:
            mistakes = missing.args[1] if len(missing.args) > 1 else ()
            return self._refused("no_picture", 404, findings=[self._finding(one) for one in mistakes])
        except Unclear as problem:
            known = str(problem.values.get("known", ""))
            hint = self.workspace.say("edit.known", known=known) if known else ""
            status = 409 if problem.key == "not_there" else 422
            return JSONResponse({"error": problem.key, "sentence": self.workspace.say(f"edit.{problem.key}", **{**problem.values, "hint": hint})}, status)
        except (CannotEdit, Conflict, NothingToUndo, Altered, NoFont) as problem:
            key, status = _REFUSALS[type(problem)]
            return self._refused(key, status, **({"file": problem.path} if isinstance(problem, Conflict) else {}))
        except OSError as problem:
            reason = f"saving.{problem.label}" if isinstance(problem, Refused) else "saving.refused"
            return JSONResponse({"error": "disk", "sentence": self.workspace.say(reason, file=problem.filename or "", reason=problem.strerror or problem)}, 507)

    def _refused(self, key: str, status: int, **more: Any) -> Response:
        return JSONResponse({"error": key, "sentence": self.workspace.say(f"serve.{key}"), **more}, status)

    def _language(self, request: Request) -> str:
        asked = request.query_params.get("language", "")
        project = self.workspace.project
        assert project is not None
        return asked if asked in project.languages or (asked and speaks(asked)) else project.languages[0]

    # ---- what is asked

    def words(self, _: Request) -> dict[str, str]:
        """What the page itself says, in the language of the project."""
        labels = self.workspace.say.labels
        return {**labels["editor"], **labels["kind"], **labels["types"], "lang": self.workspace.say.tag}

    async def palette(self, _: Request) -> Response:
        """The colours of the drawings, by the classes that drawings name them with."""
        project = self.workspace.project
        colours = palette_for(project.settings) if project is not None else PALETTE
        rules = [f".f-{name}{{fill:{said_}}}.s-{name}{{stroke:{said_}}}" for name, said_ in sorted(colours.items())]
        return Response("\n".join(rules), media_type="text/css")

    def state(self, request: Request) -> dict[str, Any]:
        """What there is: documents, and the words for choices; what can be undone."""
        workspace = self.workspace
        workspace.reload()
        project = workspace.project
        if project is None:
            return {"version": workspace.version, "readOnly": workspace.read_only, "documents": [], "findings": [self._finding(one) for one in workspace.found]}
        language = self._language(request)
        counts: dict[str, int] = {}
        for one in workspace.found:
            counts[one.span.path] = counts.get(one.span.path, 0) + 1
        paths = {document.id: document.span().path for document in (*project.documents, *project.recovered)}
        hashes = workspace.hashes([*paths.values(), "procdocs.yaml"])
        undo, redo = workspace.can
        return {
            "version": workspace.version,
            "readOnly": workspace.read_only,
            "organisation": project.say(project.settings.organisation.name, language),
            "languages": list(project.languages),
            "documents": [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "type": getattr(one, "type", ""),
                    "title": project.name_of(one, language),
                    "file": paths[one.id],
                    "hash": hashes[paths[one.id]],
                    "findings": counts.get(paths[one.id], 0),
                }
                for one in (*project.documents, *project.recovered)
            ],
            "departments": {id: project.say(one.name, language) for id, one in project.departments.items()},
            "roles": {id: project.say(one.name, language) for id, one in project.roles.items()},
            "parties": {id: project.say(one.name, language) for id, one in project.parties.items()},
            "settings": {"file": "procdocs.yaml", "hash": hashes["procdocs.yaml"]},
            "undo": undo,
            "redo": redo,
        }

    def picture(self, request: Request) -> dict[str, Any]:
        """A diagram as sheets of SVG with the places of its values."""
        project = self._project()
        found = picture(project, request.path_params["id"], request.query_params.get("view", ""), self._language(request))
        return {**found, "hash": self.workspace.hashes([found["file"]])[found["file"]] if found["file"] else "", "version": self.workspace.version}

    def document(self, request: Request) -> dict[str, Any]:
        """What is written in a document, as values."""
        from procdocs.editing.actions import written_at
        from procdocs.editing.setting import file_of

        project, id = self._project(), request.path_params["id"]
        path = file_of(project, id)
        return {"id": id, "file": path, "hash": self.workspace.hashes([path])[path], "values": written_at(project, id, ())}

    def source(self, request: Request) -> dict[str, Any]:
        """The text of a document's file."""
        from procdocs.editing.setting import file_of

        project = self._project()
        path = file_of(project, request.path_params["id"])
        return {"file": path, "hash": self.workspace.hashes([path])[path], "text": project.sources[path].decode("utf-8", "replace")}

    def findings(self, _: Request) -> dict[str, Any]:
        """Everything that `check` says."""
        found = self.workspace.findings()
        return {"version": self.workspace.version, "findings": [self._finding(one) for one in found]}

    def _finding(self, one: Any) -> dict[str, Any]:
        sentence_ = said(one, self.workspace.say.findings)
        return {
            "code": one.code,
            "name": one.name,
            "severity": str(one.severity),
            "message": sentence_.message,
            "hint": sentence_.hint,
            "file": one.span.path,
            "line": one.span.line,
            "column": one.span.column,
        }

    def changes(self, request: Request) -> dict[str, Any]:
        """What changed since the project was opened, or since a revision of git (`?since=`)."""
        since = request.query_params.get("since", "")
        try:
            changes = self.workspace.changes(Revision(self.workspace.root, since) if since else None)
        except Unusable as problem:
            return {"changes": [], "error": problem.reason, "sentence": self.workspace.say(f"changes.reasons.{problem.reason}")}
        say = self.workspace.say
        rows = [
            {
                "document": one.document,
                "path": one.path,
                "kind": one.kind,
                "old": one.old,
                "new": one.new,
                "affects": one.affects,
                "sentence": sentence(one, say),
                "told": with_concerned(one, say),
            }
            for one in changes
        ]
        return {"changes": rows}

    async def listen(self, request: Request) -> Response:
        """The events, as they come."""
        last = request.headers.get("last-event-id", "0")
        stream = self.events.listen(int(last) if last.isdecimal() else 0)
        try:
            first = await anext(stream)
        except TooMany:
            return self._refused("too_many", 503)

        async def everything() -> Any:
            yield first
            async for event in stream:
                yield event

        return StreamingResponse(everything(), media_type="text/event-stream")

    # ---- what changes files

    def edit(self, body: dict[str, Any]) -> dict[str, Any]:
        """Carry out an action; what became of the files, and of the picture it was done in."""
        done = self.workspace.edit(_action(body.get("action")), _base(body.get("base")))
        return self._done(done, body)

    def undo(self, body: dict[str, Any]) -> dict[str, Any]:
        """Take the last change back."""
        return self._done(self.workspace.undo(), body)

    def redo(self, body: dict[str, Any]) -> dict[str, Any]:
        """Do the last change again that was taken back."""
        return self._done(self.workspace.redo(), body)

    def _done(self, done: Done | None, body: dict[str, Any]) -> dict[str, Any]:
        undo, redo = self.workspace.can
        answer: dict[str, Any] = {"version": self.workspace.version, "files": {}, "change": done.number if done else None, "undo": undo, "redo": redo}
        if done is not None:
            answer["files"] = self.workspace.hashes(done.change.after)
            answer["document"] = done.document
        shown = body.get("picture")
        if isinstance(shown, dict) and isinstance(shown.get("id"), str):
            project = self._project()
            try:
                answer["picture"] = picture(project, shown["id"], str(shown.get("view", "")), str(shown.get("language") or project.languages[0]))
            except NoPicture:
                answer["picture"] = None
        return answer

    def _project(self) -> Any:
        project = self.workspace.project
        if project is None:
            raise Unclear("no_project")
        return project


def _action(said_: Any) -> Action:
    """The action a page asks for. Raises Unclear for what is none."""
    if not isinstance(said_, dict) or said_.get("do") not in ACTIONS or not isinstance(said_.get("document"), str):
        raise Unclear("no_action", do=said_.get("do", "") if isinstance(said_, dict) else "")
    at, to, was = said_.get("at"), said_.get("to"), said_.get("was")
    if not _is_path(at) or not (to is None or _is_index(to) or _is_path(to)) or not isinstance(was, str | None) or not _is_value(said_.get("value")):
        raise Unclear("no_place", path=json.dumps(at, ensure_ascii=False), step="", known="")
    assert isinstance(at, list)
    language = said_.get("language")
    return Action(said_["do"], said_["document"], tuple(at), said_.get("value"), tuple(to) if isinstance(to, list) else to, was, language if isinstance(language, str) else "")


def _is_index(said_: Any) -> bool:
    return isinstance(said_, int) and not isinstance(said_, bool) and said_ >= 0


def _is_path(said_: Any) -> bool:
    return isinstance(said_, list) and 0 < len(said_) <= 80 and all(isinstance(step, str) or _is_index(step) for step in said_)


def _is_value(said_: Any, depth: int = 0) -> bool:
    """Whether a value can stand in a file: texts, nothing, and lists and groups of such."""
    if isinstance(said_, dict):
        return depth < 30 and all(isinstance(key, str) and _is_value(one, depth + 1) for key, one in said_.items())
    if isinstance(said_, list):
        return depth < 30 and all(_is_value(one, depth + 1) for one in said_)
    return isinstance(said_, str | None)


def _base(said_: Any) -> dict[str, str]:
    return {str(path): str(known) for path, known in said_.items()} if isinstance(said_, dict) else {}
