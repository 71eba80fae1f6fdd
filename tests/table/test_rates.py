"""Rates per so many people, as health departments write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.table import value


@pytest.mark.parametrize(
    ("text", "operator", "number", "unit"),
    [
        ("≤9/10万", "≤", "9", "/10万"),
        ("≤1.2人/10万人", "≤", "1.2", "人/10万人"),
        ("3例/1000", None, "3", "例/1000"),
        ("3例/100万", None, "3", "例/100万"),
        ("≤1.2人/万车", "≤", "1.2", "人/万车"),
    ],
)
def test_rate_per_so_many(text: str, operator: str | None, number: str, unit: str) -> None:
    found = value(text)
    assert (found.kind, found.operator, found.number, found.unit) == ("number", operator, Decimal(number), unit)


def test_a_fraction_is_no_rate() -> None:
    assert value("3/10").unit is None


@pytest.mark.parametrize("text", ["≤1:18", "1:1.5", "不低于1:3"])
def test_a_ratio_is_clear(text: str) -> None:
    assert value(text).kind != "unclear"
