"""What a document of any kind says of itself, so that nobody else needs to know which kinds there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from procdocs.schema.base import Part, Text

if TYPE_CHECKING:
    from procdocs.schema.control import Control
    from procdocs.schema.process import Cited, Record


class Document(Part):
    """A document of the project, a file of its own. A kind has these four fields, and overrides what else it has to say."""

    if TYPE_CHECKING:
        # The fields stand in each kind, among its others: their order is that of the reference and of the completion.
        kind: str
        id: str
        name: Text | None
        document: Control | None

    #: Whether it must bear a number of its own (ISO 9001 7.5.2).
    bears_number: ClassVar[bool] = False
    #: The anchor on its page under which it lists its records; "" for the page itself.
    records_at: ClassVar[str] = ""

    def title(self) -> Text | None:
        """What it is called; None if it is called by its id."""
        return self.name

    def look(self) -> str:
        """The colour of its page and of what leads there: the type of a process; "" for none of its own."""
        return ""

    def is_ceremonial(self) -> bool:
        """Whether its page is set like a certificate."""
        return False

    def belongs_to(self) -> str:
        """Id of the process it details; "" for none."""
        return ""

    def owned_by(self) -> str:
        """Id of the department or role that owns it; "" where it says nothing of it."""
        return ""

    def concerned(self) -> Iterator[str]:
        """Ids of the departments and roles it names, in order, perhaps more than once; some may be empty."""
        yield from ()

    def listed_records(self) -> Iterator[Record]:
        """Records that it lists as its own, in order."""
        yield from ()

    def step_records(self) -> Iterator[Record]:
        """Records that its steps make; those without a name are listed elsewhere. In order."""
        yield from ()

    def all_records(self) -> Iterator[Record]:
        """Records it describes or cites, in order."""
        yield from self.listed_records()
        yield from self.step_records()

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
