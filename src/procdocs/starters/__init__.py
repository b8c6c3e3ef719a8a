"""Commented starter files in each language, and what goes before and into them. Reads the package only; `cli` writes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from importlib.resources import files

#: Lines of a starter that a project of two languages wants in both.
_TRANSLATED = re.compile(r"(name|purpose): (.+)")


def languages() -> tuple[str, ...]:
    """The languages there are starter files in."""
    return tuple(sorted(folder.name for folder in files(__package__).iterdir() if folder.is_dir() and not folder.name.startswith("_")))


def starter(name: str, spoken: Sequence[str], path: str, **values: str) -> str:
    """The starter file `name` (a kind, `register` or `procdocs`) for the place `path` in the project, with `{{id}}` and the like filled in.

    It speaks the first of the languages that there is such a starter in, or else English; names and purpose are written in all of them.
    """
    homes = {language: home for language in spoken if (home := _home(language, name))} or {"en": "en"}
    known = list(homes)
    texts = [(files(__package__) / home / f"{name}.yaml").read_text(encoding="utf-8") for home in homes.values()]
    text = _in_all(known, texts) if len(known) > 1 else texts[0]
    for key, value in values.items():
        text = text.replace("{{" + key + "}}", value)
    return modeline(path) + text


def _home(language: str, name: str) -> str:
    """The folder that has the starter in a language: its own, or that of the language a region or script belongs to; "" if neither."""
    tags = (language, language.split("-", maxsplit=1)[0])
    return next((tag for tag in tags if tag in languages() and (files(__package__) / tag / f"{name}.yaml").is_file()), "")


def _in_all(spoken: Sequence[str], texts: Sequence[str]) -> str:
    """The first text, its names and purpose as `{zh: …, en: …}` with those of the others."""
    lines = texts[0].splitlines(keepends=True)
    others = [{found[1]: found[2] for line in text.splitlines() if (found := _TRANSLATED.fullmatch(line))} for text in texts[1:]]
    for number, line in enumerate(lines):
        found = _TRANSLATED.fullmatch(line.rstrip("\n"))
        if found:
            said = ", ".join(f"{language}: {text}" for language, text in zip(spoken, (found[2], *(other[found[1]] for other in others)), strict=True))
            lines[number] = f"{found[1]}: {{{said}}}\n"
    return "".join(lines)


def modeline(path: str) -> str:
    """The first line by which editors find the JSON Schema of the file at `path` in a project."""
    name = "settings" if path == "procdocs.yaml" else "register" if path.startswith("registers/") else "document"
    schema = posixpath.relpath(f".schema/{name}.json", posixpath.dirname(path) or ".")
    return f"# yaml-language-server: $schema={schema}\n"
