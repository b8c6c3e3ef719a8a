"""Every language has the labels of English with the same placeholders. The sentences of the findings are compared with the checks."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from procdocs.languages import spoken, words

OTHERS = [tag for tag in spoken() if tag != "en"]


def said(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, below in tree.items():
            yield from said(below, (*path, key))
    else:
        yield ".".join(path), str(tree or "")


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("tag", OTHERS)
def test_a_language_has_the_keys_of_english(tag: str) -> None:
    english, other = words("en"), words(tag)
    assert {key for key, _ in said(other.labels)} == {key for key, _ in said(english.labels)}


@pytest.mark.parametrize("tag", OTHERS)
def test_a_label_has_the_placeholders_of_the_english_one(tag: str) -> None:
    english = dict(said(words("en").labels))
    assert {key: placeholders(text) for key, text in said(words(tag).labels)} == {key: placeholders(text) for key, text in english.items()}
