"""A volume to the bytes of the bound manual, in the process that prints: its front and the page numbers are printed here, its parts were before."""

from __future__ import annotations

from collections.abc import Mapping

from procdocs import binder
from procdocs.execution.target import Made
from procdocs.writers.print import engine
from procdocs.writers.print.sheet import Volume, filled


def bind(volume: Volume, consumed: Mapping[str, bytes]) -> Made:
    """The manual. What its parts could not show and had to say is known with them; here, what its front could not, and links that lead nowhere.

    Raises binder.Unbindable, engine.PictureFailed.
    """
    specimen = engine.make(volume.specimen, {})
    printed: list[Made] = []

    def front(plan: binder.Plan) -> bytes:
        printed.append(engine.make(filled(volume.front, plan), {}))
        return printed[-1].data

    setting = volume.setting._replace(stamp=volume.setting.stamp._replace(specimen=specimen.data))
    bound = binder.bind(front, [part._replace(data=consumed[path]) for path, part in volume.parts], setting)
    lost = dict.fromkeys((*printed[-1].lost, *specimen.lost))
    return Made(bound.data, tuple(lost), (*printed[-1].notes, *(f"No anchor #{name} in the manual" for name in bound.loose)))
