"""Characters of private fonts, as copies out of PDFs carry them: no other font has them, so they stop a build, or are printed as a mark where the project says so. Pure."""

from __future__ import annotations

import re

from procdocs.schema import Settings

#: The private areas of Unicode.
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
#: What is printed for each of them, where that is wished; a character for a character, so that places stay what they are.
MARK = "□"


def marks(settings: Settings | None) -> bool:
    """Whether a project wants such characters printed as a mark."""
    return settings is not None and settings.theme is not None and settings.theme.private_characters == "mark"


def marked(text: str) -> str:
    """A text with a mark for each such character."""
    return PRIVATE.sub(MARK, text)


def marked_bytes(data: bytes) -> bytes:
    """The same for the bytes of a file; one in another encoding than UTF-8 stays as it is, and is told as such."""
    try:
        return marked(data.decode("utf-8")).encode("utf-8") if b"\xee" in data or b"\xef" in data or b"\xf3" in data or b"\xf4" in data else data
    except UnicodeDecodeError:
        return data
