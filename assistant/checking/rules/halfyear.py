"""VAL: the half-year value against the full-year value."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.findings import Fix
from assistant.checking.names import NameWords
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, rule
from assistant.checking.sheet import Row, Sheet
from assistant.table.model import TargetValue

_SIDES = {"≥": "up", ">": "up", "≤": "down", "<": "down", "=": "hit"}


@rule(
    code="VAL006",
    zh="半年与全年指标值矛盾",
    en="Half-year and full-year values contradict each other",
    severity="error",
    basis="practice",
    what="逐月累计的指标半年值超过了全年值，越高越好的比率全年要求反而低于半年（提醒），或半年、全年用了不同的单位或符号（一边是 =、一边是 ≥ 时只作提醒）。",
    why="半年值是全年值的一部分，比全年还多就不可能；单位和符号不同，就不是同一个指标。",
    mend="核对两个值，单位和符号写成一样的。",
    needs=("half_year",),
)
def contradicting_halves(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    names = sheet.words.of(NameWords)
    for row in sheet.rows:
        half, full = row.indicator.half_year, row.indicator.full_year
        if half is None or full is None:
            continue
        if half.kind == full.kind == "date" and (half.when or "") > (full.when or ""):
            yield _later(row, half, full)
        if half.kind != "number" or full.kind != "number":
            continue
        why = _units(names, half, full) or _operators(row, half, full) or _beyond(names, row, half, full)
        less = not why and names.asked_less(row.key, row.meaning, half, full)
        why = "越高越好，全年要求却低于半年" if less else why
        if why:
            yield Fault(
                f"“{row.name}”半年“{half.text}”、全年“{full.text}”：{why}",
                evidence=f"{half.text}；{full.text}",
                row=row.index,
                cell="half_year",
                severity="warning" if less or _exact_on_one_side(half, full, why) else None,
                fix=Fix(title="核对半年和全年指标值", asks=f"“{row.name}”半年和全年各计划多少，以什么为单位？"),
            )


@rule(
    code="VAL007",
    zh="半年就完成全年",
    en="Half-year value equal to the full-year value of what accumulates",
    severity="warning",
    basis="practice",
    what="培训人次、检查次数、任务完成率这类逐月累计的指标，半年值和全年值相同；或者年度考核结果这类年底才有的，半年就填了全年的值。",
    why="半年就要完成全年的量，说明没有按进度分解，年中监控会失真。",
    mend="按工作进度填半年值，例如全年的一半。",
    needs=("half_year",),
)
def same_halves(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    names = sheet.words.of(NameWords)
    for row in sheet.rows:
        half, full = row.indicator.half_year, row.indicator.full_year
        if row.common is not None or half is None or full is None:
            continue
        # A cap (≤) may be the same for any time.
        if full.operator in ("≤", "<"):
            continue
        if half.text == full.text and half.number != 0 and names.known_at_the_end(row.key):
            yield Fault(
                f"“{row.name}”年底才有结果，半年指标值却填了“{half.text}”",
                evidence=f"{half.text}；{full.text}",
                row=row.index,
                cell="half_year",
                fix=Fix(title="改半年指标值", asks=f"“{row.name}”到 6 月底能看到什么结果？没有结果的不填。"),
            )
            continue
        if half.number is None or full.number is None:
            continue
        if half.number != full.number or half.unit != full.unit or half.upper != full.upper:
            continue
        # One thing can be done by June.
        if full.number <= 1 and not (full.unit or "").startswith(("万", "亿", "千")):
            continue
        if names.accumulates(row.key, row.meaning, full):
            yield Fault(
                f"“{row.name}”全年累计，半年“{half.text}”却与全年“{full.text}”相同",
                evidence=f"{half.text}；{full.text}",
                row=row.index,
                cell="half_year",
                fix=Fix(title="按进度填半年指标值", asks=f"“{row.name}”到 6 月底计划完成多少？"),
            )


def _later(row: Row, half: TargetValue, full: TargetValue) -> Fault:
    return Fault(
        f"“{row.name}”半年“{half.text}”、全年“{full.text}”：半年的时间晚于全年",
        evidence=f"{half.text}；{full.text}",
        row=row.index,
        cell="half_year",
        fix=Fix(title="核对半年和全年的时间", asks=f"“{row.name}”上半年、全年各到什么时候？"),
    )


def _units(names: NameWords, half: TargetValue, full: TargetValue) -> str:
    if half.unit == full.unit or (half.number == 0 and half.unit is None) or (full.number == 0 and full.unit is None):
        return ""
    if half.unit is None or full.unit is None:
        return f"{'半年' if half.unit is None else '全年'}没有写单位"
    if names.same_kind(half.unit, full.unit):
        return ""
    return f"单位不同（{half.unit}、{full.unit}）"


def _operators(row: Row, half: TargetValue, full: TargetValue) -> str:
    if half.operator is None or full.operator is None or _SIDES[half.operator] == _SIDES[full.operator]:
        return ""
    if _planned(row, half, full):
        return ""
    # =100% is as much as ≥100%, =0 as much as ≤0; a start from nothing is =0.
    sides = {_SIDES[half.operator], _SIDES[full.operator]}
    if sides == {"hit", "up"} and any(v.number == 100 and v.unit == "%" for v in (half, full)):
        return ""
    if any(v.operator == "=" and v.number == 0 for v in (half, full)):
        return ""
    return f"符号不同（{half.operator}、{full.operator}）"


def _planned(row: Row, half: TargetValue, full: TargetValue) -> bool:
    """Whether a count is at least so many by June, and in the whole year exactly what is planned."""
    if half.number is None or full.number is None or row.meaning.share:
        return False
    return half.operator == "≥" and full.operator == "=" and half.number < full.number


def _exact_on_one_side(half: TargetValue, full: TargetValue, why: str) -> bool:
    """= beside ≥ is careless; ≤ beside ≥ is wrong."""
    return why.startswith("符号") and "=" in (half.operator, full.operator)


def _beyond(names: NameWords, row: Row, half: TargetValue, full: TargetValue) -> str:
    if half.number is None or full.number is None or half.unit != full.unit or half.number <= full.number:
        return ""
    floors = {half.operator, full.operator} <= {"≥", ">", "=", None}
    grows = names.accumulates(row.key, row.meaning, full) or _count_of_bad_things(row)
    grows = grows or (floors and names.never_falls(row.key, row.meaning, full))
    return "半年值超过了全年值" if grows else ""


def _count_of_bad_things(row: Row) -> bool:
    """Accidents, complaints: the year's number holds the half-year's."""
    head = row.meaning.head
    counted = head is not None and head.promises and not head.share and not head.duration and "money" not in head.allows
    return counted and row.meaning.direction == "lower"
