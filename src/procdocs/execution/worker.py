"""The process that makes targets: `main` of a Python of its own, spoken to over its standard streams.

First it says whether what it will need can be used here, then it reads orders one by one, and answers each with a `Made` or a `Failed`.
It ends when nobody speaks to it any more, also in the middle of its work.
"""

from __future__ import annotations

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

#: What stands before an order: its length in bytes.
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

    orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
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


def _listen(orders: queue.SimpleQueue[bytes]) -> None:
    """A thread: takes in orders, and ends the process when the other side is gone, whatever is being made."""
    while len(length := sys.stdin.buffer.read(LENGTH.size)) == LENGTH.size:
        orders.put(sys.stdin.buffer.read(LENGTH.unpack(length)[0]))
    os._exit(0)


def _made(orders: queue.SimpleQueue[bytes]) -> Made | Failed:
    """What becomes of the next order. Its bytes are let go of as soon as it is read: it may hold all parts of a manual."""
    try:
        make, inputs, consumed, memory, patience = pickle.loads(orders.get())  # noqa: S301 - from the process that started this one
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
