"""What the search of the site finds, in a real browser: a list of phrases with the page that people want, and the way there and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from procdocs.languages import words
from procdocs.manual.compose import compose
from procdocs.project.load import load
from tests.browser import browser
from tests.made import whole
from tests.stress import system

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
SAMPLE = Path(__file__).parents[1]
PHRASES = {str(phrase): wanted for phrase, wanted in yaml.safe_load((Path(__file__).parent / "cases" / "search.yaml").read_text(encoding="utf-8")).items()}
#: Hits of a query by address, and what was meant instead.
ASK = """query => { const found = procdocsMatching.search(sought, query);
    return {hits: found.hits.map(hit => hit.page.address), parts: found.hits.map(hit => hit.part ? hit.part.anchor : ""), meant: found.meant, instead: found.instead}; }"""
#: Milliseconds that a query takes, the best of five.
TOOK = """query => { const times = [];
    for (let i = 0; i < 5; i++) { const start = performance.now(); procdocsMatching.search(sought, query); times.push(performance.now() - start); }
    return Math.min(...times); }"""


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with browser(tmp_path_factory.mktemp("profile")) as one:
        yield one.started()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the sample in Chinese, and its single file; the project says that 锁芯件 is 手套箱锁."""
    folder = tmp_path_factory.mktemp("search")
    project, _ = load(SAMPLE)
    assert project is not None
    manual, _ = compose(project, "zh")
    manual = replace(manual, synonyms=(("手套箱锁", "锁芯件"),))
    for name in ("html", "single-html"):
        for place, data in whole(name, manual).items():
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return folder


@pytest.fixture
def page(chrome: Any) -> Iterator[Any]:
    page = chrome.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert not said


@pytest.fixture
def asked(site: Path, page: Any) -> Any:
    """A page that answers `ASK`."""
    page.goto((site / "index.html").as_uri())
    page.evaluate((site / "assets/search-index.js").read_text(encoding="utf-8"))
    page.evaluate("() => { window.sought = procdocsMatching.prepared(procdocsIndex, procdocsSounds); }")
    return lambda query: page.evaluate(ASK, query)


def test_what_people_type_leads_to_what_they_want(asked: Any) -> None:
    assert len(PHRASES) >= 100
    missed = [phrase for phrase, wanted in PHRASES.items() if not set(wanted) & set(asked(phrase)["hits"][:3])]
    assert len(missed) <= 0.05 * len(PHRASES), missed
    first = [phrase for phrase, wanted in PHRASES.items() if asked(phrase)["hits"][:1] and asked(phrase)["hits"][0] in wanted]
    assert len(first) >= 0.8 * len(PHRASES), set(PHRASES) - set(first)


def test_every_phrase_wants_pages_that_there_are(site: Path) -> None:
    assert not {address for wanted in PHRASES.values() for address in wanted if not (site / address).is_file()}


def test_the_author_of_a_document_comes_before_those_who_cite_it(asked: Any) -> None:
    found = asked("控制计划")
    assert (found["hits"][0], found["parts"][0]) == ("C5.html", "C5--outputs")


def test_the_beginning_of_a_number_leads_to_the_list_and_to_the_section(asked: Any) -> None:
    found = asked("QR-C4")
    assert set(found["hits"][:2]) == {"registers-records.html", "C4.html"}
    assert found["parts"][found["hits"].index("C4.html")] == "C4--records"


@pytest.mark.parametrize("query", ["ＱＰ-Ｓ4", "qp-s4"])
def test_a_number_is_found_however_it_is_typed(asked: Any, query: str) -> None:
    assert asked(query)["hits"][0] == "S4.html"


@pytest.mark.parametrize(
    ("query", "meant", "instead"),
    [("审合", "审核", True), ("kongzhijihua", "控制计划", True), ("客户投拆", "客户投诉", False), ("控制计划", "", False), ("绝不存在", "", False)],
)
def test_slips_of_the_pen_are_understood(asked: Any, query: str, meant: str, instead: bool) -> None:
    found = asked(query)
    assert (found["meant"], found["instead"]) == (meant, instead)


def test_words_of_the_project_mean_the_same(asked: Any) -> None:
    assert asked("锁芯件")["hits"] == asked("手套箱锁")["hits"] != []


def test_nothing_is_found_for_what_is_nowhere(asked: Any) -> None:
    assert [query for query in ("绝不存在", "zzzzzz", "、，", "()", "\\") if asked(query)["hits"]] == []


def test_the_query_is_marked_where_it_leads_and_kept_on_the_way_back(site: Path, page: Any) -> None:
    page.goto((site / "index.html").as_uri())
    page.locator("#_search").fill("供应商评价")
    page.wait_for_selector("#_results li")
    assert page.locator("#_results li mark").first.inner_text() in ("供应商评价", "供方评价", "供应商", "供方", "评价")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"S4\.html\?q="))
    page.wait_for_selector("main mark")
    assert {"供方", "供应商"} & {text[:3].rstrip("评") for text in page.locator("main mark").all_inner_texts()}
    page.go_back()
    page.wait_for_selector("#_results li")
    assert page.locator("#_search").input_value() == "供应商评价"


def test_a_page_opened_by_itself_has_no_marks(site: Path, page: Any) -> None:
    page.goto((site / "S4.html").as_uri())
    assert page.locator("main mark").count() == 0


def test_hits_are_narrowed_to_a_kind(site: Path, page: Any) -> None:
    page.goto((site / "index.html").as_uri())
    page.locator("#_search").fill("投诉")
    page.wait_for_selector(".kinds button")
    before = page.locator("#_results li").count()
    page.locator(".kinds button", has_text="流程图").click()
    kinds = page.locator("#_results li > .soft").all_inner_texts()
    assert kinds and len(kinds) < before and all(kind.startswith("流程图") for kind in kinds)
    assert page.locator(".kinds button[aria-pressed=true]").inner_text().startswith("流程图")


def test_what_was_meant_is_one_click_away(site: Path, page: Any) -> None:
    page.goto((site / "index.html").as_uri())
    page.locator("#_search").fill("客户投拆")
    page.locator(".meant button").click()
    assert page.locator("#_search").input_value() == "客户投诉"
    page.locator("#_search").fill("审合")
    page.wait_for_selector(".meant:not([hidden])")
    assert page.locator(".meant").inner_text() == words("zh")("site.instead").replace("{query}", "审合").replace("{words}", "审核")


def test_a_manual_in_one_file_is_searched_as_well(site: Path, page: Any) -> None:
    page.goto((site / "manual-single.html").as_uri())
    page.locator("#_search").fill("锁芯件")
    page.wait_for_selector("#_results li")
    page.locator("#_search").fill("供应商评价")
    page.wait_for_selector("#_results li")
    page.keyboard.press("Enter")
    page.wait_for_selector("main mark")
    assert page.url.split("#")[1].startswith("S4")


def test_four_hundred_processes_are_searched_at_once(page: Any, site: Path) -> None:
    project = system(380, 10, 10, length=40)
    manual, _ = compose(project, "zh", drawn=False)
    (index,) = (data.decode() for place, data in whole("html", manual).items() if place == "assets/search-index.js")
    assert len(index.encode()) < 4_000_000
    page.goto((site / "index.html").as_uri())
    page.evaluate(index)
    page.evaluate("() => { window.sought = procdocsMatching.prepared(procdocsIndex, procdocsSounds); }")
    slow = {query: time for query in ("生产", "顾客要求评审记录", "C17", "质量 目标") if (time := page.evaluate(TOOK, query)) > 50}
    assert not slow
