"""The jinja2 environment all output comes from: a user's `templates/` first, then ours. Escaping is always on.

A user's template can fail, but it can neither reach out of its sandbox nor keep the build busy for ever.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.drawing import PD705

#: Rounds of loops and calls that a user's templates may take in a build; manuals of a thousand pages need a third.
STEPS = 1_000_000
#: Methods of texts that make a long text of a large number.
_GROWING = frozenset(("center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"))


def template_folder() -> Path:
    """Where our templates lie: inside the package, or at the top of a source checkout."""
    packaged = Path(str(files("procdocs"))) / "templates"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "templates"


class _Sandbox(ImmutableSandboxedEnvironment):
    """Refuses the operators and methods by which a template can use up memory or time."""

    intercepted_binops = frozenset(["**", "*", "%", "//"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Power never; repetition and formatting of text never; arithmetic on numbers as usual."""
        if operator == "**" or not (isinstance(left, (int, float)) and isinstance(right, (int, float))):
            raise SecurityError(f"templates may not use {operator} here")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """As usual, but without the methods that make texts grow."""
        return super().is_safe_attribute(obj, attr, value) and not (isinstance(obj, str) and attr in _GROWING)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """The sandbox hands out its own `format` without asking `is_safe_attribute`."""
        if super().wrap_str_format(value) is not None:
            raise SecurityError("templates may not use format here")
        return None


class _OwnSandbox(_Sandbox):
    """For projects with templates of their own: counts the rounds of their loops and all calls."""

    own = Path()
    steps = 0

    def step(self) -> None:
        """Count one step. Raises SecurityError when there have been too many."""
        self.steps += 1
        if self.steps > STEPS:
            raise SecurityError(f"the templates take more than {STEPS} rounds and calls")

    # The names are jinja2's: a template may pass arguments of any other name.
    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """A call in a template, which is a step."""
        __self.step()
        return super().call(__context, __obj, *args, **kwargs)

    def compile(self, source: Any, name: str | None = None, filename: str | None = None, *modes: Any, **more: Any) -> Any:
        """As usual; a template too deep to be read is a mistake in it."""
        try:
            return super().compile(source, name, filename, *modes, **more)
        except RecursionError:
            raise jinja2.TemplateSyntaxError("nested too deeply", 1, name, filename) from None

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if filename and Path(filename).is_relative_to(self.own):
            for loop in tree.find_all(nodes.For):
                loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        return tree


@jinja2.pass_environment
def _counted(sandbox: _OwnSandbox, values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        sandbox.step()
        yield value


class _OwnTemplates(jinja2.FileSystemLoader):
    """A user's folder."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """As usual; a template that is no UTF-8 is a mistake in it."""
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError:
            raise jinja2.TemplateSyntaxError("not stored as UTF-8", 1, template, str(Path(self.searchpath[0], template))) from None


@cache
def environment(own: Path | None = None) -> jinja2.Environment:
    """Templates for HTML and PDF; `own` is a user's folder whose files win over ours of the same name."""
    ours = jinja2.FileSystemLoader(template_folder())
    options: dict[str, Any] = {"autoescape": True, "undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
    made: _Sandbox
    if own is not None and own.is_dir():
        made = _OwnSandbox(loader=jinja2.ChoiceLoader([_OwnTemplates(own), ours]), **options)
        made.own = own
        made.filters["counted"] = _counted
    else:
        made = _Sandbox(loader=ours, **options)
    for name in ("center", "format", "indent", "pprint"):
        made.filters.pop(name, None)
    made.globals.pop("lipsum", None)
    return made


def render(template: str, values: Mapping[str, Any], own: Path | None = None) -> str:
    """The text of a template filled with values."""
    return environment(own).get_template(template).render(values)


def template_mistake(problem: BaseException, own: Path | None) -> Diagnostic | None:
    """The finding (PD705) for what was raised while a user's template was read or filled; None if no template in `own` is to blame."""
    if own is None:
        return None
    if isinstance(problem, jinja2.TemplateSyntaxError):
        place = (problem.filename or "", problem.lineno)
    else:
        frames = [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(problem.__traceback__) if Path(frame.filename).is_relative_to(own)]
        if not frames:
            return None
        place = frames[-1]
    path = Path(place[0])
    if not path.is_relative_to(own):
        return None
    reason = "it calls itself without end" if isinstance(problem, RecursionError) else str(problem) or type(problem).__name__
    return diagnose(PD705, Span(f"{own.name}/{path.relative_to(own).as_posix()}", place[1], 1), reason=reason)
