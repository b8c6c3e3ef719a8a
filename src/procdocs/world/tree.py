"""Files that are known by their paths alone: the folders are found from them. Memory is the simplest of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from procdocs.world.world import Entry, Refused


class Tree:
    """What lies where, by path. The worlds made of it say how a file is read."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._folders: dict[str, dict[str, Entry]] = {"": {}}
        for path, entry in entries.items():
            folder, _, name = path.rpartition("/")
            self._add_folder(folder)
            if entry.kind == "folder" and not entry.link:
                self._add_folder(path)
            elif path not in self._folders:
                self._folders[folder][name] = entry

    def _add_folder(self, folder: str) -> None:
        """A folder and those above it. A file of the same path gives way."""
        above = ""
        for name in folder.split("/") if folder and folder not in self._folders else ():
            path = f"{above}/{name}" if above else name
            if path not in self._folders:
                self._folders[path] = {}
                self._folders[above][name] = Entry(name, "folder")
            above = path

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """As World.entries."""
        if folder not in self._folders and self.entry(folder) is not None:
            raise NotADirectoryError(folder)
        listed = self._folders.get(folder, {})
        return tuple(listed[name] for name in sorted(listed))

    def entry(self, path: str) -> Entry | None:
        """As World.entry."""
        if path == "":
            return Entry("", "folder")
        folder, _, name = path.rpartition("/")
        return self._folders.get(folder, {}).get(name)

    def readable(self, path: str) -> None:
        """Raise Refused unless there is a file to be read."""
        entry = self.entry(path)
        if entry is None or entry.refused is not None or entry.kind != "file":
            raise Refused(path, "link" if entry is not None and entry.refused == "link" else "")


class Memory(Tree):
    """Files that are held as bytes, by path."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__({path: Entry(path.rpartition("/")[2]) for path in files})
        self._files = dict(files)

    def read(self, path: str, limit: int) -> bytes:
        """As World.read."""
        self.readable(path)
        return self._files[path][: limit + 1]


def safe_path(name: str) -> str | None:
    """A path out of a foreign file as a path of a world; None if it could lead out of it, or is none."""
    path = name.replace("\\", "/")
    pieces = [piece for piece in path.split("/") if piece not in ("", ".")]
    wrong = path.startswith("/") or ".." in pieces or "\0" in path or (pieces and ":" in pieces[0])
    return None if wrong or not pieces else "/".join(pieces)


def top_with(paths: Iterable[str], name: str) -> str:
    """The folder, with `/` at its end, that holds a file of this name: the one least deep, the first of several; the top if none does."""
    holding = sorted((path.count("/"), path) for path in paths if path == name or path.endswith(f"/{name}"))
    return holding[0][1].removesuffix(name) if holding else ""
