"""The command line in the language of this machine: our own help texts, and what click says of itself.

Click puts its sentences through a function `_`, as gettext has it; here it is given one that knows ours. A text without a translation stays English.
"""

from __future__ import annotations

import locale
import os
import re
import sys
from collections.abc import Mapping
from typing import Any

import click


def tag_here() -> str:
    """The language that this machine is set to, such as zh-CN; whether procdocs speaks it is not asked."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None) or locale.getlocale()[0] or ""
    return "zh" if named.startswith("Chinese") else re.split(r"[.@]", named)[0].replace("_", "-")


def speak() -> None:
    """Let click speak the language of this machine."""
    said = translations("click")
    if not said:
        return
    for name in ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types"):
        module: Any = sys.modules.get(f"click.{name}")
        if hasattr(module, "_"):
            module._ = lambda text: said.get(text, text)
        if hasattr(module, "ngettext"):
            module.ngettext = lambda one, several, number: said.get(one, one if number == 1 else several)


def translations(section: str) -> Mapping[str, str]:
    """English text -> that in the language of this machine, of the part `click` or `help` of the labels `command_line`. For English nothing is read."""
    tag = tag_here()
    if tag.split("-", maxsplit=1)[0] in ("en", "C", "POSIX", ""):
        return {}
    from procdocs.languages import words

    ours, english = words(tag).labels["command_line"][section], words("en").labels["command_line"][section]
    return {text: ours[key] for key, text in english.items()}


def translate(command: click.Command) -> click.Command:
    """A command whose help is in the language of this machine."""
    said = {**translations("click"), **translations("help")}
    command.help = said.get(command.help or "", command.help)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = said.get(parameter.help, parameter.help)
    return command
