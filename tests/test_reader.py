"""The reader: what is written arrives unchanged, what is refused is placed and named, and nothing makes it raise."""

import faulthandler
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procdocs.diagnostics.sentences import say
from procdocs.languages import words
from procdocs.source.reader import read
from procdocs.source.suppressions import suppressions


def values(text):
    node, found = read("x.yaml", text if isinstance(text, bytes) else text.encode())
    assert not found, [(one.code, one.span, dict(one.values)) for one in found]
    return node.plain_value()


def refused(text):
    _, found = read("x.yaml", text if isinstance(text, bytes) else text.encode())
    return [(one.code, one.variant, one.span.line, one.span.column) for one in found]


SCALARS = [
    "1.10",
    "no",
    "on",
    "off",
    "y",
    "010",
    "0o10",
    "12:30",
    "190:20:30",
    "2026-13-45",
    "1_000",
    "0x1F",
    "12e03",
    "=",
    ".inf",
    "≥ 98 %",
    "C4",
    "生产　管理",
]


@pytest.mark.parametrize("scalar", SCALARS)
def test_scalars_arrive_as_written(scalar):
    assert values(f"a: {scalar}\n") == {"a": scalar}


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_nothing_means_missing_but_not_in_quotes(nothing):
    assert values(f"a: {nothing}\nb: '{nothing}'\n") == {"a": None, "b": nothing}


DRESSED = [
    b"\xef\xbb\xbfa: 1\nb: 2\n",
    b"a: 1\r\nb: 2\r\n",
    b"a: 1\rb: 2\r",
    b"---\na: 1\nb: 2\n...\n",
    b"%YAML 1.2\n---\na: 1\nb: 2\n",
    b"# \xe6\xb3\xa8\na: 1 # c\nb: 2",
]


@pytest.mark.parametrize("text", DRESSED)
def test_harmless_dress_is_accepted(text):
    assert values(text) == {"a": "1", "b": "2"}


def test_full_width_spaces_and_emoji_inside_texts_are_kept():
    assert values("text: |\n  　　本程序规定😀\n  　　适用范围\nb: 注意：甲、乙\n") == {"text": "　　本程序规定😀\n　　适用范围\n", "b": "注意：甲、乙"}


