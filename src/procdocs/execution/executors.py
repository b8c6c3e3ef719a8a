"""Makes targets in the order they need each other: remembered ones not at all, cheap ones here, the others by the executor that was chosen."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from procdocs.execution.child import Unusable
from procdocs.execution.limits import UNLIMITED, Limits
from procdocs.execution.means import Means
from procdocs.execution.pool import Pool
from procdocs.execution.remembered import Cache, Remembered, pays
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
        started = time.perf_counter()
        made = function(target.make)(target.inputs, {path: consumed[path] for path in target.needs})
        yield target, replace(made, seconds=time.perf_counter() - started)


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


def idle() -> None:
    """Nothing else to do."""


def execute(
    targets: Iterable[Target],
    executor: str = "processes",
    jobs: int = 1,
    limits: Limits = UNLIMITED,
    scheduler: str = "",
    cache: Cache | None = None,
    meanwhile: Callable[[], None] = idle,
) -> Iterator[Outcome]:
    """Each target with what became of it, as it comes. Leaving the iterator early ends the work.

    Targets that are `away` go to the executor, the others are made here; with a `cache`, only those it does not hold, and what is made
    goes into it. What needs a target that failed fails with it. A delivered target that costs nothing is handed on before the next one
    is asked for, and forgotten, so that pages are never held all at once: who consumes such a target is listed before it.
    `meanwhile` is called once, when all is planned and processes of this machine work already: for what else has to be done here.
    Raises `child.Unusable` where this machine lacks what a module needs, `child.Unreachable` for a cluster that cannot be used, ValueError for targets that wait for each other.
    """
    needed: set[str] = set()
    remembered = Remembered(cache, needed)
    means = Means(jobs, limits, scheduler)
    with ExitStack() as opened:
        runs: dict[bool, Run] = {False: here}
        waiting: list[Target] = []
        done: dict[str, Made | Failed] = {}
        for target in targets:
            needed.update(target.needs)
            outcome = None if target.needs else _known(target, remembered)
            if outcome is None and not target.needs and not target.away:
                outcome = next(_made([target], runs, done, remembered))
            if outcome is not None:
                if pays(target) or target.path in needed or not target.delivered:
                    done[target.path] = outcome.value
                yield outcome
                continue
            if target.away and not target.needs:
                _begin(runs, opened, executor, means, target)
            waiting.append(target)
        done = {path: value for path, value in done.items() if path in needed}
        meanwhile()
        while waiting:
            ready = [target for target in waiting if done.keys() >= set(target.needs)]
            if not ready:
                raise ValueError(f"these targets wait for each other or for what is not planned: {', '.join(target.path for target in waiting)}")
            found = [outcome for target in ready if target.needs and (outcome := _known(target, remembered)) is not None]
            missing = [target for target in ready if target.path not in {outcome.target.path for outcome in found}]
            for target in missing:
                if target.away:
                    _open(runs, opened, executor, means, target)
            for outcome in chain(found, _made(missing, runs, done, remembered)):
                if outcome.target.path in needed:
                    done[outcome.target.path] = outcome.value
                yield outcome
            handed = {target.path for target in ready}
            waiting = [target for target in waiting if target.path not in handed]


def _known(target: Target, remembered: Remembered) -> Outcome | None:
    made = remembered.made(target)
    return None if made is None else Outcome(target, made)


def _open(runs: dict[bool, Run], opened: ExitStack, executor: str, means: Means, target: Target) -> None:
    """Have the executor at hand: it gets ready while others are still planned."""
    if True not in runs:
        runs[True] = opened.enter_context(EXECUTORS[executor](means, target.make.partition(":")[0]))


def _begin(runs: dict[bool, Run], opened: ExitStack, executor: str, means: Means, target: Target) -> None:
    """Begin with a target while others are still planned, where the executor can."""
    _open(runs, opened, executor, means, target)
    pool = runs[True]
    if isinstance(pool, Pool):
        pool.begin(target)


def _made(ready: Sequence[Target], runs: Mapping[bool, Run], done: Mapping[str, Made | Failed], remembered: Remembered) -> Iterator[Outcome]:
    consumed = {path: value.data for path, value in done.items() if isinstance(value, Made)}
    whole = [target for target in ready if all(path in consumed for path in target.needs)]
    for away, run in runs.items():
        for target, value in run([target for target in whole if target.away is away], consumed):
            remembered.keep(target, value)
            yield Outcome(target, value)
    for target in ready:
        for path in target.needs:
            failed = done[path]
            if isinstance(failed, Failed):
                yield Outcome(target, failed)
                break
