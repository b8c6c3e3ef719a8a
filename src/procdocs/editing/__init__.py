"""What a person does to a project, as changes of files: pure functions from a `Project` to a `Change`. Nothing here touches the disk.

`drafts` gathers edits of several files, `places` finds what people name (`measures[计划达成率].target`), `setting` gives a value,
`renaming` gives an id another name everywhere, `remedies` corrects what has only one remedy.
"""

from procdocs.editing.drafts import Change, Draft

__all__ = ["Change", "Draft"]
