"""The editor as a person meets it: a real browser, by mouse, by keyboard, by input method and by clipboard; what is looked at are the files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from procdocs.serve.workspace import Workspace
from tests.browser import Browser, browser
from tests.conftest import BILINGUAL
from tests.served import Served, served, until

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
C1, C2, MAP, FLOW = "processes/C1-orders.yaml", "processes/C2-production.yaml", "processes/M-ORDER-ideas.yaml", "processes/F-ORDER-review.yaml"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("served") / "项目 one"
    shutil.copytree(BILINGUAL, root)
    with served(root) as one:
        yield one


@dataclass
class Editor:
    """A page of the editor, and the files behind it."""

    page: Any
    server: Served

    def text(self, path: str) -> str:
        return (self.server.workspace.root / path).read_bytes().decode()

    def show(self, what: str) -> None:
        # The address first: a fragment alone loads nothing anew.
        self.page.goto("about:blank")
        self.page.goto(f"{self.server.address}/#{what}")
        self.page.wait_for_selector("#list a")
        self.page.wait_for_selector(".place, table, .sheet-form .row", state="attached")

    def place(self, *at: str | int) -> Any:
        return self.page.locator(f".place[data-at='{json.dumps(list(at), ensure_ascii=False, separators=(',', ':'))}']").first

    def select(self, *at: str | int) -> None:
        self.place(*at).click()

    def press(self, *keys: str) -> None:
        """Keys by name, texts after an equals sign."""
        for key in keys:
            self.page.keyboard.type(key[1:]) if key.startswith("=") else self.page.keyboard.press(key)

    def says(self, path: str, *texts: str, without: tuple[str, ...] = ()) -> None:
        """The file comes to hold these texts, and not those."""

        def is_so() -> bool:
            try:
                text = self.text(path)
            except FileNotFoundError:  # the moment between the old file and the new one
                return False
            return all(one in text for one in texts) and not any(one in text for one in without)

        try:
            until(lambda: self.page.wait_for_timeout(10) or is_so())  # the page goes on meanwhile
        except AssertionError:
            raise AssertionError(f"{path} does not come to say {texts} without {without}:\n{self.text(path)}") from None

    def settled(self) -> None:
        """The page has its answers to all that was done on it."""
        self.page.evaluate(
            """async () => {
                const { store } = await import(new URL("store.js", document.querySelector("script[type=module]").src));
                for (let seen; seen !== store.pending;) { seen = store.pending; await seen; await new Promise(done => setTimeout(done, 20)); }
            }"""
        )

    def paste(self, text: str, selector: str = "textarea.field") -> None:
        """What a clipboard holds, pasted where the focus is."""
        self.page.locator(selector).first.evaluate(
            """(element, text) => {
                const data = new DataTransfer();
                data.setData("text/plain", text);
                element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
            }""",
            text,
        )


def made_fresh(root: Path) -> bool:
    """The files are as in the repository; not yet where an edit of the test before is just being written."""
    try:
        for path in [path for path in root.rglob("*") if path.is_file() and not (BILINGUAL / path.relative_to(root)).is_file()]:
            path.unlink(missing_ok=True)
        shutil.copytree(BILINGUAL, root, dirs_exist_ok=True)
    except FileNotFoundError:
        return False
    return not (root / ".procdocs-new").exists()


@pytest.fixture
def editor(found: Browser, running: Served) -> Iterator[Editor]:
    """A fresh page over files as they are in the repository; nothing may be said on its console."""
    root = running.workspace.root
    until(lambda: made_fresh(root))
    Workspace.__init__(running.workspace, root)
    running.workspace.open()
    page = found.started().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_viewport_size({"width": 1500, "height": 900})
    # What the address with the token leaves in a browser (`tests/test_serve.py`): so the page is loaded once, by `show`.
    page.context.add_cookies([{"name": running.cookie, "value": running.token, "url": running.address, "sameSite": "Strict"}])
    yield Editor(page, running)
    page.close()
    # Of a refusal the browser itself says that the answer was one.
    assert [one for one in said if not one.startswith("Failed to load resource")] == []


TOPIC = ("root", "children", 0, "children", 0)


@pytest.mark.parametrize(
    ("keys", "there", "gone"),
    [
        (["Tab", "=子", "Enter"], ["children: [子]"], []),
        (["Tab", "=子", "Tab", "=孙", "Enter"], ["text: 子", "孙"], []),
        (["Enter", "=旁", "Enter"], ["- 旁\n"], []),
        (["Enter", "=旁", "Control+Enter", "=再旁", "Enter"], ["- 旁\n", "- 再旁\n"], []),
        (["=短", "Enter"], ["zh: 短, en: Delivery date"], ["zh: 交期,"]),
        (["F2", "End", "=！", "Enter"], ["zh: 交期！"], []),
        ([" ", "End", "=！", "Enter"], ["zh: 交期！"], []),
        (["F2", "End", "Shift+Enter", "=二行", "Enter"], ["交期", "二行"], ["交期二行"]),
        (["Delete"], ["- text: {zh: 质量"], ["交期"]),
        (["Alt+ArrowDown"], ["缺陷率, en: Defects}}]\n        - {text: {zh: 交期"], []),
        (["=短", "Enter", "Control+z"], ["zh: 交期,"], ["短"]),
        (["=短", "Enter", "Control+z", "Control+y"], ["zh: 短,"], []),
        (["ArrowDown", "=下", "Enter"], ["zh: 下, en: Quality"], []),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)
def test_each_key_of_the_map(editor: Editor, keys: list[str], there: list[str], gone: list[str]) -> None:
    editor.show("M-ORDER")
    editor.select(*TOPIC)
    editor.press(*keys)
    editor.says(MAP, *there, without=tuple(gone))


@pytest.mark.parametrize(
    ("keys", "there", "gone"),
    [
        (["Enter", "=旁", "Control+Enter", "=再旁", "Control+Enter", "=三旁", "Enter"], ["- 旁\n", "- 再旁\n", "- 三旁\n", "交期"], []),
        (["Tab", "=子", "Tab", "=孙", "Enter"], ["text: 子", "孙", "交期"], []),
        (["Tab", "=子", "Enter", "=女", "Enter"], ["children: [女]", "交期"], ["子]"]),
        (["Enter", "=旁", "Enter", "Tab", "=侄", "Enter", "=甥", "Enter"], ["text: 旁", "- 甥\n", "交期"], ["侄"]),
        (["Delete", "Delete"], ["顾客"], ["交期", "质量"]),
        (["=短", "Enter", "Control+z", "Tab", "=子", "Enter"], ["交期", "children: [子]"], ["短"]),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)
def test_what_is_typed_ahead_goes_where_the_keys_before_lead(editor: Editor, keys: list[str], there: list[str], gone: list[str]) -> None:
    """No edit is answered before the last key: nothing is lost, and nothing is written into the wrong place."""
    held: list[Any] = []
    typed: list[bool] = []
    editor.show("M-ORDER")
    editor.select(*TOPIC)
    editor.page.route("**/api/edit", lambda route: held.append(route) if not typed else route.continue_())
    editor.press(*keys)
    typed.append(True)
    held[0].continue_()
    editor.says(MAP, *there, without=tuple(gone))


def test_escape_gives_up_and_writes_nothing(editor: Editor) -> None:
    editor.show("M-ORDER")
    editor.select(*TOPIC)
    editor.press("=weg", "Escape", "Enter", "=weg", "Escape")
    editor.settled()
    assert editor.text(MAP) == (BILINGUAL / MAP).read_text(encoding="utf-8")


def test_double_click_edits_in_place(editor: Editor) -> None:
    editor.show("C1")
    editor.place("inputs", 0).dblclick()
    editor.press("=新订单", "Enter")
    editor.says(C1, "name: {zh: 新订单, en: Customer order}")


def test_a_topic_goes_below_the_one_before_and_back(editor: Editor) -> None:
    editor.show("M-ORDER")
    before = editor.text(MAP)
    editor.select("root", "children", 0, "children", 1)
    editor.press("Alt+ArrowRight")
    until(lambda: editor.text(MAP) != before)
    assert editor.server.workspace.project is not None
    until(lambda: len(editor.server.workspace.project.by_id["M-ORDER"].root.children[0].children) == 1)  # type: ignore[attr-defined]
    editor.press("Control+z")
    until(lambda: editor.text(MAP) == before)


def test_what_composes_does_not_commit_and_loses_no_key(editor: Editor) -> None:
    """As a Chinese input method does it: the composition begins on a mere selection, Enter confirms it, and comes once more as key 229."""
    editor.show("M-ORDER")
    editor.select(*TOPIC)
    tools = editor.page.context.new_cdp_session(editor.page)
    for part in ("x", "xi", "xin"):
        tools.send("Input.imeSetComposition", {"text": part, "selectionStart": len(part), "selectionEnd": len(part)})
    enter = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
    tools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    tools.send("Input.insertText", {"text": "新"})
    tools.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    editor.page.locator("textarea.field").evaluate('one => one.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", keyCode: 229, bubbles: true, cancelable: true}))')
    editor.settled()
    assert "新" not in editor.text(MAP)
    assert editor.page.locator("textarea.field").input_value() == "新"
    editor.press("Enter")
    editor.says(MAP, "{zh: 新, en: Delivery date}")


@pytest.mark.parametrize(
    ("clipboard", "expected"),
    [
        ("订单\r\n图纸\r\n样件\r\n", ["- 订单", "- 图纸", "- 样件"]),
        ("• 订单\n• 图纸", ["- 订单", "- 图纸"]),
        ("1. 订单\n2. 图纸", ["- 订单", "- 图纸"]),
        ("一、订单\n二、图纸", ["- 订单", "- 图纸"]),
    ],
    ids=["excel", "bullets", "numbers", "chinese numbers"],
)
def test_pasted_lines_become_items(editor: Editor, clipboard: str, expected: list[str]) -> None:
    editor.show("C1")
    editor.select("inputs", 0)
    editor.paste(clipboard)
    editor.says(C1, *(f"  {one}\n" for one in expected))
    editor.press("Control+z")
    until(lambda: editor.text(C1) == (BILINGUAL / C1).read_text(encoding="utf-8"))


def test_a_block_of_cells_pasted_into_a_leg_goes_by_columns(editor: Editor) -> None:
    editor.show("C1")
    editor.select("inputs", 0)
    editor.paste("名称\t来源\r\n生产指令\tC2\r\n审核计划\tM1\r\n")
    editor.says(C1, "{name: 生产指令, from: C2}", "{name: 审核计划, from: M1}", without=("名称",))


def test_indented_lines_become_a_tree(editor: Editor) -> None:
    editor.show("M-ORDER")
    editor.select("root", "children", 1)
    editor.paste("甲\r\n\t乙\r\n\t\t丙\r\n\t丁\r\n")
    editor.says(MAP, "甲", "乙", "丙", "丁")
    editor.settled()
    new = editor.server.workspace.project.by_id["M-ORDER"].root.children[1].children[1]  # type: ignore[attr-defined]
    assert [str(new.text), [str(one.text) for one in new.children], str(new.children[0].children[0].text)] == ["甲", ["乙", "丁"], "丙"]


def test_choosing_an_output_joins_both_ends(editor: Editor) -> None:
    editor.show("C1")
    editor.select("inputs", 0)
    editor.press("Enter")
    editor.page.wait_for_selector("#chooser li")
    assert editor.page.locator("#chooser li").first.inner_text()
    editor.press("=控制")
    until(lambda: editor.page.locator("#chooser li").count() == 1)
    editor.press("ArrowDown", "Enter")
    editor.says(C1, "from: M1")
    until(lambda: any(one.giver == "M1" and one.receiver == "C1" and one.output and one.input for one in editor.server.workspace.project.interfaces))


def drag(editor: Editor, source: Any, target: Any) -> None:
    one, other = source.bounding_box(), target.bounding_box()
    mouse = editor.page.mouse
    mouse.move(one["x"] + one["width"] / 2, one["y"] + one["height"] / 2)
    mouse.down()
    mouse.move(other["x"] + other["width"] / 2, other["y"] + 3, steps=5)
    mouse.up()


def test_an_item_is_dragged_into_another_leg(editor: Editor) -> None:
    editor.show("C1")
    drag(editor, editor.place("documents", 0), editor.place("resources", 0))
    project = lambda: editor.server.workspace.project.by_id["C1"]  # noqa: E731
    until(lambda: not project().documents or editor.page.locator("#status").inner_text())  # type: ignore[attr-defined]


def test_a_topic_is_dragged_below_another(editor: Editor) -> None:
    editor.show("M-ORDER")
    drag(editor, editor.place(*TOPIC), editor.place("root", "children", 1, "children", 0))
    until(lambda: "交期" in str(editor.server.workspace.project.by_id["M-ORDER"].root.children[1]))  # type: ignore[attr-defined]


def test_a_new_step_stands_between_two(editor: Editor) -> None:
    editor.show("F-ORDER")
    steps = editor.server.workspace.project.by_id["F-ORDER"].steps  # type: ignore[attr-defined]
    first, then = steps[0], steps[0].next[0].to
    editor.select("steps", 0)
    editor.press("Enter", "=登记订单", "Enter")
    until(lambda: len(editor.server.workspace.project.by_id["F-ORDER"].steps) > len(steps))  # type: ignore[attr-defined]
    new = editor.server.workspace.project.by_id["F-ORDER"].steps  # type: ignore[attr-defined]
    assert new[0].next[0].to == new[1].id
    assert (new[1].next[0].to, new[1].lane) == (then, first.lane)


def test_what_somebody_else_changes_is_on_the_screen_at_once(editor: Editor) -> None:
    editor.show("C1")
    path = editor.server.workspace.root / C1
    path.write_bytes(path.read_bytes().replace("顾客订单".encode(), "外面的订单".encode()))
    until(lambda: "外面的订单" in (editor.place("inputs", 0).get_attribute("title") or ""))


@pytest.mark.parametrize("adding", [False, True])
def test_what_is_being_typed_stays_while_somebody_else_changes_the_file(editor: Editor, adding: bool) -> None:
    editor.show("M-ORDER")
    editor.select(*TOPIC)
    editor.press(*(["Tab"] if adding else []), "=半")
    path = editor.server.workspace.root / MAP
    path.write_text(editor.text(MAP).replace("缺陷率", "外改"), encoding="utf-8")
    editor.page.locator(".sheet", has_text="外改").wait_for()
    editor.press("=句", "Enter")
    editor.says(MAP, "半句", "外改")
    assert ("交期," in editor.text(MAP)) is adding


def test_a_text_that_is_refused_stays_in_the_field(editor: Editor) -> None:
    editor.show("C1")
    editor.select("inputs", 0)
    editor.page.route("**/api/edit", lambda route: route.fulfill(status=507, content_type="application/json", body='{"error": "disk", "sentence": "full"}'))
    editor.press("=很长的一句", "Enter")
    editor.page.locator("#status", has_text="full").wait_for()
    assert editor.page.locator("textarea.field.open").input_value() == "很长的一句"
    editor.page.unroute("**/api/edit")
    editor.press("Enter")
    editor.says(C1, "很长的一句")


def test_two_tabs_see_each_other_and_lose_nothing(editor: Editor) -> None:
    editor.show("C1")
    other = editor.page.context.new_page()
    try:
        second = Editor(other, editor.server)
        second.show("C1")
        editor.select("inputs", 0)
        editor.press("=一号", "Enter")
        second.select("outputs", 0)
        second.press("=二号", "Enter")
        editor.says(C1, "一号", "二号")
        until(lambda: "二号" in (editor.place("outputs", 0).get_attribute("title") or ""))
        until(lambda: "一号" in (second.place("inputs", 0).get_attribute("title") or ""))
    finally:
        other.close()


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "{{7*7}}", "&lt;b&gt;", "javascript:alert(1)"])
def test_hostile_texts_are_shown_literally(editor: Editor, text: str) -> None:
    editor.show("C1")
    editor.select("inputs", 0)
    editor.press(f"={text}", "Enter")
    until(lambda: editor.place("inputs", 0).get_attribute("title") == text)
    assert editor.page.locator(".stage img, .stage script, aside img, aside script, .outline img").count() == 0
    assert text in editor.page.locator("#outline").inner_text()


def test_the_form_writes_both_languages(editor: Editor) -> None:
    editor.show("C1")
    editor.select("measures", 0)
    field = editor.page.locator("#side [data-key='name.en']")
    field.fill("Confirmed in time")
    drawn_before = field.element_handle()
    field.press("Enter")
    editor.says(C1, "name: {zh: 确认及时率, en: Confirmed in time}")
    drawn_before.wait_for_element_state("hidden")  # nobody can type into a field that is no longer there
    target = editor.page.locator("#side [data-key='target.zh']")
    target.fill("≥ 99 %")
    target.press("Enter")
    editor.says(C1, 'target: "≥ 99 %"')


def test_a_table_is_typed_into_pasted_into_and_filled_down(editor: Editor) -> None:
    editor.show("grid/measures")
    heads = editor.page.locator("thead th").all_inner_texts()
    column = heads.index(next(one for one in heads if "目标" in one)) - 1
    cell = lambda row: editor.page.locator(f"[data-cell='{row}.{column}']")  # noqa: E731
    cell(0).click()
    editor.press("=99 %", "Enter")
    editor.says(C1, '"99 %"')
    cell(0).click()
    editor.paste("≥ 95 %\r\n≥ 96 %\r\n", f"[data-cell='0.{column}']")
    editor.says(C1, "≥ 95 %")
    editor.says(C2, "≥ 96 %")
    cell(1).click()
    editor.press("Control+d")
    editor.says(C2, "≥ 95 %")
    editor.press("Control+z")
    editor.says(C2, "≥ 96 %")


def test_a_remedy_is_shown_before_it_is_written(editor: Editor) -> None:
    path = editor.server.workspace.root / C1
    path.write_bytes(path.read_bytes().replace(b"owner: sales\n", b"", 1))
    editor.show("C1")
    editor.page.locator("#side [role=tab]").nth(1).click()
    remedy = editor.page.locator("#side button.remedy").first
    remedy.wait_for()
    remedy.click()
    assert "+owner:" in editor.page.locator("dialog pre").inner_text()
    assert "owner: sales\ndep" not in editor.text(C1)
    editor.page.locator("dialog button[type=submit]").click()
    until(lambda: editor.server.workspace.project.by_id["C1"].owner)  # type: ignore[attr-defined]


def test_the_text_of_a_broken_file_is_mended_here(editor: Editor) -> None:
    path = editor.server.workspace.root / C1
    good = path.read_bytes()
    path.write_bytes(b"kind: process\nid: [C1\n")
    editor.show("landscape")
    editor.page.locator("#list a[href*='C1-orders']").click()
    area = editor.page.locator("textarea.text")
    area.wait_for()
    area.fill("id: [\n")
    area.press("Control+s")
    until(lambda: editor.page.locator("#status").inner_text())
    assert path.read_bytes() == b"kind: process\nid: [C1\n"
    area.fill(good.decode())
    area.press("Control+s")
    until(lambda: path.read_bytes() == good)


def test_nothing_is_against_the_rules_of_accessibility(editor: Editor) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    for what in ("C1", "M-ORDER", "SOP-REVIEW", "grid/measures"):
        editor.show(what)
        editor.page.wait_for_load_state("networkidle")
        editor.settled()
        found = axe.Axe().run(editor.page).response["violations"]
        assert [(what, one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == []


def test_a_journey_by_keyboard_alone(editor: Editor) -> None:
    """From the list to the tree, a child, its text, back up, undo: no mouse, and the focus is never lost."""
    editor.show("M-ORDER")
    page = editor.page
    focused = lambda: page.evaluate("document.activeElement.getAttribute('role') || document.activeElement.tagName")  # noqa: E731
    for _ in range(80):
        editor.press("Tab")
        if focused() == "treeitem":
            break
    assert focused() == "treeitem"
    editor.press("ArrowDown", "ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "交期"
    editor.press("Tab", "=用键盘", "Enter")
    editor.says(MAP, "用键盘")
    until(lambda: focused() == "treeitem")
    assert page.evaluate("document.activeElement.textContent") == "用键盘"
    editor.press("Delete")
    until(lambda: "用键盘" not in editor.text(MAP))
    until(lambda: focused() == "treeitem")
    editor.press("Control+z")
    editor.says(MAP, "用键盘")


def test_a_form_that_comes_late_does_not_cover_what_was_opened_meanwhile(editor: Editor) -> None:
    editor.show("C1")
    held: list[Any] = []
    editor.page.route("**/api/form/**", lambda route: held.append(route))  # noqa: PLW0108 - a name is given to it, which a method of a list cannot have
    editor.select("inputs", 0)
    editor.page.locator("#side [role=tab]").nth(2).click()
    editor.page.locator("#side h3").first.wait_for()
    until(lambda: held or editor.page.wait_for_timeout(20))
    with editor.page.expect_response("**/api/form/**"):
        for route in held:
            route.continue_()
    editor.page.unroute("**/api/form/**")
    editor.page.wait_for_timeout(300)  # what must not come has time to
    assert editor.page.locator("#side h3").count()


def test_a_new_process_is_made_filled_revised_and_seen_without_yaml(editor: Editor) -> None:
    editor.show("landscape")
    page = editor.page
    page.locator("#tools button").nth(2).click()
    page.locator("dialog input").fill("C3")
    page.locator("dialog button[type=submit]").click()
    path = editor.server.workspace.root / "processes/C3.yaml"
    until(path.exists)
    page.wait_for_selector(".place[data-at='[\"inputs\",0]']")
    editor.settled()
    editor.select("inputs", 0)
    editor.paste("\r\n".join(f"输入{number}" for number in range(12)))
    editor.says("processes/C3.yaml", *(f"输入{number}" for number in range(12)))
    page.locator("#side [role=tab]").nth(2).click()
    page.locator("#side h3").first.wait_for()
    number, effective, note = (page.locator("#side .row input").nth(place) for place in range(3))
    number.fill("B")
    effective.fill("2026-05-01")
    other = editor.server.workspace.root / C2
    page.locator("#side .panel > select").evaluate("one => one.id = 'before'")
    other.write_bytes(other.read_bytes() + b"# from outside\n")
    page.locator("#before").wait_for(state="detached")  # drawn anew, and what is typed is still there
    note.fill("新增过程")
    page.locator("#side button", has_text="写入修订").click()
    editor.says("processes/C3.yaml", "新增过程", "effective: 2026-05-01")
    page.locator("#views [role=tab]").last.click()
    page.frame_locator("iframe").locator("h1, h2").first.wait_for()
    assert "输入11" in page.frame_locator("iframe").locator("body").inner_text()
