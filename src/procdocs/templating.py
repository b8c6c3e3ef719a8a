"""The jinja2 environment all output comes from: a user's `templates/` first, then ours. Escaping is always on.

A user's template can fail, but it can neither reach out of its sandbox nor keep the build busy for ever.
"""

from __future__ import annotations

import hashlib
import os
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.drawing import PD705

#: Rounds of loops and calls that a user's templates may take for one format of a manual; manuals of a thousand pages need a third.
STEPS = 1_000_000
#: The folder of a project that holds its own templates, and how the names of these begin where Python tells of them.
FOLDER = "templates"
_OWN = "procdocs:own-templates/"
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
        if filename and filename.startswith(_OWN):
            for loop in tree.find_all(nodes.For):
                loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        return tree


@jinja2.pass_environment
def _counted(sandbox: _OwnSandbox, values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        sandbox.step()
        yield value


class _OwnTemplates(jinja2.BaseLoader):
    """A user's files."""

    def __init__(self, own: Mapping[str, bytes]) -> None:
        self.own = own

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002 - as jinja2 calls it
        """The text of a template. One that is no UTF-8 is a mistake in it."""
        if template not in self.own:
            raise jinja2.TemplateNotFound(template)
        try:
            return self.own[template].decode(), _OWN + template, lambda: True
        except UnicodeDecodeError:
            raise jinja2.TemplateSyntaxError("not stored as UTF-8", 1, template, _OWN + template) from None


@dataclass(frozen=True)
class Templates:
    """What a manual is rendered with: a user's own files, by their paths in `templates/`, win over ours of the same name.

    A value: it can be compared, and sent to another process. Its steps are counted from its first rendering on; `fresh` begins anew.
    """

    own: Mapping[str, bytes] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        return {"own": self.own}

    def fresh(self) -> Templates:
        """The same templates with all their steps still to take."""
        return Templates(self.own)

    def template(self, name: str) -> jinja2.Template:
        """A template, compiled once."""
        return self._environment.get_template(name)

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """The text of a template filled with values."""
        return self.template(name).render(values)

    def asset(self, name: str) -> bytes:
        """A style sheet or script as it lies in the folder: the user's own, else ours."""
        return self.own[name] if name in self.own else _ours(name)

    @cached_property
    def digest(self) -> str:
        """What stands for the content of every template, the user's and ours."""
        found = hashlib.sha256()
        for name, data in sorted({name: _ours(name) for name in _our_names()}.items()) + sorted(self.own.items()):
            found.update(f"{len(name.encode())} {len(data)} {name}".encode() + data)
        return found.hexdigest()

    @cached_property
    def _environment(self) -> jinja2.Environment:
        return _made(_OwnSandbox, _OwnTemplates(self.own)) if self.own else environment()


def read_templates(folder: Path) -> Templates:
    """The templates in a user's folder; only ours if there is none. What begins with a point is no template. Raises OSError."""
    own: dict[str, bytes] = {}
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        own.update({(Path(where) / name).relative_to(folder).as_posix(): (Path(where) / name).read_bytes() for name in sorted(names) if not name.startswith(".")})
    return Templates(own)


@cache
def environment() -> jinja2.Environment:
    """The environment of our own templates."""
    return _made(_Sandbox)


def _made(kind: type[_Sandbox], *loaders: jinja2.BaseLoader) -> jinja2.Environment:
    made = kind(
        loader=jinja2.ChoiceLoader([*loaders, jinja2.FileSystemLoader(template_folder())]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["counted"] = _counted
    for name in ("center", "format", "indent", "pprint"):
        made.filters.pop(name, None)
    made.globals.pop("lipsum", None)
    return made


@cache
def _ours(name: str) -> bytes:
    return (template_folder() / name).read_bytes()


@cache
def _our_names() -> tuple[str, ...]:
    return tuple(path.relative_to(template_folder()).as_posix() for path in sorted(template_folder().rglob("*")) if path.is_file())


def template_mistake(problem: BaseException) -> Diagnostic | None:
    """The finding (PD705) for what was raised while a user's template was read or filled; None if none of these is to blame."""
    if isinstance(problem, jinja2.TemplateSyntaxError):
        place = (problem.filename or "", problem.lineno)
    else:
        place = next(((frame.filename, frame.lineno or 1) for frame in reversed(traceback.extract_tb(problem.__traceback__)) if frame.filename.startswith(_OWN)), ("", 1))
    if not place[0].startswith(_OWN):
        return None
    reason = "it calls itself without end" if isinstance(problem, RecursionError) else str(problem) or type(problem).__name__
    return diagnose(PD705, Span(f"{FOLDER}/{place[0].removeprefix(_OWN)}", place[1], 1), reason=reason)
