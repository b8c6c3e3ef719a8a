"""Which item is which in a later version of a list."""

import random

import pytest

from procdocs.project.identity import paired

#: Old and new items, as `id:name` or `name`, and what is expected: pairs, added, removed.
CASES = {
    "nothing changed": ("甲 乙", "甲 乙", [(0, 0), (1, 1)], [], []),
    "moved": ("甲 乙 丙", "丙 甲 乙", [(2, 0), (0, 1), (1, 2)], [], []),
    "id outlives the name": ("a:甲 b:乙", "b:丁 a:戊", [(1, 0), (0, 1)], [], []),
    "id before name": ("a:甲 b:乙", "a:乙 b:甲", [(0, 0), (1, 1)], [], []),
    "another id is another thing": ("a:甲", "b:甲", [], [0], [0]),
    "an id given later": ("甲", "a:甲", [(0, 0)], [], []),
    "written otherwise": ("《生产计划》 Order", "生产计划 ORDER", [(0, 0), (1, 1)], [], []),
    "in other words": ("检验报告 生产日计划表", "生产日计划 检验报告", [(1, 0), (0, 1)], [], []),
    "another figure": ("第1车间 x", "第2车间 x", [(1, 1)], [0], [0]),
    "the same name twice": ("甲 甲", "甲 甲 甲", [(0, 0), (1, 1)], [2], []),
    "a word in common is not enough": ("采购订单", "生产订单", [], [0], [0]),
    "came and went": ("甲 采购订单", "乙 检验报告", [], [0, 1], [0, 1]),
    "empty": ("", "甲", [], [0], []),
}


def items(said: str) -> list[tuple[str, str]]:
    return [(one.rpartition(":")[0], one.rpartition(":")[2]) for one in said.split()]


@pytest.mark.parametrize("case", CASES)
def test_items_are_told_apart(case: str) -> None:
    old, new, pairs, added, removed = CASES[case]
    found = paired(items(old), items(new), lambda item: item[0], lambda item: item[1])
    assert found == (tuple(pairs), tuple(added), tuple(removed))


def test_each_item_is_counted_once() -> None:
    rng = random.Random(3)
    words = ["生产计划", "生产计划表", "检验报告", "检验记录", "Order", "Orders", "x"]
    for _ in range(500):
        old, new = ([(rng.choice(["", "", "a", "b", "c"]), rng.choice(words)) for _ in range(rng.randrange(8))] for _ in range(2))
        found = paired(old, new, lambda item: item[0], lambda item: item[1])
        assert sorted([before for before, _ in found.pairs] + list(found.removed)) == list(range(len(old)))
        assert sorted([after for _, after in found.pairs] + list(found.added)) == list(range(len(new)))
