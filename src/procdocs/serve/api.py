"""The requests of the pages: JSON in, JSON out. Paths never come from the client, only ids and places."""

from __future__ import annotations

import functools
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import anyio.to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from procdocs.comparing.sentences import sentence, with_concerned
from procdocs.diagnostics.sentences import say as said
from procdocs.diagrams.fonts import NoFont
from procdocs.diagrams.palette import PALETTE, palette_for
from procdocs.editing.actions import written_at
from procdocs.editing.places import Unclear
from procdocs.editing.setting import file_of
from procdocs.editing.suggesting import Suggestion, suggestions
from procdocs.languages import speaks
from procdocs.saving import Altered, Refused
from procdocs.schema import KINDS
from procdocs.serve.events import Events, TooMany
from procdocs.serve.forms import choices, form, noun, offered_outputs
from procdocs.serve.grids import GRIDS, grid
from procdocs.serve.pages import Pages, exported
from procdocs.serve.pictures import NoPicture, picture
from procdocs.serve.previews import previewed
from procdocs.serve.publishing import Publishing, commit, has_git
from procdocs.serve.publishing import Refused as NotDone
from procdocs.serve.requests import actions_of, base_of, path_of
from procdocs.serve.workspace import Conflict, Done, NothingToUndo, Workspace
from procdocs.source.edit import CannotEdit
from procdocs.world import Unusable
from procdocs.world.revision import Revision
from procdocs.writers import WriterFailed, WriterUnavailable
from procdocs.writers.drawn import DRAWINGS

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
        self.pages = Pages(workspace)
        self.publishing = Publishing(workspace.root, workspace.trusted, events.tell)
        self.has_git = workspace.trusted and has_git(workspace.root)

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
            Route("/api/source/{id:path}", self._plain(self.source)),
            Route("/api/events", self.listen),
            Route("/api/form/{id:path}", self._plain(self.form)),
            Route("/api/choices", self._plain(self.choices)),
            Route("/api/grid/{name}", self._plain(self.grid)),
            Route("/api/edit", self._writing(self.edit), methods=["POST"]),
            Route("/api/preview", self._writing(self.preview), methods=["POST"]),
            Route("/api/undo", self._writing(self.undo), methods=["POST"]),
            Route("/api/redo", self._writing(self.redo), methods=["POST"]),
            Route("/api/commit", self._writing(self.commit), methods=["POST"]),
            Route("/api/publish", self.publish, methods=["POST"]),
            Route("/api/export/{id}", self._plain(self.export)),
            Route("/manual/{language}/{path:path}", self._plain(self.page)),
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
            except ClientDisconnect:
                return self._refused("too_large", 413)
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
            said = answer(asked)
            return said if isinstance(said, Response) else JSONResponse(said)
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
            return self._refused(key, status, **({"file": problem.path, "conflict": problem.rows} if isinstance(problem, Conflict) else {}))
        except (WriterFailed, WriterUnavailable) as problem:
            return JSONResponse({"error": "not_made", "sentence": str(problem) or self.workspace.say("serve.no_picture")}, 503)
        except NotDone as problem:
            return self._refused("not_done", 422, said=str(problem))
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
        return {**labels["nouns"], **labels["kind"], **labels["types"], **labels["editor"], "lang": self.workspace.say.tag}

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
            "broken": sorted({one.span.path for one in workspace.found if one.severity == "error" and one.span.path in project.sources}),
            "settings": {"file": "procdocs.yaml", "hash": hashes["procdocs.yaml"]},
            "undo": undo,
            "redo": redo,
            "git": self.has_git,
            "touched": sorted(workspace.touched),
            "grids": [[name, noun(workspace.say, name)] for name in GRIDS],
            "kinds": list(KINDS),
            "endings": list(DRAWINGS),
        }

    def picture(self, request: Request) -> dict[str, Any]:
        """A diagram as sheets of SVG with the places of its values."""
        project = self._project()
        found = picture(project, request.path_params["id"], request.query_params.get("view", ""), self._language(request))
        return {**found, "hash": self.workspace.hashes([found["file"]])[found["file"]] if found["file"] else "", "version": self.workspace.version}

    def document(self, request: Request) -> dict[str, Any]:
        """What is written in a document, as values."""
        project, id = self._project(), request.path_params["id"]
        path = file_of(project, id)
        return {"id": id, "file": path, "hash": self.workspace.hashes([path])[path], "values": written_at(project, id, ())}

    def form(self, request: Request) -> dict[str, Any]:
        """The fields of a part of a document (`?at=` as JSON)."""
        project, id = self._project(), request.path_params["id"]
        try:
            found = form(project, self.workspace.say, id, path_of(json.loads(request.query_params.get("at") or "[]")))
            path = file_of(project, id)
        except (LookupError, ValueError, RecursionError):
            raise Unclear("no_document", named=id) from None
        return {**found, "document": id, "file": path, "hash": self.workspace.hashes([path])[path]}

    def choices(self, request: Request) -> dict[str, Any]:
        """What may be named in a field (`?named=end&mine=C4`): the outputs of other processes, and ids."""
        project, asked = self._project(), request.query_params
        mine = asked.get("mine", "")
        outputs = offered_outputs(project, mine) if asked.get("named") == "output" else []
        return {"outputs": outputs, "choices": choices(project, asked.get("named", ""), mine)}

    def grid(self, request: Request) -> dict[str, Any]:
        """A list of all files as one table."""
        project = self._project()
        try:
            found = grid(project, self.workspace.say, request.path_params["name"])
        except LookupError:
            raise Unclear("no_document", named=request.path_params["name"]) from None
        known = {document: file_of(project, document) for document in dict.fromkeys([row["document"] for row in found["rows"]] + [one["document"] for one in found["homes"]])}
        return {**found, "files": known, "hashes": self.workspace.hashes(known.values())}

    def source(self, request: Request) -> dict[str, Any]:
        """The text of a document's file."""
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
            "suggestions": [self._suggestion(suggested) for suggested in suggestions(self.workspace.project, one)] if self.workspace.project else [],
        }

    def _suggestion(self, one: Suggestion) -> dict[str, Any]:
        values = {**one.values, "field": noun(self.workspace.say, one.values["field"])} if "field" in one.values else one.values
        actions = [{"do": action.do, "document": action.document, "at": action.at, "value": action.value, "language": action.language} for action in one.actions]
        return {"sentence": self.workspace.say(f"suggest.{one.key}", **values), "actions": actions}

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

    def export(self, request: Request) -> Response:
        """A diagram as a file to take along (`?ending=.pdf`)."""
        asked = request.query_params
        data, media, name = exported(self.workspace, request.path_params["id"], asked.get("view", ""), self._language(request), asked.get("ending", ".svg"))
        return Response(data, media_type=media, headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"})

    def page(self, request: Request) -> Response:
        """A file of the manual as it would be built now."""
        project, language = self._project(), request.path_params["language"]
        data, media = self.pages.file(request.path_params["path"], language if language in project.languages else project.languages[0])
        return Response(data, media_type=media)

    async def publish(self, request: Request) -> Response:
        """Begin to build, or with `stop` end it. How far it is, the events tell."""
        if self.workspace.read_only:
            return self._refused("read_only", 403)
        try:
            body = json.loads(await request.body())
        except (ValueError, RecursionError, ClientDisconnect):
            body = None
        if not isinstance(body, dict):
            return self._refused("no_object", 422)
        if body.get("stop"):
            self.publishing.stop()
        elif self.publishing.is_running:
            return self._refused("publishing", 423)
        else:
            formats = body.get("formats")
            await self.publishing.start([str(one) for one in formats] if isinstance(formats, list) else [])
        return JSONResponse({"running": self.publishing.is_running})

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
        done = self.workspace.edit(actions_of(body), base_of(body))
        return self._done(done, body)

    def preview(self, body: dict[str, Any]) -> dict[str, Any]:
        """What an edit would change: in sentences, and as a difference of lines. Nothing is written."""
        return previewed(self.workspace, self.workspace.planned(actions_of(body), base_of(body)))

    def undo(self, body: dict[str, Any]) -> dict[str, Any]:
        """Take the last change back."""
        return self._done(self.workspace.undo(), body)

    def redo(self, body: dict[str, Any]) -> dict[str, Any]:
        """Do the last change again that was taken back."""
        return self._done(self.workspace.redo(), body)

    def commit(self, body: dict[str, Any]) -> dict[str, Any]:
        """Commit the files that were changed here, and no others."""
        if not self.has_git:
            raise NotDone("git")
        made = commit(self.workspace.root, str(body.get("message", "")), self.workspace.touched)
        self.workspace.touched.clear()
        return made

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
