"""`procdocs import`: takes over what people wrote in another form. Reads and writes files; the rewriting itself is pure."""

from __future__ import annotations

from pathlib import Path

import click

from procdocs.cli import CLEAN, USAGE
from procdocs.cli.settings import refusal


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Take over what is written in another form."""


@command.command("tags")
@click.argument("project", required=False, type=click.Path(path_type=Path, file_okay=False))
def tags(project: Path | None) -> int:
    """Rewrite trailing tags such as `Competent employees (SP9)` as `from:` and `to:`, touching nothing else."""
    from procdocs import load
    from procdocs.project.load import find
    from procdocs.project.tag_rewriting import rewrite
    from procdocs.project.tags import reader_for

    root = find(project or Path())
    if root is None or (project is not None and root != project.resolve()):
        raise refusal("no_settings", folder=project or Path())
    loaded, _ = load(root)
    if loaded is None:
        click.echo("procdocs.yaml cannot be read; see `procdocs check`", err=True)
        return USAGE
    reader = reader_for(loaded)
    items = files = 0
    for path, data in sorted(loaded.sources.items()):
        if not path.startswith("processes/"):
            continue
        result = rewrite(path, data, reader)
        if result.items:
            (root / path).write_bytes(result.data)
            click.echo(f"{path}: {result.items}")
            items, files = items + result.items, files + 1
        for line in result.left:
            click.echo(f"{path}:{line}: left as it is; write `from:` or `to:` by hand")
    click.echo(f"{items} items rewritten in {files} files")
    return CLEAN
