"""Values by stated rules, each with its one-line derivation: baseline, past pace, peers' median, usual range.

Every rule takes rows and gives a row with its grounds; the same rows give the same value, whoever writes the draft.
The rules' names: 沿用 (held), 按完成 (raised half of the way to last year's result), 按进度 (raised by the past pace),
按计划 (this year's plan says it), 随预算 (follows the project's money), 同类中位数 (peers' median), 指标库 (usual range), 模板.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from statistics import median

from assistant.checking.derivations import nearing, stepped
from assistant.drafting.adapt import renewed
from assistant.drafting.parts import Cited, Part, PeerRows, Planned, Shelved
from assistant.drafting.result import DraftRow
from assistant.table import UNKNOWN_BASELINE, CommonIndicator, Grounds, Indicator, TargetValue, print_value, value
from assistant.table.values import Operator

#: A target has a pace when it rose in at least this many years running.
STEADY = 2
#: Why the half-year value of a plan's count is half of it.
HALF_DONE = "按时间过半、任务过半"
#: Counts of what there is, not of what is done in a year: 千人口托位数, 年末在校生规模.
_STATE = re.compile(r"^(?:每|千|万|百|人均|户均)|年末|年底|规模|保有|存量|在校|在册|总数|总量|累计")
#: Peers' counts that differ by more than so many times are of places of different size.
SCALES = 3
SHARES = ("%", "‰", "个百分点", "百分点")
_DONE = ("完成", "已完成", "全部完成", "达标", "已达标", "达到", "达成", "实现", "按期完成", "按时完成", "是")
_NOT_DONE = ("未", "没有", "没完成", "部分完成", "否")
_TIMES = ("天", "日", "工作日", "个工作日", "小时", "分钟", "秒", "年", "月", "个月", "周")


@dataclass(frozen=True)
class Money:
    """The project behind a count: its amounts (万元) last year and in the year asked for, and their sources."""

    project: str
    before: Decimal
    after: Decimal
    sources: tuple[str, str]


@dataclass(frozen=True)
class _Proposal:
    """A full-year value, the rule that gave it, its derivation and the value texts it used."""

    full: TargetValue | None
    rule: str
    derivation: str
    inputs: tuple[str, ...] = ()


def carried(series: Sequence[Cited], year: int, money: Money | None = None, planned: Planned | None = None) -> DraftRow:
    """The department's own row (newest first over the years) for the year asked for: as ``planned``, held, or moved by a
    stated rule."""
    last = series[0]
    row = last.indicator
    proposal = _next(series, money) if row.full_year else _unknown(last)
    used = [last.source]
    if planned:
        before = f"{last.year}年目标{row.full_year.text}；" if row.full_year else ""
        proposal = _from_plan(planned, before)
        used += [planned.source]
    if proposal.rule == "按进度":
        used += [c.source for c in series[1:] if _comparable(c, row.full_year)]
    if proposal.rule == "随预算" and money:
        used += money.sources
    if (known := _result(series)) and known[1].text in proposal.derivation:
        used.append(known[0].result or known[0].source)
    full = _dated(proposal.full, last.year, year)
    half = _dated(_half(row.half_year, row.full_year, full), last.year, year)
    made = row.model_copy(
        update={
            "name": renewed(row.name, last.year, year), "note": renewed(row.note, last.year, year) if row.note else None,
            "key_task": renewed(row.key_task, last.year, year) if row.key_task else None,
            "half_year": half, "full_year": full, "last_year": row.full_year if row.last_year else None,
            "actual": None, "score": None,
        }
    )  # fmt: skip
    scaled = half is not None and half != row.half_year and half != full
    return DraftRow(
        indicator=made,
        grounds=_grounds(used, proposal, made, "上年", (row.half_year, row.full_year) if scaled else (row.half_year,)),
    )


def from_plan(part: Part, planned: Planned, half_year: bool) -> DraftRow:
    """A row for a figure of this year's plan. What goes on all year counts with half of it at half-year (时间过半、任务过半);
    a state is the same then as at the end; whether one single thing is done by then only the department knows."""
    proposal, full = _from_plan(planned), planned.figure.value
    half = _plan_half(planned.figure.name, full) if half_year else None
    category = None if part.duty else part.category or ("服务对象满意度" if part.section == "满意度" else None)
    made = Indicator(
        section=part.section, category=category, duty=part.duty, name=planned.figure.name, half_year=half, full_year=full,
        key_task=planned.task.text if part.duty else None,
    )  # fmt: skip
    grounds = _grounds((planned.source, planned.task.source), proposal, made)
    if half and half.number is not None and half.number != full.number:
        grounds = grounds.model_copy(update={"derivation": f"{grounds.derivation}，{HALF_DONE}取全年的一半"})
    return DraftRow(indicator=made, grounds=grounds)


def _plan_half(name: str, full: TargetValue) -> TargetValue:
    """The half-year value of a plan's figure."""
    if full.number is None or full.number == 0 or full.unit in (*SHARES, *_TIMES) or full.operator in ("≤", "<"):
        return full
    if _STATE.search(name):
        return full
    half = (full.number / 2).quantize(_place(full.number), ROUND_HALF_UP)
    if half == full.number or half == 0:
        return value(UNKNOWN_BASELINE)
    return value(print_value(full.operator, half, full.unit))


