"""What several families ask of a project, made once."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar

from procdocs.project.model import Project

T = TypeVar("T")


def listed(function: Callable[[Project], Iterable[T]]) -> Callable[[Project], tuple[T, ...]]:
    """What `function` yields for a project, as a tuple that is kept until another project is asked for. Projects are frozen, so that nothing grows stale."""
    asked: list[weakref.ref[Project]] = []
    kept: list[tuple[T, ...]] = []

    @wraps(function)
    def answer(project: Project) -> tuple[T, ...]:
        if not asked or asked[0]() is not project:
            made = tuple(function(project))
            kept[:], asked[:] = [made], [weakref.ref(project, lambda _: kept.clear())]
        return kept[0]

    return answer
