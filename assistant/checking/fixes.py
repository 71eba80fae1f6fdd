"""Fixes (修改建议): typed edits applied to a table. Tables are frozen; every function gives a new one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from assistant.checking.engine import check
from assistant.checking.findings import (
    AddRow,
    Context,
    Edit,
    Fix,
    MoveRow,
    Rename,
    SetNumber,
    SetText,
    SetValue,
    SplitRow,
)
from assistant.table.model import Indicator, Model, TargetTable, value

_NOTHING = Context()
_PASSES = 10


def apply(table: TargetTable, fix: Fix) -> TargetTable:
    """The table with a fix's edits made; rows are counted as they stood before any of them.

    Raises ``ValueError`` with a Chinese sentence where an edit names a row or a part that the table does not have.
    """
    return apply_edits(table, fix.edits)


def apply_edits(table: TargetTable, edits: Iterable[Edit]) -> TargetTable:
    """Edits made together: cells first, then rows moved, added, split and deleted, counted as they stood before."""
    rows = list(table.indicators)
    renamed: dict[int, tuple[str, ...]] = {}
    added: dict[int, list[Indicator]] = {}
    moved: set[int] = set()
    for edit in edits:
        if isinstance(edit, SetNumber | SetText):
            table = _with_part(table, edit)
        elif isinstance(edit, AddRow):
            _verify_row(edit.at, len(rows) + 1)
            added.setdefault(edit.at, []).append(edit.indicator)
        else:
            _verify_row(edit.row, len(rows))
            if isinstance(edit, SetValue | Rename | MoveRow):
                rows[edit.row] = _edited(rows[edit.row], edit)
                moved |= {edit.row} if isinstance(edit, MoveRow) else set()
            else:
                renamed[edit.row] = edit.names if isinstance(edit, SplitRow) else ()
    joined: list[Indicator] = []
    for at in (*_gathered(rows, moved), len(rows)):
        joined += added.get(at, ())
        for row in rows[at : at + 1]:
            joined += _split(row, renamed[at]) if at in renamed else [row]
    return table.model_copy(update={"indicators": tuple(joined)})


def _split(row: Indicator, names: tuple[str, ...]) -> list[Indicator]:
    """One row per name with the row's values; a weight is shared out, whole numbers where it was one."""
    made = [row.model_copy(update={"name": name}) for name in names]
    if row.weight is None or len(made) < 2:
        return made
    step = Decimal(1).scaleb(min(0, int(row.weight.normalize().as_tuple().exponent)))
    part = (row.weight / len(made)).quantize(step, ROUND_FLOOR)
    weights = [row.weight - part * (len(made) - 1), *[part] * (len(made) - 1)]
    return [one.model_copy(update={"weight": weight}) for one, weight in zip(made, weights, strict=True)]


def fix_all_safe(table: TargetTable, context: Context = _NOTHING) -> TargetTable:
    """The table with every safe fix made, over and over until none is left (answered findings are let be)."""
    for _ in range(_PASSES):
        edits = [e for fix in safe_fixes(table, context) for e in fix.edits]
        mended = apply_edits(table, edits) if edits else table
        if mended == table:
            break
        table = mended
    return table


def safe_fixes(table: TargetTable, context: Context = _NOTHING) -> tuple[Fix, ...]:
    """The fixes that need no judgement, in the order of the report."""
    found = check(table, context).findings
    return tuple(f.fix for f in found if f.fix is not None and f.fix.safe and f.fix.edits and f.answered is None)


def _verify_row(row: int, rows: int) -> None:
    if not 0 <= row < rows:
        raise ValueError(f"要改的第 {row + 1} 行不在表里（表中共 {rows} 行指标），请重新检查后再改。")


def _gathered(rows: Sequence[Indicator], moved: set[int]) -> list[int]:
    """The order of the rows with each moved one at the end of its new block, unless it stands beside that already."""
    order = list(range(len(rows)))
    for at in sorted(moved):
        home = _heading(rows[at])
        settled = [n for n in order if n not in moved and _heading(rows[n]) == home]
        if settled and not any(_beside(rows, at, step, moved) for step in (1, -1)):
            order.remove(at)
            order.insert(max(order.index(n) for n in order if n != at and _heading(rows[n]) == home) + 1, at)
    return order


def _beside(rows: Sequence[Indicator], at: int, step: int, moved: set[int]) -> bool:
    home = _heading(rows[at])
    at += step
    while 0 <= at < len(rows) and _heading(rows[at]) == home:
        if at not in moved:
            return True
        at += step
    return False


def _heading(row: Indicator) -> tuple[str | None, ...]:
    return row.section, row.category, row.duty, row.key_task


def _edited(row: Indicator, edit: SetValue | Rename | MoveRow) -> Indicator:
    if isinstance(edit, SetValue):
        return row.model_copy(update={edit.cell: value(edit.text) if edit.text else None})
    if isinstance(edit, Rename):
        return row.model_copy(update={"name": edit.name})
    moved = {k: v for k, v in edit.model_dump(exclude={"kind", "row"}).items() if v is not None}
    return row.model_copy(update=moved)


def _with_part(table: TargetTable, edit: SetNumber | SetText) -> TargetTable:
    new = edit.number if isinstance(edit, SetNumber) else edit.text
    changed: TargetTable = _replaced(table, edit.path.split("."), new, edit.path)
    return changed


def _replaced(part: Any, steps: Sequence[str], new: Any, path: str) -> Any:
    """``part`` with what ``steps`` leads to replaced: field names of models and places in lists."""
    if not steps:
        return new
    step, rest = steps[0], steps[1:]
    if isinstance(part, tuple) and step.isdigit() and int(step) < len(part):
        at = int(step)
        return (*part[:at], _replaced(part[at], rest, new, path), *part[at + 1 :])
    if isinstance(part, Model) and step in type(part).model_fields:
        inner = getattr(part, step)
        if inner is None and rest:
            inner = _empty(part, step)
        return part.model_copy(update={step: _replaced(inner, rest, new, path)})
    raise ValueError(f"要改的“{path}”不在表里，请重新检查后再改。")


def _empty(part: Model, field: str) -> Model:
    """An empty model for an optional field such as ``Spending.total``."""
    annotation = type(part).model_fields[field].annotation
    made = next(t for t in getattr(annotation, "__args__", ()) if isinstance(t, type) and issubclass(t, Model))
    return made()
