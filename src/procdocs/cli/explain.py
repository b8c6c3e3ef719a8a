"""`procdocs explain`: the page of one code, or the list of all."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import click

from procdocs.cli.settings import citing, language_around
from procdocs.diagnostics import RULES
from procdocs.explaining import page, rule_of
from procdocs.languages import words
from procdocs.project.load import find


@click.command()
@click.argument("code", required=False)
@click.option("--language", help="Language of the explanation, such as zh or en (default: the first of the project, else that of this machine).")
def command(code: str | None, language: str | None) -> int:
    """Explain CODE, such as PD401 or unmatched-output; without CODE, list all codes."""
    spoken = language or language_around(find(Path()))
    if code is None:
        for rule in RULES.values():
            click.echo(f"{rule.code}  {rule.severity.value:<8} {rule.name}")
        return 0
    found = rule_of(code)
    if found is None:
        close = _near(code)
        say = words(spoken)
        raise click.UsageError(say("usage.no_code", code=code) + (say("usage.meant", meant=close) if close else say("usage.all_codes")))
    click.echo(page(found, spoken, citing(find(Path()))), nl=False)
    return 0


def _near(code: str) -> str:
    """A code that differs in its last figure only, or a name spelled alike; "" where there is none."""
    if re.fullmatch(r"PD\d{3}", code.upper()):
        alike = [known for known in RULES if known[:4] == code.upper()[:4]]
        return min(alike, key=lambda known: abs(int(known[4:]) - int(code[4:])), default="")
    return next(iter(difflib.get_close_matches(code.lower(), [rule.name for rule in RULES.values()], n=1)), "")
