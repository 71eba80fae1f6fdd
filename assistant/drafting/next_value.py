"""The next full-year value of the department's own indicator, by stated rules: held, raised half of the way to last year's
result, by the past pace, or with the project's money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from assistant.checking.derivations import nearing, stepped
from assistant.drafting.parts import Cited
from assistant.table import TargetValue, print_value, value

#: A target has a pace when it rose in at least this many years running.
STEADY = 2
SHARES = ("%", "‰", "个百分点", "百分点")
TIMES = ("天", "日", "工作日", "个工作日", "小时", "分钟", "秒", "年", "月", "个月", "周")
#: Words for a target that was met, and the beginnings of those for one that was not.
_DONE = ("完成", "已完成", "全部完成", "达标", "已达标", "达到", "达成", "实现", "按期完成", "按时完成", "是")
_NOT_DONE = ("未", "没有", "没完成", "部分完成", "否")


@dataclass(frozen=True)
class Money:
    """The project behind a count: its amounts (万元) last year and in the year asked for, and their sources."""

    project: str
    before: Decimal
    after: Decimal
    sources: tuple[str, str]


@dataclass(frozen=True)
class Proposal:
    """A full-year value, the rule that gave it, its derivation and the value texts it used."""

    full: TargetValue | None
    rule: str
    derivation: str
    inputs: tuple[str, ...] = ()


def next_value(series: Sequence[Cited], money: Money | None) -> Proposal:
    """The value for the year after ``series`` (the row over the years, newest first); ``money``: the project behind it."""
    last, full = series[0], full_of(series[0])
    held = Proposal(full, "沿用", f"{last.year}年目标{full.text}，沿用", (full.text,))
    if full.kind != "number" or full.number is None:
        return held
    counted = full.unit not in (*SHARES, *TIMES) and full.number > 0
    if money and counted and money.before > 0 and full.operator in (None, "=", "≥", ">"):
        return _with_budget(full, last.year, money)
    better = {"≥": 1, ">": 1, "≤": -1, "<": -1}.get(full.operator or "=", 0)
    past = [full.number, *(number_of(c) for c in series[1:] if comparable(c, full))]
    steady = len(past) > STEADY and all((new - old) * better > 0 for new, old in pairwise(past))
    known = newest_result(series)
    if not better or known is None:
        return _paced(series, full) if steady else held
    of, result = known
    done = f"{of.year}年完成{result.text}"
    if _missed(result, full, better):
        return replace(held, derivation=f"{held.derivation}；{done}，未达目标，不再加码")
    return _surpassed(last, of, result) or (
        _paced(series, full) if steady else replace(held, derivation=f"{held.derivation}；{done}")
    )


def _missed(result: TargetValue, target: TargetValue, better: int) -> bool:
    if result.number is None or target.number is None:
        return result.text.startswith(_NOT_DONE)
    return (result.number - target.number) * better < 0


def _surpassed(last: Cited, of: Cited, result: TargetValue) -> Proposal | None:
    """A target that was surpassed goes half of the way to the result, where that is a step at all."""
    full = full_of(last)
    if result.number is None or full.number is None:
        return None
    middle = stepped((full.number + result.number) / 2, full.number, full.unit)
    new = nearing(middle, full.number, full.unit)
    if new == full.number:
        return None
    made = value(print_value(full.operator, new, full.unit))
    when = "" if of.year == last.year else f"{of.year}年"
    told = f"{last.year}年目标{full.text}、{when}完成{result.text}，取两者之中为{made.text}"
    return Proposal(made, "按完成", told, (full.text, result.text))


def _paced(series: Sequence[Cited], full: TargetValue) -> Proposal:
    """A target that rose every year goes on by the mean of its steps."""
    years = [series[0], *(c for c in series[1:] if comparable(c, full))]
    last, oldest = years[0], years[-1]
    pace = (number_of(last) - number_of(oldest)) / (last.year - oldest.year)
    new = nearing(rounded(number_of(last) + pace, [number_of(c) for c in years]), number_of(last), full.unit)
    made = value(print_value(full.operator, new, full.unit))
    path = "→".join(f"{c.year}年{full_of(c).text}" for c in reversed(years))
    texts = tuple(full_of(c).text for c in reversed(years))
    return Proposal(made, "按进度", f"{path}，按历年进度推得{made.text}", texts)


def _with_budget(full: TargetValue, year: int, money: Money) -> Proposal:
    assert full.number is not None
    new = rounded(full.number * money.after / money.before, [full.number])
    made = value(print_value(full.operator, new, full.unit))
    amounts = tuple(print_value(None, n, "万元") for n in (money.before, money.after))
    told = f"项目“{money.project}”由{amounts[0]}变为{amounts[1]}，{year}年目标{full.text}随之为{made.text}"
    return Proposal(made, "随预算", told, (full.text, *amounts))


def newest_result(series: Sequence[Cited]) -> tuple[Cited, TargetValue] | None:
    """The newest result known, of last year or the year before, that can be held against last year's target: a number
    in its unit (or with none written), or a word that says whether it was met."""
    target = series[0].indicator.full_year
    for c in series[:2]:
        actual = c.indicator.actual
        if target is None or actual is None:
            continue
        if actual.number is None:
            said = actual.text.startswith(_NOT_DONE) or actual.text in _DONE
        else:
            said = actual.unit == target.unit or (actual.unit is None and target.unit not in SHARES)
        if said and c.year >= series[0].year - 1:
            return c, actual
    return None


def comparable(c: Cited, full: TargetValue | None) -> bool:
    """Whether a year's value is a number in the same unit."""
    v = c.indicator.full_year
    return bool(v and full and v.kind == "number" and v.unit == full.unit)


def full_of(c: Cited) -> TargetValue:
    """The full-year value of a row that has one."""
    assert c.indicator.full_year is not None
    return c.indicator.full_year


def number_of(c: Cited) -> Decimal:
    """The number of a row that has one."""
    number = full_of(c).number
    assert number is not None
    return number


def rounded(number: Decimal, like: Sequence[Decimal]) -> Decimal:
    """Rounded to as many decimals as the numbers it came from show."""
    places = min((int(n.as_tuple().exponent) for n in like), default=0)
    return number.quantize(Decimal(1).scaleb(min(places, 0)), ROUND_HALF_UP)
