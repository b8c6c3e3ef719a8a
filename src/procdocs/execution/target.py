"""A file that is to be made, as a value: everything its bytes depend on, and the name of the function that makes them."""

from __future__ import annotations

import importlib
import platform
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

from procdocs.execution.digest import digest

_OURS = __name__.partition(".")[0]
#: Folders of the package that no target is made by: compiled code, templates (which are inputs), the sample.
_NO_CODE = ("__pycache__", "templates", "example")
#: Seconds that one target may take.
PATIENCE = 600.0
#: Bytes of memory that the process may use which makes it.
MEMORY = 2**30


@dataclass(frozen=True)
class Made:
    """What a target has become. Bytes and findings are remembered together, so that a finding comes again when the bytes do."""

    data: bytes
    #: Characters it could not show, each once.
    lost: tuple[str, ...] = ()
    #: What the maker had to say beside it.
    notes: tuple[str, ...] = ()
    #: Digests of the pictures in whose place a placeholder stands, each with the character of it that could not be shown.
    spoilt: tuple[tuple[str, str], ...] = ()
    #: Seconds it took to make; how long it took does not make it another.
    seconds: float = field(default=0.0, compare=False)
    #: Whether it was remembered, and not made now.
    reused: bool = field(default=False, compare=False)


class Failed(NamedTuple):
    """A target that could not be made; `why` is `time`, `memory` or nothing special."""

    reason: str
    why: str = ""


Make = Callable[[Any, Mapping[str, bytes]], Made]


class Source(NamedTuple):
    """A file of the project that goes into a target."""

    path: str
    data: bytes


@dataclass(frozen=True)
class Target:
    """One file of the output. Its bytes depend on `make`, `inputs` and what it consumes, and on nothing else."""

    #: Where it lies in the output folder, `/` between parts.
    path: str
    #: A frozen value that can be pickled, of types that `digest` knows.
    inputs: Any
    #: `module:function` of a function `(inputs, consumed) -> Made`; consumed are the bytes of the needed targets by path.
    make: str = "procdocs.execution.target:as_it_is"
    #: Paths of the targets it consumes.
    needs: tuple[str, ...] = ()
    #: Whether it is made in another process, because it takes long or may crash.
    away: bool = False
    #: Whether remembering it pays, though it is made here; what is made away is always remembered.
    dear: bool = False
    #: How much there is to do, in any unit: the largest go first.
    size: int = 0
    #: Seconds it may take.
    patience: float = PATIENCE
    #: Bytes of memory its process may use.
    memory: int = MEMORY
    #: `module:function` of a function `(inputs) -> str` that says on another machine why that one would make other bytes; it says nothing if it would not.
    unlike: str = ""
    #: Whether it is a file of the output; others are only there to be consumed.
    delivered: bool = True
    #: What it is called in messages, and the files a message can point at.
    name: str = ""
    sources: tuple[Source, ...] = ()


def as_it_is(inputs: Any, _consumed: Mapping[str, bytes]) -> Made:
    """Where the bytes themselves are the cheapest inputs."""
    return Made(inputs)


def function(name: str) -> Make:
    """The function of that name that makes targets."""
    found: Make = named(name)
    return found


def named(name: str) -> Callable[..., Any]:
    """The function of that `module:function`."""
    module, _, called = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), called)
    return found


def keys(targets: Iterable[Target]) -> dict[str, str]:
    """The key of every target by its path: two targets of one key have the same bytes and the same findings.

    It stands for the inputs, the code that makes the target and the keys of all it consumes. Raises KeyError if one of these is not among the targets.
    """
    planned = {target.path: target for target in targets}
    found: dict[str, str] = {}

    def find(path: str) -> None:
        if path not in found:
            for needed in planned[path].needs:
                find(needed)
            found[path] = key(planned[path], found)

    for path in planned:
        find(path)
    return found


def key(target: Target, known: Mapping[str, str]) -> str:
    """The key of one target; `known` are those of all it consumes. Raises KeyError if one of these is missing."""
    return digest((target.make, code(target.make.partition(":")[0]), target.inputs, tuple(known[needed] for needed in target.needs)))


@cache
def code(module: str) -> str:
    """The digest of all our code and of what it reads beside it, and of the package a module lies in if that is another one.

    All of it, not what a maker seems to use: what a function calls cannot be told from outside, and a key that misses something is worse than one that holds too much.
    """
    package = module.rpartition(".")[0] or module
    places = {_OURS, package if package.partition(".")[0] != _OURS else _OURS}
    return digest((platform.python_version(), zlib.ZLIB_RUNTIME_VERSION, tuple(row for place in sorted(places) for row in _code(files(place), place))))


def _code(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every file of a package that says what it does."""
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        name = f"{path}/{one.name}"
        if one.is_dir() and one.name not in _NO_CODE:
            yield from _code(one, name)
        elif one.name.endswith((".py", ".pyc", ".yaml")):
            yield name, one.read_bytes()
