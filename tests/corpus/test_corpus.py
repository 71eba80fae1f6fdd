"""The shipped corpus is what it says it is: library files follow their schema, tables add up and are reproducible."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from assistant.retrieval.library import KindLibrary, load_kind
from assistant.shipped import shipped
from assistant.table import TargetTable
from corpus.make.__main__ import made
from corpus.make.world import story

LIBRARY = sorted((shipped("corpus") / "library").glob("*.yaml"))
TABLES = sorted((shipped("corpus") / "tables").glob("*.jsonl"))


def _indicators(kind: KindLibrary) -> list[str]:
    return [i.name for duty in kind.duties for i in duty.indicators] + [
        b.name for b in (*kind.benefits, *kind.satisfaction)
    ]


@pytest.mark.parametrize("path", LIBRARY, ids=lambda p: p.stem)
def test_a_library_file_is_sound(path: Path) -> None:
    kind = load_kind(path)
    names = _indicators(kind)
    assert kind.kind == path.stem
    assert len(names) == len(set(names)), "an indicator stands twice"
    assert 20 <= sum(len(duty.indicators) for duty in kind.duties) <= 45
    duties = {duty.key for duty in kind.duties}
    assert {project.duty for project in kind.projects} <= duties
    for indicator in [i for duty in kind.duties for i in duty.indicators]:
        assert (indicator.range is None) == bool(indicator.scale), indicator.name
        if indicator.range:
            assert indicator.range[0] <= indicator.range[1], indicator.name
            assert not indicator.bounded or indicator.range[1] <= 100, indicator.name


@pytest.mark.parametrize("path", LIBRARY, ids=lambda p: p.stem)
def test_a_story_speaks_of_indicators_the_library_has(path: Path) -> None:
    known = set(_indicators(load_kind(path)))
    told = story(path.stem)
    assert {m.indicator for m in told.moves} | {e.indicator for e in told.events} <= known


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.stem)
def test_the_money_of_every_table_adds_up(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines():
        table = TargetTable.model_validate(json.loads(line)["table"])
        spending, income = table.funds.spending, table.funds.income
        if table.project is None and spending.basic and spending.projects:
            lines = sum((p.full_year or Decimal(0) for p in table.funds.projects), Decimal(0))
            assert spending.projects.full_year == lines
            assert income.total == (spending.basic.full_year or 0) + lines


def test_the_shipped_tables_are_what_the_library_and_the_story_make() -> None:
    first = LIBRARY[0]
    made_now = [table.indicators for _, table in made(load_kind(first))]
    lines = (shipped("corpus") / "tables" / f"{first.stem}.jsonl").read_text("utf-8").splitlines()
    assert made_now == [TargetTable.model_validate(json.loads(line)["table"]).indicators for line in lines]


def test_no_library_file_carries_a_key_the_schema_does_not_know() -> None:
    data = yaml.safe_load(LIBRARY[0].read_text("utf-8"))
    with pytest.raises(ValueError, match=r"extra_forbidden|Extra inputs"):
        KindLibrary.model_validate({**data, "colour": "red"})
