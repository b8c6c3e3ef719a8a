"""FreeMind and Freeplane maps (`.mm`): rich text, notes, links, icons, attributes."""

from __future__ import annotations

from procdocs.interchange.branch import Branch
from procdocs.interchange.markup import Element, cleaned, parsed
from procdocs.interchange.told import Losses, Refused
from procdocs.interchange.writing import quoted, said, tag

#: What a name of our own begins with where another program shows it as an attribute.
OWN = "procdocs:"
#: Tags that end a line in rich text.
_LINES = frozenset(("p", "br", "li", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6"))
#: How the map looks, which is the business of the program that draws it.
_LOOK = frozenset(
    ("font", "edge", "hook", "map_styles", "properties", "node", "richcontent", "icon", "attribute", "attribute_layout", "attribute_registry", "stylenode", "parameters")
)


def read(data: bytes, losses: Losses, _title: str) -> Branch:
    """The map as a tree. Raises Refused where it is none."""
    root = parsed(data)
    node = root.child("node") if root.tag == "map" else None
    if node is None:
        raise Refused("form", str(root.line), expected="<map><node>")
    return _branch(node, losses)


def _branch(top: Element, losses: Losses) -> Branch:
    made = _one(top, losses)
    waiting = [(top, made)]
    while waiting:
        element, branch = waiting.pop()
        for below in element.children("node"):
            child = _one(below, losses)
            branch.children.append(child)
            waiting.append((below, child))
    return made


def _one(node: Element, losses: Losses) -> Branch:
    rich = {one.get("TYPE").upper(): rich_text(one) for one in node.children("richcontent")}
    notes = [rich[kind] for kind in ("DETAILS", "NOTE") if rich.get(kind)]
    branch = Branch(cleaned(node.get("TEXT")).strip() or rich.get("NODE", "") or node.get("LOCALIZED_TEXT"), "\n\n".join(notes), node.get("LINK"), place=str(node.line))
    for attribute in node.children("attribute"):
        name, value = attribute.get("NAME"), attribute.get("VALUE")
        if name.startswith(OWN):
            branch.own[name.removeprefix(OWN)] = value
        elif name or value:
            branch.note = "\n".join(filter(None, (branch.note, f"{name}: {value}")))
            losses.tell("attribute", node.line, name=name)
    for icon in node.children("icon"):
        losses.tell("icon", node.line, name=icon.get("BUILTIN"))
    for other in node.children():
        if other.tag not in _LOOK:
            losses.tell("element", other.line, name=other.tag)
    return branch


def rich_text(element: Element) -> str:
    """The text of a piece of HTML, a line for each paragraph, item of a list or break."""
    lines = [""]
    waiting: list[Element | str | None] = [element]
    while waiting:
        one = waiting.pop()
        if one is None:
            lines.append("")
        elif isinstance(one, str):
            lines[-1] += one
        elif one.tag != "head":
            waiting.append(None if one.tag in _LINES else "")
            waiting.extend(reversed(one.content))
            if one.tag in _LINES:
                waiting.append(None)
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def written(root: Branch) -> bytes:
    """The map for FreeMind and Freeplane."""
    out = ['<map version="1.0.1">\n']
    number = 0
    waiting: list[Branch | str] = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            out.append(one)
            continue
        number += 1
        link = f" LINK={quoted(one.link)}" if one.link else ""
        out.append(f'<node ID="ID_{number}" TEXT={quoted(one.text)}{link}>\n')
        out.extend(tag("attribute", {"NAME": OWN + name}).removesuffix("/>") + f" VALUE={quoted(value)}/>\n" for name, value in one.own.items())
        if one.note:
            paragraphs = "".join(tag("p", None, said(line)) for line in one.note.split("\n"))
            out.append(f'<richcontent TYPE="NOTE"><html><head></head><body>{paragraphs}</body></html></richcontent>\n')
        waiting.append("</node>\n")
        waiting.extend(reversed(one.children))
    return "".join((*out, "</map>\n")).encode()
