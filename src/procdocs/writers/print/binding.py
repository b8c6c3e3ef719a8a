"""A volume to the bytes of the bound manual: its front is printed when the pages of all parts are known, and bound with them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from procdocs import binder
from procdocs.execution.target import Made
from procdocs.writers.print import engine
from procdocs.writers.print.sheet import Front, Volume, filled

#: The number that stands for every page while nobody knows any: of three digits, as most are.
_SOME = 888


def draft(front: Front, _consumed: Mapping[str, bytes]) -> Made:
    """How many pages a front has, as a number in digits, printed without knowing any page: no edit of a text changes that."""
    made = engine.make(filled(front.sheet, binder.Plan({part.id: _SOME for _, part in front.parts}, _SOME)), {})
    return Made(b"%d" % binder.page_count(made.data))


def front(front: Front, consumed: Mapping[str, bytes]) -> Made:
    """The front with the page of every entry, from the pages of the parts and of the draft. Raises binder.Unbindable, engine.PictureFailed."""
    counts = json.loads(consumed[front.counts])
    printed: list[Made] = []

    def make(plan: binder.Plan) -> bytes:
        printed.append(engine.make(filled(front.sheet, plan), {}))
        return printed[-1].data

    binder.settle(make, [part for _, part in front.parts], [counts[path] for path, _ in front.parts], int(consumed[front.draft]))
    return printed[-1]


def bind(volume: Volume, consumed: Mapping[str, bytes]) -> Made:
    """The manual. What its parts and its front could not show and had to say is known with them; here, links that lead nowhere. Raises binder.Unbindable."""
    setting = volume.setting._replace(stamp=volume.setting.stamp._replace(specimen=consumed[volume.specimen]))
    cover = consumed[volume.front]
    bound = binder.bind(lambda _plan: cover, [part._replace(data=consumed[path]) for path, part in volume.parts], setting, binder.page_count(cover))
    return Made(bound.data, (), tuple(f"No anchor #{name} in the manual" for name in bound.loose))
