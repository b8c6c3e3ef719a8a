"""The process that makes targets: `main` of a Python of its own, spoken to over its standard streams.

First it says whether what it will need can be used here, then it reads orders one by one, and answers each with a `Made` or a `Failed`.
It ends when nobody speaks to it any more, also in the middle of its work.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import importlib
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from procdocs.execution.limits import held, hold
from procdocs.execution.scarcity import NO_ROOM, is_scarcity, require_room
from procdocs.execution.target import Failed, Made, function

#: What stands before an order, and before each of its pieces: how many they are, how many bytes it has.
LENGTH = struct.Struct(">Q")


class Ready(NamedTuple):
    """The worker can work."""


class Lacking(NamedTuple):
    """Libraries are missing."""

    reason: str


class Order(NamedTuple):
    """A target to be made, with the memory in bytes and the seconds it may take."""

    make: str
    inputs: Any
    consumed: Mapping[str, bytes]
    memory: int
    patience: float


def pieces(order: Order) -> tuple[bytes, ...]:
    """An order as it travels: without what it consumes, and that behind it as it is, which may be all parts of a manual and is never copied."""
    return pickle.dumps(order._replace(consumed=dict.fromkeys(order.consumed, b"")), protocol=pickle.HIGHEST_PROTOCOL), *order.consumed.values()


def _whole(travelled: tuple[bytes, ...]) -> Order:
    order: Order = pickle.loads(travelled[0])  # noqa: S301 - from the process that started this one
    return order._replace(consumed=dict(zip(order.consumed, travelled[1:], strict=True)))


class Answer(NamedTuple):
    """What became of an order, and the bytes of memory the worker occupies after it."""

    value: Made | Failed
    held: int


def main(module: str) -> None:
    """Answer until the other side closes. `module` is imported beforehand."""
    # What anyone prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # Ctrl-C goes to all processes of a terminal, but it is the build that decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGXCPU"):
        # Says where it was when its time was over, also from within a library that answers to nobody.
        faulthandler.register(signal.SIGXCPU, chain=True)

    def answer(value: Any) -> None:
        pickle.dump(value, answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()

    orders: queue.SimpleQueue[tuple[bytes, ...]] = queue.SimpleQueue()
    try:
        require_room()
        importlib.import_module(module)
        threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    except (OSError, MemoryError, ImportError, RuntimeError) as missing:
        if not isinstance(missing, OSError) and not is_scarcity(missing):
            raise
        said = str(missing)
        answer(Lacking(NO_ROOM if is_scarcity(missing) and NO_ROOM not in said else said))
        return
    # Looking for circles while a document is made takes an eighth of the time; those it leaves are cleared behind it.
    gc.collect()
    gc.freeze()
    gc.disable()
    answer(Ready())
    while True:
        value = _made(orders)
        gc.collect()
        answer(Answer(value, held()))
        del value


def _listen(orders: queue.SimpleQueue[tuple[bytes, ...]]) -> None:
    """A thread: takes in orders, and ends the process when the other side is gone, whatever is being made."""
    with contextlib.suppress(EOFError):
        while True:
            count = _number()
            orders.put(tuple(_taken(_number()) for _ in range(count)))
    os._exit(0)


def _number() -> int:
    return int(LENGTH.unpack(_taken(LENGTH.size))[0])


def _taken(size: int) -> bytes:
    found = sys.stdin.buffer.read(size)
    if len(found) < size:
        raise EOFError
    return found


def _made(orders: queue.SimpleQueue[tuple[bytes, ...]]) -> Made | Failed:
    """What becomes of the next order."""
    try:
        make, inputs, consumed, memory, patience = _whole(orders.get())
    except MemoryError:
        return Failed("MemoryError", "memory")
    hold(memory, patience)
    return attempt(make, inputs, consumed)


def attempt(make: str, inputs: Any, consumed: Mapping[str, bytes]) -> Made | Failed:
    """What the function of that name makes, or why it did not."""
    started = time.perf_counter()
    try:
        made = function(make)(inputs, consumed)
        return replace(made, seconds=time.perf_counter() - started)
    except MemoryError:
        return Failed("MemoryError", "memory")
    except Exception as mistake:
        traceback.print_exc()
        return Failed(f"{type(mistake).__name__}: {mistake}")
