"""The process that prints: `main` of a Python of its own, spoken to in pickles over its standard streams.

First it says whether WeasyPrint can be used here, then it reads the manual once, then ids of documents (or `MANUAL`) one by
one, and answers each with a `Printed` or with what went wrong. Told `PLAIN` in place of a manual, it reads pages of HTML that
need nothing else, and answers with the bytes of a PDF each.
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from typing import Any, NamedTuple

from procdocs.diagnostics import Diagnostic
from procdocs.templating import template_mistake

#: The job that stands for the whole manual; no id, because ids cannot be empty.
MANUAL = ""
#: Stands in place of a manual: jobs are HTML with their pictures inside.
PLAIN = "plain"


class Ready(NamedTuple):
    """The worker can print."""


class Unusable(NamedTuple):
    """WeasyPrint's libraries are missing."""

    reason: str


class Failed(NamedTuple):
    """A job could not be done; `template` is the finding if one of the user's templates is to blame, `why` the variant of PD704."""

    reason: str
    template: Diagnostic | None = None
    why: str = ""


def main() -> None:
    """Answer jobs until the other side closes."""
    # What anyone prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    jobs = sys.stdin.buffer

    def answer(value: Any) -> None:
        pickle.dump(value, answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()

    try:
        from procdocs.writers.print.engine import print_plain, print_sheet
        from procdocs.writers.print.html import document_sheet, manual_sheet
    except OSError as missing:
        answer(Unusable(str(missing)))
        return
    answer(Ready())
    try:
        told = pickle.load(jobs)
        both: tuple[Any, Any] = told if told != PLAIN else (None, None)
        manual, templates = both
        while True:
            job = pickle.load(jobs)
            try:
                if manual is None:
                    answer(print_plain(job))
                else:
                    answer(print_sheet(manual_sheet(manual, templates) if job == MANUAL else document_sheet(manual, manual.by_id[job], templates)))
            except MemoryError:
                answer(Failed("MemoryError", None, "memory"))
            except Exception as mistake:
                traceback.print_exc()
                answer(Failed(f"{type(mistake).__name__}: {mistake}", template_mistake(mistake)))
    except EOFError:
        return
