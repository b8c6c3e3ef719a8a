"""`procdocs init`: a new project folder, nearly empty or with the full example. Never overwrites a file."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from procdocs import load
from procdocs.cli.editor_files import write_schemas
from procdocs.cli.settings import refusal
from procdocs.project.load import SETTINGS_FILE
from procdocs.saving import Changes
from procdocs.starters import languages, modeline, starter

#: What of a project an example consists of.
_EXAMPLE = (SETTINGS_FILE, "processes", "registers")
_IGNORED = "/output/\n/.procdocs/\n/.procdocs-*/\n"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--example", is_flag=True, help="Write the full example: a car parts maker with all its processes, in Chinese.")
@click.option("--language", type=click.Choice(languages()), default="zh", show_default=True, help="Language of the starter files.")
def command(folder: Path, example: bool, language: str) -> int:
    """Make a new project in DIR."""
    content = dict(_example() if example else _starters(language))
    if not (folder / ".gitignore").exists():
        content[".gitignore"] = _IGNORED.encode()
    taken = sorted(path for path in content if (folder / path).exists())
    if taken:
        raise refusal("exists", file=folder / taken[0])
    with Changes(folder) as changes:
        for path, data in sorted(content.items()):
            changes.put(path, data)
        changes.carry_out()
    loaded, _ = load(folder)
    for path in (*sorted(content), *write_schemas(folder, loaded)):
        click.echo(path)
    return 0


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
