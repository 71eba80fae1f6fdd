"""VAL: bounds and directions: what a value demands, against what its name says is better (合理可行)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.findings import Fix, SetValue
from assistant.checking.names import NameWords, cannot_hold, tells_change
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, rule
from assistant.checking.sheet import Row, Sheet, ValueCell
from assistant.table.model import TargetValue
from assistant.table.values import Operator, print_value

#: Shares that are near 100% wherever work is done properly, and what is asked of them at least.
_NEARLY_ALL = re.compile("(?<!不)(?:合格|满意|完好|及时)[率度]$")
_LEAST = 50
#: Work that somebody sets out to do.
_DONE = re.compile(
    "^(?!.*(?:事故|投诉|违|超|差错|重复|逾期|未|无|零|欠|积|上访|纠纷|隐患|伤|亡|涉|漏|泄|失|误|病|案|警|诉|罚|错|断|停|拖)).*(?:培训|检查|演练|宣传|活动|讲座|演出|建|改造|举办|开展|组织|调研|抽检|巡查|服务)"
)
_UP = ("≥", ">")
_DOWN = ("≤", "<")
#: Money under 成本 that may well be more: a set standard, what comes in, what is saved.
_NO_CAP = ("标准", "收入", "收益", "产值", "工资", "待遇", "效益", "利润", "税收")
_SAVED = re.compile("节约|节支|节省|节减|压减|降低|减少|筹集|争取|撬动|拉动|带动|引进|招引|追回|挽回|增收")


@rule(
    code="VAL003",
    zh="比率的界限不成立",
    en="A share with a bound that cannot hold or says nothing",
    severity="error",
    basis="targets-feasible",
    what="覆盖率、合格率、满意度这类最多 100% 的比率，写成了大于 100%，或写成“≥100%”（等于只能是 =100%）。",
    why="做不到的目标无法完成；≥100% 看起来留有余地，其实没有，评审时按笔误退回。",
    mend="“≥100%”改为“=100%”；超过 100% 的，填一个做得到的比例。",
)
def impossible_share(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    for row in sheet.rows:
        if not row.meaning.bounded:
            continue
        wrong = [(cell, value) for cell, value in row.values if cannot_hold(value)]
        if not wrong:
            continue
        cell, value = wrong[-1]
        exact = all(value.number == 100 for _, value in wrong)
        instead = "应写“=100%”" if exact else "做不到"
        yield Fault(
            f"“{row.name}”最多是 100%，{sheet.label(cell)}“{value.text}”{instead}",
            evidence="；".join(v.text for _, v in wrong),
            row=row.index,
            cell=cell,
            fix=_whole(row, wrong)
            if exact
            else Fix(title="填一个做得到的比例", asks=f"“{row.name}”计划达到百分之几？"),
        )


@rule(
    code="VAL005",
    zh="符号与指标方向相反",
    en="An operator against the direction of the name",
    severity="error",
    basis="targets-feasible",
    what="越低越好的指标（违法率、投诉率、事故数、响应时间、偏差率、成本）写了 ≥，或越高越好的指标（满意度、合格率、覆盖率）写了 ≤。",
    why="方向反了，做得越差分数越高，目标就失去了意义。",
    mend="把 ≥ 和 ≤ 对调，或核对名称。",
)
def against_direction(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    for row in sheet.rows:
        wrong = [(cell, value) for cell, value in row.values if against(row, value)]
        if not wrong:
            continue
        cell, value = wrong[-1]
        low, high = ("越短越好", "越长越好") if row.meaning.duration else ("越低越好", "越高越好")
        better = low if value.operator in _UP else high
        yield Fault(
            f"“{row.name}”{better}，{sheet.label(cell)}写的却是“{value.text}”",
            evidence="；".join(v.text for _, v in wrong),
            row=row.index,
            cell=cell,
            fix=_turned(row, wrong),
        )


@rule(
    code="VAL009",
    zh="目标等于没有要求",
    en="A bound that any year would meet",
    severity="warning",
    basis="targets-feasible",
    what="怎么做都能完成的目标：≥0，培训、检查一次也不做的 =0，或越低越好的比率写 ≤100%，合格率、满意度一类不到一半，或越高越好的比率全年写 =0%。",
    why="不做也能完成的目标没有约束力，评审时会要求重填。",
    mend="按上年完成情况填一个需要努力才能达到的数。",
)
def empty_bound(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    names = sheet.words.of(NameWords)
    signed = names.direction.signed
    for row in sheet.rows:
        if row.common is not None:
            continue
        empty = [
            (c, v)
            for c, v in row.values
            if (_empty(row, v, signed) and not against(row, v))
            or (c == "full_year" and (_nothing(row, v) or _no_work(row, v, names)))
        ]
        if empty:
            cell, value = empty[-1]
            yield Fault(
                f"“{row.name}”的{sheet.label(cell)}“{value.text}”怎样都能完成，等于没有要求",
                evidence="；".join(v.text for _, v in empty),
                row=row.index,
                cell=cell,
                fix=Fix(title="填一个有约束的数", asks=f"“{row.name}”上年完成多少，今年计划多少？"),
            )


def _whole(row: Row, wrong: list[tuple[ValueCell, TargetValue]]) -> Fix:
    edits = tuple(SetValue(row=row.index, cell=cell, text="=100%") for cell, _ in wrong)
    return Fix(title="改为“=100%”", edits=edits, safe=all(value.operator == "≥" for _, value in wrong))


def against(row: Row, value: TargetValue) -> bool:
    """Whether a value's operator points the other way than what the row's name says is better, or than a cost must."""
    if row.meaning.duration and value.unit == "%":
        return False
    if value.kind != "number" or (value.unit is None and row.meaning.share) or _told_as_change(row, value):
        return False
    if row.meaning.direction == "lower" or _is_cost(row, value):
        return value.operator in _UP
    # What is spent may be capped by how much is done.
    capped = row.indicator.category == "成本" and not row.meaning.share
    return row.meaning.direction == "higher" and value.operator in _DOWN and not capped


def _told_as_change(row: Row, value: TargetValue) -> bool:
    """Whether the value of an amount is its change: 单位GDP能耗 下降≥3%."""
    return not row.meaning.share and tells_change(value)


def _is_cost(row: Row, value: TargetValue) -> bool:
    """Whether money stands under 成本, which caps what is spent: not what is saved, earned, or paid by a set standard."""
    where = f"{row.indicator.section}{row.indicator.category or ''}"
    return (
        "成本" in where and "元" in (value.unit or "") and not row.key.endswith(_NO_CAP) and not _SAVED.search(row.key)
    )


def _turned(row: Row, wrong: list[tuple[ValueCell, TargetValue]]) -> Fix:
    """The operator turned round, where the number can then be meant: not ≤0 from ≥0 for what should be high."""
    lower = wrong[-1][1].operator in _UP
    edits: list[SetValue] = []
    for cell, value in wrong:
        assert value.number is not None
        operator: Operator = "≤" if lower else "≥"
        if not lower and row.meaning.bounded and value.number == 100 and value.unit == "%":
            operator = "="
        edits.append(SetValue(row=row.index, cell=cell, text=print_value(operator, value.number, value.unit)))
    return Fix(title=f"改为“{edits[-1].text}”", edits=tuple(edits))


def _nothing(row: Row, value: TargetValue) -> bool:
    """Whether none of what should be high is wanted: a satisfaction of 0%."""
    return (
        value.number == 0
        and value.unit == "%"
        and value.operator in (None, "=")
        and row.meaning.bounded
        and row.meaning.direction == "higher"
    )


def _no_work(row: Row, value: TargetValue, names: NameWords) -> bool:
    """Whether none of the work that is counted is to be done: 培训场次 =0场; of what may well not happen (投诉件数) nought is
    what one wants."""
    if value.kind != "number" or value.number != 0 or value.operator not in (None, "=") or row.meaning.share:
        return False
    return _DONE.search(row.key) is not None and names.accumulates(row.key, row.meaning, value)


def _empty(row: Row, value: TargetValue, signed: re.Pattern[str]) -> bool:
    if value.kind != "number" or value.number is None:
        return False
    if value.operator == "≥" and value.number <= 0:
        # A growth (增长率) of ≥0 does demand something: that nothing falls.
        return signed.search(row.key) is None
    if value.operator in _UP and value.unit == "%" and value.number < _LEAST and _NEARLY_ALL.search(row.key):
        return True
    whole = value.number >= 100 and value.unit == "%" and value.operator in _DOWN
    return whole and row.meaning.share and row.meaning.direction == "lower"
