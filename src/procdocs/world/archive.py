"""The files of a zip archive, without unpacking it."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib

from procdocs.world.tree import Tree, safe_path, top_with
from procdocs.world.world import Entry, Refused, Unusable

#: An archive with more entries, or which says that it holds more bytes, is refused.
ENTRY_LIMIT = 20_000
TOTAL_LIMIT = 1_000_000_000
_ENCRYPTED, _UTF8 = 0x1, 0x800


class Archive(Tree):
    """The files of a zip archive. With `holding`, the folder that holds a file of this name is the top: archives often begin with a folder of their own.

    Entries whose names lead out of the archive are left out, links are refused. Raises Unusable: no `archive`, or too `large`.
    """

    def __init__(self, data: bytes, holding: str = "") -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as problem:
            raise Unusable("archive", str(problem)) from problem
        listed = self._zip.infolist()
        if len(listed) > ENTRY_LIMIT or sum(one.file_size for one in listed) > TOTAL_LIMIT:
            raise Unusable("large")
        named = {path: one for one in listed if not one.filename.endswith("/") and (path := safe_path(_name(one)))}
        top = top_with(named, holding) if holding else ""
        self._files = {path.removeprefix(top): one for path, one in named.items() if path.startswith(top)}
        super().__init__({path: _entry(path, one) for path, one in self._files.items()})

    def read(self, path: str, limit: int) -> bytes:
        """As World.read; what cannot be unpacked is refused."""
        self.readable(path)
        try:
            with self._zip.open(self._files[path]) as file:
                return file.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as problem:
            raise Refused(path) from problem


def _entry(path: str, one: zipfile.ZipInfo) -> Entry:
    name = path.rpartition("/")[2]
    if stat.S_ISLNK(one.external_attr >> 16):
        return Entry(name, "other", link=True, refused="link")
    return Entry(name, "other", refused="") if one.flag_bits & _ENCRYPTED else Entry(name)


def _name(one: zipfile.ZipInfo) -> str:
    """The name as it was meant: without a mark it is read as the DOS letters of 1981, where others wrote UTF-8 or GBK."""
    if one.flag_bits & _UTF8:
        return one.filename
    try:
        written = one.filename.encode("cp437")
    except UnicodeEncodeError:
        return one.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return one.filename
