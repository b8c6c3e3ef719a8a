"""Templates as a value: what a user's folder gives, what it may cost, and that it travels."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest

from procdocs import templating
from procdocs.pipeline import Request, build
from procdocs.templating import Templates, read_templates, template_mistake

ROUNDS = Templates({"x.j2": b"{% for n in range(40) %}{{ n }}{% endfor %}"})


def test_every_build_has_all_its_steps(project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(PAGE_A="kind: page\nid: PAGE-A\nname: 方针\ntext: 质量第一\n")
    (root / "templates").mkdir()
    for name in ("home.html.j2", "single.html.j2"):
        ours = (templating.template_folder() / name).read_text(encoding="utf-8")
        (root / "templates" / name).write_text("{% for n in range(2900) %}{% endfor %}" + ours, encoding="utf-8")
    monkeypatch.setattr(templating, "STEPS", 5000)
    for _ in range(3):
        result = build(Request(root, root / "output", ("html", "single-html")))
        assert result.written and not result.diagnostics, result.diagnostics


def test_steps_are_counted_over_all_renderings_of_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templating, "STEPS", 100)
    run = ROUNDS.fresh()
    assert run.render("x.j2", {}) == run.render("x.j2", {})
    with pytest.raises(jinja2.exceptions.SecurityError) as caught:
        run.render("x.j2", {})
    mistake = template_mistake(caught.value)
    assert mistake is not None and (mistake.code, mistake.span.path, mistake.span.line) == ("PD705", "templates/x.j2", 1)
    assert run.fresh().render("x.j2", {})


def test_templates_travel_without_what_they_have_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templating, "STEPS", 50)
    used = ROUNDS.fresh()
    used.render("x.j2", {})
    arrived = pickle.loads(pickle.dumps(used))
    assert arrived == used and arrived.digest == used.digest
    assert arrived.render("x.j2", {})


def test_a_folder_gives_its_files_and_they_win(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "theme.js").write_bytes(b"// mine")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_bytes(b"x")
    own = read_templates(tmp_path)
    assert dict(own.own) == {"scripts/theme.js": b"// mine"}
    assert own.asset("scripts/theme.js") == b"// mine" and own.asset("site.css") == Templates().asset("site.css")
    assert read_templates(tmp_path / "nowhere") == Templates()


def test_the_digest_stands_for_every_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    several = [Templates(), Templates({"a": b"b"}), Templates({"a": b"c"}), Templates({"b": b"b"}), Templates({"a": b"b", "b": b""})]
    digests = [templates.digest for templates in several]
    assert len(set(digests)) == len(several) and digests == [templates.fresh().digest for templates in several]
    ours = templating._ours
    monkeypatch.setattr(templating, "_ours", lambda name: ours(name) + b" " * (name == "print.css"))
    assert Templates().digest not in digests
