"""The derivations of a draft, computed again from its sources."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.checking.derivations import derived, halved, stands_in
from assistant.table import Grounds, Source, value


def _sources(*rows: tuple[int, tuple[str, ...]]) -> list[Source]:
    return [Source(id=f"S{n}", kind="own", text="", values=values, year=year) for n, (year, values) in enumerate(rows)]


@pytest.mark.parametrize(
    ("rule", "unit", "rows", "inputs", "first"),
    [
        ("同类中位数", "%", [(2024, ("≥96%",)), (2024, ("≥97%",)), (2024, ("≥99%",))], (), "97"),
        ("同类中位数", "%", [(2024, ("≥96%",)), (2024, ("≥98%",))], (), "97"),
        ("同类中位数", "次", [(2024, ("≥5次", "≥10次")), (2024, ("≥6次", "≥12次")), (2024, ("≥8次", "≥20次"))], (), "12"),
        ("按进度", "家次", [(2021, ("≥100家次",)), (2024, ("≥130家次",))], (), "140"),
        ("按进度", "%", [(2023, ("≥90%",)), (2024, ("≥98%",))], (), "99.0"),
        ("随预算", "公里", [], ("≥100公里", "500万元", "600万元"), "120"),
        ("随预算", "公里", [], ("≥100公里", "500万元"), "100"),
        ("指标库", "%", [(2024, ("80%", "90%"))], (), "85"),
    ],
)  # fmt: skip
def test_what_a_rule_gives(
    rule: str, unit: str, rows: list[tuple[int, tuple[str, ...]]], inputs: tuple[str, ...], first: str
) -> None:
    assert derived(rule, unit, Grounds(inputs=inputs), _sources(*rows))[0] == Decimal(first)


def test_the_last_target_is_that_of_the_newest_source_with_values_a_key_task_tells_none() -> None:
    sources = _sources((2024, ("≥97%", "98.4%")), (2025, ()))
    assert Decimal(98) in derived("按完成", "%", Grounds(), sources)


def test_a_median_is_rounded_like_the_targets_that_it_lies_between_not_like_the_results_beside_them() -> None:
    rows = _sources((2024, ("≥94%", "95.3%")), (2024, ("≥97%", "97.8%")))
    assert Decimal(96) in derived("同类中位数", "%", Grounds(), rows)


@pytest.mark.parametrize("rule", ["沿用", "模板", "工作计划", "已定", "随便"])
def test_other_rules_derive_nothing(rule: str) -> None:
    assert derived(rule, "%", Grounds(), _sources((2024, ("≥96%",)))) == ()


def test_a_half_year_value_by_the_ratio_of_a_source() -> None:
    assert Decimal(7) in halved(Decimal(14), "次", _sources((2024, ("≥6次", "≥12次"))))
    assert Decimal(9) not in halved(Decimal(14), "次", _sources((2024, ("≥6次", "≥12次"))))


def test_a_number_stands_in_a_source_only_with_its_unit() -> None:
    assert stands_in(Decimal(15), "分钟", [value("≤15分钟")])
    assert not stands_in(Decimal(15), "天", [value("≤15分钟")])
    assert stands_in(Decimal(12), "个", [value("12")])


@pytest.mark.parametrize("rule", ["同类中位数", "按进度", "按完成", "随预算", "指标库"])
@pytest.mark.parametrize("other", ["≥3次", "0次", "0.000000000001次"])
def test_nothing_follows_from_a_number_with_forty_digits(rule: str, other: str) -> None:
    far = "≥" + "9" * 40 + "次"
    sources = _sources((2023, (far, other)), (2024, (other, far)))
    grounds = Grounds(inputs=(far, other, "500万元", "0.0000000000000000001万元"))
    assert all(abs(n) < Decimal(10) ** 30 for n in derived(rule, "次", grounds, sources))
    assert halved(Decimal("9" * 40), "次", sources) == ()
