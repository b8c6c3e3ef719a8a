"""The process that makes targets: `main` of a Python of its own, spoken to in pickles over its standard streams.

First it says whether what it will need can be used here, then it reads targets one by one, and answers each with a `Made` or a `Failed`.
"""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from procdocs.execution.target import Failed, Made, function


class Ready(NamedTuple):
    """The worker can work."""


class Lacking(NamedTuple):
    """Libraries are missing."""

    reason: str


def main(module: str) -> None:
    """Answer until the other side closes. `module` is imported beforehand."""
    # What anyone prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    targets = sys.stdin.buffer

    def answer(value: Any) -> None:
        pickle.dump(value, answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()

    try:
        importlib.import_module(module)
    except OSError as missing:
        answer(Lacking(str(missing)))
        return
    # Looking for circles while a document is made takes an eighth of the time; those it leaves are cleared behind it.
    gc.collect()
    gc.freeze()
    gc.disable()
    answer(Ready())
    while True:
        try:
            make, inputs, consumed = pickle.load(targets)  # noqa: S301 - the pipe of the process that started this one
        except EOFError:
            return
        answer(attempt(make, inputs, consumed))
        del inputs, consumed
        gc.collect()


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
