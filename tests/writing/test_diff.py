"""What became of a table: every kind of difference, by example."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.table import Indicator, TargetTable
from assistant.writing import describe, diff
from tests.writing.samples import SAMPLES, WHOLE_DUTY


def row(name: str, full: str = "≥90%", **more: Any) -> Indicator:
    return Indicator.model_validate({"section": "产出", "category": "质量", "name": name, "full_year": full} | more)


def table(*rows: Indicator, **more: Any) -> TargetTable:
    return TargetTable(indicators=rows, **more)


KINDS: dict[str, tuple[Indicator | None, Indicator | None, tuple[str, ...]]] = {
    "added": (None, row("抽检合格率"), ("added",)),
    "dropped": (row("抽检合格率"), None, ("dropped",)),
    "value": (row("抽检合格率"), row("抽检合格率", "≥95%"), ("changed",)),
    "moved to another category": (row("办结率"), row("办结率", category="时效"), ("moved",)),
    "moved to another duty": (row("办结率", duty="审批服务"), row("办结率", duty="执法检查"), ("moved",)),
    "moved and changed": (row("办结率"), row("办结率", "≥99%", section="效益"), ("moved", "changed")),
    "renamed": (row("道路设施完好率"), row("城市道路设施完好率"), ("renamed",)),
    "renamed, same unit": (row("培训覆盖率"), row("全员培训覆盖率"), ("renamed",)),
    "the duty in other words": (
        row("办结率", duty="负责全市行政审批服务工作"), row("办结率", duty="负责本市行政审批服务工作"), ("changed",),
    ),
    "quotes are no other name": (row("“三公”经费变动率"), row("三公经费变动率"), ("changed",)),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "kinds"), KINDS.values(), ids=KINDS)
def test_kinds(old: Indicator | None, new: Indicator | None, kinds: tuple[str, ...]) -> None:
    found = diff(table(*filter(None, [old])), table(*filter(None, [new])))
    assert [change.kinds for change in found.rows] == [kinds]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (row("受理投诉数", "≤10件"), row("植树造林面积", "≥10亩")),
        (row("在押人员逃脱数", "=0起", duty="监管"), row("在押人员逃脱率", "=0%", duty="审批")),
    ],
)
def test_unlike_rows_are_one_dropped_and_one_added(old: Indicator, new: Indicator) -> None:
    assert [change.kinds for change in diff(table(old), table(new)).rows] == [("added",), ("dropped",)]


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        ("≥90%", "≥95%", "up"),
        ("≤15天", "≤10天", "down"),
        ("≤1万元", "≤9000元", "down"),
        ("≥90%", "=90%", None),
        ("3次", "3人", None),
        ("健全", "有效", None),
        ("≥10件", "≥5人", None),
    ],
)
def test_values_up_or_down(old: str, new: str, direction: str | None) -> None:
    (change,) = diff(table(row("甲", old)), table(row("甲", new))).rows
    assert [(f.field, f.old, f.new, f.direction) for f in change.fields] == [("full_year", old, new, direction)]


def test_two_rows_of_one_name_stay_with_their_places() -> None:
    first, second = row("完成率", "≥90%", duty="审批服务"), row("完成率", "≥80%", duty="执法检查")
    found = diff(table(first, second), table(second, first))
    assert not found.rows


def test_money_by_line_and_project() -> None:
    old = TargetTable.model_validate(
        {
            "funds": {
                "income": {"total": 100},
                "projects": [{"name": "设备购置", "full_year": 40}, {"name": "会议", "full_year": 5}],
            }
        }
    )
    new = TargetTable.model_validate(
        {
            "funds": {
                "income": {"total": 90},
                "projects": [{"name": "设备购置", "full_year": 60}, {"name": "培训", "full_year": 7}],
            }
        }
    )
    assert [(c.name, c.direction) for c in diff(old, new).money] == [
        ("收入：资金总额", "down"), ("项目：设备购置", "up"), ("项目：培训", None), ("项目：会议", None),
    ]  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_a_table_does_not_differ_from_itself(sample: TargetTable) -> None:
    assert not diff(sample, sample)
    assert describe(sample, sample) == "两张表没有差别。\n"


@given(st.permutations(range(len(WHOLE_DUTY.indicators))))
def test_order_alone_is_no_difference_of_rows(order: list[int]) -> None:
    shuffled = WHOLE_DUTY.model_copy(update={"indicators": tuple(WHOLE_DUTY.indicators[n] for n in order)})
    assert not diff(WHOLE_DUTY, shuffled).rows


@given(st.sets(st.integers(0, len(WHOLE_DUTY.indicators) - 1)))
def test_what_was_left_out_is_dropped_and_the_other_way_round_added(gone: set[int]) -> None:
    kept = tuple(i for n, i in enumerate(WHOLE_DUTY.indicators) if n not in gone)
    fewer = WHOLE_DUTY.model_copy(update={"indicators": kept})
    assert {c.old for c in diff(WHOLE_DUTY, fewer).of("dropped")} == gone
    assert {c.new for c in diff(fewer, WHOLE_DUTY).of("added")} == gone


def test_it_is_told_in_chinese() -> None:
    old = table(row("抽检合格率"), row("旧路翻修里程", "≥3公里"), year=2024, annual_goal="修路")
    new = table(
        row("抽检合格率", "≥95%"),
        row("群众满意度", "≥90%", section="满意度", category=None),
        year=2025,
        annual_goal="修桥",
    )
    assert describe(old, new) == (
        "2024→2025：指标新增1条，去掉1条，调整1条，指标值上调1处。\n"
        "\n### 指标\n\n"
        "- 调整：抽检合格率（产出 / 质量）：全年指标值 ≥90% → ≥95%（上调）\n"
        "- 新增：群众满意度（满意度）≥90%\n"
        "- 去掉：旧路翻修里程（产出 / 质量）≥3公里\n"
        "\n### 文字\n\n"
        "- 年度目标：修路 → 修桥\n"
    )
