"""What a row of a table says against itself: read by itself it looks sound, beside the other rows it does not.

Each sign lowers the row's confidence; below ``SURE`` the row is doubted, so that the person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.reading.draft import Draft
from assistant.reading.look import look
from assistant.reading.reading import Repair
from assistant.table import Indicator, TargetValue, print_number

#: A row below this is shown as doubtful.
SURE = 0.7
_COST = 0.35
_FEWEST = 5  # rows that a table must have before one of them can be unlike the others
_MOST = 0.8  # share of the rows that makes a habit of the table
_SIGNED = re.compile(r"[≥≤＞＜>＝=≧≦]\s*\d")


@dataclass(frozen=True)
class Sign:
    """Something that is wrong with a row if most rows of the table are otherwise (or, without ``habit``, in any case)."""

    odd: Callable[[Indicator], bool]
    what: str
    habit: Callable[[Indicator], bool] | None = None


def doubt_rows(draft: Draft) -> None:
    """Lower the confidence of rows that speak against themselves or stand alone in their table, and say why."""
    placed = {i.section for i in draft.indicators if i.category or i.duty}
    for n, indicator in enumerate(draft.indicators):
        if not (indicator.category or indicator.duty) and indicator.section in placed:
            _doubt(n, "没有二级指标，同一个一级指标下的其他行有", draft)
        elif indicator.duty and indicator.section != "履职" and "履职" in placed:
            _doubt(n, f"在职能“{indicator.duty[:12]}”下，却归入“{indicator.section}”", draft)
        elif indicator.category and indicator.section != "履职" and look(indicator.category).is_task:
            _doubt(n, f"的二级指标“{indicator.category[:12]}”像是一项职能", draft)
    for sign in _SIGNS:
        if sign.habit is not None and not _usual(sign.habit, draft.indicators):
            continue
        for n, indicator in enumerate(draft.indicators):
            if sign.odd(indicator):
                _doubt(n, sign.what, draft)


def doubt_pages(draft: Draft, pages: frozenset[int]) -> None:
    """Doubt the rows of pages on which no line says where a merged level label ends and the next begins."""
    told: set[int] = set()
    for n, at in enumerate(draft.addresses):
        if at.page is None or at.page not in pages:
            continue
        draft.rows[n] = max(0.0, round(draft.rows[n] - _COST, 2))
        if at.page not in told:
            what = f"第{at.page}页的合并单元格跨页，各行的一级、二级指标按印出的文字推断，请核对"
            draft.doubts.append(Repair(table=draft.index, row=at.row, column=at.column, what=what))
            told.add(at.page)


def _usual(habit: Callable[[Indicator], bool], rows: list[Indicator]) -> bool:
    return len(rows) >= _FEWEST and sum(map(habit, rows)) >= _MOST * len(rows)


def _doubt(n: int, what: str, draft: Draft) -> None:
    before, at = draft.rows[n], draft.addresses[n]
    draft.rows[n] = max(0.0, round(before - _COST, 2))
    if before >= SURE > draft.rows[n]:
        name = draft.indicators[n].name
        said = f"“{name[:20]}”{what}，请核对这一行"
        draft.doubts.append(Repair(table=draft.index, row=at.row, column=at.column, text=name, what=said))


def _values(indicator: Indicator) -> list[TargetValue]:
    return [v for v in (indicator.full_year, indicator.half_year) if v]


def _holds_its_value(indicator: Indicator) -> bool:
    """``投资完成额74500万元以上`` with the target 74500万元: cells run into each other."""
    numbers = [print_number(v.number) for v in _values(indicator) if v.number is not None and v.kind == "number"]
    units = [v.unit or "" for v in _values(indicator)]
    return any(len(n) > 1 and f"{n}{u}" in indicator.name for n, u in zip(numbers, units, strict=False))


def _bare(indicator: Indicator) -> bool:
    """A number without sign and unit, and none in the name either."""
    full = indicator.full_year
    named = indicator.name.endswith((")", "）"))
    return full is not None and full.kind == "number" and full.operator is None and full.unit is None and not named


def _measured(indicator: Indicator) -> bool:
    return indicator.full_year is not None and not _bare(indicator)


def _unlike_halves(indicator: Indicator) -> bool:
    """Half-year and full-year number of different units, one of them without any: a figure from another column."""
    full, half = indicator.full_year, indicator.half_year
    if full is None or half is None or not full.kind == half.kind == "number":
        return False
    return full.unit != half.unit and None in (full.unit, half.unit)


def _mixed_label(indicator: Indicator) -> bool:
    """A category of no form that has a level's label in it: two cells in one."""
    category = indicator.category or ""
    return not look(category).categories and bool(re.search(r"(?:产出|数量|质量|时效|成本|效益|满意度)指标", category))


_SIGNS = (
    Sign(lambda i: bool(_SIGNED.search(i.name)), "的名称里有指标值"),
    Sign(_holds_its_value, "的名称里有它自己的指标值"),
    Sign(lambda i: i.name.endswith(("。", "；", "，")), "的名称是一句话"),
    Sign(lambda i: any(look(v.text).is_namelike or look(v.text).is_label for v in _values(i)), "的指标值像名称"),
    Sign(_unlike_halves, "的半年和全年指标值单位不同"),
    Sign(_mixed_label, "的二级指标里混有别的文字"),
    Sign(_bare, "的指标值只有数字，没有单位和符号", _measured),
    Sign(lambda i: i.full_year is None and bool(i.name), "没有全年指标值", lambda i: i.full_year is not None),
    Sign(lambda i: i.half_year is None and bool(i.name), "没有半年指标值", lambda i: i.half_year is not None),
)
