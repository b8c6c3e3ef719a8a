"""The file that somebody names with `-o`: anything but what people of a project write by hand."""

from __future__ import annotations

from pathlib import Path

from procdocs.cli.settings import refusal
from procdocs.project.load import SETTINGS_FILE, find
from procdocs.saving import write
from procdocs.saving.files import is_file
from procdocs.world.real import real

#: Endings of what people write, and folders in which everything is theirs or must stay as it is.
_BY_HAND = (".yaml", ".yml", ".csv", ".xlsx", ".jsonl", ".j2")
_KEPT = frozenset(("released", "obsolete", "templates", ".git"))


def put(output: Path, data: bytes) -> None:
    """Write the file, whole or not at all. Usage error where it is a source of a project; OSError as `write`."""
    root = find(output.absolute().parent)
    # A link is refused by `write`, wherever it leads.
    if root is not None and is_file(output) and _is_source(real(output).relative_to(root).parts):
        raise refusal("source", root, file=output)
    write(output, data)


def _is_source(parts: tuple[str, ...]) -> bool:
    name = parts[-1].lower()
    return parts[0] in _KEPT or (name.endswith(_BY_HAND) and parts[0] in (SETTINGS_FILE, "approvals.jsonl", "processes", "registers"))
