"""A file that is to be made, as a value: everything its bytes depend on, and the name of the function that makes them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from procdocs.execution.digest import digest

#: Seconds that one target may take.
PATIENCE = 600.0
#: Bytes of memory that the process may use which makes it: three times what the longest register of 400 processes needs.
MEMORY = 3 * 2**30


class Made(NamedTuple):
    """What a target has become. All of it is remembered with the target, so that a finding comes again when the bytes do."""

    data: bytes
    #: Characters it could not show, each once.
    lost: tuple[str, ...] = ()
    #: What the maker had to say beside it.
    notes: tuple[str, ...] = ()


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

    def key(path: str) -> str:
        if path not in found:
            target = planned[path]
            found[path] = digest((target.make, code(target.make.partition(":")[0]), target.inputs, tuple(key(needed) for needed in target.needs)))
        return found[path]

    for path in planned:
        key(path)
    return found


@cache
def code(module: str) -> str:
    """The digest of the source of the package a module lies in, and of ours."""
    packages = (module.rpartition(".")[0], __name__.rpartition(".")[0])
    return digest(tuple((file.name, file.read_bytes()) for package in packages for file in sorted(files(package).iterdir(), key=str) if file.name.endswith((".py", ".pyc"))))
