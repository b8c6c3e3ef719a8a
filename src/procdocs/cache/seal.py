"""Tells what this machine has put into a cache from what somebody else has put there.

A project may come from anybody, by mail or as a proposed change, and a cache in its folder with it: entries under right keys that hold
wrong pages. So each entry is sealed with what the file system says of one file of the folder: its number and the nanosecond in which
it was made here. No copy, archive or checkout can bring these along, and who writes an entry elsewhere cannot know them.
A cache outside of the project was named by the person who builds, who may share it between machines; there the seal is a checksum only.
"""

from __future__ import annotations

import hmac
import stat
from pathlib import Path

from procdocs.saving.files import look

#: The file by which a folder is known; backup programs know it too, and leave the folder out.
TAG = "CACHEDIR.TAG"
TAG_CONTENT = b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by procdocs. Safe to delete; see https://bford.info/cachedir/\n"
#: Bytes of a seal.
SIZE = 32


def secret(folder: Path) -> bytes | None:
    """What entries of a folder inside a project are sealed with; None if the folder has no tag yet."""
    found = look(folder / TAG)
    if found is None or not stat.S_ISREG(found.st_mode):
        return None
    return f"{found.st_ino} {found.st_ctime_ns}".encode()


def seal(secret: bytes, key: str, body: bytes) -> bytes:
    """The seal of what lies under a key."""
    return hmac.digest(secret, key.encode() + b"\n" + body, "sha256")


def holds(secret: bytes, key: str, body: bytes, said: bytes) -> bool:
    """Whether a seal is right."""
    return hmac.compare_digest(seal(secret, key, body), said)
