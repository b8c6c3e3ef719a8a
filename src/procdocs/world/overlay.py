"""Texts that nobody has saved yet, laid over another world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procdocs.world.world import Entry, Refused, World


@dataclass(frozen=True)
class Overlay:
    """Another world with files changed or added (their bytes) or taken away (None), by path."""

    base: World
    changes: Mapping[str, bytes | None]

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """As World.entries."""
        if self.changes.get(folder) is not None:
            raise NotADirectoryError(folder)
        listed = {entry.name: entry for entry in self.base.entries(folder)}
        before = f"{folder}/" if folder else ""
        for path, data in self.changes.items():
            name, deeper, _ = path.removeprefix(before).partition("/")
            if not path.startswith(before):
                continue
            if not deeper and data is None:
                listed.pop(name, None)
            elif not deeper:
                listed[name] = Entry(name)
            elif data is not None:
                listed.setdefault(name, Entry(name, "folder"))
        return tuple(listed[name] for name in sorted(listed))

    def entry(self, path: str) -> Entry | None:
        """As World.entry."""
        if path in self.changes:
            return Entry(path.rpartition("/")[2]) if self.changes[path] is not None else None
        known = self.base.entry(path)
        if known is None and any(data is not None and changed.startswith(f"{path}/") for changed, data in self.changes.items()):
            return Entry(path.rpartition("/")[2], "folder")
        return known

    def read(self, path: str, limit: int) -> bytes:
        """As World.read."""
        if path not in self.changes:
            return self.base.read(path, limit)
        data = self.changes[path]
        if data is None:
            raise Refused(path)
        return data[: limit + 1]
