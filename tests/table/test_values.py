"""The value grammar: what officers write, and that whatever is written gives a value or a clear problem."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.table import print_value, understand, value
from assistant.table.values import UNITS, Operator

NUMBERS = [
    ("≥97%", "≥", "97", "%"),
    ("=>97％", "≥", "97", "%"),
    ("≥98百分比", "≥", "98", "%"),
    ("≧97", "≥", "97", None),
    ("＞3次", ">", "3", "次"),
    ("不低于95%", "≥", "95", "%"),
    ("不超过3次", "≤", "3", "次"),
    ("控制在5%以内", "≤", "5", "%"),
    ("24小时内", "≤", "24", "小时"),
    ("95%以上", "≥", "95", "%"),
    ("90%（含）以上", "≥", "90", "%"),
    ("10家及以上", "≥", "10", "家"),
    ("=100.00(%)", "=", "100", "%"),
    ("400元/人、天", None, "400", "元/人、天"),
    ("≤35μg/m3", "≤", "35", "μg/m³"),
    ("1,681,680元", None, "1681680", "元"),
    ("各 1 次", None, "1", "次"),
    ("百分之九十五", None, "95", "%"),
    ("十五个工作日", None, "15", "个工作日"),
    ("九成以上", "≥", "90", "%"),
    ("每月不少于1次", "≥", "1", "次/月"),
    ("较上年增长3%以上", "≥", "3", "%"),
    ("增长≥3%", "≥", "3", "%"),
    ("提升5个百分点", None, "5", "个百分点"),
    ("良好（≥90分）", "≥", "90", "分"),
    ("PM2.5≤35微克/立方米", "≤", "35", "微克/立方米"),
    ("≤-2%", "≤", "-2", "%"),
    ("100%完成", None, "100", "%"),
]


@pytest.mark.parametrize(("text", "operator", "number", "unit"), NUMBERS, ids=[n[0] for n in NUMBERS])
def test_numbers(text: str, operator: str | None, number: str, unit: str | None) -> None:
    seen = understand(text)
    assert (seen.kind, seen.operator, seen.number, seen.unit) == ("number", operator, Decimal(number), unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("80%-90%", 80, 90, "%"), ("3～5天", 3, 5, "天"), ("3至5个工作日", 3, 5, "个工作日"), ("≥90%且≤100%", 90, 100, "%"),
        ("±5%", -5, 5, "%"),
    ],
)  # fmt: skip
def test_ranges(text: str, low: int, high: int, unit: str) -> None:
    seen = understand(text)
    assert (seen.kind, seen.number, seen.upper, seen.unit) == ("range", low, high, unit)


@pytest.mark.parametrize(
    ("text", "when", "operator"),
    [
        ("2024年12月底前", "2024-12", "≤"), ("2024年12月31日", "2024-12-31", None), ("12月底前完成", "-----12", "≤"),
        ("2024/12/31", "2024-12-31", None), ("年底前", "-----12", "≤"), ("每年12月底前", "-----12", "≤"),
    ],
)  # fmt: skip
def test_dates(text: str, when: str, operator: str | None) -> None:
    assert (understand(text).kind, understand(text).when, understand(text).operator) == ("date", when, operator)


@pytest.mark.parametrize(
    "text", ["健全", "一般", "三级", "全覆盖", "7×24小时", "不高于上年", "高中低", "1:3", "2024年1-12月"]
)
def test_words(text: str) -> None:
    assert (understand(text).kind, understand(text).number) == ("word", None)


@pytest.mark.parametrize("text", ["", "  ", "≥", "--", "/", "90%-80%", "≥1.2.3", "≥3≥5"])
def test_what_cannot_be_understood_says_why(text: str) -> None:
    seen = understand(text)
    assert seen.kind == "unclear"
    assert seen.problem


plain = st.decimals(0, 10**9, places=2).map(lambda d: d.normalize() + 0)
unit = st.sampled_from([u for u in UNITS if u[0] not in "年月" and not u.startswith("个/")]) | st.none()
operator: st.SearchStrategy[Operator | None] = st.sampled_from(["=", "≥", "≤", ">", "<", None])


@given(operator, plain, unit)
def test_printed_and_understood_again_is_the_same(sign: Operator | None, number: Decimal, of: str | None) -> None:
    seen = understand(print_value(sign, number, of))
    assert (seen.kind, seen.operator, seen.number, seen.unit) == ("number", sign, number, of)
    again = understand(print_value(seen.operator, number, seen.unit, seen.upper))
    assert again == seen


@given(plain, plain, unit)
def test_a_range_printed_and_understood_again_is_the_same(one: Decimal, other: Decimal, of: str | None) -> None:
    low, high = sorted((one, other))
    seen = understand(print_value(None, low, of, high))
    assert (seen.kind, seen.number, seen.upper, seen.unit) == ("range", low, high, of)


pieces = st.sampled_from(
    [
        *"≥≤=><%-~至（）()，,.、/年月日前后以上内 ",
        "100",
        "2024",
        "3.5",
        "万元",
        "不低于",
        "健全",
        "每月",
        "增长",
        "±",
        "成",
    ]
)


@given(st.text(max_size=30) | st.lists(pieces, max_size=8).map("".join))
def test_any_text_gives_a_value_or_says_its_problem(text: str) -> None:
    seen = value(text)
    assert seen.text == text
    assert (seen.kind == "unclear") == bool(seen.problem)
    assert (seen.number is not None) == (seen.kind in ("number", "range"))
    assert (seen.upper is not None) == (seen.kind == "range")
    assert (seen.when is not None) == (seen.kind == "date")
