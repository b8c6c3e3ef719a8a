"""One difference between two versions of a project."""

from __future__ import annotations

from dataclasses import dataclass

ADDED, REMOVED, CHANGED, RENAMED, MOVED = "added", "removed", "changed", "renamed", "moved"
KINDS = (ADDED, REMOVED, CHANGED, RENAMED, MOVED)


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to what changed: the key, and of a list what the item is called (its id or number) and its name; "" for none."""

    key: str
    item: str = ""
    name: str = ""

    def __str__(self) -> str:
        return f"{self.key}[{self.item}]" if self.item else self.key


@dataclass(frozen=True, slots=True)
class Change:
    """What changed. `document` is an id, or the path of a file that has none (`procdocs.yaml`, `registers`)."""

    kind: str
    document: str
    #: The title of the document, in the language of the comparison.
    title: str
    way: tuple[Step, ...] = ()
    #: What is said before and after; of a thing that moved, its place among the others from 1; of a list of words those that went and came.
    old: str | tuple[str, ...] = ""
    new: str | tuple[str, ...] = ""
    #: Ids of the processes, documents and parties that have to know.
    affects: tuple[str, ...] = ()
    #: In which other language than that of the comparison the text changed; "" for the same.
    language: str = ""

    @property
    def path(self) -> str:
        """The place as `procdocs set` takes it: `outputs[finished-goods].to`."""
        said = ".".join(map(str, self.way))
        return f"{said}.{self.language}" if self.language else said