def _place(number: Decimal) -> Decimal:
    """The last place that a number is written to: 1 for 350, 0.1 for 4.6."""
    return Decimal(1).scaleb(min(int(number.as_tuple().exponent), 0))


def _from_plan(planned: Planned, before: str = "") -> _Proposal:
    figure = planned.figure
    return _Proposal(
        figure.value, "按计划", f"{before}工作计划写明“{figure.said}”，取{figure.value.text}", (figure.number,)
    )


def from_peers(part: Part, group: PeerRows, half_year: bool) -> DraftRow | None:
    """A row that similar departments have: the median of their values, or the word most of them use."""
    rows = [c for c in group.rows if c.indicator.full_year and c.indicator.full_year.kind in ("number", "word")]
    kinds = Counter((_sign(c), _full(c).unit, _full(c).kind) for c in rows)
    if not kinds:
        return None
    (sign, unit, kind), _ = kinds.most_common(1)[0]
    rows = [c for c in rows if (_sign(c), _full(c).unit, _full(c).kind) == (sign, unit, kind)]
    texts = tuple(_full(c).text for c in rows)
    if kind == "word":
        text, times = Counter(texts).most_common(1)[0]
        proposal = _Proposal(value(text), "同类中位数", f"{len(texts)}家同类部门中{times}家为“{text}”", (text,))
    else:
        numbers = [_number(c) for c in rows]
        middle = _rounded(Decimal(median(numbers)), numbers)
        full = value(print_value("=" if unit == "%" and middle == 100 and sign != "≤" else sign, middle, unit))
        told = "、".join(f"{c.department}{c.year}年{_full(c).text}" for c in rows[:3]) + ("等" if len(rows) > 3 else "")
        several = f"{len(rows)}家同类部门（{told}）的中位数{full.text}"
        proposal = _Proposal(full, "同类中位数", several if len(rows) > 1 else f"同类部门只有{told}", texts)
    half = _peers_half(rows, proposal.full) if half_year else None
    model = rows[0].indicator
    made = Indicator(
        section=part.section, category=part.category or (None if part.duty else model.category), duty=part.duty,
        name=group.name, half_year=half, full_year=proposal.full, standard=None,
    )  # fmt: skip
    row = DraftRow(indicator=made, grounds=_grounds([c.source for c in rows], proposal, made, "同类", _halves(rows)))
    if kind == "number" and unit not in (*SHARES, *_TIMES) and _of_other_scales([_number(c) for c in rows]):
        return unknown(row, f"{len(rows)}家同类部门（{told}）相差{SCALES}倍以上，各地规模不同，不能照搬")
    return row


def _of_other_scales(numbers: Sequence[Decimal]) -> bool:
    """Whether counts lie so far apart that they tell the size of a place, not what is usual."""
    return min(numbers) > 0 and max(numbers) > SCALES * min(numbers)


