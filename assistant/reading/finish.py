"""The end of a table: what the parts say together (unit of money, template, year), how sure it is, whether it is cut."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.reading.draft import Draft
from assistant.reading.fields import office_in, unit_name
from assistant.reading.grid import Grid
from assistant.reading.look import is_tail
from assistant.reading.money import funds, rescale
from assistant.reading.reading import ReadTable
from assistant.reading.shape import template_of
from assistant.table import TargetTable


def without_tail(grid: Grid) -> tuple[Grid, bool]:
    """The grid without a last cell that is only the beginning of a label or value; True where the file so ends."""
    if not grid.rows:
        return grid, False
    *rows, last = grid.rows
    if not is_tail(last[-1].text):
        return grid, False
    kept = [*rows, last[:-1]] if len(last) > 1 else rows
    return replace(grid, rows=tuple(kept)), True


def finish(draft: Draft) -> ReadTable:
    """The table that a draft has come to."""
    fields = draft.fields
    department = fields.get("department") or fields.get("owner") or fields.get("unit")
    if department is None and (named := next(filter(None, map(office_in, draft.titles)), None)):
        department = named
        draft.repair(None, f"表里没有填单位名称，按标题当作“{named}”")
    if department is None and (near := fields.get("near")):
        department = near
        draft.doubt(None, f"没有找到单位名称，按表头里的“{near}”当作单位，请确认")
    _money_unit(draft)
    table = TargetTable(
        year=draft.years[0] if draft.years else None,
        department=unit_name(department) if department else None,
        project=fields.get("project"),
        template=template_of(draft),
        duties=tuple(draft.duties),
        organisation=fields.get("organisation"),
        funds=funds(draft.money),
        long_term_goal=fields.get("long_term_goal"),
        annual_goal=fields.get("annual_goal"),
        indicators=tuple(draft.indicators),
        answered=tuple(draft.answered),
    )
    sure = (
        sum(draft.rows) / len(draft.rows)
        if draft.rows
        else 0.4
        if draft.duties or draft.fields or draft.money.amounts
        else 0.0
    )
    return ReadTable(
        table=table,
        confidence=round(sure, 3),
        rows=tuple(draft.rows),
        addresses=tuple(draft.addresses),
        cut=_cut(draft),
    )


def _cut(draft: Draft) -> bool:
    """Whether the table ends in the middle: in a label, or in an indicator without the value that all others have."""
    if draft.cut or not draft.indicators:
        return draft.cut
    last = draft.indicators[-1]
    valued = sum(i.full_year is not None for i in draft.indicators)
    return last.full_year is None and valued >= max(4, 0.9 * (len(draft.indicators) - 1))


def _money_unit(draft: Draft) -> None:
    """Where no unit was written: 元 if a sum stands with 元 among the indicators, or if the sums are of that size."""
    state = draft.money
    sums = [full for _, full in state.amounts.values() if full] + [full for _, _, full in state.projects if full]
    if state.unit or not sums:
        return
    in_yuan = {v.number for i in draft.indicators for v in (i.full_year, i.half_year) if v and v.unit == "元"}
    if any(s in in_yuan for s in sums):
        rescale(state, "元")
        draft.repair(None, "资金没有写单位，按成本指标里的同一个数判断为元，已换算成万元")
    elif min(sums) >= Decimal(100_000):
        rescale(state, "元")
        draft.doubt(None, f"资金没有写单位，按数额（最小{min(sums)}）当作元换算成万元，请确认")
