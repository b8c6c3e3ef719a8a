"""Number trees and name trees: read flat, written with leaves, so that readers need not read all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from procdocs.binder.assembly import Assembly
from procdocs.binder.syntax import array, dictionary, reference, string

_LEAF = 128


def pairs(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Keys and values of a tree, in their order."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        for key in ("/Nums", "/Names"):
            if key in node:
                flat = list(node[key])
                yield from zip(flat[::2], flat[1::2], strict=True)
        waiting += reversed(list(node.get("/Kids", ())))


def name_tree(assembly: Assembly, entries: Mapping[bytes, bytes]) -> int:
    """A tree of values by name, sorted by bytes."""
    return _tree(assembly, "Names", [(string(key), entries[key]) for key in sorted(entries)])


def number_tree(assembly: Assembly, entries: Sequence[tuple[int, bytes]]) -> int:
    """A tree of values by number; `entries` are sorted."""
    return _tree(assembly, "Nums", [(b"%d" % key, value) for key, value in entries])


def _tree(assembly: Assembly, kind: str, entries: Sequence[tuple[bytes, bytes]]) -> int:
    leaves = [entries[at : at + _LEAF] for at in range(0, len(entries), _LEAF)]
    if len(leaves) < 2:
        return assembly.put(dictionary({kind: array(piece for entry in entries for piece in entry)}))
    kids = [assembly.put(dictionary({"Limits": array((leaf[0][0], leaf[-1][0])), kind: array(piece for entry in leaf for piece in entry)})) for leaf in leaves]
    return assembly.put(dictionary({"Kids": array(map(reference, kids))}))
