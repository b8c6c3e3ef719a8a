"""What a code means, in words: its explanation with a bad and a good example, as plain text."""

from __future__ import annotations

from collections.abc import Callable

from procdocs.checks.examples import examples
from procdocs.diagnostics import RULES, Rule
from procdocs.languages import words


def explain(code: str, language: str = "en") -> str:
    """The explanation of a code (`PD401`) or of its name (`unmatched-output`) in a language. Raises KeyError for one that does not exist."""
    rule = rule_of(code)
    if rule is None:
        raise KeyError(code)
    return page(rule, language)


def rule_of(code: str) -> Rule | None:
    """The rule with this code or name, in any letter case; None if there is none."""
    return RULES.get(code.upper()) or next((rule for rule in RULES.values() if rule.name == code.lower()), None)


def page(rule: Rule, language: str, cite: Callable[[str], str] = str) -> str:
    """The explanation of a code in a language, with its examples, as plain text. `cite` picks what is shown of its clauses."""
    spoken = words(language)
    parts = [f"{rule.code} {rule.name} ({rule.severity.value})" + (f" · {citation}" if (citation := cite(rule.clause)) else ""), "", spoken.about(rule.code)]
    for example in examples(rule.code):
        label = spoken("check.good" if example.good else "check.bad")
        parts += ["", f"{label}:", *(f"    {line}".rstrip() for line in example.text.splitlines())]
    return "\n".join(parts) + "\n"
