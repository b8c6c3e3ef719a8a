"""What a language does not say yet, as YAML to fill in. Pure but for `main`.

python -m procdocs.languages.missing de
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from procdocs.languages import COMPLETE, content, pieces


def skeleton(tag: str) -> str:
    """The keys that English has and the language `tag` itself has not, sorted, with the English text to translate; "" if there are none."""
    return "".join(f"# languages/{tag}/{name}.yaml\n{''.join(_lines(gap))}" for name in pieces(COMPLETE) if (gap := _gap(content(COMPLETE, name), content(tag, name))))


def strangers(tag: str) -> list[str]:
    """What the language has and English has not, as `languages/TAG/FILE.yaml: key`: slips of the pen, or keys that are no more."""
    return [f"languages/{tag}/{name}.yaml: {key}" for name in pieces(tag) for key in _keys(_gap(content(tag, name), content(COMPLETE, name)))]


def _gap(whole: Any, part: Any) -> Any:
    """What of a tree another lacks; None if nothing."""
    if not isinstance(whole, Mapping):
        return whole if part is None else None
    inside = part if isinstance(part, Mapping) else {}
    return {key: gap for key, said in whole.items() if (gap := _gap(said, inside.get(key))) is not None} or None


def _keys(tree: Any, above: str = "") -> Iterator[str]:
    for key, below in (tree or {}).items():
        path = f"{above}.{key}" if above else key
        yield from _keys(below, path) if isinstance(below, Mapping) else (path,)


def _lines(tree: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for key, said in sorted(tree.items()):
        if isinstance(said, Mapping):
            yield f"{indent}{key}:\n"
            yield from _lines(said, indent + "  ")
        elif said.endswith("\n"):
            yield f"{indent}{key}: |\n"
            yield from (f"{indent}  {line}\n" if line else "\n" for line in said.splitlines())
        else:
            # A JSON string is a YAML one, on a single line.
            yield f"{indent}{key}: {json.dumps(said, ensure_ascii=False)}\n"


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        sys.stdout.write(skeleton(wanted) or f"# {wanted}: nothing is missing\n")
