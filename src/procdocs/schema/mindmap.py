"""`kind: mindmap`: a tree of topics."""

from __future__ import annotations

from typing import ClassVar, Literal

from procdocs.schema.base import Flag, Id, Many, Part, Plain, Text
from procdocs.schema.control import Control


class Topic(Part):
    """A node of the mind map."""

    short: ClassVar[str] = "text"
    text: Text
    note: Text | None = None
    link: Plain = ""
    image: Plain = ""
    decision: Flag = False
    children: Many[Topic] = ()


class Mindmap(Part):
    """A mind map."""

    kind: Literal["mindmap"]
    id: Id
    name: Text | None = None
    process: Plain = ""
    root: Topic
    text: Text | None = None
    document: Control | None = None
