"""A mutant: a sound table broken in one way, and the finding that must come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from assistant.checking import Context
from assistant.table import Indicator, TargetTable, TargetValue, value


@dataclass(frozen=True, slots=True)
class Mutant:
    """``row`` is where the finding must stand, None for one about the whole table. ``context``: known beside it, and
    beside the sound table, unless ``sound_context`` says what was known there."""

    table: TargetTable
    row: int | None = None
    context: Context = field(default_factory=Context)
    sound_context: Context | None = None


#: An operator breaks a table in one way, or gives None where that table cannot be broken so.
Operator = Callable[[TargetTable, Random], Mutant | None]


@dataclass(frozen=True, slots=True)
class Broken:
    """The operators of one rule. ``also``: codes that such a fault rightly brings up beside the rule's own."""

    operators: tuple[Operator, ...]
    also: frozenset[str] = frozenset()


Operators = Mapping[str, Broken]


def broken(*operators: Operator, also: Iterable[str] = ()) -> Broken:
    """The operators of one rule."""
    return Broken(operators, frozenset(also))


def pick(table: TargetTable, random: Random, wanted: Callable[[Indicator], object]) -> int | None:
    """A row of the table that is wanted, by chance."""
    rows = [n for n, row in enumerate(table.indicators) if row.name and wanted(row)]
    return random.choice(rows) if rows else None


def with_row(table: TargetTable, row: int, **cells: Any) -> TargetTable:
    """The table with cells of one row changed."""
    changed = table.indicators[row].model_copy(update=cells)
    return with_rows(table, (*table.indicators[:row], changed, *table.indicators[row + 1 :]))


def with_rows(table: TargetTable, rows: Sequence[Indicator]) -> TargetTable:
    """The table with other rows. (A copy keeps what was computed of the old rows, so it is made anew.)"""
    return TargetTable.model_construct(**{**dict(table), "indicators": tuple(rows)})


def with_part(table: TargetTable, **parts: Any) -> TargetTable:
    """The table with other parts than its rows."""
    return TargetTable.model_construct(**{**dict(table), **parts})


def rewritten(table: TargetTable, row: int, change: Callable[[TargetValue], str]) -> TargetTable:
    """Both value cells of a row written anew."""
    indicator = table.indicators[row]
    cells = {
        name: value(change(cell))
        for name, cell in (("half_year", indicator.half_year), ("full_year", indicator.full_year))
        if cell is not None
    }
    return with_row(table, row, **cells)


def numeric(row: Indicator, *ends: str) -> bool:
    """Whether a row has a plain number and its name one of the ends."""
    full = row.full_year
    return full is not None and full.kind == "number" and (not ends or row.name.endswith(ends))


def plainly(text: TargetValue, operator: str | None = None, unit: str | None = None, number: object = None) -> str:
    """A value with one of its parts exchanged."""
    n = text.number if number is None else number
    shown = f"{n:f}" if hasattr(n, "as_tuple") else str(n)
    return f"{text.operator or '' if operator is None else operator}{shown}{text.unit or '' if unit is None else unit}"
