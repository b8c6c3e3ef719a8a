"""The jinja2 environment all output comes from: a user's `templates/` first, then ours. Escaping is always on.

A user's template can fail, but it can neither reach out of its sandbox nor keep the build busy for ever.
"""

from __future__ import annotations

import hashlib
import os
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import soft_str

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.drawing import PD705

#: Rounds of loops and calls that a user's templates may take for one format of a manual; manuals of a thousand pages need a third.
STEPS = 1_000_000
#: Bytes that all files of a user's folder may have together.
OWN_LIMIT = 20 * 2**20
#: The folder of a project that holds its own templates, and how the names of these begin where Python tells of them.
FOLDER = "templates"
_OWN = "procdocs:own-templates/"
#: Longest text or list that a product may be, and widths beyond which a pattern such as `%02d` is refused.
_LONGEST = 10_000
_WIDE = re.compile(r"[0-9]{4,}|[*]")


def template_folder() -> Path:
    """Where our templates lie: inside the package, or at the top of a source checkout."""
    packaged = Path(str(files("procdocs"))) / "templates"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "templates"


class _Sandbox(ImmutableSandboxedEnvironment):
    """Refuses to make a long text or a vast number of a few characters. What a template can do little by little is limited by its process."""

    intercepted_binops = frozenset(["**", "*", "%"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Power never; text and lists repeated, and text filled in, as far as it stays short; arithmetic on numbers as usual."""
        both = (left, right)
        sizes = [len(one) for one in both if isinstance(one, Sized)]
        factor = next((one for one in both if isinstance(one, int)), 0)
        if operator == "**" or (operator == "*" and sizes and sizes[0] * factor > _LONGEST) or (operator == "%" and isinstance(left, str) and _WIDE.search(left)):
            raise SecurityError(f"templates may not use {operator} here")
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """The sandbox's own `format` takes widths from anywhere."""
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


@jinja2.pass_environment
def _format(sandbox: _Sandbox, pattern: str, *values: Any, **named: Any) -> Any:
    """As jinja2's filter; widths are limited as for `%`."""
    return sandbox.call_binop(None, "%", soft_str(pattern), named or values)


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
            spelled = name.encode(errors="surrogateescape")  # A file's name may be bytes that are no text.
            found.update(b"%d %d %s" % (len(spelled), len(data), spelled) + data)
        return found.hexdigest()

    @cached_property
    def _environment(self) -> jinja2.Environment:
        return _made(_OwnSandbox, _OwnTemplates(self.own)) if self.own else environment()


def read_templates(folder: Path) -> Templates:
    """The templates in a user's folder; only ours if there is none. What begins with a point is no template, nor is what is refused. Raises OSError."""
    found = tuple(_entries(folder))
    return Templates({name: place.read_bytes() for name, place, why in found if not why} if not _too_large(found) else {})


def refused_templates(folder: Path) -> tuple[Diagnostic, ...]:
    """What may not lie in a user's folder (PD705): links, what is no file, and more than can be meant. Raises OSError."""
    found = tuple(_entries(folder))
    strange = tuple(diagnose(PD705, Span(f"{FOLDER}/{name}" if name else FOLDER), why) for name, _, why in found if why)
    return strange or ((diagnose(PD705, Span(FOLDER), "large", limit=OWN_LIMIT // 2**20),) if _too_large(found) else ())


def _entries(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """Name and place of everything in a user's folder, and why it is refused: `link`, `file` or not at all."""
    if folder.is_symlink():
        yield "", folder, "link"
        return
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted((*names, *folders)):
            place = Path(where) / name
            if not name.startswith(".") and (name in names or place.is_symlink()):
                yield place.relative_to(folder).as_posix(), place, "link" if place.is_symlink() else "" if place.is_file() else "file"


def _too_large(found: tuple[tuple[str, Path, str], ...]) -> bool:
    return sum(place.stat().st_size for _, place, why in found if not why) > OWN_LIMIT


@cache
def environment() -> jinja2.Environment:
    """The environment of our own templates, which need no sandbox: it would take a fifth of the time of a page."""
    return _made(jinja2.Environment)


def _made(kind: type[jinja2.Environment], *loaders: jinja2.BaseLoader) -> jinja2.Environment:
    made = kind(
        loader=jinja2.ChoiceLoader([*loaders, jinja2.FileSystemLoader(template_folder())]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["counted"] = _counted
    made.filters["format"] = _format
    for name in ("center", "indent", "pprint"):
        made.filters.pop(name, None)
    made.globals.pop("lipsum", None)
    return made


@cache
def _ours(name: str) -> bytes:
    return (template_folder() / name).read_bytes()


@cache
def _our_names() -> tuple[str, ...]:
    return tuple(path.relative_to(template_folder()).as_posix() for path in sorted(template_folder().rglob("*")) if path.is_file())


class Overdue(Exception):
    """Raised into a template whose time is over."""


def template_mistake(problem: BaseException) -> Diagnostic | None:
    """The finding (PD705) for what was raised while a user's template was read or filled; None if none of these is to blame."""
    if isinstance(problem, jinja2.TemplateSyntaxError):
        place = (problem.filename or "", problem.lineno)
    else:
        place = next(((frame.filename, frame.lineno or 1) for frame in reversed(traceback.extract_tb(problem.__traceback__)) if frame.filename.startswith(_OWN)), ("", 1))
    if not place[0].startswith(_OWN):
        return None
    span = Span(f"{FOLDER}/{place[0].removeprefix(_OWN)}", place[1], 1)
    if isinstance(problem, (Overdue, MemoryError)):
        return diagnose(PD705, span, "time" if isinstance(problem, Overdue) else "memory")
    reason = "it calls itself without end" if isinstance(problem, RecursionError) else str(problem) or type(problem).__name__
    return diagnose(PD705, span, reason=reason)


def template_ended(why: str, last_words: str) -> Diagnostic:
    """The finding (PD705) for a process that was ended in the middle of a user's template; `why` as in a failed target, its last words may name the file."""
    named = re.search(f'{re.escape(_OWN)}([^"]+)', last_words)
    return diagnose(PD705, Span(f"{FOLDER}/{named[1]}" if named else FOLDER), why if why in ("time", "memory") else "ended")
