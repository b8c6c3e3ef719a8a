"""Where a project's files come from: a folder, unsaved texts over it, a revision, an archive, memory. The only room that reads input."""

from procdocs.world.folder import Folder
from procdocs.world.overlay import Overlay
from procdocs.world.tree import Memory
from procdocs.world.world import Entry, Refused, Unusable, World, digest

__all__ = ["Entry", "Folder", "Memory", "Overlay", "Refused", "Unusable", "World", "digest"]
