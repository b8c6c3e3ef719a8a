"""One hostile project and what is done with it. Modules that add to `CASES` say what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Files = Mapping[str, bytes | str]
PAGES = ("build", "--format", "html", "--format", "xlsx")
PRINTED = (*PAGES, "--format", "pdf", "--format", "single-html", "--jobs", "1")
SETTINGS = "organisation: {name: 江海}\nlanguages: [zh]\n"


@dataclass(frozen=True)
class Case:
    """`files` gives what lies in the project, `prepare` does the rest (links, modes); `finds` is a code that must be said."""

    name: str
    files: Callable[[], Files]
    arguments: tuple[str, ...] = PRINTED
    finds: str = ""
    #: A code that must not be said.
    never: str = ""
    #: Whether it is run by `make test`, not only by `make fuzz`.
    quick: bool = False
    prepare: Callable[[Path], None] = lambda root: None
    environment: Mapping[str, str] | None = None
    #: Words before the command, such as `setpriv …`, or a line of shell in which `$PROCDOCS` is the command.
    shell: str = ""
    #: Exit codes that are right.
    codes: tuple[int, ...] = (0, 1, 2, 3)


CASES: dict[str, Case] = {}


def add(name: str, files: Callable[[], Files], finds: str = "", **more: object) -> None:
    assert name not in CASES, name
    CASES[name] = Case(name, files, finds=finds, **more)  # type: ignore[arg-type]


def process(id: str = "S1", name: str = "采购", more: str = "") -> str:
    return f"kind: process\nid: {id}\nname: {name}\ntype: support\n{more}"
