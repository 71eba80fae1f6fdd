"""What stands behind the form (sources) and on it (a reviewer's notes)."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from assistant.table import Grounds, Source
from assistant.writing import Sheet, annotated_xlsx, provenance_sheet
from tests.writing.samples import WHOLE_DUTY

SUMMARY = Sheet("审核意见", ("编号", "意见"), (("VAL004", "单位不合"),), (8, 40))


def test_each_drafted_row_says_its_rule_derivation_and_sources() -> None:
    last_year = Source(id="S1", kind="own", text="读者满意度 ≥91%", year=2024, department="云江市图书馆")
    grounds = {7: Grounds(sources=("S1", "S9"), rule="沿用", derivation="上年 91%，提高 1 个百分点")}
    sheet = provenance_sheet(WHOLE_DUTY, grounds, {"S1": last_year})
    assert sheet.rows == (
        ("第8行", "读者满意度", "≥92%", "沿用", "上年 91%，提高 1 个百分点",
         "S1 本部门往年表（云江市图书馆2024年）：读者满意度 ≥91%\nS9（没有这个来源）"),
    )  # fmt: skip


@pytest.mark.parametrize("department", ["云江市图书馆", "图书馆"])
def test_a_peers_place_is_told_once(department: str) -> None:
    peer = Source(id="S1", kind="peer", text="读者满意度 ≥91%", year=2024, department=department, place="云江市")
    sheet = provenance_sheet(
        WHOLE_DUTY, {7: Grounds(sources=("S1",), rule="同类中位数", derivation="同类")}, {"S1": peer}
    )
    assert "（云江市图书馆2024年）" in sheet.rows[0][5]


def test_notes_stand_on_their_cells_and_the_summary_behind() -> None:
    notes = {(3, "full_year"): "比上年低", (3, "weight"): "没有权重", (4, "duty"): "职能不符"}
    book = load_workbook(BytesIO(annotated_xlsx(WHOLE_DUTY, notes, SUMMARY)))
    assert book.sheetnames == ["绩效目标表", "审核意见"]
    commented = {c.value: c.comment.text for row in book.worksheets[0].iter_rows() for c in row if c.comment}
    # A form without weights carries that note on the name; the duty of two rows is one cell, named by its first row.
    assert commented == {"≥3万册": "比上年低", "新增馆藏册数": "没有权重", "新书上架周期": "职能不符"}


def test_two_notes_on_one_cell_are_both_kept() -> None:
    notes = {(0, "weight"): "一", (0, "score"): "二"}
    sheet = load_workbook(BytesIO(annotated_xlsx(WHOLE_DUTY, notes, SUMMARY))).worksheets[0]
    assert [c.comment.text for row in sheet.iter_rows() for c in row if c.comment] == ["一\n二"]


def test_a_note_on_no_row_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(IndexError):
        annotated_xlsx(WHOLE_DUTY, {(99, "name"): "？"}, SUMMARY)
