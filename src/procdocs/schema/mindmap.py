"""`kind: mindmap`: a tree of topics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from procdocs.schema.base import Flag, Id, Many, Naming, Part, Plain, Text
from procdocs.schema.control import Control
from procdocs.schema.document import Document


class Topic(Part):
    """A node of the mind map."""

    short: ClassVar[str] = "text"
    naming: ClassVar[Naming] = {"link": "link"}
    text: Text
    note: Text | None = None
    link: Plain = ""
    image: Plain = ""
    decision: Flag = False
    children: Many[Topic] = ()


class Mindmap(Document):
    """A mind map."""

    naming: ClassVar[Naming] = {"process": "process"}
    kind: Literal["mindmap"]
    id: Id
    name: Text | None = None
    process: Plain = ""
    root: Topic
    text: Text | None = None
    document: Control | None = None

    def title(self) -> Text | None:
        """Its name, else the topic in the middle."""
        return self.name if self.name is not None else self.root.text

    def belongs_to(self) -> str:
        """The process it details."""
        return self.process

    def images(self) -> Iterator[tuple[str, Part, str]]:
        """Those beside the topics, each topic before those below it."""
        yield from ((topic.image, topic, "image") for topic in self.all_topics() if topic.image)

    def all_topics(self) -> Iterator[Topic]:
        """Every topic, each before those below it."""
        stack = [self.root]
        while stack:
            topic = stack.pop()
            yield topic
            stack.extend(reversed(topic.children))
