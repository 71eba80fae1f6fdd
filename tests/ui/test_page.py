"""What an officer does on the page, in a real browser and without a model."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook

from assistant.reading import read
from assistant.table import Indicator, TargetTable, value
from tests.ui.conftest import SEED, Site, Watched, as_workbook

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::Warning:gradio")]
Visit = Callable[..., Watched]
SNAPSHOT = "违法停车、实线变道违法行为抓拍功能准确率"


def exported(window: Watched, format: str = "Excel") -> bytes:
    return downloaded(window, f"#zb-table a:has-text('导出 {format}')")


def downloaded(window: Watched, link: str) -> bytes:
    with window.page.expect_download() as download:
        window.page.click(link)
    return Path(download.value.path()).read_bytes()


def faulty(folder: Path, name: str = SNAPSHOT, department: str = "临江市公安局") -> Path:
    """A workbook with one sound row and one that promises a number and gives a word."""
    rows = (
        Indicator(section="履职", duty="管理道路交通秩序", key_task="整治乱停车", name=name, half_year=value("实现"), full_year=value("实现")),
        Indicator(section="满意度", category="服务对象满意度", name="群众满意度", half_year=value("≥95%"), full_year=value("≥95%")),
    )  # fmt: skip
    duties = ("管理道路交通秩序",)
    return as_workbook(
        TargetTable(department=department, year=2025, template="whole-duty", duties=duties, long_term_goal="出行平安。", annual_goal="整治乱停车。", indicators=rows),
        folder,
    )  # fmt: skip


def test_last_years_workbook_becomes_a_whole_draft_with_a_source_on_every_row(
    visit: Visit, site: Site, last_year: Path
) -> None:
    window = visit(site).open()
    window.give(last_year)
    began = time.monotonic()
    window.say("起草2026年绩效目标")
    took = time.monotonic() - began
    assert window.rows() > 50
    assert window.page.locator("#zb-table .zb-row .zb-badge").count() == window.rows()
    assert window.page.locator("#zb-table .zb-sums .error b").inner_text() == "0"
    assert "2026 年度" in window.table
    assert "来源" in load_workbook(BytesIO(exported(window))).sheetnames
    drafted = read(exported(window), "草稿.xlsx").table
    assert (drafted.year, len(drafted.indicators)) == (2026, window.rows())
    assert all(i.half_year and i.full_year for i in drafted.indicators)
    assert {"决策", "过程", "履职", "效益", "满意度"} <= {i.section for i in drafted.indicators}
    assert took < 30, f"{took:.1f} s, on however busy a machine"


@pytest.mark.skipif(not SEED.exists(), reason="the seed's table is not here")
def test_the_seeds_table_gives_a_draft_with_every_duty_and_no_error(visit: Visit, site: Site) -> None:
    window = visit(site).open()
    window.give(SEED)
    window.say("起草2025年绩效目标")
    drafted = read(exported(window), "草稿.xlsx").table
    assert window.page.locator("#zb-table .zb-sums .error b").inner_text() == "0"
    assert window.page.locator("#zb-table .zb-row .zb-badge").count() == window.rows() == len(drafted.indicators)
    assert len({b.duty for b in drafted.blocks}) >= 12
    assert all(b.key_task and b.rows for b in drafted.blocks)
    window.page.select_option("#zb-table select", "1")
    window.page.wait_for_selector("text=不是最新的一版")
    window.page.click(f"#zb-table button:has-text('{SNAPSHOT}')")
    window.page.wait_for_selector("#zb-chip .zb-selected")
    window.say("这条为什么不合格")
    assert all(word in window.answer for word in ("VAL002", "实现", "证据", "依据", "怎么改"))


def test_a_draft_arrives_row_by_row(visit: Visit, site: Site, last_year: Path) -> None:
    window = visit(site).open()
    window.page.evaluate(
        "() => { window.seen = []; new MutationObserver(() => { const n = document.querySelectorAll('#zb-table .growing .zb-row').length;"
        " if (n && window.seen.at(-1) !== n) window.seen.push(n); }).observe(document.body, { childList: true, subtree: true }); }"
    )
    window.give(last_year)
    window.say("起草2026年绩效目标")
    seen = window.page.evaluate("window.seen")
    assert len(seen) >= 2
    assert seen == sorted(seen)
    assert seen[0] < window.rows()


@pytest.mark.parametrize("way", ["marked row", "in words"])
def test_why_a_row_fails_is_answered_with_rule_evidence_basis_and_fix(
    visit: Visit, site: Site, tmp_path: Path, way: str
) -> None:
    window = visit(site).open()
    window.give(faulty(tmp_path))
    window.say("检查这张表")
    if way == "marked row":
        window.page.click(f"#zb-table button:has-text('{SNAPSHOT}')")
        window.page.wait_for_selector("#zb-chip .zb-selected")
        window.say("这条为什么不合格")
    else:
        window.say(f"{SNAPSHOT} = 实现 这条为什么不合格")
    assert "VAL002" in window.answer
    assert all(label in window.answer for label in ("问题", "证据", "依据", "怎么改"))
    assert "实现" in window.answer


def test_a_row_opens_with_its_source_and_its_buttons_answer(visit: Visit, site: Site, last_year: Path) -> None:
    window = visit(site).open()
    window.give(last_year)
    window.say("起草2026年绩效目标")
    row = window.page.locator("#zb-table .zb-row", has_text="破案率").first
    row.locator("button").click()
    more = window.page.locator("#zb-table .zb-more:visible")
    assert more.locator("blockquote").first.inner_text()
    assert row.locator("button").get_attribute("aria-expanded") == "true"
    window.press("#zb-table .zb-more:visible button:has-text('同类部门怎么定')")
    assert "市公安局" in window.answer


def test_comparison_shows_at_least_three_departments_side_by_side(visit: Visit, site: Site, last_year: Path) -> None:
    window = visit(site).open()
    window.give(last_year)
    window.say("和同类部门比一比")
    beside = window.page.locator("#zb-chat .zb-grid", has_text="共有的指标并排看").last
    headings = beside.locator("th").all_inner_texts()
    assert sum(heading.endswith("公安局") for heading in headings) >= 1 + 3
    assert beside.locator("tbody tr").count() >= 5


def test_a_table_of_a_kind_that_the_corpus_does_not_know_is_drafted_too(
    visit: Visit, site: Site, tmp_path: Path
) -> None:
    window = visit(site).open()
    window.give(faulty(tmp_path, "树木成活准确率", "临江市园林绿化服务中心"))
    window.say("起草2026年绩效目标")
    assert window.rows() > 0
    assert "临江市园林绿化服务中心" in window.table
    assert window.page.locator("#zb-table .zb-row .zb-badge").count() == window.rows()


def test_reload_opens_the_same_conversation_and_the_list_opens_another(
    visit: Visit, site: Site, tmp_path: Path
) -> None:
    window = visit(site).open()
    window.give(faulty(tmp_path))
    window.say("检查这张表")
    window.page.wait_for_url("**/?c=*")
    said, table = window.page.locator("#zb-chat").inner_text(), window.table
    window.page.reload()
    window.page.wait_for_selector("#zb-table .zb-row")
    assert (window.page.locator("#zb-chat").inner_text(), window.table) == (said, table)
    window.page.click(".zb-menu summary")
    window.page.click(".zb-menu [data-act=new]")
    window.page.wait_for_selector(".zb-empty")
    window.page.click(".zb-menu summary")
    window.page.click(".zb-menu [data-act=open] >> nth=0")
    window.page.wait_for_selector("#zb-table .zb-row")
    assert window.table == table


@pytest.mark.parametrize(
    ("name", "content"),
    [("坏.xlsx", b"PK\x03\x04 no workbook"), ("空.txt", b""), ("诗.txt", "床前明月光，疑是地上霜。".encode())],
)
def test_a_file_that_is_no_table_gets_a_chinese_sentence(
    visit: Visit, site: Site, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    window = visit(site).open()
    window.give(path)
    window.say("检查这张表")
    assert name in window.answer
    assert "Traceback" not in window.page.content()


def test_what_a_file_says_is_shown_and_never_run(visit: Visit, site: Site, tmp_path: Path) -> None:
    name = '<img src=x onerror="window.ran=1">${window.ran=1}{{7*7}} ![](http://192.0.2.1/a.png) [点](javascript:window.ran=1) *率*'
    table = read(faulty(tmp_path)).table
    spoiled = table.indicators[0].model_copy(update={"name": name})
    path = tmp_path / "表.json"
    path.write_text(table.model_copy(update={"indicators": (spoiled,)}).model_dump_json(by_alias=True), "utf-8")
    window = visit(site).open()
    window.give(path)
    window.say("检查这张表")
    window.say("第1条为什么不合格")
    assert name in window.table
    assert "http://192.0.2.1/a.png" in window.answer
    assert "*率*" in window.answer
    assert window.page.evaluate("window.ran") is None
    assert window.page.locator("#zb-chat .bot-row img, #zb-table img").count() == 0


def test_exports_open_and_keep_values_as_text(visit: Visit, site: Site, tmp_path: Path) -> None:
    window = visit(site).open()
    window.give(faulty(tmp_path))
    window.say("年度改为2027")
    book = load_workbook(BytesIO(exported(window)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(cell.value == "≥95%" and cell.data_type == "s" for cell in cells)
    assert exported(window, "Word").startswith(b"PK")


def test_a_reviewer_gets_the_table_back_with_comments_and_a_summary_of_all(
    visit: Visit, site: Site, tmp_path: Path
) -> None:
    window = visit(site).open()
    window.give(faulty(tmp_path))
    window.say("汇总检查结果")
    summary = load_workbook(BytesIO(downloaded(window, "#zb-chat a:has-text('下载汇总表')")))
    assert summary.sheetnames[:3] == ["按单位", "按规则", "问题清单"]
    book = load_workbook(BytesIO(downloaded(window, "#zb-table a:has-text('批注版')")))
    assert book.sheetnames[1:] == ["问题清单", "审核表"]
    comments = [cell.comment.text for row in book.worksheets[0] for cell in row if cell.comment]
    assert any("VAL002" in text for text in comments)


def test_an_export_that_is_not_there_is_refused(visit: Visit, site: Site) -> None:
    window = visit(site).open()
    answer = window.page.request.get(f"{site.url}export/nobody/1.xlsx")
    assert answer.status == 404
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_the_page_is_accessible_in_both_themes_and_widths(
    visit: Visit, site: Site, tmp_path: Path, width: int, scheme: str
) -> None:
    window = visit(site, width=width, scheme=scheme).open()
    window.give(faulty(tmp_path))
    window.say("第1条为什么不合格")
    window.page.evaluate("document.querySelectorAll('#zb-table details').forEach((d) => { d.open = true; })")
    window.page.click("#zb-table .zb-name >> nth=0")
    window.page.wait_for_selector("#zb-chip .zb-selected")
    window.page.wait_for_timeout(400)
    violations = Axe().run(window.page).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]][:2]) for v in violations] == []
    assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_first_screen_is_accessible_and_its_examples_are_buttons(visit: Visit, site: Site) -> None:
    window = visit(site).open()
    window.page.wait_for_selector("#zb-chat .example")
    assert [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(window.page).response["violations"]] == []
    window.press("#zb-chat .example >> nth=0")
    assert "哪个单位" in window.answer


def test_nothing_on_the_page_is_labelled_in_english(visit: Visit, site: Site, tmp_path: Path) -> None:
    window = visit(site).open()
    window.page.wait_for_selector("#zb-chat .example")
    assert not window.page.locator("[aria-label^=Select]").count()
    window.give(faulty(tmp_path))
    window.say("检查这张表")
    window.page.wait_for_timeout(300)
    labels = window.page.evaluate(
        "[...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((e) => ['aria-label', 'title', 'placeholder']"
        ".map((n) => e.getAttribute(n)).filter(Boolean))"
    )
    assert [label for label in labels if not any("\u4e00" <= c <= "\u9fff" for c in label)] == []
    assert window.page.evaluate("document.documentElement.lang") == "zh-CN"
