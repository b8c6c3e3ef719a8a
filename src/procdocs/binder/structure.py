"""Merges tag trees: one document of chapters of entries, each with what its parts hold; keys, ids and roles of all in one tree each."""

from __future__ import annotations

from typing import Any

import pikepdf

from procdocs.binder.assembly import Assembly
from procdocs.binder.copying import Copy
from procdocs.binder.model import Unbindable
from procdocs.binder.syntax import array, dictionary, reference, string
from procdocs.binder.trees import name_tree, number_tree, pairs


class Group:
    """An element of the manual's own: it gets the children of parts, or other groups."""

    def __init__(self, number: int, kind: str, parent: int, title: str, language: bytes = b"") -> None:
        self.number, self.kids = number, list[bytes]()
        self._entries = {"Type": b"/StructElem", "S": f"/{kind}".encode(), "P": reference(parent), "T": string(title) if title else b"", "Lang": language}

    def write(self, assembly: Assembly) -> None:
        """Put the element with all its children."""
        assembly.put(dictionary({**self._entries, "K": array(self.kids)}), self.number)


class Tags:
    """The tag tree of the manual."""

    def __init__(self, assembly: Assembly, title: str, language: str) -> None:
        self._assembly = assembly
        self.root = assembly.allot()
        #: The next free key of the parent tree: what the keys of the next part grow by.
        self.next_key = 0
        self._parents: list[tuple[int, bytes]] = []
        self._ids: dict[bytes, bytes] = {}
        self._maps: dict[str, dict[str, bytes]] = {"RoleMap": {}, "ClassMap": {}}
        self._groups: list[Group] = []
        self.document = self._group("Document", self.root, title, string(language))

    def chapter(self, title: str) -> Group:
        """A new chapter."""
        return self._hung(self._group("Part", self.document.number, title), self.document)

    def entry(self, chapter: Group, source: pikepdf.Pdf, title: str) -> Group:
        """A new entry in a chapter, in the language of its (first) part."""
        top = _top(source)
        said = top.get("/Lang", source.Root.get("/Lang"))
        return self._hung(self._group("Sect", chapter.number, title, string(bytes(said)) if said is not None else b""), chapter)

    def _group(self, kind: str, parent: int, title: str, language: bytes = b"") -> Group:
        group = Group(self._assembly.allot(), kind, parent, title, language)
        self._groups.append(group)
        return group

    @staticmethod
    def _hung(group: Group, parent: Group) -> Group:
        parent.kids.append(reference(group.number))
        return group

    def add(self, source: pikepdf.Pdf, copy: Copy, entry: Group, naming: Naming) -> None:
        """Hang a part into its entry. Its pages have been asked for before; it is copied whole here."""
        root: Any = source.Root.StructTreeRoot
        top = _top(source)
        copy.stand_in(top, entry.number)
        copy.stand_in(root, self.root)
        kids = top.get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            marked = isinstance(kid, int)
            entry.kids.append(dictionary({"Type": b"/MCR", "Pg": copy.named(top.Pg), "MCID": b"%d" % kid}) if marked else copy.named(kid))
        last = -1
        for key, value in pairs(root.ParentTree):
            last = int(key)
            self._parents.append((self.next_key + last, copy.named(value) if isinstance(value, pikepdf.Object) else b"null"))
        for kind, known in self._maps.items():
            for name, value in dict(root.get(f"/{kind}") or {}).items():
                if known.setdefault(name[1:], copy.named(value)) != copy.named(value):
                    raise Unbindable(f"{kind} {name}: two parts mean different things by it")
        copy.run()
        self.next_key = max(self.next_key + last + 1, self.next_key + int(root.get("/ParentTreeNextKey", 0)))
        for id, element in naming.given:
            if id in self._ids:
                raise Unbindable(f"id {id!r} is used twice")
            self._ids[id] = reference(copy.number(element))

    def write(self) -> None:
        """The root with its trees, and the groups."""
        for group in self._groups:
            group.write(self._assembly)
        entries = {
            "Type": b"/StructTreeRoot",
            "K": array([reference(self.document.number)]),
            "ParentTree": reference(number_tree(self._assembly, self._parents)),
            "ParentTreeNextKey": b"%d" % self.next_key,
            "IDTree": reference(name_tree(self._assembly, self._ids)) if self._ids else b"",
        }
        entries |= {kind: dictionary(known) for kind, known in self._maps.items() if known}
        self._assembly.put(dictionary(entries), self.root)


class Naming:
    """Makes the ids of one part's header cells unique in the manual, and the names its cells call them by: `mark` comes before each."""

    def __init__(self, mark: str) -> None:
        self._mark = mark.encode("ascii")
        #: The new ids with their elements.
        self.given: list[tuple[bytes, Any]] = []

    def __call__(self, original: Any, raw: bytes) -> bool:
        """Change an object that is about to be copied, and say whether it was changed."""
        named = b"/ID " in raw and b"/StructElem" in raw
        heads = b"/Headers " in raw
        if named:
            id = self._mark + bytes(original.ID)
            original.ID = pikepdf.String(id)
            self.given.append((id, original))
        if heads:
            for attributes in _attributes(original):
                if "/Headers" in attributes:
                    attributes.Headers = pikepdf.Array([pikepdf.String(self._mark + bytes(id)) for id in attributes.Headers])
        return named or heads


def _attributes(element: Any) -> list[Any]:
    """The attribute dictionaries of an element; the object itself, if it is one that stands alone."""
    if "/Headers" in element:
        return [element]
    held = element.get("/A", ())
    return [one for one in held if isinstance(one, pikepdf.Dictionary)] if isinstance(held, pikepdf.Array) else [held]


def _top(source: pikepdf.Pdf) -> Any:
    """The one element that holds all others."""
    root = source.Root.get("/StructTreeRoot")
    kids = root.get("/K") if root is not None and "/ParentTree" in root else None
    if isinstance(kids, pikepdf.Array) and len(kids) == 1:
        return kids[0]
    if isinstance(kids, pikepdf.Dictionary):
        return kids
    raise Unbindable("there is no tag tree with one element at its top")
