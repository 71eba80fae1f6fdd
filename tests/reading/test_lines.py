"""One cell a line, as text copied out of a form or a page comes: rows and columns are told by what the cells are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.reading import Reading
from tests.reading.written import Row, read_text, rows

HEAD = "项目支出绩效目标表\n（2025年度）\n项目名称\n河道保洁\n主管部门\n清源市水务局\n"


def lines(*cells: str) -> Reading:
    return read_text(HEAD + "\n".join(cells))


DASH_FOR_LAST_YEAR = (
    "指标类型", "指标类别", "绩效指标", "计量单位", "符号", "年度指标值", "上年指标值", "指标权重", "评分标准",
    "产出指标", "数量指标", "保洁河道条数", "条", "=", "28", "—", "10", "达到目标值得满分，每低1%扣1分",
    "巡查报告数量", "份", "≥", "12", "—", "10", "达到目标值得满分，每低1%扣1分",
    "质量指标", "保洁达标率", "%", "≥", "92", "—", "10", "达到目标值得满分，每低1%扣1分",
)  # fmt: skip
UNIT_BESIDE_THE_VALUE = (
    "一级指标", "二级指标", "三级指标", "符号", "指标值", "单位", "备注",
    "一、产出指标", "（一）数量指标", "指标1：保洁河道条数", "=", "28", "条",
    "指标2：巡查报告数量", "≥", "12", "份", "（二）质量指标", "指标3：保洁达标率", "≥", "92", "%",
)  # fmt: skip
DESCRIBED = (
    "一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据",
    "产出指标", "数量指标", "保洁河道条数", "保洁河道条数，以台账为准", "=28条", "年度方案",
    "巡查报告数量", "巡查报告数量，以台账为准", "≥12份", "年度方案",
    "质量指标", "保洁达标率", "保洁达标率，以台账为准", "≥92%", "年度方案",
)  # fmt: skip
LEVELS_BEHIND = (
    "序号", "三级指标", "指标值", "一级指标", "二级指标", "指标解释",
    "1", "保洁河道条数", "=28条", "产出指标", "数量指标", "反映保洁河道条数情况",
    "2", "巡查报告数量", "≥12份", "产出指标", "数量指标", "反映巡查报告数量情况",
    "3", "保洁达标率", "≥92%", "产出指标", "质量指标", "反映保洁达标率情况",
)  # fmt: skip
TWO_TERMS = (
    "实施期目标", "年度目标", "三年完成治理。", "完成年度保洁。",
    "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值",
    "产出指标", "数量指标", "保洁河道条数", "=84条", "数量指标", "保洁河道条数", "=28条",
    "数量指标", "巡查报告数量", "≥36份", "数量指标", "巡查报告数量", "≥12份",
    "质量指标", "保洁达标率", "≥95%", "质量指标", "保洁达标率", "≥92%",
)  # fmt: skip
WANTED: list[Row] = [
    ("产出", "数量", "保洁河道条数", "=28条"),
    ("产出", "数量", "巡查报告数量", "≥12份"),
    ("产出", "质量", "保洁达标率", "≥92%"),
]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(DASH_FOR_LAST_YEAR, id="unit and sign before the value, a dash for last year"),
        pytest.param(UNIT_BESIDE_THE_VALUE, id="value and unit headed beside each other"),
        pytest.param(DESCRIBED, id="a description between name and value"),
        pytest.param(LEVELS_BEHIND, id="levels behind the value, rows numbered"),
        pytest.param(TWO_TERMS, id="the year's target beside that of three years"),
    ],
)
def test_rows(cells: tuple[str, ...]) -> None:
    assert rows(lines(*cells)) == WANTED


def test_a_key_task_without_a_new_duty_stays_under_the_duty_above() -> None:
    reading = lines(
        "一级指标", "部门职能", "重点工作", "三级指标", "半年指标值", "全年指标值",
        "履职", "负责全市河道管理", "推进河道保洁提升", "保洁达标率", "≥90%", "≥92%", "巡查次数", "≥6次", "≥12次",
        "优化泵站布局", "新建泵站数", "≥1座", "≥2座",
        "负责水利工程质量监督", "开展工程质量抽检", "抽检合格率", "≥97%", "≥98%",
    )  # fmt: skip
    assert [(i.duty, i.key_task) for i in reading.tables[0].table.indicators] == [
        ("负责全市河道管理", "推进河道保洁提升"),
        ("负责全市河道管理", "推进河道保洁提升"),
        ("负责全市河道管理", "优化泵站布局"),
        ("负责水利工程质量监督", "开展工程质量抽检"),
    ]


def test_sums_under_several_headings_and_projects_behind_their_total() -> None:
    evaluated = lines(
        "项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分",
        "年度资金总额", "520", "500", "485", "10", "97%", "9.7", *UNIT_BESIDE_THE_VALUE,
    ).tables[0].table.funds  # fmt: skip
    assert evaluated.income.total == Decimal(500)
    assert evaluated.spending.executed
    assert evaluated.spending.executed.full_year == Decimal(485)
    planned = lines(
        "部门整体资金（万元）", "支出", "半年计划执行数", "全年预算数", "基本支出", "2560", "5120",
        "项目支出", "950", "3500", "河道养护", "600", "2100", "泵站改造", "350", "1400", *UNIT_BESIDE_THE_VALUE,
    ).tables[0].table.funds  # fmt: skip
    assert [(p.name, p.half_year, p.full_year) for p in planned.projects] == [
        ("河道养护", Decimal(600), Decimal(2100)),
        ("泵站改造", Decimal(350), Decimal(1400)),
    ]
    assert planned.spending.projects
    assert planned.spending.projects.full_year == Decimal(3500)
