"""Kinds of forms and files, each as the smallest example that shows it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assistant.reading import Reading, read
from assistant.table import Indicator


@dataclass(frozen=True)
class Shape:
    """A text and the rows it says: section, category, name, full-year value."""

    text: str
    rows: tuple[tuple[str, str | None, str, str | None], ...]


USUAL = (
    ("产出", "数量", "培训人次", "≥200人次"),
    ("产出", "质量", "培训合格率", "≥95%"),
    ("满意度", "服务对象满意度", "学员满意度", "≥90%"),
)
SHAPES = {
    "a block's name before the levels, numbered names, places left open": Shape(
        "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\n\t产出指标\t数量指标\t指标1：培训人次\t≥200人次\n\t\t\t指标2：\t\n\t\t\t……\t\n"
        "\t\t质量指标\t指标1：培训合格率\t≥95%\n\t满意度指标\t满意度指标\t指标1：学员满意度\t≥90%\n",
        USUAL,
    ),
    "two terms beside each other": Shape(
        "一级指标\t二级指标\t三级指标\t指标值\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t五年培训人次\t≥1000人次\t数量指标\t培训人次\t≥200人次\n"
        "\t质量指标\t五年合格率\t≥98%\t质量指标\t培训合格率\t≥95%\n满意度指标\t满意度指标\t满意度\t≥95%\t满意度指标\t学员满意度\t≥90%\n",
        USUAL,
    ),
    "both levels in one label": Shape(
        "指标类别\t指标名称\t目标值\n产出指标-数量指标\t培训人次\t≥200人次\n产出指标-质量指标\t培训合格率\t≥95%\n满意度指标-服务对象满意度指标\t学员满意度\t≥90%\n",
        USUAL,
    ),
    "levels as rows of their own": Shape(
        "指标名称\t计算符号\t指标值\t计量单位\n产出指标\n数量指标\n培训人次\t≥\t200\t人次\n质量指标\n培训合格率\t≥\t95\t%\n满意度指标\n学员满意度\t≥\t90\t%\n",
        USUAL,
    ),
    "a heading in two rows": Shape(
        "一级指标\t二级指标\t三级指标\t指标值\t\t\t备注\n\t\t\t符号\t数值\t单位\t\n产出指标\t数量指标\t培训人次\t≥\t200\t人次\t\n"
        "\t质量指标\t培训合格率\t≥\t95\t%\t\n满意度指标\t满意度指标\t学员满意度\t≥\t90\t%\t\n",
        USUAL,
    ),
    "labels with weights, upright labels": Shape(
        '一级指标\t二级指标\t三级指标\t指标值\n"产\n出\n指\n标\n（50分）"\t"数量\n指标"\t培训人次\t≥200人次\n\t质量指标（20分）\t培训合格率\t≥95%\n'
        "满意度指标（10分）\t服务对象满意度指标\t学员满意度\t≥90%\n",
        USUAL,
    ),
    "several numbered lines in one cell": Shape(
        '一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t"1.培训人次\n2.举办场次"\t"1.≥200人次\n2.5场"\n',
        (("产出", "数量", "培训人次", "≥200人次"), ("产出", "数量", "举办场次", "5场")),
    ),
    "no heading": Shape(
        "产出指标\t数量指标\t培训人次\t≥200人次\n\t质量指标\t培训合格率\t≥95%\n满意度指标\t满意度指标\t学员满意度\t≥90%\n", USUAL
    ),
    "values inside the names": Shape(
        "一级指标\t二级指标\t三级指标\n产出指标\t数量指标\t培训人次≥200人次\n\t质量指标\t培训合格率达到95%\n满意度指标\t满意度指标\t学员满意度（≥90%）\n",
        (USUAL[0], ("产出", "质量", "培训合格率", "达到95%"), USUAL[2]),
    ),
    "full-width bars of a terminal": Shape(
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|:--|:--|:--|--:|\n| 产出指标 | 数量指标 | 培训人次 | ≥200人次 |\n| | 质量指标 | 培训合格率 | ≥95% |\n"
        "| 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |\n| 合计 | | | |\n",
        USUAL,
    ),
    "a web page": Shape(
        "<table><tr><th>一级指标</th><th>二级指标</th><th>三级指标</th><th>指标值</th></tr><tr><td rowspan=2>产出指标</td><td>数量指标</td>"
        "<td>培训<br>人次</td><td>&ge;200人次</td></tr><tr><td>质量指标</td><td>培训合格率</td><td>≥95%</td></tr><tr><td>满意度指标</td>"
        "<td>满意度指标</td><td>学员满意度</td><td>≥90%</td></tr></table>",
        USUAL,
    ),
    "names and values on lines in turn": Shape(
        "一级指标\n二级指标\n三级指标\n指标值\n产出指标\n数量指标\n培训人次\n≥200人次\n质量指标\n培训合\n格率\n≥95%\n满意度指标\n服务对象满\n意度指标\n学员满意度\n≥90%\n",
        USUAL,
    ),
    "blanks between cells": Shape(
        "一级指标  二级指标  三级指标  指标值\n产出指标  数量指标  培训人次  ≥200人次\n          质量指标  培训合格率  ≥95%\n满意度指标  满意度指标  学员满意度  ≥90%\n",
        USUAL,
    ),
    "nothing between cells": Shape(
        "项目支出绩效目标表项目名称培训经费一级指标二级指标三级指标指标值产出指标数量指标培训人次≥200人次质量指标培训合格率≥95%满意度指标服务对象满意度指标学员满意度≥90%",
        USUAL,
    ),
    "levels of no known form": Shape(
        "一级指标\t二级指标\t三级指标\t指标值\n运行开销\t公用经费\t人均公用经费\t≤1.5万元/人\n总体效果\t整体效果\t群众知晓率\t≥85%\n",
        (("成本", "公用经费控制", "人均公用经费", "≤1.5万元/人"), ("效益", "整体效果", "群众知晓率", "≥85%")),
    ),
}  # fmt: skip


def rows(reading: Reading) -> tuple[tuple[str, str | None, str, str | None], ...]:
    def one(i: Indicator) -> tuple[str, str | None, str, str | None]:
        return i.section, i.category, i.name, i.full_year.text if i.full_year else None

    return tuple(one(i) for t in reading.tables for i in t.table.indicators)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_shape(shape: Shape) -> None:
    assert rows(read(shape.text.encode(), "表.txt")) == shape.rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le"])
def test_encoding(encoding: str) -> None:
    shape = SHAPES["no heading"]
    assert rows(read(shape.text.replace("≥", "大于等于").encode(encoding), "表.txt"))[0][2] == "培训人次"


def test_many_projects_under_one_heading() -> None:
    text = (
        "单位名称\t项目名称\t预算数（元）\t绩效目标\t一级指标\t二级指标\t三级指标\t指标值\n"
        "某市教育局\t甲项目\t200000\t办好甲事。\t产出指标\t数量指标\t培训人次\t≥200人次\n\t\t\t\t\t质量指标\t合格率\t≥95%\n"
        "\t乙项目\t30000\t办好乙事。\t产出指标\t数量指标\t活动场次\t≥3场\n"
    )
    one, two = (t.table for t in read(text.encode(), "表.txt").tables)
    assert (one.project, one.annual_goal, one.funds.income.total, len(one.indicators)) == (
        "甲项目",
        "办好甲事。",
        20,
        2,
    )
    assert (two.project, two.annual_goal, two.funds.income.total, len(two.indicators)) == ("乙项目", "办好乙事。", 3, 1)
    assert one.department == "某市教育局"


def test_two_tables_in_one_file() -> None:
    page = "项目支出绩效目标表\n（2025年度）\n项目名称\t{0}\n" + SHAPES["no heading"].text
    tables = [t.table for t in read((page.format("甲") + page.format("乙")).encode(), "表.txt").tables]
    assert [(t.project, t.year, len(t.indicators)) for t in tables] == [("甲", 2025, 3), ("乙", 2025, 3)]


@pytest.mark.parametrize(
    ("head", "department", "year"),
    [
        (
            "部门整体绩效目标表\n（2025年度）\t单位：万元\n填报单位：某市水务局      填报日期：2024年11月3日\n",
            "某市水务局",
            2025,
        ),
        ("某市水务局2025年部门整体支出绩效目标表\n", "某市水务局", 2025),
        ("部门整体绩效目标表\n年度\t2025\n部门（单位）名称\t[301001]某市水务局\n", "某市水务局", 2025),
    ],
)
def test_head(head: str, department: str, year: int) -> None:
    table = read((head + SHAPES["no heading"].text).encode(), "表.txt").table
    assert (table.department, table.year) == (department, year)


@pytest.mark.parametrize(
    ("line", "total", "unit"),
    [("项目资金（元）\t资金总额\t1,000,000.00", 100, "元"), ("项目资金（万元）\t资金总额\t100", 100, "万元"), ("资金总额：100万元\t", 100, "万元"),
     ("资金总额\t1000000元\t", 100, "元")],
)  # fmt: skip
def test_money_is_in_ten_thousands(line: str, total: int, unit: str) -> None:
    table = read((f"项目名称\t甲\n{line}\n" + SHAPES["no heading"].text).encode(), "表.txt").table
    assert (table.funds.income.total, table.funds.unit) == (total, unit)
