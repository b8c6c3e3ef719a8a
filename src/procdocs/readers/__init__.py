"""What is taken over from other forms: each is one module with `read(project) -> Taken`, and one row in the table below. Reads and writes no file."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from procdocs.project import Project


class Change(NamedTuple):
    """What becomes of one file of the project: its bytes, how many items were taken over, and the lines that are left to a person."""

    data: bytes
    items: int
    left: tuple[int, ...] = ()


#: What a reader makes of a project: its files by path, in order; a file that stays as it is may stand here for its `left` lines.
Taken = Mapping[str, Change]


@dataclass(frozen=True)
class Reader:
    """A row of the table: what it is called, the one line that `--help` shows of it, and the module with its `read`.

    What is said of lines left to a person is the label `import.NAME` in `languages/`.
    """

    name: str
    help: str
    module: str

    @property
    def read(self) -> Callable[[Project], Taken]:
        """The reading function; its module is imported when it is first used."""
        found: Callable[[Project], Taken] = importlib.import_module(f"procdocs.readers.{self.module}").read
        return found


READERS: Mapping[str, Reader] = {
    reader.name: reader for reader in (Reader("tags", "Rewrite trailing tags such as `Competent employees (SP9)` as `from:` and `to:`, touching nothing else.", "tags"),)
}
