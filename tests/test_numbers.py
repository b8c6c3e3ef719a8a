"""Numbers of documents, records and clauses: which writings are one number, and what is found by them."""

import copy
import pickle
from pathlib import Path

import pytest

from procdocs.project.numbers import ByNumber, number_key, numbers_in, parted, same_number, searched, stands_in, text_key
from procdocs.schema.clause import clause_key

PAIRS = [line.split("\t") for line in (Path(__file__).parent / "cases" / "numbers.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("relation", "one", "other"), PAIRS)
def test_pairs_of_numbers(relation, one, other):
    assert same_number(one, other) == same_number(other, one) == (relation == "=")


@pytest.mark.parametrize(
    ("written", "clause"),
    [
        *(("4.2.3", "4.2.3"), ("４．２．３", "4.2.3"), ("4.2.3 文件控制", "4.2.3"), ("8.5.1生产", "8.5.1")),
        *(("§ 8.4", "8.4"), ("第7.5条", "7.5"), ("10.", "10"), ("全部", "全部"), ("2015年", "2015年")),
    ],
)
def test_clauses_without_what_stands_around_them(written, clause):
    assert clause_key(written) == clause


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("QP-12文件控制程序", "QP-12", "文件控制程序"),
        ("QP-12 《文件控制程序》", "QP-12", "文件控制程序"),
        ("QYYT-B01(4.2.3)文件控制程序", "QYYT-B01(4.2.3)", "文件控制程序"),
        ("《文件控制程序》QP-12", "QP-12", "文件控制程序"),
        ("文件控制程序（QP-12）", "QP-12", "文件控制程序"),
        ("WI-03 Work instruction welding", "WI-03", "Work instruction welding"),
    ],
)
def test_number_and_title_in_one(text, number, title):
    assert parted(text) == (number, title)


@pytest.mark.parametrize("text", ["WI-12", "文件控制程序", "WI-12(4.2.3)", "Procedure", "12", "8D", "GB/T 19001", ""])
def test_what_is_only_one_of_both(text):
    assert parted(text) is None


def test_things_are_found_by_any_writing_of_their_number():
    things = ByNumber([("WI-12", "a"), ("WI—12", "b"), ("无", "c")])
    assert (things["WI-12"], things["WI—12"], things["ＷＩ12"], things.get("/"), "wi 12" in things, things.written("WI12")) == ("a", "b", "a", None, True, "WI-12")
    assert list(things) == ["WI-12", "WI—12", "无"]
    assert dict(copy.deepcopy(things)) == dict(pickle.loads(pickle.dumps(things))) == dict(things)


def test_a_number_stands_in_a_text_only_as_a_whole():
    text = text_key("按 WI—12 与 WI-1-3 装配，见 WI（7）。")
    assert all(stands_in(text_key(number), text) for number in ("WI-12", "WI-7", "WI-1-3"))
    assert not any(stands_in(text_key(number), text) for number in ("WI-3", "WI-13", "WI-2", "12-1"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("QP-12 (TN) / QP-07 (JN)", ("QP-12", "QP-07")),
        ("文件控制程序 TN-QP-12/JN-QP-07", ("TN-QP-12", "JN-QP-07")),
        ("Document control QP-12 / QP-07", ("QP-12", "QP-07")),
        ("QP-12文件控制程序", ("QP-12", "文件控制程序")),
        ("WI-01，WI-02", ()),
        ("WI-01 WI-02", ()),
        ("Procedure", ()),
    ],
)
def test_several_numbers_of_one_document(text, found):
    assert numbers_in(text) == found


@pytest.mark.parametrize(
    ("number", "text", "found"),
    [
        ("QR-01-03", "填写 QR0103 日报表", True),
        ("QR0103", "填写 QR-01-03 日报表", True),
        ("QR 01 03", "QR 01 03 日报表", True),
        ("QR-01-03", "QR-01-03 2024 年起使用", True),
        ("WI-12", "WI-12 20 份", True),
        ("WI-12", "WI-1220", False),
        ("QR-1-10", "QR-11-0", False),
    ],
)
def test_numbers_are_found_in_texts_however_their_groups_are_joined(number, text, found):
    assert stands_in(number_key(number), searched(text)) is found
