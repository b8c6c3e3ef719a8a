"""Templates as a value: what a user's folder gives, what it may cost, and that it travels."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import jinja2
import pytest

try:
    import resource
except ImportError:  # Windows
    resource = None

from procdocs import templating
from procdocs.execution.executors import execute
from procdocs.pipeline import Request, build
from procdocs.templating import Templates, read_templates, refused_templates, template_mistake
from procdocs.writers import rendering

ROUNDS = Templates({"x.j2": b"{% for n in range(40) %}{{ n }}{% endfor %}"})


def test_every_build_has_all_its_steps(project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(PAGE_A="kind: page\nid: PAGE-A\nname: 方针\ntext: 质量第一\n")
    (root / "templates").mkdir()
    for name in ("home.html.j2", "single.html.j2"):
        ours = (templating.template_folder() / name).read_text(encoding="utf-8")
        (root / "templates" / name).write_text("{% for n in range(2900) %}{% endfor %}" + ours, encoding="utf-8")
    monkeypatch.setattr(templating, "STEPS", 5000)
    monkeypatch.setattr(rendering, "execute", partial(execute, executor="serial"))  # in this process, where the number of steps is another
    allowed = resource.getrlimit(resource.RLIMIT_CPU) if resource else None
    for _ in range(3):
        result = build(Request(root, root / "output", ("html", "single-html")))
        assert result.written and not result.diagnostics, result.diagnostics
    # What templates may take is no limit of the process that goes on after them.
    assert allowed == (resource.getrlimit(resource.RLIMIT_CPU) if resource else None)


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


HONEST = (
    '{{ "%02d" % 7 }}',
    '{{ "%02d"|format(7) }}',
    "{{ '%(n)s' % {'n': '07'} }}",
    "{{ '0' * 1 }}7",
    "{{ '7'.rjust(2, '0') }}",
    "{{ '7'.zfill(2) }}",
    "0{{ 22 // 3 % 8 }}",
)


@pytest.mark.parametrize("text", HONEST)
def test_honest_ways_to_write_a_number(text: str) -> None:
    assert Templates({"x.j2": text.encode()}).render("x.j2", {}) == "07"


@pytest.mark.parametrize("text", ["{{ '%99999d' % 7 }}", "{{ '%*d' % (99999, 7) }}", "{{ '%99999d'|format(7) }}", "{{ 'x' * 99999 }}", "{{ 99999 * [1] }}", "{{ 9 ** 9 }}"])
def test_a_few_characters_make_no_long_text(text: str) -> None:
    with pytest.raises(jinja2.exceptions.SecurityError):
        Templates({"x.j2": text.encode()}).render("x.j2", {})


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_what_may_not_lie_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, elsewhere = tmp_path / "templates", tmp_path / "elsewhere"
    (own / "scripts").mkdir(parents=True)
    elsewhere.mkdir()
    (own / "site.css").write_text("x" * 100, encoding="utf-8")
    assert refused_templates(own) == refused_templates(tmp_path / "nowhere") == ()
    (own / "more").symlink_to(elsewhere, target_is_directory=True)
    (own / "scripts" / "a.js").symlink_to("../site.css")
    (own / ".hidden").symlink_to("nowhere")
    os.mkfifo(own / "pipe.j2")
    assert {(one.code, one.span.path, one.variant) for one in refused_templates(own)} == {
        ("PD705", "templates/more", "link"),
        ("PD705", "templates/scripts/a.js", "link"),
        ("PD705", "templates/pipe.j2", "file"),
    }
    assert set(read_templates(own).own) == {"site.css"}
    (tmp_path / "linked").symlink_to(own)
    assert [(one.span.path, one.variant) for one in refused_templates(tmp_path / "linked")] == [("templates", "link")]
    assert read_templates(tmp_path / "linked") == Templates()
    for name in ("more", "scripts/a.js", "pipe.j2"):
        (own / name).unlink()
    monkeypatch.setattr(templating, "OWN_LIMIT", 99)
    assert [one.variant for one in refused_templates(own)] == ["large"] and read_templates(own) == Templates()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")
def test_a_file_whose_name_is_no_text_counts_too(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.html.j2")).write_bytes(b"x")
    assert read_templates(tmp_path).digest != Templates().digest


def test_pages_filled_in_a_process_of_their_own_are_the_same(project: Callable[..., Path], tmp_path: Path) -> None:
    root = project(PAGE_A="kind: page\nid: PAGE-A\nname: 方针\ntext: 质量第一\n")
    made = []
    for name in ("ours", "own"):
        result = build(Request(root, tmp_path / name, ("html", "single-html", "csv")))
        made.append({path: (tmp_path / name / path).read_bytes() for path in result.written})
        (root / "templates").mkdir(exist_ok=True)
        (root / "templates" / "page.html.j2").write_bytes((templating.template_folder() / "page.html.j2").read_bytes())
    assert made[0] == made[1] and len(made[0]) > 5
