"""The seed, a real export damaged as such exports are, reads whole: counts and figures are facts of the file."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.reading import Reading, read

SEEDS = sorted((Path(__file__).parents[2].parent / "shared" / "seeds").glob("*.txt"))
pytestmark = pytest.mark.skipif(not SEEDS, reason="../shared is absent")


@pytest.fixture(scope="module")
def seed() -> Reading:
    return read(SEEDS[0])


def test_head(seed: Reading) -> None:
    table = seed.table
    assert (table.year, table.department, table.template) == (2024, "苏州市公安局", "whole-duty")
    assert len(table.duties) == 14
    assert all(duty.endswith("。") and "<" not in duty for duty in table.duties)
    assert table.organisation is not None
    assert table.organisation.startswith("根据")
    assert table.long_term_goal is not None
    assert table.long_term_goal.endswith("）")
    assert table.annual_goal is not None
    assert table.annual_goal.count("、") == 6


def test_money(seed: Reading) -> None:
    funds = seed.table.funds
    assert funds.unit == "万元"
    assert funds.income.annual_budget == funds.income.total == funds.income.fiscal == Decimal("452338.4")
    assert funds.income.general_budget == Decimal("452338.4")
    assert funds.income.other == funds.income.carry_over == funds.income.government_fund == 0
    assert funds.spending.basic is not None
    assert (funds.spending.basic.half_year, funds.spending.basic.full_year) == (
        Decimal("177256.2"),
        Decimal("354512.4"),
    )
    assert funds.spending.projects is not None
    assert (funds.spending.projects.half_year, funds.spending.projects.full_year) == (Decimal("34091.3"), 97826)
    assert len(funds.projects) == 43
    assert sum(p.full_year or 0 for p in funds.projects) == Decimal("60208.0")
    assert sum(p.half_year or 0 for p in funds.projects) == Decimal("24532.3")


def test_indicators(seed: Reading) -> None:
    table = seed.table
    counts = Counter(i.section for i in table.indicators)
    assert (counts["决策"] + counts["过程"], counts["履职"], counts["效益"], counts["满意度"]) == (33, 23, 6, 4)
    assert len(table.blocks) == len({b.duty for b in table.blocks}) == len({b.key_task for b in table.blocks}) == 12
    assert all(i.name and i.half_year and i.full_year for i in table.indicators)


@pytest.mark.parametrize(
    ("name", "section", "category", "half", "full"),
    [
        ("预算编制规范性", "决策", "预算编制", "规范", "规范"),
        ("预算管理制度健全性", "过程", "预算执行", "健全", "健全"),
        ("固定资产利用率", "过程", "项目管理", "=100%", "=100%"),
        ("开展测评服务类型", "履职", None, "=0类", "=4类"),
        ("居住证制证周期", "履职", None, "≤15天", "≤15天"),
        ("命案破案率", "效益", "社会效益", "≥90%", "≥90%"),
        ("技防监控体系运行质态", "效益", "可持续影响", "良好", "良好"),
        ("文明交通指数", "满意度", "服务对象满意度", "≥90%", "≥90%"),
        ("政务服务满意度", "满意度", "服务对象满意度", "≥98%", "≥98%"),
    ],
)
def test_rows_stand_where_a_person_would_put_them(
    seed: Reading, name: str, section: str, category: str | None, half: str, full: str
) -> None:
    row = next(i for i in seed.table.indicators if i.name == name)
    assert (row.section, row.category, str(row.half_year), str(row.full_year)) == (section, category, half, full)


def test_repairs_are_listed(seed: Reading) -> None:
    said = [(repair.row, repair.what) for repair in seed.repairs]
    for row, part in [
        (7, "网页标记"),
        (19, "表头里混进了"),
        (50, "左移了2列"),
        (64, "左移了2列"),
        (73, "左移了1列"),
        (102, "全年指标值"),
        (103, "错开1列"),
        (119, "左移了1列"),
        (128, "两个二级指标"),
        (134, "左移了1列"),
    ]:
        assert any(row == at and part in what for at, what in said), (row, part)
    assert seed.doubts == ()
    assert seed.tables[0].confidence > 0.95
    assert seed.tables[0].addresses[0].row == 69