def from_library(part: Part, shelved: Shelved, half_year: bool) -> DraftRow:
    """A row of the indicator library: the middle of the usual range for shares; a count's baseline nobody knows."""
    i = shelved.indicator
    full, derivation, inputs = value(UNKNOWN_BASELINE), "指标库有此指标，本单位基数未知", tuple[str, ...]()
    if i.range and i.unit in SHARES:
        low, high = i.range
        sign: Operator = "≤" if i.better == "lower" else "=" if i.better == "exact" or (low == 100) else "≥"
        middle = _rounded((low + high) / 2, (low, high))
        full = value(print_value("=" if middle == 100 and sign == "≥" else sign, middle, i.unit))
        inputs = tuple(print_value(None, n, i.unit) for n in (low, high))
        derivation = f"指标库通常范围{inputs[0]}—{inputs[1]}，取中值{full.text}"
    elif i.scale:
        full, inputs, derivation = value(i.scale[0]), (i.scale[0],), f"指标库等级中的“{i.scale[0]}”"
    standing = not i.accumulates or full.text == UNKNOWN_BASELINE
    made = Indicator(
        section=part.section, category=part.category or getattr(i, "category", None), duty=part.duty, name=i.name,
        full_year=full, half_year=(full if standing else value(UNKNOWN_BASELINE)) if half_year else None,
    )  # fmt: skip
    proposal = _Proposal(full, "指标库", derivation, inputs)
    return DraftRow(indicator=made, grounds=_grounds([shelved.source], proposal, made))


def from_template(common: CommonIndicator, source: str, half_year: bool) -> DraftRow:
    """A common indicator (共性指标) of the template with its usual value."""
    usual = value(common.value)
    made = Indicator(
        section=common.section, category=common.category, name=common.name,
        half_year=usual if half_year else None, full_year=usual,
    )  # fmt: skip
    told = f"共性指标，常用值{usual.text}" if usual.text != UNKNOWN_BASELINE else f"共性指标，{UNKNOWN_BASELINE}"
    proposal = _Proposal(usual, "模板", told, (usual.text,))
    return DraftRow(indicator=made, grounds=_grounds([source], proposal, made))


def unknown(row: DraftRow, why: str, cells: Sequence[str] = ("half_year", "full_year")) -> DraftRow:
    """The row with its baseline left open (基数未知，请补) in the given cells."""
    blank = {cell: value(UNKNOWN_BASELINE) for cell in cells if getattr(row.indicator, cell) is not None}
    grounds = row.grounds.model_copy(
        update={"derivation": f"{why}，{UNKNOWN_BASELINE}", "inputs": (), "result": UNKNOWN_BASELINE}
    )
    return DraftRow(indicator=row.indicator.model_copy(update=blank), grounds=grounds)


def _next(series: Sequence[Cited], money: Money | None) -> _Proposal:
    last, full = series[0], _full(series[0])
    held = _Proposal(full, "沿用", f"{last.year}年目标{full.text}，沿用", (full.text,))
    if full.kind != "number" or full.number is None:
        return held
    counted = full.unit not in (*SHARES, *_TIMES) and full.number > 0
    if money and counted and money.before > 0 and full.operator in (None, "=", "≥", ">"):
        return _with_budget(full, last.year, money)
    better = {"≥": 1, ">": 1, "≤": -1, "<": -1}.get(full.operator or "=", 0)
    past = [full.number, *(_number(c) for c in series[1:] if _comparable(c, full))]
    steady = len(past) > STEADY and all((new - old) * better > 0 for new, old in pairwise(past))
    known = _result(series)
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


def _surpassed(last: Cited, of: Cited, result: TargetValue) -> _Proposal | None:
    """A target that was surpassed goes half of the way to the result, where that is a step at all."""
    full = _full(last)
    if result.number is None or full.number is None:
        return None
    middle = stepped((full.number + result.number) / 2, full.number, full.unit)
    new = nearing(middle, full.number, full.unit)
    if new == full.number:
        return None
    made = value(print_value(full.operator, new, full.unit))
    when = "" if of.year == last.year else f"{of.year}年"
    told = f"{last.year}年目标{full.text}、{when}完成{result.text}，取两者之中为{made.text}"
    return _Proposal(made, "按完成", told, (full.text, result.text))


def _paced(series: Sequence[Cited], full: TargetValue) -> _Proposal:
    """A target that rose every year goes on by the mean of its steps."""
    years = [series[0], *(c for c in series[1:] if _comparable(c, full))]
    last, oldest = years[0], years[-1]
    pace = (_number(last) - _number(oldest)) / (last.year - oldest.year)
    new = nearing(_rounded(_number(last) + pace, [_number(c) for c in years]), _number(last), full.unit)
    made = value(print_value(full.operator, new, full.unit))
    path = "→".join(f"{c.year}年{_full(c).text}" for c in reversed(years))
    texts = tuple(_full(c).text for c in reversed(years))
    return _Proposal(made, "按进度", f"{path}，按历年进度推得{made.text}", texts)


