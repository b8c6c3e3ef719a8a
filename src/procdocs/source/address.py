"""What a place in the project is called, whatever file and line it stands on."""

from __future__ import annotations

from typing import NamedTuple


class Address(NamedTuple):
    """A value by the document that holds it and the way to it: `Address("C4", ("measures", 0, "target"))`.

    `document` is the id of a document, or the path of a file that has no id (`procdocs.yaml`, `registers/kpi.yaml`).
    Unlike a `Span`, it stays the same when lines are inserted above.
    """

    document: str
    path: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        """As people write it: `C4 measures.0.target`."""
        return f"{self.document} {'.'.join(map(str, self.path))}".strip()

    def below(self, *path: str | int) -> Address:
        """The address of a value inside this one."""
        return Address(self.document, (*self.path, *path))
