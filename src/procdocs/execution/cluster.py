"""Workers of other machines that make targets: a Dask cluster, each of whose workers keeps processes of its own as the pool does here.

So a target runs alone in a process with limits wherever it is made. A worker that is lost costs nothing: the scheduler gives its work to another.
"""

from __future__ import annotations

import pickle
import platform
import queue
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from procdocs import __version__
from procdocs.execution.child import Child, Unreachable, Unusable, ordered
from procdocs.execution.means import Means
from procdocs.execution.target import Failed, Made, Target, code, named
from procdocs.execution.worker import Order

if TYPE_CHECKING:
    from distributed import Client, Future

#: Seconds for a scheduler to answer, and for a cluster without workers to get one.
PATIENCE = 30.0
#: Targets for each thread of the cluster that are under way at once: one in work, one beside it.
_AHEAD = 2


class Cluster:
    """A cluster that is used for a while; use as a context manager. Raises Unreachable."""

    def __init__(self, means: Means, module: str) -> None:
        self._means, self._module = means, module
        self._session = uuid4().hex
        self._asked = False

    def __enter__(self) -> Cluster:
        try:
            import dask
            from distributed import Client
            from distributed.comm.addressing import parse_host_port
        except ImportError as missing:
            raise Unreachable(f"{missing}; pip install 'procdocs[dask]'") from missing
        with self._named(), ExitStack() as opened:
            # A client that found nobody keeps trying when it is thrown away.
            socket.create_connection(parse_host_port(self._means.scheduler), PATIENCE).close()
            # Targets travel with the order to make them: a worker that is lost takes nothing along that others wait for.
            opened.enter_context(dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"}))
            self._client: Client = opened.enter_context(Client(self._means.scheduler, timeout=PATIENCE, set_as_default=False))
            self._client.wait_for_workers(1, timeout=PATIENCE)
            opened.callback(self._client.run, dismiss, self._session, on_error="ignore")
            self._opened = opened.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self._opened.close()

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Problems of the connection, said with its address."""
        try:
            yield
        except (OSError, ValueError, TimeoutError) as problem:
            raise Unreachable(f"{self._means.scheduler}: {problem}") from problem

    def __call__(self, targets: Sequence[Target], consumed: Mapping[str, bytes]) -> Iterator[tuple[Target, Made | Failed]]:
        """Each target with what became of it, as it comes; the largest is begun first. Raises Unreachable before any work."""
        if not targets:
            return
        if not self._asked:
            self._ask(targets[0])
            self._asked = True
        waiting = sorted(targets, key=lambda target: target.size)
        done: queue.SimpleQueue[Future] = queue.SimpleQueue()
        out: dict[str, tuple[Target, Future]] = {}
        while waiting or out:
            while waiting and len(out) < _AHEAD * max(1, sum(self._client.nthreads().values())):
                target = waiting.pop()
                future = self._submitted(target, consumed)
                out[future.key] = (target, future)
                future.add_done_callback(done.put)
            target, future = out.pop(self._finished(done).key)
            yield target, _result(future)

    def _submitted(self, target: Target, consumed: Mapping[str, bytes]) -> Future:
        message = pickle.dumps(ordered(target, consumed, self._means.limits), protocol=pickle.HIGHEST_PROTOCOL)
        return self._client.submit(serve, self._build(target), self._module, message, key=f"procdocs-{uuid4().hex}", pure=False)

    def _build(self, target: Target) -> Build:
        return Build(self._session, __version__, code(target.make.partition(":")[0]), target.unlike)

    def _finished(self, done: queue.SimpleQueue[Future]) -> Future:
        """The next that is finished. Raises Unreachable when there is no worker any more, and none comes."""
        while True:
            try:
                return done.get(timeout=PATIENCE)
            except queue.Empty:
                with self._named():
                    self._client.wait_for_workers(1, timeout=PATIENCE)

    def _ask(self, target: Target) -> None:
        """Whether every worker would make the same bytes as this machine. Raises Unreachable with all that would not."""
        with self._named():
            said = self._client.run(differs, self._build(target), target.make, target.inputs, on_error="return")
        reasons = [f"{address}: {reason if isinstance(reason, str) else f'{type(reason).__name__}: {reason}'}" for address, reason in sorted(said.items()) if reason]
        if reasons:
            raise Unreachable("; ".join(reasons))


def _result(future: Future) -> Made | Failed:
    try:
        value: Any = future.result()
    except Exception as problem:  # what a scheduler raises in place of a task is its own
        return Failed(f"{type(problem).__name__}: {problem}")
    finally:
        future.release()
    return value if isinstance(value, (Made, Failed)) else Failed(repr(value))


# What runs in the workers of the cluster.


class Build(NamedTuple):
    """What a build that asks is and has, for a worker to compare."""

    session: str
    version: str
    #: Digest of the code that makes its targets.
    code: str
    #: As in a target.
    unlike: str


_LOCK = threading.Lock()
#: Processes that wait for work, by the session of the build they were begun for: each build finds the fonts and libraries of its own time.
_IDLE: dict[str, list[Child]] = {}


def serve(build: Build, module: str, message: bytes) -> Made | Failed:
    """A target made in a process of this worker, which is kept for the next one of the same build."""
    order: Order = pickle.loads(message)  # noqa: S301 - the scheduler can run anything here
    with _LOCK:
        known = build.session in _IDLE
    reason = "" if known else differs(build, order.make, order.inputs)
    if reason:
        return Failed(f"{platform.node()}: {reason}")
    with _LOCK:
        idle = _IDLE.setdefault(build.session, [])
        child = idle.pop() if idle else None
    try:
        if child is None:
            child = Child(module)
            child.start()
        value = child.make(order)
    except (Unusable, OSError) as missing:
        return Failed(f"{platform.node()}: {missing}")
    with _LOCK:
        if child.is_alive and build.session in _IDLE:
            _IDLE[build.session].append(child)
            return value
    child.close()
    return value


def dismiss(session: str) -> None:
    """End the processes of a build."""
    with _LOCK:
        children = _IDLE.pop(session, [])
    for child in children:
        child.close()


def differs(build: Build, make: str, inputs: Any) -> str:
    """Why this worker would make other bytes than the machine that asks; nothing if it would not."""
    if build.version != __version__:
        return f"procdocs {__version__}, not {build.version}"
    if code(make.partition(":")[0]) != build.code:
        return f"another procdocs {__version__}"
    return str(named(build.unlike)(inputs)) if build.unlike else ""
