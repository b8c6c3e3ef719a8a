"""`procdocs import FORM`: takes over what people wrote in another form. The readers are pure; the files change together or not at all."""

from __future__ import annotations

from pathlib import Path

import click

from procdocs import load
from procdocs.cli import CLEAN, FINDINGS
from procdocs.cli.said import project_folder
from procdocs.cli.settings import language_of_settings
from procdocs.languages import words
from procdocs.readers import READERS, Reader
from procdocs.saving import replace_files


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Take over what is written in another form."""


def _command(reader: Reader) -> click.Command:
    def run(project: Path | None) -> int:
        return _take(reader, project_folder(project))

    argument = click.Argument(["project"], required=False, type=click.Path(path_type=Path, file_okay=False))
    return click.Command(reader.name, callback=run, params=[argument], help=reader.help)


for _reader in READERS.values():
    command.add_command(_command(_reader))


def _take(reader: Reader, root: Path) -> int:
    say = words(language_of_settings(root))
    project, _ = load(root)
    if project is None:
        click.echo(say("import.unread"), err=True)
        return FINDINGS
    taken = reader.read(project)
    changed = {path: change for path, change in taken.items() if change.items}
    replace_files(root, {path: project.sources[path] for path in changed if path in project.sources}, {path: change.data for path, change in changed.items()})
    for path, change in taken.items():
        if change.items:
            click.echo(say("import.changed", file=path, items=change.items))
        for line in change.left:
            click.echo(f"{path}:{line}: {say('import.' + reader.name)}")
    click.echo(say("import.done", items=sum(change.items for change in changed.values()), files=len(changed)))
    return CLEAN
