"""`kind: mindmap`: a tree of topics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from procdocs.schema.base import Flag, Id, Many, Part, Plain, Text, field
from procdocs.schema.control import Control
from procdocs.schema.file import File


class Topic(Part):
    """A node of the mind map."""

    short: ClassVar[str] = "text"
    text: Text = field(..., "What stands in the node.", "节点文字。")
    note: Text | None = field(None, "Note to the node.", "备注。")
    link: Plain = field("", "Document id of the project, or a web address.", "链接：本项目的文件代号或网址。")
    image: Plain = field("", "Picture beside the YAML file.", "图片文件，放在 YAML 旁边。")
    decision: Flag = field(False, "Whether the node asks a question.", "是否为判断节点。")
    children: Many[Topic] = field((), "Nodes below.", "下级节点。")


class Mindmap(File):
    """A mind map."""

    kind: Literal["mindmap"] = field(..., "Always `mindmap`.", "固定写 `mindmap`。")
    id: Id = field(..., "Id of the mind map; the file name begins with it.", "思维导图代号；文件名以此开头。")
    name: Text | None = field(None, "Title (default: the text of the root).", "标题（默认取中心主题）。")
    process: Plain = field("", "Process it belongs to.", "所属过程。")
    root: Topic = field(..., "Topic in the middle.", "中心主题。")
    text: Text | None = field(None, "Explanation in Markdown.", "说明（Markdown）。")
    document: Control | None = field(None, "Control data of this file.", "本文件的控制信息。")

    def title(self) -> Text | None:
        """Its name, else the topic in the middle."""
        return self.name if self.name is not None else self.root.text

    def belongs_to(self) -> str:
        """The process it details."""
        return self.process

    def images(self) -> Iterator[tuple[str, Part, str]]:
        """Those beside the topics, each topic before those below it."""
        stack = [self.root]
        while stack:
            topic = stack.pop()
            if topic.image:
                yield topic.image, topic, "image"
            stack.extend(reversed(topic.children))
