"""Where groups and references end: what the caret of a finding is drawn under."""

import pytest

from procdocs.source.reader import read


@pytest.mark.parametrize("line", ["key: {a: 1}", "key: [a]", "key: {}", "key: []"])
def test_a_group_is_marked_by_at_least_its_bracket(line):
    tree, _ = read("x.yaml", f"{line}\n".encode())
    span = tree.pairs["key"].span
    assert span.column == 6 and span.end >= 7


def test_a_reference_is_marked_whole():
    _, found = read("x.yaml", b"key: *name\n")
    (span,) = [one.span for one in found if one.code == "PD105"]
    assert (span.line, span.column, span.end) == (1, 6, 11)
