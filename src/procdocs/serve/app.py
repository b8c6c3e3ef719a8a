"""The server put together: our pages, the requests, the watch; behind the guard."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import anyio.to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from procdocs.serve.api import Api
from procdocs.serve.events import Events
from procdocs.serve.guard import Guard
from procdocs.serve.watch import changes
from procdocs.serve.workspace import Workspace
from procdocs.templating import template_folder

_TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}


def application(workspace: Workspace, hosts: frozenset[str], port: int) -> Guard:
    """The guarded application for a workspace, and with it the token that opens it."""
    events = Events()
    api = Api(workspace, events)
    stop = asyncio.Event()

    @contextlib.asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(_watch(workspace, events, stop))
        yield
        stop.set()
        api.publishing.stop()
        events.close()
        watching.cancel()

    routes = [*api.routes(), Route("/{path:path}", _page)]
    return Guard(Starlette(routes=routes, lifespan=living), hosts, port)


async def _watch(workspace: Workspace, events: Events, stop: asyncio.Event) -> None:
    """Tell pages what somebody else changed, and that findings are to be asked for."""
    async for _ in changes(workspace.root, stop):
        with contextlib.suppress(OSError):
            changed = await anyio.to_thread.run_sync(workspace.follow)
            if changed is not None:
                events.tell("changed", version=workspace.version, files=sorted(changed), tab="")


async def _page(request: Request) -> Response:
    """Our own files: the page of the editor, its scripts and its styles. Nothing of the project is served as a file."""
    folder = template_folder() / "serve"
    asked = request.path_params["path"]
    name = asked if asked in _files(folder) else "index.html" if asked in ("", "index.html") else ""
    if not name or not (folder / name).is_file():
        return Response("not found", 404)
    return FileResponse(folder / name, media_type=_TYPES.get(Path(name).suffix, "application/octet-stream"))


def _files(folder: Path) -> frozenset[str]:
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
