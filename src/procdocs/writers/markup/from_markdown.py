"""The author's Markdown to HTML: no raw HTML, no addresses but web and manual, no style attributes, headings that fit in.

Diagrams in Markdown are not its business: the composer has taken them out already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from procdocs.diagnostics.columns import columns_of
from procdocs.writers.markup.escaping import Link, address, escaped, printable, said, web_address

#: Longest paragraph that is read as Markdown, in characters: beyond, crafted brackets would take seconds.
LONGEST = 20_000
#: Deeper nesting the reader drops with all that is in it.
_TOO_DEEP = re.compile(r"^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))){40}", re.MULTILINE)
#: Takes level (1 for `#`) and text of a heading, gives the level and id it gets.
Heading = Callable[[int, str], tuple[int, str]]
Picture = Callable[[str], str | None]


def markdown_html(text: str, link: Link, picture: Picture, heading: Heading) -> str:
    """HTML of a Markdown text. Never raises; a text too long to be read safely is shown literally."""
    paragraphs = re.split(r"\n\s*\n", text)
    if _TOO_DEEP.search(text) or any(len(paragraph) > LONGEST for paragraph in paragraphs):
        return "".join(f"<p>{said(paragraph)}</p>" for paragraph in paragraphs if paragraph.strip())
    clean = printable(text)
    reader = _reader()
    surroundings: dict[str, Any] = {"link": link, "picture": picture, "heading": heading}
    return str(reader.render(clean, surroundings)).rstrip("\n")


@cache
def _reader() -> MarkdownIt:
    """The one reader; what a text needs is handed over with it."""
    reader = MarkdownIt("js-default", renderer_cls=_Renderer)
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - decided when the link is written
    return reader


class _Renderer(RendererHTML):
    """Writes tokens the way the manual needs them; a method per token type, as markdown-it-py looks them up."""

    def heading_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        level, identity = env["heading"](int(tokens[index].tag[1]), _plain(tokens[index + 1]))
        tokens[index].meta["level"] = level
        env.setdefault("open", []).append(level)
        return f'<h{level} id="{escaped(identity)}">'

    def heading_close(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        return f"</h{env['open'].pop()}>\n"

    def link_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        target = str(tokens[index].attrs.get("href", ""))
        where = address(unquote(target) if web_address(target) is None else target, env["link"])
        env.setdefault("links", []).append(where is not None)
        return "" if where is None else f'<a{" class=" + chr(34) + "external" + chr(34) if web_address(target) else ""} href="{escaped(where)}">'

    def link_close(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        return "</a>" if env["links"].pop() else ""

    def image(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        token = tokens[index]
        words = escaped(self.renderInlineAsText(token.children, options, env) if token.children else token.content)
        where = env["picture"](unquote(str(token.attrs.get("src", ""))))
        return f'<span class="missing">{words}</span>' if where is None else f'<img src="{escaped(where)}" alt="{words}">'

    def table_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        return '<div class="table"><table>\n'

    def table_close(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        return f'<th scope="col"{_alignment(tokens[index])}>'

    def td_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        return f"<td{_alignment(tokens[index])}>"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        return f"<pre><code>{escaped(tokens[idx].content)}</code></pre>\n"

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        return self.fence(tokens, idx, options, env)

    def softbreak(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        """A line end in the source is a space, except between Chinese characters."""
        before, after = _plain(tokens[index - 1])[-1:], _plain(tokens[index + 1])[:1] if index + 1 < len(tokens) else ""
        return "" if _is_wide(before) and _is_wide(after) else "\n"


def _plain(token: Token) -> str:
    """The words of an inline token."""
    return "".join(_plain(child) for child in token.children) if token.children else token.content


def _is_wide(character: str) -> bool:
    return columns_of(character) == 2


def _alignment(token: Token) -> str:
    """Alignment as a class: style attributes are forbidden by the site's policy."""
    found = re.search(r"text-align:(right|center)", str(token.attrs.get("style", "")))
    return f' class="{found[1]}"' if found else ""
