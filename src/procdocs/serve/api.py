"""The requests of the pages: JSON in, JSON out. Paths never come from the client, only ids and places."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from procdocs.comparing.sentences import sentence, with_concerned
from procdocs.diagrams.palette import PALETTE, palette_for
from procdocs.editing.actions import written_at
from procdocs.editing.places import Unclear
from procdocs.editing.setting import file_of
from procdocs.languages import speaks
from procdocs.serve.answers import Answers
from procdocs.serve.events import Events, TooMany
from procdocs.serve.findings import finding
from procdocs.serve.forms import choices, form, offered_outputs
from procdocs.serve.grids import grid
from procdocs.serve.pages import Pages, exported
from procdocs.serve.pictures import NoPicture, picture
from procdocs.serve.previews import previewed
from procdocs.serve.publishing import Publishing, commit, has_git
from procdocs.serve.publishing import Refused as NotDone
from procdocs.serve.requests import actions_of, base_of, path_of
from procdocs.serve.state import state
from procdocs.serve.workspace import Done, Workspace
from procdocs.world import Unusable
from procdocs.world.revision import Revision


class Api:
    """The requests below `/api/` for one workspace."""

    def __init__(self, workspace: Workspace, events: Events) -> None:
        self.workspace, self.events = workspace, events
        self.answers = Answers(workspace, events)
        self.pages = Pages(workspace)
        self.publishing = Publishing(workspace.root, workspace.trusted, events.tell)
        self.has_git = workspace.trusted and has_git(workspace.root)

    def routes(self) -> list[Route]:
        """The rows: address, what answers, method."""
        reading, writing = self.answers.reading, self.answers.writing
        return [
            Route("/palette.css", self.palette),
            Route("/api/words", reading(self.words)),
            Route("/api/state", reading(self.state)),
            Route("/api/picture/{id}", reading(self.picture)),
            Route("/api/document/{id}", reading(self.document)),
            Route("/api/findings", reading(self.findings)),
            Route("/api/changes", reading(self.changes)),
            Route("/api/source/{id:path}", reading(self.source)),
            Route("/api/events", self.listen),
            Route("/api/form/{id:path}", reading(self.form)),
            Route("/api/choices", reading(self.choices)),
            Route("/api/grid/{name}", reading(self.grid)),
            Route("/api/edit", writing(self.edit), methods=["POST"]),
            Route("/api/preview", writing(self.preview), methods=["POST"]),
            Route("/api/undo", writing(self.undo), methods=["POST"]),
            Route("/api/redo", writing(self.redo), methods=["POST"]),
            Route("/api/commit", writing(self.commit), methods=["POST"]),
            Route("/api/publish", self.publish, methods=["POST"]),
            Route("/api/export/{id}", reading(self.export)),
            Route("/manual/{language}/{path:path}", reading(self.page)),
        ]

    def _language(self, request: Request) -> str:
        asked = request.query_params.get("language", "")
        project = self.workspace.project
        if project is None:
            return ""
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
        """What there is: documents, and the words for choices; what can be undone. Who says the `version` after his own edit needs no look at the disk."""
        if request.query_params.get("version") != str(self.workspace.version):
            self.workspace.reload()
        return state(self.workspace, self._language(request), has_git=self.has_git)

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
        return {"version": self.workspace.version, "findings": [finding(self.workspace, one) for one in found]}

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
        body = await self.answers.body(request)
        if isinstance(body, Response):
            return body
        if body.get("stop"):
            self.publishing.stop()
        elif self.publishing.is_running:
            return self.answers.refused("publishing", 423)
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
            return self.answers.refused("too_many", 503)

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
