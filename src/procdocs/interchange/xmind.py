"""XMind maps in both forms: `content.json` since 2020, `content.xml` before. Written in the newer one."""

from __future__ import annotations

import json
from typing import Any

from procdocs.interchange.branch import Branch
from procdocs.interchange.freemind import OWN
from procdocs.interchange.markup import Element, cleaned, parsed
from procdocs.interchange.packages import Package, packed
from procdocs.interchange.told import Losses, Refused

_JSON, _XML = "content.json", "content.xml"
#: Keys of a topic that say how it looks or are taken over.
_KNOWN = frozenset(
    (
        *("id", "title", "class", "structureClass", "children", "notes", "href", "style", "position", "branch", "width", "titleUnedited", "customWidth"),
        *("extensions", "attributedTitle", "labels", "markers"),
    )
)
_MARKER = "org.procdocs.own"
_LEVELS = 240


def read(data: bytes, losses: Losses, _title: str) -> Branch:
    """The first sheet as a tree; of further sheets it is told. Raises Refused where the file is no such map."""
    package = Package(data)
    if _JSON in package:
        return _from_json(package.read(_JSON), losses)
    if _XML in package:
        return _from_xml(package.read(_XML), losses)
    raise Refused("form", expected=f"{_JSON}, {_XML}")


def _from_json(data: bytes, losses: Losses) -> Branch:
    try:
        said: Any = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise Refused("json", _JSON, reason=str(problem)) from None
    sheets = [one for one in said if isinstance(one, dict) and isinstance(one.get("rootTopic"), dict)] if isinstance(said, list) else []
    if not sheets:
        raise Refused("form", _JSON, expected="[{rootTopic}]")
    for other in sheets[1:]:
        losses.tell("sheet", _JSON, name=str(other.get("title", "")))
    for relation in sheets[0].get("relationships") or ():
        losses.tell("relation", _JSON, name=str(relation.get("title", "")) if isinstance(relation, dict) else "")
    top = sheets[0]["rootTopic"]
    made = _topic(top, losses)
    waiting = [(top, made, 0)]
    while waiting:
        topic, branch, level = waiting.pop()
        if level > _LEVELS:
            raise Refused("elements", _JSON, most=_LEVELS, levels=_LEVELS)
        groups = topic.get("children")
        for name, group in groups.items() if isinstance(groups, dict) else ():
            if name == "summary":
                losses.tell("summary", branch.text, name=", ".join(str(one.get("title", "")) for one in group if isinstance(one, dict)))
            for below in (one for one in group if isinstance(one, dict)) if isinstance(group, list) else ():
                child = _topic(below, losses)
                branch.children.append(child)
                waiting.append((below, child, level + 1))
    return made


def _topic(topic: dict[str, Any], losses: Losses) -> Branch:
    notes = topic.get("notes")
    plain = notes.get("plain") if isinstance(notes, dict) else None
    branch = Branch(cleaned(str(topic.get("title") or "")).strip(), _text(plain.get("content")) if isinstance(plain, dict) else "", _text(topic.get("href")))
    branch.place = branch.text
    for extension in topic.get("extensions") or ():
        if isinstance(extension, dict) and extension.get("provider") == _MARKER and isinstance(extension.get("content"), dict):
            branch.own.update({str(key): _text(value) for key, value in extension["content"].items()})
    for label in topic.get("labels") or ():
        branch.note = "\n".join(filter(None, (branch.note, _text(label))))
        losses.tell("label", branch.text, name=_text(label))
    for marker in topic.get("markers") or ():
        losses.tell("icon", branch.text, name=_text(marker.get("markerId")) if isinstance(marker, dict) else "")
    for key, value in topic.items():
        if value and key not in _KNOWN:
            losses.tell("element", branch.text, name=key)
    return branch


def _text(value: object) -> str:
    return cleaned(value).strip() if isinstance(value, str) else ""


def _from_xml(data: bytes, losses: Losses) -> Branch:
    root = parsed(data)
    sheets = [one for one in root.children("sheet") if one.child("topic") is not None]
    if not sheets:
        raise Refused("form", f"{_XML}:{root.line}", expected="<sheet><topic>")
    for other in sheets[1:]:
        losses.tell("sheet", f"{_XML}:{other.line}", name=next((one.text for one in other.children("title")), ""))
    for relation in sheets[0].every("relationship"):
        losses.tell("relation", f"{_XML}:{relation.line}", name=next((one.text for one in relation.children("title")), ""))
    top = next(sheets[0].children("topic"))
    made = _old_topic(top, losses)
    waiting = [(top, made)]
    while waiting:
        topic, branch = waiting.pop()
        for group in (one for held in topic.children("children") for one in held.children("topics")):
            if group.get("type") == "summary":
                losses.tell("summary", f"{_XML}:{group.line}", name=", ".join(_title_of(one) for one in group.children("topic")))
            for below in group.children("topic"):
                child = _old_topic(below, losses)
                branch.children.append(child)
                waiting.append((below, child))
    return made


def _title_of(topic: Element) -> str:
    title = topic.child("title")
    return cleaned(title.text).strip() if title is not None else ""


def _old_topic(topic: Element, losses: Losses) -> Branch:
    note = next((plain.text for notes in topic.children("notes") for plain in notes.children("plain")), "")
    branch = Branch(_title_of(topic), note.strip(), topic.get("href"), place=f"{_XML}:{topic.line}")
    for label in (one for held in topic.children("labels") for one in held.children("label")):
        branch.note = "\n".join(filter(None, (branch.note, label.text.strip())))
        losses.tell("label", branch.place, name=label.text.strip())
    for marker in (one for held in topic.children("marker-refs") for one in held.children("marker-ref")):
        losses.tell("icon", branch.place, name=marker.get("marker-id"))
    for other in topic.children():
        if other.tag not in ("title", "notes", "labels", "marker-refs", "children", "position", "control-point"):
            losses.tell("element", f"{_XML}:{other.line}", name=other.tag)
    return branch


def written(root: Branch) -> bytes:
    """The map as a package of XMind 2020 and later, with a page for those that are older."""
    number = 0

    def topic(branch: Branch) -> dict[str, Any]:
        nonlocal number
        number += 1
        said: dict[str, Any] = {"id": f"topic-{number}", "class": "topic", "title": branch.text}
        if branch.note:
            said["notes"] = {"plain": {"content": branch.note}}
        if branch.link:
            said["href"] = branch.link
        if branch.own:
            said["extensions"] = [{"provider": _MARKER, "content": branch.own}]
        return said

    top = topic(root)
    top["structureClass"] = "org.xmind.ui.logic.right"
    waiting = [(root, top)]
    while waiting:
        branch, made = waiting.pop(0)
        below = [(child, topic(child)) for child in branch.children]
        if below:
            made["children"] = {"attached": [one for _, one in below]}
        waiting.extend(below)
    content = [{"id": "sheet-1", "class": "sheet", "title": root.text, "rootTopic": top}]
    parts = {
        _JSON: json.dumps(content, ensure_ascii=False).encode(),
        "metadata.json": json.dumps({"creator": {"name": OWN.rstrip(":")}}).encode(),
        "manifest.json": json.dumps({"file-entries": {_JSON: {}, "metadata.json": {}}}).encode(),
    }
    return packed(parts)
