"""Makes targets in the order they need each other: cheap ones here, the others by the executor that was chosen."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import NamedTuple

from procdocs.execution.child import Unusable
from procdocs.execution.limits import UNLIMITED, Limits
from procdocs.execution.means import Means
from procdocs.execution.pool import Pool
from procdocs.execution.target import Failed, Made, Target, function
from procdocs.execution.worker import attempt


class Outcome(NamedTuple):
    """A target and what became of it."""

    target: Target
    value: Made | Failed


#: Makes targets that are ready: what they consume is handed in by path.
Run = Callable[[Sequence[Target], Mapping[str, bytes]], Iterator[tuple[Target, Made | Failed]]]


def here(targets: Sequence[Target], consumed: Mapping[str, bytes]) -> Iterator[tuple[Target, Made | Failed]]:
    """One after the other in this process. What a target raises comes out."""
    for target in targets:
        yield target, function(target.make)(target.inputs, {path: consumed[path] for path in target.needs})


@contextmanager
def serial(_means: Means, module: str) -> Iterator[Run]:
    """One after the other in this process, with failures as in others. A crash takes the build along and nothing is limited: for looking into, not for printing."""

    def run(targets: Sequence[Target], consumed: Mapping[str, bytes]) -> Iterator[tuple[Target, Made | Failed]]:
        try:
            importlib.import_module(module)
        except OSError as missing:
            raise Unusable(str(missing)) from missing
        for target in targets:
            yield target, attempt(target.make, target.inputs, {path: consumed[path] for path in target.needs})

    yield run


def dask(means: Means, module: str) -> AbstractContextManager[Run]:
    """The workers of a cluster. The library is imported when it is first asked for."""
    from procdocs.execution.cluster import Cluster

    return Cluster(means, module)


#: Who makes targets: opened with its means and the module that will be used, when the first target is seen.
EXECUTORS: Mapping[str, Callable[[Means, str], AbstractContextManager[Run]]] = {
    "serial": serial,
    "processes": Pool,
    "dask": dask,
}


def execute(targets: Iterable[Target], executor: str = "processes", jobs: int = 1, limits: Limits = UNLIMITED, scheduler: str = "") -> Iterator[Outcome]:
    """Each target with what became of it, as it comes. Leaving the iterator early ends the work.

    Targets that are `away` go to the executor, the others are made here. What needs a target that failed fails with it.
    Raises `child.Unusable` where this machine lacks what a module needs, `child.Unreachable` for a cluster that cannot be used, ValueError for targets that wait for each other.
    """
    with ExitStack() as opened:
        runs: dict[bool, Run] = {False: here}
        waiting: list[Target] = []
        for target in targets:
            if target.away not in runs:
                runs[True] = opened.enter_context(EXECUTORS[executor](Means(jobs, limits, scheduler), target.make.partition(":")[0]))
            waiting.append(target)
        needed = frozenset(path for target in waiting for path in target.needs)
        done: dict[str, Made | Failed] = {}
        while waiting:
            ready = [target for target in waiting if done.keys() >= set(target.needs)]
            if not ready:
                raise ValueError(f"these targets wait for each other or for what is not planned: {', '.join(target.path for target in waiting)}")
            for outcome in _made(ready, runs, done):
                if outcome.target.path in needed:
                    done[outcome.target.path] = outcome.value
                yield outcome
            handed = {target.path for target in ready}
            waiting = [target for target in waiting if target.path not in handed]


def _made(ready: Sequence[Target], runs: Mapping[bool, Run], done: Mapping[str, Made | Failed]) -> Iterator[Outcome]:
    consumed = {path: value.data for path, value in done.items() if isinstance(value, Made)}
    whole = [target for target in ready if all(path in consumed for path in target.needs)]
    for away, run in runs.items():
        yield from (Outcome(*pair) for pair in run([target for target in whole if target.away is away], consumed))
    for target in ready:
        for path in target.needs:
            failed = done[path]
            if isinstance(failed, Failed):
                yield Outcome(target, failed)
                break
