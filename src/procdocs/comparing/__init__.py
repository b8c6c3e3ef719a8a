"""What changed between two versions of a project, as a quality manager would say it: `compare(old, new)` gives `Change`s. Pure.

`parts` finds the differences over the models, whatever kind; `identity` says which item is which in a later version; `affected` who has to
know; `sentences` says it. What is only written otherwise (comments, quotes, order of keys, short forms) is no change.
"""

from procdocs.comparing.change import ADDED, CHANGED, MOVED, REMOVED, RENAMED, Change
from procdocs.comparing.projects import compare

__all__ = ["ADDED", "CHANGED", "MOVED", "REMOVED", "RENAMED", "Change", "compare"]
