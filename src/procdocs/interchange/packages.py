"""Zip packages of other programs (XMind, Office): their parts within limits, and files that only look like one."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from procdocs.interchange.told import Refused

#: Limits of a package: files in it, bytes unpacked, how much denser than unpacked.
MEMBERS, UNPACKED, RATIO = 5_000, 150_000_000, 250
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The moment of every file in what we write: the same input gives the same bytes.
_DAY = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1


class Package:
    """The parts of a package by name. Raises Refused: an old or encrypted Office file (`ole`), a `password`, `bomb`, no `package`."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise Refused("ole")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as problem:
            raise Refused("package") from problem
        size = sum(one.file_size for one in members)
        if len(members) > MEMBERS or size > UNPACKED or size > RATIO * max(len(data), 1):
            raise Refused("bomb", size=size // 1_000_000)
        if any(one.flag_bits & _ENCRYPTED for one in members):
            raise Refused("password")
        self._names = frozenset(one.filename for one in members)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in order of their names."""
        return tuple(sorted(self._names))

    def read(self, name: str) -> bytes:
        """A part. Raises Refused where it is not there, damaged, or larger than the package says."""
        try:
            with self._zip.open(name) as part:
                data = part.read(UNPACKED + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as problem:
            raise Refused("part", name) from problem
        if len(data) > UNPACKED:
            raise Refused("bomb", name, size=len(data) // 1_000_000)
        return data


def packed(parts: Mapping[str, bytes], stored: str = "") -> bytes:
    """A package of these parts, in their order; `stored` is left unpacked at its place. The same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()
