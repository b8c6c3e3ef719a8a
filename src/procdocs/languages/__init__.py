"""Words in the languages procdocs speaks: labels printed in manuals and diagrams, and the sentences of the findings.

A language is a folder `languages/TAG/`: `labels.yaml`, `fields.yaml` (what the models and their keys are for), `findings/PD4.yaml` for each
family of codes, `findings/related.yaml`. It lies over English: what it leaves out is said in English, so that a few labels are enough
to begin with. `zh-Hant` lies over `zh`, and both over English.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from typing import Any

from procdocs.source.reader import read

#: The language that has every key; the others lie over it.
COMPLETE = "en"
#: The key in `fields.yaml` under which stands what a model itself is.
ABOUT = "_about"


class MissingLabel(UserWarning):
    """A label that not even English has: a slip of a developer. The key is printed in its place, and the tests turn the warning into a failure."""


@dataclass(frozen=True)
class Words:
    """One language's fixed words. `words("turtle.inputs")` is a label; placeholders are filled from keywords."""

    tag: str
    #: The folders that are asked in turn, English last.
    folders: tuple[str, ...]

    def __call__(self, key: str, **values: object) -> str:
        """The label `key` (dotted path). One that no language has is a `MissingLabel` warning, and the key itself."""
        found = self._said("labels", key)
        return found.format(**values) if values else found

    def meaning(self, key: str) -> str:
        """What a key of a model is for (`Process.owner`), or the model itself (`Process._about`); with the same care for slips."""
        return self._said("fields", key)

    def _said(self, name: str, key: str) -> str:
        found = _first(self.folders, name, key)
        if found is None:
            warnings.warn(MissingLabel(f"no text `{key}` in {' or '.join(self.folders)}: add it to src/procdocs/languages/{COMPLETE}/{name}.yaml"), stacklevel=3)
        return key if found is None else found

    @property
    def labels(self) -> Mapping[str, Any]:
        """Every label, as the tree that `labels.yaml` is."""
        return _overlaid(self.folders, "labels")

    @property
    def synonyms(self) -> tuple[tuple[str, ...], ...]:
        """Groups of words that the search takes for one: those of the language, then those of the languages below it."""
        lines = "\n".join(str(content(folder, "synonyms").get("groups", "")) for folder in self.folders).splitlines()
        return tuple(alike(line) for line in lines if line.strip())

    def about(self, code: str) -> str:
        """What a code is about, for `procdocs explain` and the pages of the codes."""
        return str((self.findings.get(code) or {}).get("about") or "").strip()

    @property
    def findings(self) -> Mapping[str, Any]:
        """The sentences by code: message, hint, variants; under `related` those of second places, under `fields` what keys are for, under `choices` what words of choice mean.

        A file is read when it is asked for.
        """
        return _Findings(self.folders)


def alike(line: str) -> tuple[str, ...]:
    """The words of a line such as `客户 = 顾客`, which mean the same."""
    return tuple(word for piece in line.replace("＝", "=").split("=") if (word := piece.strip()))


#: What stands beside the codes, and its file.
_BESIDE = {"related": "findings/related", "fields": "fields", "choices": "choices"}


class _Findings(Mapping[str, Any]):
    """The files of a folder `findings/` as one mapping."""

    def __init__(self, folders: tuple[str, ...]) -> None:
        self._folders = folders

    def __getitem__(self, key: str) -> Any:
        if key in _BESIDE:
            return _overlaid(self._folders, _BESIDE[key])
        return _overlaid(self._folders, f"findings/{key[:3]}")[key]

    def __iter__(self) -> Iterator[str]:
        yield from _BESIDE
        for name in pieces(COMPLETE):
            if name.startswith("findings/PD"):
                yield from _overlaid(self._folders, name)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def words(tag: str) -> Words:
    """The words of a language; what it does not say, and a language procdocs does not speak, is English."""
    return Words(tag, tuple(one for one in dict.fromkeys((tag, tag.split("-", maxsplit=1)[0], COMPLETE)) if one in spoken()))


@cache
def spoken() -> tuple[str, ...]:
    """Tags of the languages procdocs speaks, were it only a few words."""
    return tuple(sorted(folder.name for folder in files(__package__).iterdir() if folder.is_dir() and not folder.name.startswith("_")))


def speaks(tag: str) -> bool:
    """Whether a language, or for a region or script (`zh-Hant`) the language it belongs to, is one of these."""
    return tag in spoken() or tag.split("-", maxsplit=1)[0] in spoken()


def pieces(tag: str) -> tuple[str, ...]:
    """The files of a language, as `labels` and `findings/PD4`: those of the folder itself first, then those of the findings."""
    folder = files(__package__) / tag
    found = [above + file.name for above, below in (("", folder), ("findings/", folder / "findings")) if below.is_dir() for file in below.iterdir()]
    return tuple(sorted((name.removesuffix(".yaml") for name in found if name.endswith(".yaml")), key=lambda name: ("/" in name, name)))


@cache
def _first(folders: tuple[str, ...], name: str, key: str) -> str | None:
    """What the first folder that knows `key` says in its file `name`, so that mostly one file is read."""
    for folder in folders:
        found: Any = content(folder, name)
        for part in key.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        if isinstance(found, str):
            return found
    return None


@cache
def _overlaid(folders: tuple[str, ...], name: str) -> Mapping[str, Any]:
    """The file `name` of all folders as one tree, the earlier over the later."""
    return reduce(_over, (content(folder, name) for folder in reversed(folders)))


def _over(below: Any, above: Any) -> Any:
    """A tree laid over another: what `above` leaves out, or leaves empty, is that of `below`."""
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        return {**below, **{key: _over(below.get(key), said) for key, said in above.items()}}
    return below if above is None else above


@cache
def content(tag: str, name: str) -> Mapping[str, Any]:
    """What the file `TAG/NAME.yaml` itself holds; empty where there is none."""
    file = files(__package__) / tag / f"{name}.yaml"
    if not file.is_file():
        return {}
    node, mistakes = read(f"{tag}/{name}.yaml", file.read_bytes())
    assert node is not None and not mistakes, f"languages/{tag}/{name}.yaml cannot be read: {'; '.join(f'line {one.span.line}: {dict(one.values)}' for one in mistakes)}"
    value: Mapping[str, Any] = node.plain_value()
    return value
