"""The official form as a workbook: text stays text, cells are merged, it prints on A4."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from assistant.table import Funds, TargetTable
from assistant.writing import Sheet, WritingError, to_xlsx, write
from tests.writing.samples import SAMPLES, SELFEVAL, WHOLE_DUTY, WHOLE_OUTPUT


def opened(table: TargetTable, *extra: Sheet) -> Workbook:
    return load_workbook(BytesIO(to_xlsx(table, extra)))


def form_of(table: TargetTable) -> Worksheet:
    return opened(table).worksheets[0]


def texts(sheet: Worksheet) -> list[list[object]]:
    return [[v for v in row if v is not None] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("table", SAMPLES.values(), ids=SAMPLES)
def test_no_cell_is_a_formula_and_every_text_cell_is_marked_as_text(table: TargetTable) -> None:
    for row in form_of(table).iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                assert (cell.data_type, cell.number_format, cell.quotePrefix) == ("s", "@", True)


@pytest.mark.parametrize("text", ["=100%", '=HYPERLINK("http://x")', "+1", "-1+2", "@SUM(A1)"])
def test_free_text_that_looks_like_a_formula_is_carried_as_text(text: str) -> None:
    sheet = form_of(WHOLE_DUTY.model_copy(update={"annual_goal": text}))
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert [cell.data_type for cell in found][:1] == ["s"]


def test_the_form_has_its_parts_in_their_order() -> None:
    rows = texts(form_of(WHOLE_DUTY))
    assert rows[0] == ["部门整体预算绩效目标表"]
    assert rows[1] == ["（2025年度）"]
    heads = [row[0] for row in rows if row and row[0] in ("单位名称", "中长期目标", "一级指标")]
    assert heads == ["单位名称", "中长期目标", "一级指标", "一级指标", "一级指标"]
    assert ["一级指标", "职能", "重点工作", "三级指标", "半年指标值", "全年指标值"] in rows
    assert [
        "履职",
        "收集、整理和保存各类文献",
        "按采访计划补充馆藏，开放地方文献专架",
        "新增馆藏册数",
        "≥1.2万册",
        "≥3万册",
    ] in rows


def test_other_templates_get_their_own_columns() -> None:
    assert ["一级指标", "二级指标", "三级指标", "权重", "指标值", "备注"] in texts(form_of(WHOLE_OUTPUT))
    assert ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分", "备注"] in texts(
        form_of(SELFEVAL)
    )


def test_money_is_shown_in_the_unit_it_came_in() -> None:
    rows = texts(form_of(SAMPLES["project-cost"]))
    assert any(row[0] == "项目资金\n（元）" and row[-1] == 12_000_000 for row in rows if row)


def test_money_of_which_no_unit_was_said_is_written_as_what_it_is() -> None:
    data = WHOLE_OUTPUT.to_json()
    data["funds"]["unit"] = None
    assert any(
        row[0] == "部门整体资金\n（万元，原表未注明单位）"
        for row in texts(form_of(TargetTable.model_validate(data)))
        if row
    )
    without = WHOLE_OUTPUT.model_copy(update={"funds": Funds()})
    assert any(row[0] == "部门整体资金\n（万元）" for row in texts(form_of(without)) if row)


def test_labels_span_the_rows_they_stand_for() -> None:
    sheet = form_of(WHOLE_DUTY)
    duty = next(c for row in sheet.iter_rows() for c in row if c.value == "收集、整理和保存各类文献")
    merged = next(r for r in sheet.merged_cells.ranges if r.min_row == duty.row and r.min_col == duty.column)
    assert merged.max_row - merged.min_row == 1
    assert all(sheet.cell(r, c).border.left.style == "thin" for r, c in [(duty.row, 1), (merged.max_row, duty.column)])


def test_it_prints_on_a4_portrait_at_the_width_of_the_page() -> None:
    sheet = form_of(WHOLE_DUTY)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


def test_a_long_text_gets_rows_enough_that_excel_can_show_it() -> None:
    sheet = form_of(WHOLE_DUTY.model_copy(update={"organisation": "内设机构" * 600}))
    start = next(c for row in sheet.iter_rows() for c in row if c.value == "内设机构" * 600)
    span = next(r for r in sheet.merged_cells.ranges if r.min_row == start.row and r.min_col == start.column)
    heights = [sheet.row_dimensions[r].height for r in range(span.min_row, span.max_row + 1)]
    assert max(heights) <= 409
    assert sum(heights) >= 13 * 2400 / 45


def test_a_text_no_cell_can_hold_is_refused_in_words() -> None:
    with pytest.raises(WritingError, match="32767"):
        to_xlsx(WHOLE_DUTY.model_copy(update={"organisation": "长" * 40_000}))


def test_further_sheets_stand_behind_the_form() -> None:
    sheet = opened(WHOLE_DUTY, Sheet("来源", ("指标", "来源"), (("读者满意度", "=1+1"),), (20, 30))).worksheets[1]
    assert sheet.title == "来源"
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


def test_an_unknown_ending_is_named_with_those_that_work(tmp_path: Path) -> None:
    with pytest.raises(WritingError, match=r"\.xlsx"):
        write(WHOLE_DUTY, tmp_path / "表.pdf")
