"""Values by stated rules, each with its one-line derivation: baseline, past pace, peers' median, usual range.

Every rule takes rows and gives a row with its grounds; the same rows give the same value, whoever writes the draft.
The rules' names: 沿用 (held), 按完成 (raised half of the way to last year's result), 按进度 (raised by the past pace),
按计划 (this year's plan says it), 随预算 (follows the project's money), 同类中位数 (peers' median), 指标库 (usual range), 模板.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from assistant.drafting.adapt import renewed
from assistant.drafting.next_value import (
    SHARES,
    TIMES,
    Money,
    Proposal,
    comparable,
    full_of,
    newest_result,
    next_value,
    number_of,
    rounded,
)
from assistant.drafting.parts import Cited, Part, PeerRows, Planned, Shelved
from assistant.drafting.result import DraftRow
from assistant.table import UNKNOWN_BASELINE, CommonIndicator, Grounds, Indicator, TargetValue, print_value, value
from assistant.table.values import Operator

#: Why the half-year value of a plan's count is half of it.
HALF_DONE = "按时间过半、任务过半"
#: Counts of what there is, not of what is done in a year: 千人口托位数, 年末在校生规模.
_STATE = re.compile(r"^(?:每|千|万|百|人均|户均)|年末|年底|规模|保有|存量|在校|在册|总数|总量|累计")
#: Peers' counts that differ by more than so many times are of places of different size.
SCALES = 3


def carried(series: Sequence[Cited], year: int, money: Money | None = None, planned: Planned | None = None) -> DraftRow:
    """The department's own row (newest first over the years) for the year asked for: as ``planned``, held, or moved by a
    stated rule."""
    last = series[0]
    row = last.indicator
    proposal = next_value(series, money) if row.full_year else _unknown(last)
    used = [last.source]
    if planned:
        before = f"{last.year}年目标{row.full_year.text}；" if row.full_year else ""
        proposal = _from_plan(planned, before)
        used += [planned.source]
    if proposal.rule == "按进度":
        used += [c.source for c in series[1:] if comparable(c, row.full_year)]
    if proposal.rule == "随预算" and money:
        used += money.sources
    if (known := newest_result(series)) and known[1].text in proposal.derivation:
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
    if full.number is None or full.number == 0 or full.unit in (*SHARES, *TIMES) or full.operator in ("≤", "<"):
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


def _from_plan(planned: Planned, before: str = "") -> Proposal:
    figure = planned.figure
    return Proposal(
        figure.value, "按计划", f"{before}工作计划写明“{figure.said}”，取{figure.value.text}", (figure.number,)
    )


def from_peers(part: Part, group: PeerRows, half_year: bool) -> DraftRow | None:
    """A row that similar departments have: the median of their values, or the word most of them use. Counts so far apart
    that they tell the size of a place leave the baseline open."""
    row, rows = peers_median(part, group, half_year), _agreeing(group)
    if row is None or full_of(rows[0]).kind != "number" or full_of(rows[0]).unit in (*SHARES, *TIMES):
        return row
    if _of_other_scales([number_of(c) for c in rows]):
        return unknown(row, f"{len(rows)}家同类部门（{_told(rows)}）相差{SCALES}倍以上，各地规模不同，不能照搬")
    return row


def peers_median(part: Part, group: PeerRows, half_year: bool) -> DraftRow | None:
    """The same with the median whatever the size of the places."""
    rows = _agreeing(group)
    if not rows:
        return None
    sign, unit = _sign(rows[0]), full_of(rows[0]).unit
    texts = tuple(full_of(c).text for c in rows)
    if full_of(rows[0]).kind == "word":
        text, times = Counter(texts).most_common(1)[0]
        proposal = Proposal(value(text), "同类中位数", f"{len(texts)}家同类部门中{times}家为“{text}”", (text,))
    else:
        numbers = [number_of(c) for c in rows]
        middle = rounded(Decimal(median(numbers)), numbers)
        full = value(print_value("=" if unit == "%" and middle == 100 and sign != "≤" else sign, middle, unit))
        several = f"{len(rows)}家同类部门（{_told(rows)}）的中位数{full.text}"
        proposal = Proposal(full, "同类中位数", several if len(rows) > 1 else f"同类部门只有{_told(rows)}", texts)
    half = _peers_half(rows, proposal.full) if half_year else None
    model = rows[0].indicator
    made = Indicator(
        section=part.section, category=part.category or (None if part.duty else model.category), duty=part.duty,
        name=group.name, half_year=half, full_year=proposal.full, standard=None,
    )  # fmt: skip
    return DraftRow(indicator=made, grounds=_grounds([c.source for c in rows], proposal, made, "同类", _halves(rows)))


def _agreeing(group: PeerRows) -> list[Cited]:
    """The peers' rows whose values have the sign, unit and kind that most of them have."""
    rows = [c for c in group.rows if c.indicator.full_year and c.indicator.full_year.kind in ("number", "word")]
    kinds = Counter((_sign(c), full_of(c).unit, full_of(c).kind) for c in rows)
    usual = kinds.most_common(1)[0][0] if kinds else None
    return [c for c in rows if (_sign(c), full_of(c).unit, full_of(c).kind) == usual]


