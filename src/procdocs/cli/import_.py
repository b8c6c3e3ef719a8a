"""`procdocs import FORM`: takes over what people wrote in another form. The readers are pure; the files change together or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from procdocs.cli import CLEAN, FINDINGS
from procdocs.cli.editing import carry_out, project_to_edit, refusals, said
from procdocs.cli.said import project_folder
from procdocs.cli.settings import refusal
from procdocs.cli.tongue import translate
from procdocs.interchange import Refused
from procdocs.languages import Words
from procdocs.project import Project
from procdocs.readers import READERS, About, Handed, Reader, Taken

#: A file that is larger is not opened, in bytes.
LARGEST = 60_000_000
#: So many of one kind are told one by one.
_TOLD = 12


class _Forms(click.Group):
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        return translate(found) if found is not None else None


@click.group(cls=_Forms, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Take over what is written in another form."""


def _command(reader: Reader) -> click.Command:
    def run(project: Path | None, files: Sequence[Path] = (), *, dry_run: bool = False) -> int:
        return _take(reader, project_folder(project), files, only_shown=dry_run)

    dry = click.Option(["--dry-run"], is_flag=True, help="Show what would change, and write nothing.")
    if not reader.endings:
        argument = click.Argument(["project"], required=False, type=click.Path(path_type=Path, file_okay=False))
        return click.Command(reader.name, callback=run, params=[argument, dry], help=reader.help)
    files = click.Argument(["files"], nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path, dir_okay=False, exists=True))
    project = click.Option(["--project"], type=click.Path(path_type=Path), help="The project (default: the current folder or the nearest one above that is one).")
    return click.Command(reader.name, callback=run, params=[files, project, dry], help=reader.help)


for _reader in READERS.values():
    command.add_command(_command(_reader))


def _take(reader: Reader, root: Path, files: Sequence[Path], *, only_shown: bool) -> int:
    project, found, spoken = project_to_edit(root)
    handed, refused = _opened(files, reader, root)
    taken = reader.read(project, handed, reader.name)
    for name, problem in (*refused, *taken.refused):
        place = f"{name}:{problem.place}" if problem.place else name
        click.echo(f"{place}: {spoken('import.refused.' + problem.key, **problem.values)}", err=True)
    _tell(taken.told, spoken)
    if wrong := refusals(root, taken.change, project, found):
        click.echo(said(wrong, taken.change, root, spoken), err=True, nl=False)
        click.echo(spoken("edit.wrong"), err=True)
        return FINDINGS
    carry_out(root, taken.change, only_shown=only_shown)
    _count(taken, project, spoken, only_shown=only_shown)
    return FINDINGS if refused or taken.refused else CLEAN


def _opened(files: Sequence[Path], reader: Reader, root: Path) -> tuple[tuple[Handed, ...], list[tuple[str, Refused]]]:
    """The files, and those that are too large. Usage error for a file of another form."""
    handed: list[Handed] = []
    refused: list[tuple[str, Refused]] = []
    for path in files:
        if path.suffix.lower() not in reader.endings:
            raise refusal("other_form", root, file=path, endings=", ".join(reader.endings))
        if path.stat().st_size > LARGEST:
            refused.append((path.name, Refused("large", size=path.stat().st_size // 1_000_000, most=LARGEST // 1_000_000)))
        else:
            handed.append(Handed(path.name, path.read_bytes()))
    return tuple(handed), refused


def _tell(told: Sequence[About], spoken: Words) -> None:
    """What is told, the same only once with how often, and no more than a screen of one kind."""
    seen: Counter[tuple[str, str]] = Counter()
    for file, (key, place, values) in told:
        seen[file, key] += 1
        if seen[file, key] <= _TOLD:
            where = f"{file}:{place}" if place else file
            click.echo(f"{where}: {spoken('import.told.' + key, **values)}")
    for (file, _), number in seen.items():
        if number > _TOLD:
            click.echo(spoken("import.further", file=file, count=number - _TOLD))


def _count(taken: Taken, project: Project, spoken: Words, *, only_shown: bool) -> None:
    for path, items in taken.items.items():
        click.echo(spoken("import.changed" if path in project.sources else "import.new", file=path, items=items))
    done = "import.would" if only_shown else "import.done"
    click.echo(spoken(done, items=sum(taken.items.values()), files=len(taken.change.after)))