def _with_budget(full: TargetValue, year: int, money: Money) -> _Proposal:
    assert full.number is not None
    new = _rounded(full.number * money.after / money.before, [full.number])
    made = value(print_value(full.operator, new, full.unit))
    amounts = tuple(print_value(None, n, "万元") for n in (money.before, money.after))
    told = f"项目“{money.project}”由{amounts[0]}变为{amounts[1]}，{year}年目标{full.text}随之为{made.text}"
    return _Proposal(made, "随预算", told, (full.text, *amounts))


def _result(series: Sequence[Cited]) -> tuple[Cited, TargetValue] | None:
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


def _half(half: TargetValue | None, full: TargetValue | None, new: TargetValue | None) -> TargetValue | None:
    """The half-year value: a standing rate like the full year's, what accumulates by the row's own share (半年折算)."""
    if half is None or full is None or new is None or new.text == full.text:
        return half
    if half.number is None or full.number is None or new.number is None:
        return new if half.text == full.text else half
    if half.number == full.number or not full.number:
        return value(print_value(new.operator, new.number, new.unit)) if half.number == full.number else half
    scaled = _rounded(new.number * half.number / full.number, [half.number, new.number])
    return value(print_value(half.operator, scaled, half.unit))


def _peers_half(rows: Sequence[Cited], new: TargetValue | None) -> TargetValue | None:
    pairs = [(c.indicator.half_year, _full(c)) for c in rows if c.indicator.half_year]
    if new is None or not pairs:
        return value(UNKNOWN_BASELINE) if new and new.number is not None and new.unit not in SHARES else new
    same = [h for h, f in pairs if h.text == f.text]
    if len(same) * 2 >= len(pairs) or new.number is None:
        return new
    halves = [h for h, f in pairs if h.text != f.text and h.number is not None and f.number]
    ratios = [h.number / f.number for h, f in pairs if h.text != f.text and h.number is not None and f.number]
    if not ratios:
        return new
    scaled = _rounded(new.number * Decimal(median(ratios)), [h.number for h in halves if h.number is not None])
    return value(print_value(halves[0].operator, scaled, new.unit))


def _grounds(
    sources: Sequence[str],
    proposal: _Proposal,
    made: Indicator,
    whose: str = "",
    used: Sequence[TargetValue | None] = (),
) -> Grounds:
    """The grounds of a row. ``used``: the values that its half-year value was scaled by, or taken over from."""
    half, full = made.half_year, made.full_year
    derivation, inputs = proposal.derivation, [*proposal.inputs]
    if half and full and half.text != full.text and half.number is not None:
        scaled = len(used) > 1
        derivation += f"；半年{half.text}" + (f"，按{whose}半年与全年之比折算（半年折算）" if scaled else "")
        inputs += [v.text for v in used if v]
    results = dict.fromkeys(v.text for v in (full, half) if v)
    return Grounds(
        sources=tuple(dict.fromkeys(sources)), rule=proposal.rule, derivation=derivation,
        inputs=tuple(dict.fromkeys(inputs)), result="；".join(results) or None,
    )  # fmt: skip


def _unknown(last: Cited) -> _Proposal:
    return _Proposal(value(UNKNOWN_BASELINE), "沿用", f"{last.year}年的表没有全年指标值，{UNKNOWN_BASELINE}", ())


def _dated(v: TargetValue | None, last: int, year: int) -> TargetValue | None:
    return value(renewed(v.text, last, year)) if v and v.kind == "date" else v


def _halves(rows: Sequence[Cited]) -> list[TargetValue]:
    """The half- and full-year values of the peers whose half-year differs."""
    differing = [c.indicator for c in rows if c.indicator.half_year and c.indicator.half_year != c.indicator.full_year]
    return [v for i in differing for v in (i.half_year, i.full_year) if v]


def _comparable(c: Cited, full: TargetValue | None) -> bool:
    v = c.indicator.full_year
    return bool(v and full and v.kind == "number" and v.unit == full.unit)


def _full(c: Cited) -> TargetValue:
    assert c.indicator.full_year is not None
    return c.indicator.full_year


def _number(c: Cited) -> Decimal:
    number = _full(c).number
    assert number is not None
    return number


def _sign(c: Cited) -> Operator | None:
    return _full(c).operator


def _rounded(number: Decimal, like: Sequence[Decimal]) -> Decimal:
    """Rounded to as many decimals as the numbers it came from show."""
    places = min((int(n.as_tuple().exponent) for n in like), default=0)
    return number.quantize(Decimal(1).scaleb(min(places, 0)), ROUND_HALF_UP)