def _told(rows: Sequence[Cited]) -> str:
    told = "、".join(f"{c.department}{c.year}年{full_of(c).text}" for c in rows[:3])
    return told + ("等" if len(rows) > 3 else "")


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
        middle = rounded((low + high) / 2, (low, high))
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
    proposal = Proposal(full, "指标库", derivation, inputs)
    return DraftRow(indicator=made, grounds=_grounds([shelved.source], proposal, made))


def from_template(common: CommonIndicator, source: str, half_year: bool) -> DraftRow:
    """A common indicator (共性指标) of the template with its usual value."""
    usual = value(common.value)
    made = Indicator(
        section=common.section, category=common.category, name=common.name,
        half_year=usual if half_year else None, full_year=usual,
    )  # fmt: skip
    told = f"共性指标，常用值{usual.text}" if usual.text != UNKNOWN_BASELINE else f"共性指标，{UNKNOWN_BASELINE}"
    proposal = Proposal(usual, "模板", told, (usual.text,))
    return DraftRow(indicator=made, grounds=_grounds([source], proposal, made))


def unknown(row: DraftRow, why: str, cells: Sequence[str] = ("half_year", "full_year")) -> DraftRow:
    """The row with its baseline left open (基数未知，请补) in the given cells."""
    blank = {cell: value(UNKNOWN_BASELINE) for cell in cells if getattr(row.indicator, cell) is not None}
    grounds = row.grounds.model_copy(
        update={"derivation": f"{why}，{UNKNOWN_BASELINE}", "inputs": (), "result": UNKNOWN_BASELINE}
    )
    return DraftRow(indicator=row.indicator.model_copy(update=blank), grounds=grounds)


def _half(half: TargetValue | None, full: TargetValue | None, new: TargetValue | None) -> TargetValue | None:
    """The half-year value: a standing rate like the full year's, what accumulates by the row's own share (半年折算)."""
    if half is None or full is None or new is None or new.text == full.text:
        return half
    if half.number is None or full.number is None or new.number is None:
        return new if half.text == full.text else half
    if half.number == full.number or not full.number:
        return value(print_value(new.operator, new.number, new.unit)) if half.number == full.number else half
    scaled = rounded(new.number * half.number / full.number, [half.number, new.number])
    return value(print_value(half.operator, scaled, half.unit))


def _peers_half(rows: Sequence[Cited], new: TargetValue | None) -> TargetValue | None:
    pairs = [(c.indicator.half_year, full_of(c)) for c in rows if c.indicator.half_year]
    if new is None or not pairs:
        return value(UNKNOWN_BASELINE) if new and new.number is not None and new.unit not in SHARES else new
    same = [h for h, f in pairs if h.text == f.text]
    if len(same) * 2 >= len(pairs) or new.number is None:
        return new
    halves = [h for h, f in pairs if h.text != f.text and h.number is not None and f.number]
    ratios = [h.number / f.number for h, f in pairs if h.text != f.text and h.number is not None and f.number]
    if not ratios:
        return new
    scaled = rounded(new.number * Decimal(median(ratios)), [h.number for h in halves if h.number is not None])
    return value(print_value(halves[0].operator, scaled, new.unit))


def _grounds(
    sources: Sequence[str],
    proposal: Proposal,
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


def _unknown(last: Cited) -> Proposal:
    return Proposal(value(UNKNOWN_BASELINE), "沿用", f"{last.year}年的表没有全年指标值，{UNKNOWN_BASELINE}", ())


def _dated(v: TargetValue | None, last: int, year: int) -> TargetValue | None:
    return value(renewed(v.text, last, year)) if v and v.kind == "date" else v


def _halves(rows: Sequence[Cited]) -> list[TargetValue]:
    """The half- and full-year values of the peers whose half-year differs."""
    differing = [c.indicator for c in rows if c.indicator.half_year and c.indicator.half_year != c.indicator.full_year]
    return [v for i in differing for v in (i.half_year, i.full_year) if v]


def _sign(c: Cited) -> Operator | None:
    return full_of(c).operator
