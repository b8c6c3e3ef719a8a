"""What a code means, in words: its explanation with a bad and a good example, as plain text."""

from __future__ import annotations

from procdocs.checks.examples import examples, prose
from procdocs.diagnostics import Rule
from procdocs.languages import words
from procdocs.reference import rules_of_everything


def explain(code: str, language: str = "en") -> str:
    """The explanation of a code (`PD401`) or of its name (`unmatched-output`) in a language. Raises KeyError for one that does not exist."""
    rule = rule_of(code)
    if rule is None:
        raise KeyError(code)
    return page(rule, language)


def rule_of(code: str) -> Rule | None:
    """The rule with this code or name, in any letter case; None if there is none."""
    rules = rules_of_everything()
    return rules.get(code.upper()) or next((rule for rule in rules.values() if rule.name == code.lower()), None)


def page(rule: Rule, language: str) -> str:
    """The explanation of a code in a language, with its examples, as plain text."""
    spoken = words(language)
    about = (spoken.findings.get(rule.code) or {}).get("about") or prose(rule)
    parts = [f"{rule.code} {rule.name} ({rule.severity.value})" + (f" · {rule.citation}" if rule.clause else ""), "", about.strip()]
    for example in examples(rule):
        label = spoken("check.good" if example.good else "check.bad")
        parts += ["", f"{label}:", *(f"    {line}".rstrip() for line in example.text.splitlines())]
    return "\n".join(parts) + "\n"
