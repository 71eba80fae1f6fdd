"""The planted part has every fault that its manifest names, and no other; the sound part has none."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from assistant.checking import RULES, Context, check
from assistant.checking.engine import FAMILIES
from assistant.checking.findings import Finding
from assistant.retrieval.holdings import load_tables
from assistant.retrieval.planted import PlantedTable, planted_tables
from assistant.shipped import shipped
from assistant.table import TargetTable

PLANTED = planted_tables()
KINDS = sorted((shipped("corpus") / "tables").glob("*.jsonl"), key=lambda p: p.stem)


@cache
def _sound() -> dict[str, list[TargetTable]]:
    """Whole-department tables of the sound part by department, oldest first."""
    found: dict[str, list[TargetTable]] = {}
    for entry in load_tables(shipped("corpus")):
        if entry.department and not entry.data.get("project") and not entry.evaluates:
            found.setdefault(entry.department, []).append(entry.table)
    return {name: sorted(tables, key=lambda t: t.year or 0) for name, tables in found.items()}


def _findings(planted: PlantedTable) -> tuple[Finding, ...]:
    table = planted.table
    past = tuple(t for t in _sound()[table.department or ""] if (t.year or 0) < (table.year or 0))
    context = planted.context if planted.context.draft else Context(history=past)
    return check(table, context).findings


@pytest.mark.parametrize("planted", PLANTED, ids=lambda p: p.table.department)
def test_every_named_fault_is_found_and_no_other(planted: PlantedTable) -> None:
    found = {(f.code, f.row) for f in _findings(planted) if f.severity != "info" or RULES[f.code].severity == "info"}
    for fault in planted.faults:
        assert (fault.rule, fault.row) in found or (fault.row is None and fault.rule in {c for c, _ in found}), fault
    named = {f.rule for f in planted.faults} | {code for f in planted.faults for code in f.also}
    others = [f for f in _findings(planted) if f.severity != "info" and f.code not in named]
    assert others == []


def test_every_family_is_planted_and_most_rules_are() -> None:
    rules = {f.rule for p in PLANTED for f in p.faults}
    assert {rule[:3] for rule in rules} == {family.code for family in FAMILIES}
    assert 12 <= len(PLANTED) <= 20
    assert len(rules) >= 45


def test_the_planted_part_says_so_and_is_no_precedent() -> None:
    assert {p.origin for p in PLANTED} == {"故意写错的示例（虚构）"}
    held = {json.dumps(e.data, sort_keys=True) for e in load_tables(shipped("corpus"))}
    lines = (shipped("corpus") / "planted" / "tables.jsonl").read_text("utf-8").splitlines()
    assert all(json.loads(line)["planted"] for line in lines)
    assert not held & {json.dumps(json.loads(line)["table"], sort_keys=True) for line in lines}


@pytest.mark.parametrize("path", KINDS, ids=lambda p: p.stem)
def test_a_sound_table_has_no_error_and_hardly_a_warning(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines():
        data = json.loads(line)
        report = check(TargetTable.model_validate(data["table"]))
        assert not data["planted"]
        assert report.errors == ()
        assert report.count("warning") <= 1


def test_no_sound_target_softens_without_a_told_reason() -> None:
    found: Counter[str] = Counter()
    for tables in list(_sound().values())[::3]:
        for n, table in enumerate(tables[1:], 1):
            report = check(table, Context(history=tuple(tables[:n])))
            found.update(f.code for f in report.findings if f.code in ("HIS001", "HIS002", "HIS004"))
    assert found == {}


def test_some_sound_targets_do_soften_and_say_why() -> None:
    notes = {i.note for tables in _sound().values() for t in tables for i in t.indicators if i.note}
    assert len(notes) > 200
