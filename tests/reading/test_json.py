"""Our own JSON is read in every shape it is printed in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.reading import ReadingError, read

TABLE: dict[str, Any] = {
    "schema": "zhibiao-table/1",
    "year": 2025,
    "department": "某市水务局",
    "template": "whole-output",
    "duties": ["管水"],
    "funds": {"income": {"total": 100.5}, "projects": [{"name": "清淤", "half_year": None, "full_year": 20}]},
    "indicators": [
        {"section": "产出", "category": "数量", "duty": None, "name": "清淤河道长度", "full_year": {"text": "≥12公里"}},
        {"section": "效益", "category": "社会效益", "name": None, "full_year": None, "weight": 10},
    ],
}


@pytest.mark.parametrize(
    "shape",
    [
        {"tables": [TABLE], "repairs": [{"table": 0, "row": 3, "column": 1, "text": "甲", "what": "乙"}]},
        TABLE,
        [TABLE],
        {"table": TABLE},
        {"tables": [TABLE | {"later_key": 1}]},
    ],
)
def test_every_printed_shape_is_read(shape: Any) -> None:
    table = read(json.dumps(shape, ensure_ascii=False).encode(), "a.json").table
    assert (table.year, table.department, table.duties) == (2025, "某市水务局", ("管水",))
    assert [i.name for i in table.indicators] == ["清淤河道长度", ""]
    assert table.indicators[0].full_year is not None
    assert table.indicators[0].full_year.unit == "公里"
    assert float(table.funds.income.total or 0) == 100.5


def test_printed_and_read_again_is_the_same_table() -> None:
    table = read(json.dumps(TABLE).encode(), "a.json").table
    assert read(json.dumps(table.to_json()).encode(), "a.json").table == table


def test_null_and_missing_are_the_same() -> None:
    nulls = {"department": "甲局", "year": None, "duties": None, "funds": None, "indicators": None}
    assert (
        read(json.dumps(nulls).encode(), "a.json").table
        == read(b'{"department": "\xe7\x94\xb2\xe5\xb1\x80"}', "b.json").table
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "不是完整的JSON"),
        ('{"tables": []}', "没有绩效目标表"),
        ('{"a": 1}', "不是绩效目标表"),
        ('{"indicators": [{"section": "别的", "name": "甲"}]}', "indicators.0.section"),
        ('{"indicators": 3}', "indicators"),
        ("[[1, 2]]", "没能把"),
        ("[3]", "没能把"),
    ],
)
def test_what_is_wrong_is_said(content: str, says: str) -> None:
    with pytest.raises(ReadingError, match=says):
        read(content.encode(), "a.json")
