"""The one way in which files come onto the disk: whole or not at all, several together or none, and never through a link.

`files` puts a single file in place, `changes` several of one folder with a journal that survives a kill,
`edits` those that people wrote, `lock` keeps others waiting.
"""

from procdocs.saving.changes import Changes, mend
from procdocs.saving.edits import replace_files
from procdocs.saving.files import Altered, Blocked, Busy, Foreign, Linked, NotACache, Refused, create, write

__all__ = ["Altered", "Blocked", "Busy", "Changes", "Foreign", "Linked", "NotACache", "Refused", "create", "mend", "replace_files", "write"]
