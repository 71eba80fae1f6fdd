"""The end of a table: what the parts say together (unit of money, template, year), how sure it is, whether it is cut."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.reading.doubts import doubt_rows
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
    department = _department(draft)
    doubt_rows(draft)
    annual, overall = fields.get("annual_goal"), fields.get("overall_goal")
    _money_unit(draft)
    table = TargetTable(
        year=_year(draft),
        department=unit_name(department) if department else None,
        project=fields.get("project"),
        template=template_of(draft),
        duties=tuple(draft.duties),
        organisation=fields.get("organisation"),
        funds=funds(draft.money),
        long_term_goal=fields.get("long_term_goal") or (overall if annual else None),
        annual_goal=annual or overall,
        indicators=tuple(draft.indicators),
        answered=tuple(draft.answered),
    )
    sure = sum(draft.rows) / len(draft.rows) if draft.rows else 0.4 if draft.told else 0.0
    return ReadTable(
        table=table,
        confidence=round(sure, 3),
        rows=tuple(draft.rows),
        addresses=tuple(draft.addresses),
        cut=_cut(draft),
    )


_TAKEN = {
    "title": "表里没有填单位名称，按标题当作“{}”",
    "above": "这张表没有填单位名称，按同一文件上一张表当作“{}”",
    "near": "没有找到单位名称，按表头里的“{}”当作单位，请确认",
}


def _department(draft: Draft) -> str | None:
    name, where = _named(draft)
    if name and where in _TAKEN:
        (draft.doubt if where == "near" else draft.repair)(None, _TAKEN[where].format(name))
    return name


def _named(draft: Draft) -> tuple[str | None, str]:
    """The department and where it is named: in a field, the title, the table above on the same sheet, or the head."""
    fields = draft.fields
    if said := fields.get("department") or fields.get("owner") or fields.get("unit"):
        return said, "field"
    if titled := next(filter(None, map(office_in, draft.titles)), None):
        return titled, "title"
    if near := fields.get("near"):
        return near, "near"
    return (_named(draft.before)[0], "above") if draft.before else (None, "")


def _year(draft: Draft) -> int | None:
    """The year of the head, else that of the table above it, else the one with which the project's name begins."""
    if draft.years:
        return draft.years[0]
    if draft.before is not None and (above := _year(draft.before)):
        draft.repair(None, f"这张表没有写年度，按同一文件上一张表当作{above}年")
        return above
    named = re.match(r"[\d-]*?((?:19|20)\d{2})年", draft.fields.get("project", ""))
    if named is None:
        return None
    draft.doubt(None, f"没有写年度，按项目名称当作{named[1]}年，请确认")
    return int(named[1])


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
    if state.unit or state.unsaid or not sums:
        return
    in_yuan = {v.number for i in draft.indicators for v in (i.full_year, i.half_year) if v and v.unit == "元"}
    if any(s in in_yuan for s in sums):
        rescale(state, "元")
        draft.repair(None, "资金没有写单位，按成本指标里的同一个数判断为元，已换算成万元")
    elif min(sums) >= Decimal(100_000):
        rescale(state, "元")
        draft.doubt(None, f"资金没有写单位，按数额（最小{min(sums)}）当作元换算成万元，请确认")
