"""Commented starter files in each language, and what goes before and into them. Reads the package only; `cli` writes."""

from __future__ import annotations

import posixpath
from importlib.resources import files


def languages() -> tuple[str, ...]:
    """The languages there are starter files in."""
    return tuple(sorted(folder.name for folder in files(__package__).iterdir() if folder.is_dir() and not folder.name.startswith("_")))


def starter(name: str, language: str, path: str, **values: str) -> str:
    """The starter file `name` (a kind, or `procdocs`) in a language, or else in English, for the place `path` in the project, with `{{id}}` and the like filled in."""
    spoken = language if language in languages() else "en"
    text = (files(__package__) / spoken / f"{name}.yaml").read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace("{{" + key + "}}", value)
    return modeline(path) + text


def modeline(path: str) -> str:
    """The first line by which editors find the JSON Schema of the file at `path` in a project."""
    name = "settings" if path == "procdocs.yaml" else "register" if path.startswith("registers/") else "document"
    schema = posixpath.relpath(f".schema/{name}.json", posixpath.dirname(path) or ".")
    return f"# yaml-language-server: $schema={schema}\n"
