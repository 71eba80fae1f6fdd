"""Nothing is lost: what was written reads as the same table."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from assistant.reading import read
from assistant.table import TargetTable
from assistant.writing import WRITERS
from tests.writing.samples import SAMPLES
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
