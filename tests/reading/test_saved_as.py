"""What else a table is saved as or stands among: unmerged sheets, web archives, rich text, a budget table above it."""

from __future__ import annotations

import shutil
from decimal import Decimal
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from assistant.reading import Reading, ReadingError, read
from assistant.reading.formats.doc import marked_cells
from assistant.reading.recognise import recognise
from assistant.table import Amount, TargetTable

INDICATORS = [
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "巡河次数", "≥48次"],
    ["", "质量指标", "水质达标率", "≥96%"],
    ["满意度指标", "服务对象满意度", "居民满意度", "≥90%"],
]
HEAD = [
    ["（2025年度）"],
    ["项目名称", "河道保洁"],
    ["主管部门", "青溪县水利局"],
    ["项目资金（万元）", "年度资金总额", "85.6"],
]
NAMES = ["巡河次数", "水质达标率", "居民满意度"]


def text(rows: list[list[str]], separator: str = "\t") -> bytes:
    return "\n".join(separator.join(row) for row in rows).encode()


def page(rows: list[list[str]]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"


def only(reading: Reading) -> TargetTable:
    (found,) = reading.tables
    assert [i.name for i in found.table.indicators] == NAMES
    return found.table


def archive(body: str, charset: str) -> bytes:
    message = MIMEMultipart("related")
    message.attach(MIMEText(f"<html><body>{body}</body></html>", "html", charset))
    return message.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_web_archive_reads_as_the_page_in_it(charset: str) -> None:
    table = only(read(archive(page([*HEAD, *INDICATORS]), charset), "绩效目标表.mht"))
    assert (table.year, table.department, table.project) == (2025, "青溪县水利局", "河道保洁")


def test_a_web_archive_without_a_page_says_so() -> None:
    message = MIMEMultipart("related")
    message.attach(MIMEText("附注", "plain", "utf-8"))
    with pytest.raises(ReadingError, match="没有网页"):
        read(message.as_bytes(), "表.mht")


def test_semicolons_part_the_columns_where_they_part_the_heading() -> None:
    assert only(read(text([*HEAD, *INDICATORS], ";"), "表.csv")).indicators[0].category == "数量"


def test_a_head_unmerged_with_its_text_in_every_cell_is_read_once() -> None:
    title = ["项目支出绩效目标表"] * 4
    head = [title, ["（2025年度）"] * 4, ["项目名称", *["河道保洁"] * 3], ["主管部门", *["青溪县水利局"] * 3]]
    table = only(read(text([*head, *INDICATORS]), "表.txt"))
    assert (table.year, table.department, table.project) == (2025, "青溪县水利局", "河道保洁")


def test_sums_of_a_budget_table_above_the_title_are_not_the_projects() -> None:
    above = [["部门收支总表"], ["收入", "", "支出", ""], ["本年收入合计", "2000", "本年支出合计", "2000"]]
    reading = read(text([*above, ["项目支出绩效目标表"], *HEAD, *INDICATORS]), "表.txt")
    funds = only(reading).funds
    assert (funds.income.total, funds.spending.total) == (Decimal("85.6"), None)
    assert any("标题上面的资金" in repair.what for repair in reading.repairs)


def test_the_total_of_the_yearly_tasks_is_the_spending_planned() -> None:
    tasks = [
        ["年度主要任务", "任务名称", "主要内容", "总额", "财政拨款", "其他资金"],
        ["", "河道保洁", "清理河面", "60", "60", "0"],
        ["年度主要任务", "金额合计", "", "85.6", "85.6", "0"],
    ]
    title = [["部门整体支出绩效目标表"], ["（2025年度）"], ["部门名称", "青溪县水利局"]]
    assert only(read(text([*title, *tasks, *INDICATORS]), "表.txt")).funds.income.total == Decimal("85.6")


def test_a_kind_and_a_class_of_indicators_are_the_first_and_the_second_level() -> None:
    rows = [
        ["指标类型", "指标类别", "绩效指标", "指标值"],
        *INDICATORS[1:],
        ["成本指标", "经济成本指标", "单次费用", "≤2万元"],
    ]
    rows.insert(3, ["", "成本指标", "每公里费用", "≤1万元"])
    found = read(text([*HEAD, *rows]), "表.txt").tables[0].table.indicators
    assert [(i.section, i.category) for i in found][2] == ("产出", "成本")


def test_a_department_broken_by_its_cells_width_is_one_name() -> None:
    rows = [["项目名称", "河道<br>保洁"], ["主管部门", "青溪县<br>水利局"], *INDICATORS]
    table = only(read(page(rows).encode(), "表.html"))
    assert (table.department, table.project) == ("青溪县水利局", "河道保洁")


def test_the_last_budget_is_told_from_the_first_and_from_the_spending() -> None:
    money = [
        ["预算执行情况（万元）", "", "年初预算", "调整预算", "执行数", "执行率"],
        ["", "支出合计", "3210", "3150", "3098.5", "98.4%"],
    ]
    title = [["部门整体支出绩效自评表"], ["（2025年度）"], ["部门名称", "青溪县水利局"]]
    spending = only(read(text([*title, *money, *INDICATORS]), "表.txt")).funds.spending
    assert (spending.total, spending.executed) == (Amount(full_year=Decimal(3150)), Amount(full_year=Decimal("3098.5")))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_rich_text_is_not_taken_for_json() -> None:
    def cell(words: str) -> str:
        return "".join(f"\\u{ord(c)}?" for c in words) + "\\cell "

    def row(cells: list[str]) -> str:
        edges = "".join(f"\\cellx{2000 * n}" for n in range(1, 5))
        return "\\trowd" + edges + "\\pard\\intbl " + "".join(map(cell, cells)) + "\\row\n"

    data = "{\\rtf1\\ansi\n" + "".join(row(r) for r in INDICATORS) + "\\pard\\par}"
    only(read(data.encode(), "表.rtf"))


def test_the_cells_of_a_doc_with_merged_cells_come_out_in_their_rows() -> None:
    """Office programs lose some tables of doc files; the marks of cells and rows (bell characters) still stand there."""
    rows = [
        ["（2025年度）"],
        ["主管部门", "青溪县水利局"],
        ["一级指标", "二级指标", "三级指标", "指标值", "单位", "权重"],
        ["产出指标", "数量指标", "巡河次数", "≥48", "次", "20"],
        ["", "质量指标", "河面清洁程度", "良好", "", "30"],
        ["满意度指标", "满意度指标", "居民满意度", "≥90", "%", "10"],
    ]
    stored = "".join("".join(cell + "\a" for cell in row) + "\a" for row in rows)
    found = marked_cells((stored + " " * 200).encode("utf-16-le"))
    assert found is not None
    (table,) = recognise([found], "表.doc").tables
    shown = [(i.section, i.name, i.full_year and i.full_year.text, i.weight) for i in table.table.indicators]
    assert (table.table.year, table.table.department) == (2025, "青溪县水利局")
    assert shown == [
        ("产出", "巡河次数", "≥48次", 20),
        ("产出", "河面清洁程度", "良好", 30),
        ("满意度", "居民满意度", "≥90%", 10),
    ]
