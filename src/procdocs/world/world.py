"""What reading asks for: what lies in a folder, what one entry is, and the bytes of a file. Knows nothing of what the files mean."""

from __future__ import annotations

import hashlib
from typing import Literal, NamedTuple, Protocol

Kind = Literal["file", "folder", "other"]
#: `link` leads out of the world, `untrusted` is a link where none is followed, the empty text leads nowhere or is no file.
Reason = Literal["link", "untrusted", ""]


class Entry(NamedTuple):
    """What lies in a folder. Of a link, `kind` is what it leads to."""

    name: str
    kind: Kind = "file"
    link: bool = False
    #: Why it is not to be read; None if it may be read.
    refused: Reason | None = None


class Refused(OSError):
    """A file that is not read; `reason` as in `Entry.refused`."""

    def __init__(self, path: str, reason: Reason = "") -> None:
        super().__init__(f"{path}: not read")
        self.reason: Reason = reason


class Unusable(OSError):
    """Something that is no world: `reason` is a word (`revision`, `folder`, `archive`, `pdf`, `large`, `git`), `detail` what the program behind it said."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


class World(Protocol):
    """Files by their paths, relative to the project and with `/`; `""` is the top folder.

    All methods raise OSError where the system refuses to look.
    """

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """What lies directly in a folder, hidden entries included, in order of the names; nothing where there is no such folder."""
        ...

    def entry(self, path: str) -> Entry | None:
        """What lies at a path; None if nothing does."""
        ...

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file, one more than `limit` at most. Raises Refused for what is no file, is not there or lies outside."""
        ...


def digest(data: bytes) -> str:
    """A name for these bytes that no others have."""
    return hashlib.sha256(data).hexdigest()
