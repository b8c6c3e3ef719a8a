"""What prints on this machine: versions of every library that forms the pages, and all fonts. Asks; loads none of it here.

Pango beside another Pango in one process hangs or crashes, so a small process of its own asks the system's libraries.
"""

from __future__ import annotations

import json
import os
import platform
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import BinaryIO

from procdocs.execution.child import SURROUNDINGS, Unusable
from procdocs.execution.digest import digest
from procdocs.execution.scarcity import NO_ROOM, is_scarcity
from procdocs.writers.print.sheet import Front, Press, Sheet, Volume

#: Packages that form a PDF or its text.
PACKAGES = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "fonttools", "brotli", "pillow", "pikepdf", "webencodings", "cffi")
#: Seconds after which the system's libraries are taken for unusable.
PATIENCE = 60
#: Faces looked at in a collection; real ones have a dozen.
MOST_FACES = 256


def press() -> Press:
    """What a sheet is printed by, here and now. Where the libraries are missing, their versions are empty. Raises Unusable where there is no room to ask."""
    program = [sys.executable, "-I", "-S", str(Path(__file__).with_name("system_libraries.py"))]
    try:
        said = json.loads(subprocess.run(program, env={**os.environ, **SURROUNDINGS}, capture_output=True, timeout=PATIENCE, check=False).stdout)
    except (ValueError, subprocess.TimeoutExpired):
        said = {"libraries": {}, "fonts": [], "settings": []}
    except (OSError, MemoryError) as problem:
        if not is_scarcity(problem):
            raise
        raise Unusable(NO_ROOM) from None
    libraries = {name: _version(name) for name in PACKAGES} | said["libraries"] | {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    return Press(tuple(sorted(libraries.items())), digest((tuple(sorted(map(_font, said["fonts"]))), tuple(_content(path) for path in said["settings"]))))


def unlike(printed: Sheet | Front | Volume) -> str:
    """Why this machine would print other bytes than the one this comes from; nothing if it would not."""
    ours, theirs = press(), (printed.sheet if isinstance(printed, Front) else printed).press
    here, there = dict(ours.libraries), dict(theirs.libraries)
    other = [f"{name} {here.get(name) or '-'}, not {there.get(name) or '-'}" for name in sorted(here.keys() | there.keys()) if here.get(name) != there.get(name)]
    return "; ".join([*other, *["other fonts"] * (ours.fonts != theirs.fonts)])


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _font(path: str) -> tuple[str, str]:
    """Name and digest of a font file. A file of tables lists a checksum of each at its beginning: reading that list is reading them all."""
    try:
        with Path(path).open("rb") as file:
            return Path(path).name, digest((os.fstat(file.fileno()).st_size, *_lists(file)))
    except OSError:
        return Path(path).name, ""


def _lists(file: BinaryIO) -> Iterator[bytes]:
    """The lists of tables of every face in a font file; of a file of another kind, all of it."""
    head = file.read(12)
    if head.startswith(b"ttcf"):
        count = min(int.from_bytes(head[8:]), MOST_FACES)
        places = struct.unpack(f">{count}L", file.read(4 * count).ljust(4 * count, b"\0"))
    elif head.startswith((b"\0\1\0\0", b"OTTO", b"true")):
        places = (0,)
    else:
        yield head + file.read()
        return
    for place in places:
        file.seek(place)
        head = file.read(12)
        yield head + file.read(16 * int.from_bytes(head[4:6]))


def _content(path: str) -> str:
    try:
        return digest(Path(path).read_bytes())
    except OSError:
        return ""
