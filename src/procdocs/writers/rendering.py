"""Plans a format: here with our own templates, in a process with little time and memory with those of a user.

A plan renders every page, so it runs what stands in a project's `templates/`. Such a process can be made to work for ever or to take
all memory, by means nobody has thought of; then it is ended, and says where it was.
"""

from __future__ import annotations

import pickle
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.drawing import PD705
from procdocs.execution.executors import execute
from procdocs.execution.limits import free_time, hold_time
from procdocs.execution.target import Failed, Made, Target
from procdocs.manual.model import Manual
from procdocs.templating import FOLDER, Overdue, template_ended, template_mistake
from procdocs.writers import WRITERS, Options, WriterFailed, silent

#: Seconds of work that the templates of a user may cost in a build: these, and as many for each entry of a manual in each format. Ours take a twentieth.
SECONDS, SECONDS_AN_ENTRY = 6.0, 0.1
#: Memory of the process in bytes: these, and as many for each entry.
MEMORY, MEMORY_AN_ENTRY = 400 * 2**20, 2**20
#: Bytes that all files of a format may have: these, and as many for each entry.
WRITTEN, WRITTEN_AN_ENTRY = 2**25, 2**19
#: A machine that has much else to do may take so many times as long.
_BUSY = 5
#: Seconds between reminders that the time is over: the first may reach a place that takes it for something else.
_AGAIN = 0.25


class Rendering:
    """What the templates of one build may still cost."""

    def __init__(self) -> None:
        self._left = SECONDS

    def plan(self, name: str, manual: Manual, options: Options) -> Iterator[Target]:
        """The targets of a format. Raises WriterFailed (PD705) where a user's template cannot be used; with our own alone, what planning raises."""
        if not options.templates.own:
            yield from WRITERS[name].plan(manual, options)
            return
        entries = len(manual.entries)
        self._left += SECONDS_AN_ENTRY * entries
        inputs = (name, manual, replace(options, progress=silent, cache=None), self._left, WRITTEN + WRITTEN_AN_ENTRY * entries)
        work = Target(name, inputs, f"{__name__}:rendered", away=True, patience=_BUSY * self._left, memory=MEMORY + MEMORY_AN_ENTRY * entries)
        [(_, made)] = execute([work], limits=options.limits)
        if isinstance(made, Failed):
            raise WriterFailed(template_ended(made.why, made.reason))
        said, worked = pickle.loads(made.data)  # noqa: S301 - from a process started here
        self._left -= worked
        if isinstance(said, Diagnostic):
            raise WriterFailed(said)
        yield from said


def rendered(inputs: tuple[str, Manual, Options, float, int], _consumed: object) -> Made:
    """The pickled targets of a format, or what is wrong with a template; and the seconds of work they cost."""
    name, manual, options, seconds, most = inputs
    began = time.process_time()
    said: list[Target] | Diagnostic
    try:
        with _hurried(seconds):
            said = []
            written = 0
            for target in WRITERS[name].plan(manual, options):
                said.append(target)
                written += len(target.inputs) if isinstance(target.inputs, bytes) else target.size
                if written > most:
                    said = diagnose(PD705, Span(FOLDER), "memory")
                    break
    except Exception as problem:
        said = template_mistake(problem) or _beside(problem)
    return Made(pickle.dumps((said, time.process_time() - began), protocol=pickle.HIGHEST_PROTOCOL))


def _beside(problem: Exception) -> Diagnostic:
    """What is said where time or memory went out beside the templates; anything else is no matter of theirs."""
    if not isinstance(problem, (Overdue, MemoryError)):
        raise problem
    return diagnose(PD705, Span(FOLDER), "memory" if isinstance(problem, MemoryError) else "time")


@contextmanager
def _hurried(seconds: float) -> Iterator[None]:
    """Raises Overdue into what works longer; what does not even hear that is ended by the system."""
    if not hasattr(signal, "setitimer"):  # Windows: the other side ends us
        yield
        return

    def late(_number: int, _frame: FrameType | None) -> None:
        raise Overdue

    hold_time(seconds)
    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        free_time()
