"""Files that people wrote, changed together: all or none, and only if they are still as they were read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from procdocs.saving.changes import Changes
from procdocs.saving.files import Altered, look, read, refuse_link

#: Largest file of a person that is compared, in bytes.
_LIMIT = 100_000_000


def replace_files(folder: Path, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]) -> None:
    """Give files of a folder other bytes; None means that there is no file. Paths are relative with `/`; links are refused.

    Raises Altered, before anything is changed, where a file no longer holds what `before` says, and OSError where the disk refuses.
    """
    with Changes(folder) as changes:
        for path, data in after.items():
            place = folder / path
            found = look(place)
            if found is not None:
                refuse_link(place, found)
            if path in before and (None if found is None else read(place, _LIMIT)) != before[path]:
                raise Altered(0, "", str(place))
            if data is None:
                changes.remove(path)
            else:
                changes.put(path, data)
        changes.carry_out()
