"""The official form as a Word document."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from assistant.table import TargetTable
from assistant.writing import to_docx
from tests.writing.samples import SAMPLES, WHOLE_DUTY


def test_it_has_the_title_the_year_and_a_table_per_heading() -> None:
    document = Document(BytesIO(to_docx(WHOLE_DUTY)))
    assert [p.text for p in document.paragraphs[:2]] == ["部门整体预算绩效目标表", "（2025年度）"]
    assert [t.cell(0, 0).text for t in document.tables] == ["单位名称", "一级指标", "一级指标", "一级指标"]


def test_headings_repeat_and_labels_are_merged() -> None:
    duties = Document(BytesIO(to_docx(WHOLE_DUTY))).tables[2]
    assert duties.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert duties.cell(1, 1)._tc is duties.cell(2, 1)._tc
    assert duties.cell(1, 1).text == "收集、整理和保存各类文献"


@pytest.mark.parametrize("table", SAMPLES.values(), ids=SAMPLES)
def test_every_row_of_each_table_is_as_wide_as_the_table(table: TargetTable) -> None:
    for made in Document(BytesIO(to_docx(table))).tables:
        for row in made.rows:
            assert sum(tc.grid_span for tc in row._tr.tc_lst) == len(made.columns)


def test_control_characters_are_left_out_and_line_breaks_kept() -> None:
    document = Document(BytesIO(to_docx(WHOLE_DUTY.model_copy(update={"annual_goal": "一\x00\x0b二\r\n三"}))))
    texts = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "一二\n三" in texts
