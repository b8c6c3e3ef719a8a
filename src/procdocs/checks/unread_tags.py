"""Tags that name the ends of items, `BOM (C3)`, in a project that does not say that they are tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procdocs.checks.places import gathered, said, value_place
from procdocs.diagnostics import Finding, check
from procdocs.project.model import Project
from procdocs.project.tags import reader_for
from procdocs.schema.process import Input, Person, Resource

_BRACKET = re.compile(r"[(（\[［]")


@check("PD415")
def unread_tags(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/C1.yaml
        id: C1
        inputs: [{name: 物料清单 (C3)}]
        # file: processes/C3.yaml
        id: C3
    Good:
        # file: procdocs.yaml
        organisation: {name: 江海}
        tags: true
        # file: processes/C1.yaml
        id: C1
        inputs: [{name: 物料清单 (C3)}]
        # file: processes/C3.yaml
        id: C3
        outputs: [{name: 物料清单 (C1)}]
    """
    if "tags" in project.settings.model_fields_set:
        return
    reader = reader_for(project)
    found: list[Finding] = []
    for process in project.processes:
        taken: tuple[Input | Resource | Person, ...] = (*process.inputs, *process.resources, *process.people)
        given = ((output, output.to) for output in process.outputs)
        for item, ends in (*((one, one.source) for one in taken), *given):
            name = said(project, item.name)
            named = reader.read(name).ends if _BRACKET.search(name) else ()
            # Letters alone, as in `vitamin (C)`, tell nothing; what is written as an end already is not lost.
            if any(end in reader.ids and end != process.id for end in named) and not set(named) <= set(ends):
                found.append(Finding(value_place(item, "name"), {"item": name, "ends": ", ".join(named)}))
    yield from gathered(found, "item", least=1)
