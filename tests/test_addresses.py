"""A value can be asked for by its address, and says which it has."""

import pickle
from pathlib import Path

import pytest

from procdocs.project import Project
from procdocs.project.load import load
from procdocs.source.address import Address
from tests.test_travel import FOLDERS, parts

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("travelled", [False, True])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_part_is_found_again_by_its_address(folder: Path, travelled: bool) -> None:
    project, _ = load(folder)
    project = pickle.loads(pickle.dumps(project)) if travelled else project
    assert isinstance(project, Project)
    seen: dict[Address, int] = {}
    for top in (project.settings, *project.documents, *project.registers):
        for part in parts(top):
            address = project.address_of(part)
            assert address is not None
            assert project.at(address) is part
            node = project.node(address)
            assert node is None or node.span == part.span()
            assert node is not None or part.node is not None
            seen[address] = 1
    assert len(seen) == sum(1 for top in (project.settings, *project.documents, *project.registers) for _ in parts(top))


def test_short_forms_have_the_addresses_of_long_ones(project) -> None:
    text = "kind: process\nid: C1\nname: {zh: 销售, en: Sales}\ntype: customer\ninputs: 订单\noutputs:\n  - 合同\n  - {name: 报价, to: [customer, supplier]}\n"
    loaded, _ = load(project(C1=text))
    for path, value, written in (
        (("inputs", 0, "name"), "订单", "订单"),
        (("outputs", 0, "name"), "合同", "合同"),
        (("outputs", 1, "name"), "报价", "报价"),
        (("outputs", 1, "to", 1), "supplier", "supplier"),
        (("name", "en"), "Sales", "Sales"),
    ):
        node = loaded.node(Address("C1", path))
        assert (str(loaded.at(Address("C1", path))), text[node.start : node.end]) == (value, written)
    assert loaded.node(Address("C1", ("purpose",))) is None
    assert loaded.node(Address("C1", ("outputs", 0, "to"))) is None
    assert loaded.at(Address("procdocs.yaml", ("organisation", "name"))).say("zh", "zh") == "江海"
    for nowhere in (Address("C9"), Address("C1", ("outputs", 7)), Address("C1", ("no",))):
        with pytest.raises(LookupError):
            loaded.at(nowhere)
    assert loaded.address_of(loaded.by_id["C1"].model_copy()) is None