def test_every_key_and_value_has_its_place():
    node, _ = read("x.yaml", "名称: 采购 # c\nlist:\n  - {k: 'v'}\n".encode())
    assert node.child("名称").span[1:4] == (1, 5, 7)
    assert node.child("名称").key_span[1:4] == (1, 1, 3)
    inner = node.child("list").child(0).child("k")
    assert (inner.span[1:4], inner.key_span[1:4]) == ((3, 9, 12), (3, 6, 7))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [x\n", ("PD101", "bracket", 1, 4)),
        ("a: 'x\nb: 2\n", ("PD101", "quote", 1, 4)),
        ("a: b: c\n", ("PD101", "colon", 1, 5)),
        ("a: @x\n", ("PD101", "character", 1, 4)),
        ("a: 1\npurpose 生产\nb: 1\n", ("PD101", "key", 2, 1)),
        ("名称: 采购".encode("gbk"), ("PD102", "gbk", 1, 1)),
        ("a: 1\nb: 采购\n".encode("gb18030"), ("PD102", "gbk", 2, 4)),
        ("a: 采购".encode("utf-16"), ("PD102", "wide", 1, 1)),
        ("名称: 采购".encode("utf-16-le"), ("PD102", "wide", 1, 1)),
        ("a: 采购".encode("utf-16-be"), ("PD102", "wide", 1, 1)),
        ("a: 采购".encode("utf-32"), ("PD102", "wide", 1, 1)),
        (b"a: caf\xe9 x", ("PD102", "", 1, 7)),
        (b"a: 1\nb: \xed\xa0\x80", ("PD102", "", 2, 4)),
        ("a: 1\nb: x\0y\n", ("PD103", "raw", 2, 5)),
        ("a: 采\u202e购\n", ("PD103", "raw", 1, 5)),
        ("a: 1 # \u2066\n", ("PD103", "raw", 1, 8)),
        ('a: "x\\u202E"\n', ("PD103", "escaped", 1, 4)),
        ('a: "\\x00"\n', ("PD103", "escaped", 1, 4)),
        ('a: "\\uD83D\\uDE00"\n', ("PD103", "surrogate", 1, 7)),
        ("a: 1\nb: 2\na: 3\n", ("PD104", "", 3, 1)),
        ("a: &x 1\n", ("PD105", "", 1, 4)),
        ("a: 1\n<<: {b: 1}\n", ("PD106", "", 2, 1)),
        ("a: !!str 1\n", ("PD107", "", 1, 4)),
        ("a: 1\n---\nb: 2\n", ("PD108", "", 2, 1)),
        ("a: " + "[" * 50, ("PD109", "depth", 1, 43)),
        ("[" * 40_000, ("PD109", "depth", 1, 41)),
        ("采购: " + "[a, " * 2_000, ("PD109", "depth", 1, 161)),
        ("- " * 3_000 + "x", ("PD109", "depth", 1, 81)),
        ("\n".join(" " * level + "a:" for level in range(1_300)), ("PD109", "depth", 41, 41)),
        (b"a: " + b"x" * 2_000_001, ("PD109", "size", 1, 1)),
        ("? [a]\n: 1\n", ("PD110", "", 1, 3)),
        ("a: 1\n'': 1\n", ("PD110", "empty", 2, 1)),
        ("a:\n  b: 1\n 　c: 2\n", ("PD111", "", 3, 2)),
        ("\u00a0a: 1\n", ("PD111", "", 1, 1)),
        ("名称：采购\nb: 2\n", ("PD112", "", 1, 3)),
        ("a:1\nb: 2\n", ("PD112", "space", 1, 2)),
        ("a:\n\tb: 2\n", ("PD113", "", 2, 1)),
        ("a: x\n\t\nb: 2\n", ("PD113", "blank", 2, 1)),
        ("a:\n-\tb\n", ("PD113", "", 2, 2)),
        ("a:\n  -　b: 1\n    c: 2\n", ("PD111", "", 2, 4)),
        ("a:\n\u2003\u2003b: 2\n", ("PD111", "", 2, 1)),
        ("a: 1\nb:　2\n", ("PD112", "space", 2, 2)),
        ("a: 1\n: 2\n", ("PD110", "empty", 2, 1)),
        ("a: 1\n...\nb: 2\n", ("PD108", "", 3, 1)),
        ("%YAML 2.0\n---\na: 1\n", ("PD101", "directive", 1, 1)),
        ("%FOO x\n---\na: 1\n", ("PD101", "directive", 1, 5)),
        ("a: '甲'乙\n", ("PD101", "behind", 1, 7)),
        ("a: [b]]\n", ("PD101", "closing", 1, 7)),
        ("a: - b\n", ("PD101", "item", 1, 4)),
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", ("PD101", "conflict", 2, 1)),
        ("a: 采\u200e购\n", ("PD103", "raw", 1, 5)),
        (b"PK\x03\x04\x14\x00", ("PD102", "binary", 1, 1)),
        (b"\0" * 50, ("PD102", "binary", 1, 1)),
    ],
    ids=lambda value: None if not isinstance(value, tuple) else "-".join(str(part) for part in value[:2]),
)
def test_refused_where_it_stands(text, expected):
    assert expected in refused(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("inputs:\n - name: 询价单\n    from: customer\n", ("deep", 3, 5, "column 4")),
        ("kind: process\n  id: C1\nname: x\n", ("deep", 2, 3, "column 1")),
        ("a: 'x'\n  b: y\n", ("deep", 2, 3, "column 1")),
        ("inputs:\n  -{name: 询价单}\n", ("dash", 2, 3, "behind the dash")),
        ("inputs:\n  -{name: 询价单, from: customer}\n", ("dash", 2, 3, "behind the dash")),
        ("inputs:\n  -name: 询价单\n", ("dash", 2, 3, "behind the dash")),
        ("inputs:\n  － name: 询价单\n", ("wide-dash", 2, 3, "－")),
        ("inputs:\n  － name: 询价单\n    from: customer\n", ("wide-dash", 2, 3, "－")),
        ("inputs:\n  - ｛name: 询价单｝\n", ("wide-bracket", 2, 5, "｛")),
        ("name: ｛zh: 采购, en: Purchasing｝\n", ("wide-bracket", 1, 7, "｛")),
        ("name: {zh: 采购, en: Purchasing｝\n", ("wide-bracket", 1, 30, "｝")),
        ("inputs:\n  - {name: 询价单， from: customer}\n", ("comma", 2, 15, "，")),
        ("id:C2\n", ("space", 1, 3, "behind the colon")),
        ("id:C2\nname: x\n", ("space", 1, 3, "behind the colon")),
    ],
    ids=lambda value: None if not isinstance(value, tuple) else "-".join(str(part) for part in value[:2]),
)
def test_slips_of_the_keyboard_are_named_and_never_answered_with_a_full_width_colon(text, expected):
    _, found = read("x.yaml", text.encode())
    said = [say(one, words("en").findings) for one in found]
    assert [(one.variant, one.span.line, one.span.column) for one in found] == [expected[:3]]
    assert expected[3] in said[0].message + said[0].hint
    assert not any("full-width colon" in one.message + one.hint for one in said)


