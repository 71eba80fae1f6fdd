"""The planted part of the corpus (故意写错的示例): tables with known faults, for tests and as examples, never searched."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from assistant.checking.findings import Context
from assistant.shipped import shipped
from assistant.table.model import Model, TargetTable


class PlantedFault(Model):
    """One known fault: the ``rule`` that must find it at ``row`` (None: of the whole table); ``also``: rules that speak
    of the same fault. ``what`` tells it in Chinese."""

    rule: str
    row: int | None = None
    what: str
    also: tuple[str, ...] = ()


class PlantedTable(Model):
    """One faulty table with all its faults. ``context`` is what a draft is checked with, empty for others."""

    table: TargetTable
    origin: str
    faults: tuple[PlantedFault, ...]
    context: Context = Context()


@cache
def planted_tables(folder: Path | None = None) -> tuple[PlantedTable, ...]:
    """The tables of ``corpus/planted`` in the order of its manifest."""
    folder = folder or shipped("corpus") / "planted"
    lines: list[dict[str, Any]] = [json.loads(x) for x in (folder / "tables.jsonl").read_text("utf-8").splitlines()]
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    return tuple(PlantedTable.model_validate({**line, **told}) for line, told in zip(lines, manifest, strict=True))


def example(rule: str) -> tuple[PlantedTable, int] | None:
    """The first planted row that a rule finds: its table and the row."""
    rows = ((t, f.row) for t in planted_tables() for f in t.faults if f.rule == rule and f.row is not None)
    return next(rows, None)
