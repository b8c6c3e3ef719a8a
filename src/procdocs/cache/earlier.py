"""What one build has of a cache: what its targets became earlier, and whether there is anything to do at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from procdocs.cache.store import Store
from procdocs.cache.unchanged import Left, Stamp, output_standing, read, surroundings, written
from procdocs.saving.files import Standing
from procdocs.templating import Templates
from procdocs.world import World
from procdocs.world.real import real
from procdocs.world.recorded import Recorded
from procdocs.writers.print.press import press

#: Where the cache of a project lies in its folder. Hidden, so that nothing in it is taken for a document.
FOLDER = ".procdocs/cache"


class Earlier:
    """Asked at the beginning of a build and told at its end; without a `folder` it knows nothing and forgets everything. `world` is what lies in `root`."""

    def __init__(self, world: World, root: Path, output: Path, folder: Path | None) -> None:
        here = real(root)
        # By its name, too: a link on the way would else make a folder of the project pass for one of ours.
        inside = folder is not None and (real(folder).is_relative_to(here) or Path(os.path.abspath(folder)).is_relative_to(os.path.abspath(root)))  # noqa: PTH100
        self.store = None if folder is None else Store(folder, root if inside else None)
        #: The project as it is read by this build. The output and the cache are no part of it.
        self.world = Recorded(world, [real(place).relative_to(here).parts[0] for place in (output, folder) if place is not None and _below(place, here)])
        self._output = output
        self._surroundings = ""
        self._standing: Mapping[str, Standing] | None = None

    @property
    def refused(self) -> OSError | None:
        """Why nothing could be remembered; None if all went well, or nothing was to be."""
        return self.store.refused if self.store is not None else None

    def unchanged(self, wish: str, templates: Templates) -> Left | None:
        """What an earlier build of this wish said and left, if it would do just the same again; None if there may be something to do."""
        if self.store is None:
            return None
        self._surroundings = surroundings(templates.digest, press())
        known = self.store.get(wish)
        try:
            stamp = None if known is None else read(known)
            if stamp is None or stamp.surroundings != self._surroundings or output_standing(self._output, stamp.output) != stamp.output:
                return None
            return stamp.left if self.world.answers(stamp.asked) else None
        except (OSError, ValueError, LookupError, TypeError):  # what cannot be read, the build itself will say
            return None

    def saw(self, standing: Mapping[str, Standing]) -> None:
        """How the files of the output stand while no other build can change them."""
        self._standing = standing

    def keep(self, wish: str, left: Left) -> None:
        """The build went well. If its project is still what it has read, the next one can be spared."""
        try:
            if self.store is not None and self._standing is not None and self.world.answers(self.world.asked):
                self.store.put(wish, written(Stamp(self._surroundings, self.world.asked, self._standing, left)))
        except OSError:
            return

    def close(self) -> None:
        """Keep the cache within its limit."""
        if self.store is not None:
            self.store.prune()


def _below(place: Path, root: Path) -> bool:
    there = real(place)
    return there != root and there.is_relative_to(root)
