"""`procdocs init`: a new project folder, nearly empty or with the full example, and what a build server needs. Never overwrites a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from procdocs import __version__, load
from procdocs.automation import SERVERS, automation
from procdocs.cli.editor_files import write_schemas
from procdocs.cli.settings import refusal
from procdocs.project.load import SETTINGS_FILE
from procdocs.saving import Changes
from procdocs.starters import languages, modeline, starter
from procdocs.world.real import real

#: What of a project an example consists of.
_EXAMPLE = (SETTINGS_FILE, "processes", "registers")
#: What would end a quoted word in the files of build servers.
_QUOTING = frozenset("\"'\\$`{}%")
_IGNORED = "/output/\n/.procdocs/\n/.procdocs-*/\n"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--example", is_flag=True, help="Write the full example: a car parts maker with all its processes, in Chinese.")
@click.option(
    "--ci", "server", type=click.Choice(list(SERVERS)), help="Write what a build server needs to check and build the project; in a project that is there already nothing else."
)
@click.option("--language", type=click.Choice(languages()), default="zh", show_default=True, help="Language of the starter files.")
def command(folder: Path, example: bool, server: str | None, language: str) -> int:
    """Make a new project in DIR."""
    top, automated = _automation(folder, server) if server else (folder, {})
    is_there = server is not None and not example and (folder / SETTINGS_FILE).is_file()
    content = {} if is_there else dict(_example() if example else _starters(language))
    if content and not (folder / ".gitignore").exists():
        content[".gitignore"] = _IGNORED.encode()
    taken = sorted([folder / path for path in content if (folder / path).exists()] + [top / path for path in automated if (top / path).exists()])
    if taken:
        raise refusal("exists", file=taken[0])
    for place, written in ((folder, content), (top, automated)):
        _put(place, written)
    if content:
        loaded, _ = load(folder)
        content |= dict.fromkeys(write_schemas(folder, loaded), b"")
    for path in (*sorted(content), *automated):
        click.echo(path)
    return 0


def _put(folder: Path, content: Mapping[str, bytes]) -> None:
    if content:
        with Changes(folder) as changes:
            for path, data in sorted(content.items()):
                changes.put(path, data)
            changes.carry_out()


def _automation(folder: Path, server: str) -> tuple[Path, dict[str, bytes]]:
    """The top of the repository that a folder lies in (the folder itself where there is none yet), and the file of a build server below it."""
    there = real(folder)
    top = next((above for above in (there, *there.parents) if (above / ".git").exists()), there)
    below = there.relative_to(top).as_posix()
    if set(below) & _QUOTING or not below.isprintable():
        raise refusal("odd_folder", folder=below)
    path, text = automation(server, below, __version__)
    return top, {path: text.encode()}


def _starters(language: str) -> Iterator[tuple[str, bytes]]:
    """The files of a nearly empty project, by path."""
    yield SETTINGS_FILE, starter("procdocs", (language,), SETTINGS_FILE).encode()
    for kind, path in (("process", "processes/C1.yaml"), ("octopus", "processes/OCTOPUS.yaml"), ("register", "registers/documents.yaml")):
        yield path, starter(kind, (language,), path, id=Path(path).stem, owner="sales", type="customer", end="customer").encode()


def _example() -> Iterator[tuple[str, bytes]]:
    """The files of the example, by path: from the package, or in a source checkout from the top of the repository."""
    packaged = files("procdocs") / "example"
    root: Traversable = packaged if (packaged / SETTINGS_FILE).is_file() else Path(__file__).resolve().parents[3]
    if not (root / SETTINGS_FILE).is_file():
        raise refusal("no_example")
    for name in _EXAMPLE:
        yield from _below(root / name, name)


def _below(place: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    if place.is_dir():
        for below in sorted(place.iterdir(), key=lambda one: one.name):
            if not below.name.startswith("."):
                yield from _below(below, f"{path}/{below.name}")
    elif place.is_file():
        data = place.read_bytes()
        if path.endswith((".yaml", ".yml")) and not data.startswith(b"# yaml-language-server"):
            data = modeline(path).encode() + data
        yield path, data
