"""OPML outlines, as outliners and many mind-map programs write them."""

from __future__ import annotations

from procdocs.interchange.branch import Branch
from procdocs.interchange.markup import Element, cleaned, parsed
from procdocs.interchange.told import Losses, Refused
from procdocs.interchange.writing import HEAD, quoted, said, tag

#: What a name of our own begins with; a language in it is written behind two points instead of `@`.
_OWN, _LANGUAGE = "_procdocs_", ".."
_KNOWN = frozenset(("text", "title", "_note", "note", "url", "htmlUrl", "xmlUrl", "type", "isComment", "isBreakpoint", "created", "category", "_status", "language", "version"))


def read(data: bytes, losses: Losses, title: str) -> Branch:
    """The outline as a tree. Raises Refused where it is none."""
    root = parsed(data)
    body = root.child("body")
    if root.tag != "opml" or body is None or body.child("outline") is None:
        raise Refused("form", str(root.line), expected="<opml><body><outline>")
    head = next(root.every("title"), None)
    made = _branch(body, losses)
    made.text = (head.text.strip() if head is not None else "") or title
    return made.children[0] if len(made.children) == 1 else made


def _branch(top: Element, losses: Losses) -> Branch:
    made = Branch("")
    waiting = [(top, made)]
    while waiting:
        element, branch = waiting.pop()
        for below in element.children("outline"):
            child = _one(below, losses)
            branch.children.append(child)
            waiting.append((below, child))
    return made


def _one(outline: Element, losses: Losses) -> Branch:
    link = next((outline.get(name) for name in ("url", "htmlUrl", "xmlUrl") if outline.get(name)), "")
    branch = Branch(cleaned(outline.get("text") or outline.get("title")).strip(), outline.get("_note") or outline.get("note"), link, place=str(outline.line))
    for name, value in outline.attributes.items():
        if name.startswith(_OWN):
            branch.own[name.removeprefix(_OWN).replace(_LANGUAGE, "@")] = value
        elif name not in _KNOWN and value:
            losses.tell("attribute", outline.line, name=name)
    return branch


def written(root: Branch) -> bytes:
    """The outline as OPML 2.0."""
    out = [HEAD, '<opml version="2.0">\n<head>', tag("title", None, said(root.text)), "</head>\n<body>\n"]
    waiting: list[Branch | str] = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            out.append(one)
            continue
        known = {"text": one.text, "_note": one.note, "type": "link" if one.link else "", "url": one.link}
        own = {_OWN + name.replace("@", _LANGUAGE): value for name, value in one.own.items()}
        out.append("<outline" + "".join(f" {name}={quoted(value)}" for name, value in {**known, **own}.items() if value or name == "text") + ">\n")
        waiting.append("</outline>\n")
        waiting.extend(reversed(one.children))
    return "".join((*out, "</body>\n</opml>\n")).encode()
