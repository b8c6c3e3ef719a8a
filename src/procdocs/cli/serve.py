"""`procdocs serve`: the project in the browser, to look at and to edit."""

from __future__ import annotations

import socket
import webbrowser
from pathlib import Path

import click

from procdocs.cli import CLEAN, EnvironmentProblem
from procdocs.cli.said import project_folder
from procdocs.cli.settings import language_around, refusal
from procdocs.languages import words
from procdocs.world.real import real

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@click.command()
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen at (default: a free one).")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--read-only", is_flag=True, help="Show, and write nothing: a preview for those who edit the YAML.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; others than this machine's own are refused.")
@click.option("--untrusted", is_flag=True, help="For projects of strangers: no links are followed.")
def command(project: Path | None, port: int, no_browser: bool, read_only: bool, host: str, untrusted: bool) -> int:
    """Open PROJECT in the browser: everything it shows can be edited there, and the files change as if by hand."""
    root = real(project_folder(project))
    say = words(language_around(root))
    if host not in ("127.0.0.1", "localhost", "::1"):
        raise refusal("no_host", root, host=host)
    try:
        import uvicorn

        from procdocs.serve.app import application
        from procdocs.serve.workspace import Workspace
    except ImportError as missing:
        raise EnvironmentProblem(say("serve.missing", name=missing.name)) from None
    listening = _listening(host, port, say("serve.taken", port=port))
    chosen = listening.getsockname()[1]
    workspace = Workspace(root, read_only=read_only, trusted=not untrusted)
    workspace.open()
    app = application(workspace, frozenset(f"{name}:{chosen}" for name in _LOOPBACK), chosen)
    address = f"http://127.0.0.1:{chosen}/?token={app.token}" if host != "::1" else f"http://[::1]:{chosen}/?token={app.token}"
    click.echo(say("serve.open", folder=root.name, address=address))
    if not no_browser:
        webbrowser.open(address)
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2, server_header=False, http="h11", loop="asyncio", ws="none")
    uvicorn.Server(config).run(sockets=[listening])
    return CLEAN


def _listening(host: str, port: int, taken: str) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        # Whoever reads the address may ask at once; the answer comes when the server is ready.
        listening.listen(100)
    except OSError:
        listening.close()
        raise EnvironmentProblem(taken) from None
    return listening
