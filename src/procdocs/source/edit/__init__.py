"""Edits of a YAML text as the smallest patches: comments, order, quotes and line ends of all else stay as they are, character for character.

`edited(text, operation)` gives the new text and its patches. How it works:

1. `tree` shows what our own reader read with the exact range of every key and value.
2. An operation becomes one or a few replacements of ranges, written in the style of the neighbours; there may be several ways.
3. Each way is carried out and read back, and counts only if the values are those that the operation means. If none is right,
   `CannotEdit` is raised and nothing has changed: a wrong patch is never written.

Undo, differences and what is carried over to a file that changed meanwhile work on patches too.
"""

from procdocs.source.edit.carrying import carried, merged, merged_texts
from procdocs.source.edit.editing import edited
from procdocs.source.edit.operations import CannotEdit, Delete, Insert, Move, Operation, Path, Put, Rename, Replace, Set, Value
from procdocs.source.edit.patches import Patch, patched, undoing

__all__ = [
    "CannotEdit", "Delete", "Insert", "Move", "Operation", "Patch", "Path", "Put", "Rename", "Replace", "Set", "Value",
    "carried", "edited", "merged", "merged_texts", "patched", "undoing",
]  # fmt: skip
