"""A single file on the disk: looked at without following links, written beside its place, flushed, then moved there."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
import time
from pathlib import Path
from typing import ClassVar, NamedTuple

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
#: Names that are devices somewhere, with any ending.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\..*)?", re.IGNORECASE)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f\ud800-\udfff\\:*?"<>|]')
#: How often a file that another program holds for a moment (a virus scanner, an indexer) is tried again, on Windows.
_PATIENCE = 8


class Refused(OSError):
    """Nothing was written because of what stands in the place; `label` names the sentence for it, `saving.LABEL` in `languages/`."""

    label: ClassVar[str] = ""


class Busy(Refused):
    """Another process of ours is writing to the same folder."""

    label = "busy"


class Blocked(Refused):
    """A file cannot be replaced: another program holds it open, or a folder stands in its place."""

    label = "blocked"


class Linked(Refused):
    """A link stands where a folder or file of ours would be written: nothing is written through links."""

    label = "linked"


class Foreign(Refused):
    """A file that is not ours stands in the place of one of ours."""

    label = "foreign"


class NotACache(Refused):
    """A folder holds files of somebody: nothing is remembered among them."""

    label = "not_a_cache"


class Altered(Refused):
    """A file is no longer what was read: somebody has changed it meanwhile."""

    label = "altered"


class Standing(NamedTuple):
    """How a file stands in its place. Who writes to it changes one of these: `changed` cannot be set by anybody, where the system has it."""

    size: int
    #: Moments in ns: of the last writing, and of the last change of any kind (on Windows, of its making).
    written: int
    changed: int
    #: The file's number in its file system.
    number: int


def how(found: os.stat_result) -> Standing:
    """What the file system says, cut down to what tells a change."""
    return Standing(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def safe(path: str) -> bool:
    """Whether a path is plainly below its folder on every system: relative, with `/`, without `..`, devices or strange characters."""
    return bool(path) and not _UNSAFE.search(path) and all(_safe_name(name) for name in path.split("/"))


def _safe_name(name: str) -> bool:
    return bool(name) and name not in (".", "..") and not name.endswith((".", " ")) and len(os.fsencode(name)) < 256 and not _DEVICE.fullmatch(name)


def look(path: Path) -> os.stat_result | None:
    """What stands at a path itself, a link as a link; None for nothing."""
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_file(path: Path) -> bool:
    """Whether a regular file stands there, and no link to one."""
    found = look(path)
    return found is not None and stat.S_ISREG(found.st_mode)


def standing(folder: Path, path: str) -> os.stat_result | None:
    """What stands at `path` below `folder`, reached through real folders only; None for nothing.

    Raises Linked for a link on the way, Blocked for a file on the way.
    """
    way = folder
    for name in path.split("/")[:-1]:
        way /= name
        found = look(way)
        if found is None:
            return None
        refuse_link(way, found)
        if not stat.S_ISDIR(found.st_mode):
            raise Blocked(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(way))
    return look(folder / path)


def refuse_link(path: Path, found: os.stat_result) -> None:
    """Raises Linked where what was found is a link, or what Windows has for one."""
    if stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1):
        raise Linked(errno.ELOOP, os.strerror(errno.ELOOP), str(path))


def read(path: Path, limit: int) -> bytes | None:
    """The bytes of a regular file that is no link and has at most `limit` bytes; None for anything else. Raises OSError where it cannot be read."""
    found = look(path)
    if found is None or not stat.S_ISREG(found.st_mode) or found.st_size > limit:
        return None
    with os.fdopen(os.open(path, _READ), "rb") as file:
        return file.read(limit)


def holds(path: Path, data: bytes) -> bool:
    """Whether a regular file that is no link has just these bytes."""
    found = look(path)
    try:
        return found is not None and found.st_size == len(data) and read(path, len(data)) == data
    except OSError:
        return False


def put(path: Path, data: bytes, mode: int | None = None) -> None:
    """A new file with these bytes, on the disk when this returns; `mode` are its permissions (default: the usual ones). It must not exist."""
    handle = os.open(path, _NEW, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        if mode is not None:
            path.chmod(mode)
        os.fsync(handle)
    finally:
        os.close(handle)


def flush(folder: Path) -> None:
    """The names in a folder are on the disk when this returns; nothing happens where a system has no such wish."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(handle)


def move(origin: Path, target: Path) -> None:
    """Move a file over whatever file stands there, patient with programs that hold it for a moment. Raises OSError."""
    for attempt in range(_PATIENCE):
        try:
            origin.replace(target)
            return
        except PermissionError:
            if os.name != "nt" or attempt == _PATIENCE - 1:
                raise
            time.sleep(0.01 * 2**attempt)


def write(path: Path, data: bytes) -> bool:
    """The whole file or none, replacing a file of that name; whether it had to be written: what is the same already is not touched.

    Raises Linked where a link stands there, Blocked for a folder or device, OSError that names the file for all else.
    """
    found = look(path)
    if found is not None:
        refuse_link(path, found)
        if not stat.S_ISREG(found.st_mode):
            raise Blocked(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        if holds(path, data):
            return False
    _beside(path, data, stat.S_IMODE(found.st_mode) & 0o777 if found is not None else None, fresh=False)
    return True


def create(path: Path, data: bytes) -> None:
    """A whole new file or none. Raises FileExistsError where something stands there, also if it came in this moment."""
    _beside(path, data, None, fresh=True)


def put_aside(origin: Path, target: Path, *, stays: bool) -> None:
    """Give a file another name; with `stays` it keeps its own as well, where the file system has second names, until another file takes it."""
    if stays:
        with contextlib.suppress(OSError, NotImplementedError):
            os.link(origin, target, follow_symlinks=False)
            return
    move(origin, target)


def _beside(path: Path, data: bytes, mode: int | None, *, fresh: bool) -> None:
    beside = path.with_name(f".{path.name[:60]}.{secrets.token_hex(6)}")
    try:
        put(beside, data, mode)
        if fresh:
            _move_new(beside, path)
        else:
            move(beside, path)
        flush(path.parent)
    except OSError as problem:
        raise type(problem)(problem.errno, problem.strerror, str(path)) from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _move_new(origin: Path, target: Path) -> None:
    """Move a file where nothing stands; a second name tells that for sure, where the file system has second names."""
    if look(target) is not None:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    try:
        os.link(origin, target)
    except FileExistsError:
        raise
    except OSError:
        move(origin, target)
