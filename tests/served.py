"""A running editor for the tests: the application of `procdocs serve` on a free port, and requests as bytes on a socket, as anybody could send them."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from procdocs.serve.app import application
from procdocs.serve.workspace import Workspace


@dataclass(frozen=True)
class Answered:
    """Status, headers in small letters, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Served:
    """The server of a project. What is asked through `ask` bears the cookie, and what is written our own origin, unless a test says otherwise."""

    workspace: Workspace
    port: int
    token: str
    cookie: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def raw(self, request: bytes, patience: float = 20) -> Answered:
        """Send these bytes, and nothing else; what comes back."""
        with socket.create_connection(("127.0.0.1", self.port), patience) as connection:
            connection.sendall(request)
            data = b""
            while piece := connection.recv(65536):
                data += piece
        return parsed(data)

    def ask(self, address: str, body: Any = None, **headers: str | None) -> Answered:
        """A request as our page sends it. A header that is None is left out; `method` names another method."""
        method = headers.pop("method", None) or ("GET" if body is None else "POST")
        payload = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        sent: dict[str, str | None] = {"Host": f"127.0.0.1:{self.port}", "Cookie": f"{self.cookie}={self.token}", "Connection": "close"}
        if body is not None:
            sent |= {"Content-Type": "application/json", "Content-Length": str(len(payload)), "Origin": self.address, "Sec-Fetch-Site": "same-origin"}
        sent |= {name.replace("_", "-").title(): said for name, said in headers.items()}
        head = "".join(f"{name}: {said}\r\n" for name, said in sent.items() if said is not None)
        return self.raw(f"{method} {address} HTTP/1.1\r\n{head}\r\n".encode() + payload)

    def base(self, *paths: str) -> dict[str, str]:
        """The hashes that a page would send along."""
        return self.workspace.hashes(paths)

    def edit(self, document: str, do: str = "set", *, base: dict[str, str] | None = None, tab: str = "one", **action: Any) -> Answered:
        """An action of a page."""
        return self.ask("/api/edit", {"tab": tab, "base": base or {}, "action": {"do": do, "document": document, **action}})


def parsed(data: bytes) -> Answered:
    head, _, body = data.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.strip().lower(): said.strip() for name, _, said in (line.partition(":") for line in rest)}
    if headers.get("transfer-encoding") == "chunked":
        pieces = b""
        while body:
            size, _, body = body.partition(b"\r\n")
            count = int(size, 16)
            pieces, body = pieces + body[:count], body[count + 2 :]
        body = pieces
    return Answered(int(first.split()[1]), headers, body)


@contextmanager
def served(root: Path, **options: Any) -> Iterator[Served]:
    """The editor of the project in `root`, as long as the block lasts."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    workspace = Workspace(root, **options)
    workspace.reload()
    app = application(workspace, frozenset({f"127.0.0.1:{port}", f"localhost:{port}"}), port)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1, http="h11", loop="asyncio", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        yield Served(workspace, port, app.token, app.cookie)
    finally:
        server.should_exit = True
        thread.join(20)


def until(true: Callable[[], Any], patience: float = 20) -> Any:
    """Wait until something is true, and return it."""
    end = time.monotonic() + patience
    while not (found := true()):
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.02)
    return found
