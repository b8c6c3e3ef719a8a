"""What finds a code, attached to its row in `RULES`: a generator over the project, or a stage that reports it by itself.

The docstring of a check, or the text of a declaration, is its examples: `Bad:` must give the code, `Good:` must not, and a test runs both.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator

from procdocs.diagnostics.finding import Finding
from procdocs.diagnostics.rules import RULES

#: A generator over the project; with a second parameter, over the project and the day.
CheckFunction = Callable[..., Iterator[Finding]]
#: The check of a code, for those that checks find.
CHECKS: dict[str, CheckFunction] = {}
#: The examples of every code that something finds, as they are printed; "" where there are none.
EXAMPLES: dict[str, str] = {}


def declare(code: str, examples: str = "") -> str:
    """Say that a stage other than the checks reports `code`; returns the code."""
    assert code in RULES, f'{code} has no row: add `Rule("{code}", …)` in its place in src/procdocs/diagnostics/rules.py'
    assert code not in EXAMPLES, f"{code} is borne twice: free numbers are seen in src/procdocs/diagnostics/rules.py"
    # Not inspect.cleandoc: it would turn the tabs of an example into spaces.
    EXAMPLES[code] = textwrap.dedent(examples).strip("\n")
    return code


def check(code: str) -> Callable[[CheckFunction], CheckFunction]:
    """Make a generator `(project) -> Iterator[Finding]` the check of `code`; it bears the name of the code."""

    def decorate(function: CheckFunction) -> CheckFunction:
        declare(code, inspect.getdoc(function) or "")
        name = function.__name__.replace("_", "-")
        assert RULES[code].name == name, f"{code} is called {RULES[code].name} in src/procdocs/diagnostics/rules.py, but its check {name}: give both one name"
        CHECKS[code] = function
        return function

    return decorate
