"""Finds the files of a font family by its name: asks fontconfig where it is there, else reads the names in the font files."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
#: Seconds after which fontconfig is given up.
PATIENCE = 20


class Font(NamedTuple):
    """A family with its regular and bold file and the number of the face in a collection."""

    family: str
    regular: Path
    bold: Path
    number: int


def installed(family: str, files: tuple[Path, ...]) -> Font | None:
    """The font of that name, case ignored; `files` are all font files of this machine. None if it is not there."""
    faces = _by_family(files).get(family.casefold(), ())
    regular = next((face for face in faces if face[2] == "regular"), None) or next(iter(faces), None)
    if regular is None:
        return None
    bold = next((face for face in faces if face[2] == "bold" and face[1] == regular[1]), regular)
    return Font(family, regular[0], bold[0], regular[1])


Face = tuple[Path, int, str]


@cache
def _by_family(files: tuple[Path, ...]) -> dict[str, list[Face]]:
    """Faces by family name: file, number in the collection, `regular`, `bold` or another style."""
    found: dict[str, list[Face]] = {}
    for families, style, path, number in _listed_by_fontconfig() or _read_names(files):
        if path.suffix.lower() in ENDINGS:
            for family in families:
                found.setdefault(family.casefold(), []).append((path, number, style))
    return {family: sorted(faces) for family, faces in found.items()}


def _listed_by_fontconfig() -> list[tuple[list[str], str, Path, int]]:
    program = shutil.which("fc-list")
    if program is None:
        return []
    try:
        done = subprocess.run([program, "--format", "%{family}\t%{style}\t%{index}\t%{file}\n"], capture_output=True, timeout=PATIENCE, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    rows = [line.split("\t") for line in done.stdout.decode("utf-8", "replace").splitlines()]
    # The upper half of the index numbers instances of variable fonts.
    return [(row[0].split(","), _style(row[1].split(",")), Path(row[3]), int(row[2]) & 0xFFFF) for row in rows if len(row) == 4 and row[2].isdigit()]


def _read_names(files: tuple[Path, ...]) -> list[tuple[list[str], str, Path, int]]:
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    found = []
    for path in files:
        if path.suffix.lower() not in ENDINGS:
            continue
        try:
            faces: list[Any] = list(TTCollection(path, lazy=True)) if path.suffix.lower() in (".ttc", ".otc") else [TTFont(path, lazy=True)]
            for number, face in enumerate(faces):
                names = face["name"]
                families = {str(record) for record in names.names if record.nameID in (1, 16)}
                found.append((sorted(families), _style([str(names.getDebugName(17) or names.getDebugName(2) or "")]), path, number))
        except (TTLibError, OSError, KeyError, ValueError):
            continue
    return found


def _style(names: list[str]) -> str:
    said = {name.strip().casefold() for name in names}
    return "regular" if said & {"regular", "normal", "book", "roman"} else "bold" if "bold" in said else next(iter(sorted(said)), "")