def test_negative_numbers_and_dashes_in_texts_are_no_slips():
    assert values("a: －5 %\nb: {-1: x}\nc: 甲－乙\n") == {"a": "－5 %", "b": {"-1": "x"}, "c": "甲－乙"}


def test_a_duplicate_key_shows_both_places_and_an_alias_hides_no_other_mistake():
    _, found = read("x.yaml", b"a: 1\nb: *x\na: 2\n")
    assert [one.code for one in found] == ["PD105", "PD104"]
    assert found[1].related[0].span[1:3] == (1, 1)


def test_the_number_of_mistakes_and_of_values_is_limited():
    assert refused("a: v\n" * 150_000)[-1][:2] == ("PD109", "mistakes")
    assert refused("a: [" + "x," * 250_000 + "]")[-1][:2] == ("PD109", "nodes")


def test_suppressions_are_comments_only():
    text = "# procdocs: ignore[PD401] agreed\n# and more\na: 1  # procdocs: ignore[PD402, PD403]: why\n"
    text += "b: |\n  # procdocs: ignore[PD404] text\nc: '# procdocs: ignore[PD405] text'\n"
    found = [(one.codes, one.reason, one.line) for one in suppressions("x.yaml", text.encode())]
    assert found == [(("PD401",), "agreed", 3), (("PD402", "PD403"), "why", 3)]


GOOD = """kind: process
id: C4
name: {zh: 生产管理, en: Production}
inputs:
  - {id: plan, name: "生产计划", from: [S3, customer]}
purpose: |
  第一段
  第二段
clauses: {iso9001-2015: ['8.5.1']}
"""


def guarded(data):
    """Read with a watchdog: a hang ends the test run with a stack trace instead of waiting for ever."""
    faulthandler.dump_traceback_later(60, exit=True)
    try:
        node, found = read("x.yaml", data)
    finally:
        faulthandler.cancel_dump_traceback_later()
    assert node is not None or found
    for one in found:
        assert one.span.path == "x.yaml"
        assert one.span.line is None or one.span.line >= 1
    if node is not None:
        node.plain_value()
        list(node.walk())


RANDOM = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@RANDOM
@given(st.binary(max_size=300))
def test_random_bytes_never_raise(data):
    guarded(data)


@RANDOM
@given(st.text(alphabet=st.sampled_from(list("ab:- \n\t'\"[]{}#&*!|>%@`,?~：　采\\ux0")), max_size=80))
def test_random_punctuation_never_raises(text):
    guarded(text.encode("utf-8", "surrogatepass"))


@RANDOM
@given(st.integers(0, len(GOOD.encode())), st.integers(0, 12), st.binary(max_size=6))
def test_mutated_good_files_never_raise(position, cut, inserted):
    data = GOOD.encode()
    guarded(data[:position] + inserted + data[position + cut :])


TREES = st.recursive(
    st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Cn", "Zl", "Zp")), max_size=12),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(alphabet="abc名称", min_size=1, max_size=4), below, max_size=4),
    max_leaves=20,
)


def quoted(value):
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, list):
        return "[" + ", ".join(quoted(one) for one in value) + "]"
    return "{" + ", ".join(f"{key}: {quoted(one)}" for key, one in value.items()) + "}"


@RANDOM
@given(TREES)
def test_random_trees_come_back_as_they_were(tree):
    assert values(f"a: {quoted(tree)}\n") == {"a": tree}


def test_reading_in_threads_is_safe():
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(values(GOOD))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 4
    assert all(one == seen[0] for one in seen)
