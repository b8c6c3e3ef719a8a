"""The site as a reader meets it: opened from the disk in a real browser, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from procdocs.manual.compose import compose
from procdocs.project.load import load
from tests.browser import Browser, browser
from tests.made import whole

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
PROJECT = Path(__file__).parent / "projects" / "bilingual"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small project in both languages, in a folder with a space and Chinese in its name."""
    folder = tmp_path_factory.mktemp("site") / "手册 output"
    project, _ = load(PROJECT)
    assert project is not None
    for language in project.languages:
        manual, _ = compose(project, language)
        root = folder if language == project.languages[0] else folder / language
        for name in ("html", "single-html"):
            for place, data in whole(name, manual, linked=frozenset({"html", "pdf"})).items():
                path = root / place
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
    (folder / "documents").mkdir()
    (folder / "documents" / "C2.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    return folder


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture
def chrome(found: Browser) -> Any:
    return found.started()


@pytest.fixture
def page(chrome: Any) -> Iterator[Any]:
    """A fresh page; nothing may be said on its console, nothing may be asked of a network."""
    page = chrome.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("request", lambda request: said.append(f"network: {request.url}") if not request.url.startswith(("file:", "data:")) else None)
    page.on("requestfailed", lambda request: said.append(f"failed: {request.url}") if not request.url.endswith(".pdf") else None)
    page.set_viewport_size({"width": 1440, "height": 900})
    yield page
    page.close()
    assert not said


def test_every_page_opens_from_the_disk_without_a_message(site: Path, page: Any) -> None:
    for path in sorted(site.rglob("*.html")):
        page.goto(path.as_uri())
        assert page.locator("h1").count() == 1, path.name
        assert page.locator("h1").inner_text().strip()


def test_from_the_octopus_to_a_turtle_to_its_neighbour_to_its_pdf(site: Path, page: Any) -> None:
    page.goto((site / "index.html").as_uri())
    page.locator("main figure.drawing a[href='C1.html']").first.click()
    assert page.locator("h1").inner_text().endswith("订单处理")
    page.locator("figure[data-kind=turtle] a[href='C2.html']").first.click()
    assert page.locator("h1").inner_text().endswith("生产")
    assert page.locator("figure[data-kind=turtle] a[href='C1.html']").count(), "the way back"
    href = page.locator("a.pdf").get_attribute("href")
    assert (site / href).is_file()


@pytest.mark.parametrize(
    ("query", "language", "address"),
    [
        ("顾客", "", "C1.html"),
        ("control plan", "en", "C2.html"),
        ("f-order", "", "F-ORDER.html"),
        ("QP-02", "", "C2.html"),
        ("缺陷率", "", "M-ORDER.html"),
        ("产能够吗", "", "F-ORDER.html"),
    ],
)
def test_search_finds_chinese_english_ids_and_texts_in_diagrams(site: Path, page: Any, query: str, language: str, address: str) -> None:
    page.goto((site / language / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type(query)
    page.wait_for_selector("#_results li")
    addresses = page.locator("#_results li").evaluate_all("items => items.map(item => item.dataset.address.split('#')[0])")
    assert address in addresses
    marked = page.locator("#_results mark").all_inner_texts()
    assert query.split(maxsplit=1)[0].lower() in {text.lower() for text in marked}
    page.locator("#_results li").nth(addresses.index(address)).click()
    page.wait_for_url(re.compile(re.escape(address)))


def test_search_works_by_keyboard_alone(site: Path, page: Any) -> None:
    page.goto((site / "C1.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("生产")
    page.wait_for_selector("#_results li[aria-selected=true]")
    first = page.locator("#_search").get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert page.locator("#_search").get_attribute("aria-activedescendant") != first
    page.keyboard.press("Escape")
    assert page.locator(".results").is_hidden()
    page.keyboard.press("Escape")
    assert page.locator("#_search").input_value() == ""
    page.keyboard.press("/")
    page.keyboard.type("c2")
    page.wait_for_selector("#_results li[aria-selected=true]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("C2.html"))


def test_search_says_when_nothing_is_found(site: Path, page: Any) -> None:
    page.goto((site / "index.html").as_uri())
    page.locator("#_search").fill("绝不存在")
    page.wait_for_selector(".results:not([hidden])")
    assert page.locator(".results .count").inner_text() == "没有找到"


def test_a_register_is_sorted_and_filtered(site: Path, page: Any) -> None:
    page.goto((site / "registers-measures.html").as_uri())
    table = page.locator("main table").first
    rows = table.locator("tbody tr:not(.group):visible")
    before = rows.all_inner_texts()
    head = table.locator("thead th").nth(2)
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    column = [row.split("\t")[2] for row in rows.all_inner_texts()]
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert [row.split("\t")[2] for row in rows.all_inner_texts()] == column[::-1]
    head.locator("button").click()
    assert rows.all_inner_texts() == before
    page.locator(".filter input").first.fill("来料")
    assert len(rows.all_inner_texts()) == 1
    assert page.locator(".filter [role=status]").first.inner_text() == f"显示 1 / {len(before)} 行"


def test_a_mind_map_folds_by_level_and_by_topic(site: Path, page: Any) -> None:
    page.goto((site / "M-ORDER.html").as_uri())
    leaf, branch = page.locator("svg g[id$='-t.1.2.1']"), page.locator("svg g[id$='-t.1']")
    assert leaf.is_visible()
    page.locator(".levels button", has_text="1").click()
    assert leaf.is_hidden() and branch.is_visible()
    branch.focus()
    page.keyboard.press("Enter")
    assert page.locator("svg g[id$='-t.1.2']").is_visible()
    page.locator(".levels button", has_text="全部").click()
    assert leaf.is_visible()


def test_a_diagram_grows_fits_and_becomes_a_picture(site: Path, page: Any) -> None:
    page.goto((site / "C2.html").as_uri())
    figure = page.locator("figure.drawing").first
    svg = figure.locator("svg").first
    width = svg.bounding_box()["width"]
    figure.get_by_role("button", name="放大").click()
    assert svg.bounding_box()["width"] > width * 1.2
    figure.get_by_role("button", name="适合页宽").click()
    assert abs(svg.bounding_box()["width"] - width) < 1
    with page.expect_download() as download:
        figure.get_by_role("button", name="PNG").click()
    assert download.value.suggested_filename == "C2.png"
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    assert (site / figure.get_by_role("link", name="SVG").get_attribute("href")).is_file()


def test_pointing_at_a_box_lights_what_it_is_joined_to(site: Path, page: Any) -> None:
    page.goto((site / "F-ORDER.html").as_uri())
    page.locator("svg g[id$='-a2']").first.hover()
    assert page.locator("svg.focused").count() == 1
    lit = page.locator("svg g.lit[data-box]").evaluate_all("boxes => boxes.map(box => box.id.split('-').pop()).sort()")
    assert lit == ["a1", "a2", "a3"]


def test_the_language_is_switched_on_the_same_page(site: Path, page: Any) -> None:
    page.goto((site / "C2.html").as_uri())
    page.locator(".languages a", has_text="EN").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text().endswith("Production")
    page.locator(".languages a", has_text="ZH").click()
    assert page.locator("h1").inner_text().endswith("生产")


def test_dark_is_chosen_and_kept(site: Path, page: Any) -> None:
    page.emulate_media(color_scheme="light")
    page.goto((site / "index.html").as_uri())
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.locator("button.theme").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.goto((site / "C1.html").as_uri())
    assert page.evaluate(ground) == dark
    page.locator("button.theme").click()
    assert page.evaluate(ground) == light


def test_a_phone_shows_every_page_without_scrolling_sideways(site: Path, page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for path in sorted(site.glob("*.html")):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path.name
    page.goto((site / "C1.html").as_uri())
    assert page.locator("#_navigation").is_hidden()
    page.locator("button.menu").click()
    assert page.locator("#_navigation").is_visible()


def test_everything_is_readable_without_scripts(site: Path, chrome: Any) -> None:
    page = chrome.new_page()
    page.route("**/*.js", lambda route: route.abort())
    page.goto((site / "C1.html").as_uri())
    assert page.locator("figure.drawing svg").first.is_visible()
    assert page.locator("#_navigation").is_visible()
    assert page.locator("main table").first.is_visible()
    assert page.locator("main button:visible").count() == 0
    page.close()


KINDS = ("index", "C1", "OCTOPUS", "F-ORDER", "M-ORDER", "SOP-REVIEW", "PAGE-POLICY", "landscape", "interaction")
REGISTERS = ("registers-measures", "registers-responsibilities", "_department-sales")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*KINDS, *REGISTERS, "manual-single"])
def test_axe_finds_no_barrier(site: Path, chrome: Any, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = chrome.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto((site / f"{name}.html").as_uri())
    results = axe.Axe().run(page).response["violations"]
    page.close()
    assert not [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in results]


def test_the_single_file_is_searched_without_an_index(site: Path, page: Any) -> None:
    page.goto((site / "manual-single.html").as_uri())
    page.locator("#_search").fill("控制计划")
    page.wait_for_selector("#_results li")
    page.keyboard.press("Enter")
    assert "#" in page.url


@pytest.mark.parametrize("name", ["C1", "manual-single"])
def test_the_policy_stops_what_is_not_ours(site: Path, chrome: Any, name: str) -> None:
    page = chrome.new_page()
    page.goto((site / f"{name}.html").as_uri())
    page.evaluate("const s = document.createElement('script'); s.textContent = 'window.broken = 1'; document.body.append(s)")
    page.evaluate("document.querySelector('h1').setAttribute('style', 'color: rgb(1, 2, 3)')")
    page.evaluate("const i = new Image(); i.onload = () => window.broken = 2; i.src = 'https://example.com/x.png'; document.body.append(i)")
    page.wait_for_timeout(300)
    assert page.evaluate("window.broken") is None
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(1, 2, 3)"
    page.close()
