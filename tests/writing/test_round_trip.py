"""Nothing is lost: what was written reads as the same table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from assistant.reading import read
from assistant.table import Grounds, Source, TargetTable
from assistant.writing import WRITERS, provenance_sheet, to_xlsx
from tests.writing.samples import SAMPLES, WHOLE_DUTY, WHOLE_OUTPUT
from tests.writing.tables import tables


def again(table: TargetTable, ending: str) -> TargetTable:
    reading = read(WRITERS[ending](table), f"绩效目标表{ending}")
    assert len(reading.tables) == 1
    return reading.table


def differing(one: Any, other: Any, path: str = "") -> list[str]:
    """Where two tables differ, for a message that can be read."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [line for key in one for line in differing(one[key], other.get(key), f"{path}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            line for n, (a, b) in enumerate(zip(one, other, strict=True)) for line in differing(a, b, f"{path}[{n}]")
        ]
    return [] if one == other else [f"{path}: {one!r} → {other!r}"]


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("table", SAMPLES.values(), ids=SAMPLES)
def test_samples(table: TargetTable, ending: str) -> None:
    assert differing(table.to_json(), again(table, ending).to_json()) == []


@pytest.mark.parametrize("ending", WRITERS)
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables())
def test_any_table(ending: str, table: TargetTable) -> None:
    assert differing(table.to_json(), again(table, ending).to_json()) == []


#: What the forms of some city have and most have not: rows that a writer or a reader could put elsewhere.
ODD: dict[str, tuple[TargetTable, list[dict[str, Any]]]] = {
    "a row without category between two that have one": (WHOLE_OUTPUT, [
        {"section": "产出", "category": "数量", "name": "培训人数", "full_year": "≥10人"},
        {"section": "产出", "name": "办结率", "full_year": "≥90%"},
        {"section": "产出", "category": "质量", "name": "合格率", "full_year": "≥90%"},
    ]),
    "a category of their own": (WHOLE_OUTPUT, [
        {"section": "产出", "category": "社会形象", "name": "投诉件数", "full_year": "≤9件"},
    ]),
    "values of last year": (WHOLE_OUTPUT, [
        {"section": "产出", "category": "数量", "name": "培训人数", "full_year": "≥10人", "last_year": "9人"},
        {"section": "产出", "category": "数量", "name": "培训次数", "full_year": "≥10次"},
    ]),
    "outputs by duty": (WHOLE_OUTPUT, [
        {"section": "产出", "category": "数量", "duty": "负责培训管理", "key_task": "办好培训班", "name": "培训人数"},
        {"section": "产出", "category": "质量", "duty": "负责审批服务", "name": "办结率", "full_year": "≥90%"},
    ]),
    "a key task without indicator": (WHOLE_DUTY, [
        {"section": "履职", "duty": "负责全市审批服务管理工作", "key_task": "推进一网通办，优化流程。"},
        {"section": "履职", "duty": "负责全市执法检查工作", "key_task": "检查标准化", "name": "检查次数", "full_year": "≥6次"},
    ]),
    "a section that comes twice": (WHOLE_OUTPUT, [
        {"section": "产出", "category": "数量", "name": "培训人数", "full_year": "≥10人"},
        {"section": "效益", "category": "社会效益", "name": "知晓率", "full_year": "≥90%"},
        {"section": "产出", "category": "数量", "name": "检查次数", "full_year": "≥10次"},
    ]),
    "names that look like values": (WHOLE_OUTPUT, [
        {"section": "产出", "category": "数量", "name": "完成", "full_year": "100"},
        {"section": "产出", "category": "数量", "name": "5G基站", "full_year": "3"},
    ]),
}  # fmt: skip


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize(("table", "rows"), ODD.values(), ids=ODD)
def test_odd_rows(table: TargetTable, rows: list[dict[str, Any]], ending: str) -> None:
    odd = TargetTable.model_validate(table.to_json() | {"indicators": rows})
    assert differing(odd.to_json(), again(odd, ending).to_json()) == []


@pytest.mark.parametrize("ending", WRITERS)
def test_the_seed(ending: str) -> None:
    seeds = sorted((Path(__file__).parents[2].parent / "shared" / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip("../shared is not here")
    table = read(seeds[0]).table
    assert len(table.indicators) == 66
    assert differing(table.to_json(), again(table, ending).to_json()) == []


def test_sheets_beside_the_form_are_not_taken_for_tables() -> None:
    grounds = {n: Grounds(sources=("S1",), rule="沿用") for n in range(len(WHOLE_DUTY.indicators))}
    sources = {"S1": Source(id="S1", kind="own", text="读者满意度 ≥91%", year=2024)}
    reading = read(to_xlsx(WHOLE_DUTY, [provenance_sheet(WHOLE_DUTY, grounds, sources)]), "草稿.xlsx")
    assert [found.table for found in reading.tables] == [WHOLE_DUTY]
