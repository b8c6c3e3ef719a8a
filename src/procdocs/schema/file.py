"""What a file of any kind says of itself, so that nobody else needs to know which kinds there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from procdocs.schema.base import Part, Text

if TYPE_CHECKING:
    from procdocs.schema.process import Cited, Record


class File(Part):
    """A document of the project. A kind overrides what it has to say."""

    def title(self) -> Text | None:
        """What it is called; None if it is called by its id."""
        name: Text | None = getattr(self, "name", None)
        return name

    def belongs_to(self) -> str:
        """Id of the process it details; "" for none."""
        return ""

    def concerned(self) -> Iterator[str]:
        """Ids of the departments and roles it names, in order, perhaps more than once; some may be empty."""
        yield from ()

    def all_records(self) -> Iterator[Record]:
        """Records it describes or cites, in order."""
        yield from ()

    def cited(self) -> Iterator[Cited]:
        """Documents it cites with number and title, in order."""
        yield from ()

    def named_in_words(self) -> Iterator[tuple[Part, Text]]:
        """Who does something and is named in words instead of by the id of a department or role, and the words."""
        yield from ()

    def images(self) -> Iterator[tuple[str, Part, str]]:
        """Pictures it names outside of its Markdown: as written, the part and its key."""
        yield from ()

    def namespaces(self) -> Iterator[tuple[Part, ...]]:
        """Groups of parts whose ids must differ within the group."""
        yield from ()
