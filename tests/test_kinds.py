"""A document kind is a model and a row, and a module for its page and a row: what one forgot is said here, before a project meets it."""

from __future__ import annotations

from importlib.resources import files

import pytest

from procdocs.checks.namespaces import GROUPS
from procdocs.languages import COMPLETE, content, words
from procdocs.manual.compose import BLOCKS, compose
from procdocs.project.load import load
from procdocs.schema import KINDS, TOPS
from procdocs.schema.models import choices_in, models_below
from procdocs.starters import languages, starter
from procdocs.world import Memory
from tests.test_languages import WHOLE

#: What every kind has, and how a model says it.
FIELDS = {"kind": 'Literal["{kind}"]', "id": "Id", "name": "Text", "document": "Control | None = None"}
SETTINGS = b"organisation: {name: X}\nlanguages: [en]\ndepartments: [{id: dep, name: D}]\nroles: [{id: job, name: J}]\n"
C1 = b"kind: process\nid: C1\nname: P\ntype: customer\n"


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_what_every_kind_has(kind: str) -> None:
    model = KINDS[kind]
    todo = [f"`{name}: {said.format(kind=kind)}`" for name, said in FIELDS.items() if name not in model.model_fields]
    assert not todo, f"add to {model.__name__} in {model.__module__}: {', '.join(todo)}"
    assert choices_in(model.model_fields["kind"].annotation) == (kind,), f'write `kind: Literal["{kind}"]` in {model.__name__}, or name its row in KINDS otherwise'


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_page_a_label_and_starters(kind: str) -> None:
    todo = [] if kind in BLOCKS else [f"a row in BLOCKS (src/procdocs/manual/compose.py), with a function in src/procdocs/manual/kinds/{kind}.py"]
    todo += [f"`{kind}: what it is called` under `kind:` in src/procdocs/languages/{tag}/labels.yaml" for tag in (COMPLETE, *WHOLE) if kind not in content(tag, "labels")["kind"]]
    todo += [f"src/procdocs/starters/{tag}/{kind}.yaml" for tag in languages() if not (files("procdocs.starters") / tag / f"{kind}.yaml").is_file()]
    assert not todo, f"the kind `{kind}` lacks:\n" + "\n".join(todo)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_loaded_named_and_has_a_page(kind: str) -> None:
    """From its starter, in a chapter of its own."""
    text = starter(kind, ["en"], f"processes/{kind}.yaml", id="X1", role="job", owner="dep", end="customer", type="customer")
    project, found = load(
        Memory({"procdocs.yaml": SETTINGS + f"chapters: [{{title: T, contents: [{kind}]}}]\n".encode(), "processes/C1.yaml": C1, "processes/X1.yaml": text.encode()})
    )
    assert project is not None
    assert not found
    manual, undrawn = compose(project, "en")
    assert not undrawn
    (page,) = (entry for entry in manual.entries if entry.id == "X1")
    assert page.kind == kind
    assert page.blocks
    assert page in manual.chapters[0].entries
    assert kind in GROUPS


def test_what_a_field_may_name_has_a_word_in_the_reference() -> None:
    named = {(model.__name__, name, kind) for model in models_below(TOPS.values()) for name, kind in model.naming.items()}
    known = words("en").labels["reference"]["named"]
    todo = [f"{model}.{name}: add `{kind}:` under `reference.named:` in labels.yaml of every language" for model, name, kind in sorted(named) if kind not in known]
    todo += [
        f"{model}.{name}: no such field" for model, name, _ in sorted(named) if name not in next(one for one in models_below(TOPS.values()) if one.__name__ == model).model_fields
    ]
    assert not todo, "\n".join(todo)
