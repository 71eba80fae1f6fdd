"""The tables that are written and read: some of the corpus, every template in turn."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from pathlib import Path

from assistant.table import Indicator, TargetTable, templates

_CORPUS = Path(__file__).parents[2] / "corpus" / "tables"


def sample(count: int, seed: int = 7) -> list[TargetTable]:
    """``count`` tables, all templates in turn, always the same for one ``seed``."""
    by_form: dict[str, list[TargetTable]] = defaultdict(list)
    for path in sorted(_CORPUS.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            table = TargetTable.model_validate(json.loads(line)["table"])
            if table.indicators and all(i.name for i in table.indicators):
                by_form[table.template or ""].append(table)
    # No city of the corpus uses these two: tables of the next of kin, with the rows they have more.
    by_form["project-process"] = [_as_process(t) for t in by_form["project-output"]]
    by_form["whole-efficiency"] = [_as_efficiency(t) for t in by_form["whole-output"]]
    dice = random.Random(seed)
    pools = [dice.sample(by_form[f.id], len(by_form[f.id])) for f in templates()]
    return [pools[n % len(pools)][n // len(pools)] for n in range(count)]


def _row(section: str, category: str, name: str, text: str) -> Indicator:
    return Indicator.model_validate({"section": section, "category": category, "name": name, "full_year": text})


def _as_process(table: TargetTable) -> TargetTable:
    """With decision and process before the outputs, half and full year, no weights."""
    first = (
        _row("决策", "项目立项", "立项依据充分性", "充分"), _row("决策", "资金投入", "预算编制科学性", "科学"),
        _row("过程", "资金管理", "预算执行率", "≥95%"), _row("过程", "组织实施", "管理制度健全性", "健全"),
    )  # fmt: skip
    rows = [i.model_copy(update={"weight": None, "half_year": i.full_year}) for i in (*first, *table.indicators)]
    return table.model_copy(update={"template": "project-process", "indicators": tuple(rows)})


def _as_efficiency(table: TargetTable) -> TargetTable:
    """With running cost and management before the outputs, which are 履职成效 here."""
    first = (
        _row("成本", "公用经费控制", "公用经费控制率", "≤100%"), _row("成本", "在职人员控制", "在职人员控制率", "≤100%"),
        _row("过程", "预算执行管理", "预算执行率", "≥96%"), _row("过程", "绩效管理", "绩效管理覆盖率", "=100%"),
    )  # fmt: skip
    kept = [i for i in table.indicators if i.category != "成本"]
    return table.model_copy(update={"template": "whole-efficiency", "indicators": (*first, *kept)})
