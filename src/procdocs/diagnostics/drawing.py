"""The codes of drawing and printing, PD7xx. Only declarations; diagrams and the PDF writer report them."""

from __future__ import annotations

from procdocs.diagnostics.rules import Severity, declare

PD701 = declare(
    "PD701",
    "undrawable",
    Severity.ERROR,
    """
    The diagram cannot be drawn readably: it is too large or an item is too long for a page at 7 pt.

    Bad:
        a step of 20 000 characters
    Good:
        a short step, the rest in a document that the step names
    """,
)
PD702 = declare(
    "PD702",
    "lost-glyph",
    Severity.ERROR,
    """
    No font on this machine has the character, so it would be printed as an empty box or not at all.
    Nothing else would tell: the text of such a PDF can still be searched and copied.

    Use another character, or install a font that has it and name it under `theme: {font: […]}`.

    Bad:
        name: 生产管理 🏭
    Good:
        name: 生产管理
    """,
)
PD703 = declare(
    "PD703",
    "lost-glyph-in-pdf",
    Severity.ERROR,
    """
    A character is missing in every font the PDF could use: the page would show an empty box in its place.

    Bad:
        purpose: 检验 \U000e0123 记录
    Good:
        purpose: 检验记录
    """,
    "7.5.3",
)
PD704 = declare(
    "PD704",
    "pdf-failed",
    Severity.ERROR,
    """
    A PDF could not be made: a picture cannot be read, or the process that prints has crashed or taken too long.

    Bad:
        logo: logo.png    # a text file with the ending of a picture
    Good:
        logo: logo.png    # a picture
    """,
    "7.5.3",
)
PD705 = declare(
    "PD705",
    "template-failed",
    Severity.ERROR,
    """
    A template in the project's own `templates/` cannot be read or filled: a slip in its syntax, a name that does not exist,
    something that templates may not do, or a loop that does not come to an end. Nothing is written.

    Bad:
        {{ manual.titel }}
    Good:
        {{ manual.title }}
    """,
)
