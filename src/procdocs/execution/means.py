"""With what targets are made: how many processes, whose, and how much each may use."""

from __future__ import annotations

from typing import NamedTuple

from procdocs.execution.limits import UNLIMITED, Limits


class Means(NamedTuple):
    """What an executor is opened with."""

    #: Processes of this machine that may work at once.
    jobs: int = 1
    limits: Limits = UNLIMITED
    #: Address of the scheduler of a cluster.
    scheduler: str = ""
