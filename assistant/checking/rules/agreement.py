"""REL, FND: do goal, indicators and money say the same figure (相应匹配)?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from assistant.checking.findings import Fix, SetValue
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, Undecided, rule
from assistant.checking.sheet import Row, Sheet, shortened
from assistant.checking.stated import Stated, single, stated
from assistant.checking.strands import longest
from assistant.table.values import print_number

_TO_YUAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}
_PER_ONE = re.compile("单位|平均|人均|户均|亩均|均|每|单价|标准")


@rule(
    code="REL011",
    zh="年度目标与指标值说的数不一样",
    en="The annual goal and an indicator state different figures",
    severity="warning",
    basis="targets-matched",
    what="年度目标里写的数量或比率，与说同一件事的指标值不相等，例如目标写完成8座，指标值写≥6座。",
    why="同一件事两个数，年底不知道按哪个考核，评审时会退回核对。",
    mend="核对计划数，把年度目标和指标值改成一致。",
    needs=("whole",),
)
def another_figure(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    goal = sheet.table.annual_goal
    if not goal or not any(c.isdigit() for c in goal):
        return
    figures = [s for s in stated(goal) if s.of]
    pairs = [(row, s) for row in sheet.own_rows for s in figures if _same_thing(sheet, row, s)]
    rows, said = defaultdict(list), defaultdict(list)
    for row, s in pairs:
        rows[row.index].append(s)
        said[s].append(row)
    for row, s in pairs:
        value = row.indicator.full_year
        # Two figures for one row, or one for two rows, are parts of each other and need not be equal.
        if value is None or value.number is None or len(rows[row.index]) > 1 or len(said[s]) > 1:
            continue
        if single(value.number, value.unit or "")[0] == s.amount:
            continue
        text = f"{value.operator or ''}{s.text}"
        yield Fault(
            f"“{row.name}”的{sheet.label('full_year')}是“{value.text}”，年度目标里写的是“{shortened(s.said, 40)}”",
            evidence=f"{value.text}；{s.text}",
            row=row.index,
            cell="full_year",
            fix=Fix(title=f"按年度目标改为“{text}”", edits=(SetValue(row=row.index, cell="full_year", text=text),))
            if _stays_sound(row)
            else Fix(title="核对计划数", asks=f"“{row.name}”计划是{value.text}还是{s.text}？"),
        )


def _stays_sound(row: Row) -> bool:
    """Whether another figure can be written without looking at the half-year again."""
    return row.indicator.half_year is None and not row.meaning.share


def _same_thing(sheet: Sheet, row: Row, s: Stated) -> bool:
    """Whether a figure of the goal is said of what a row counts: in the same unit, and one says all telling words of
    the other."""
    value = row.indicator.full_year
    if value is None or value.kind != "number" or value.number is None or value.unit is None:
        return False
    if single(value.number, value.unit)[1] != s.unit:
        return False
    name, of = (set(longest(sheet.vocabulary.told(t).words)) for t in (row.name, s.of))
    by_goal, by_name = {w for w in name if w in s.of}, {w for w in of if w in row.name}
    return len(by_goal | by_name) >= _TELLING and (by_goal == name or by_name == of)


#: So many words must be the same.
_TELLING = 2


@rule(
    code="FND006",
    zh="安排的钱超过了预算",
    en="More money than the budget has",
    severity="warning",
    basis="targets-matched",
    what="各项目预算合计超过了部门资金总额（错误）；或成本指标的上限超过了它对应项目的预算。",
    why="钱不能超过预算安排；成本上限比项目预算还高，等于没有控制。",
    mend="核对项目预算和成本指标，成本上限不超过项目预算。",
    needs=("money",),
)
def over_budget(sheet: Sheet, p: Parameters) -> Iterator[Fault | Undecided]:
    funds = sheet.table.funds
    income = funds.income.total if funds.income.total is not None else funds.income.annual_budget
    listed = [x.full_year for x in funds.projects if x.full_year is not None]
    if income is not None and income > 0 and len(listed) > 1 and sum(listed) > income + Decimal("0.5"):
        together = sum(listed, Decimal(0))
        yield Fault(
            f"{len(listed)} 个项目合计 {print_number(together)} 万元，超过了资金总额 {print_number(income)} 万元",
            evidence="＋".join(print_number(n) for n in listed[:8]) + ("＋…" if len(listed) > 8 else ""),
            path="funds.projects",
            severity="error",
            fix=Fix(title="核对项目预算", asks="哪个项目的预算数填错了，还是资金总额没有填全？"),
        )
    for row in sheet.own_rows:
        cost = _capped(row)
        budget = _budget_of(sheet, row) if cost is not None else None
        if cost is None or budget is None:
            continue
        if funds.unit is None:
            yield Undecided("表中没有写明资金的单位，不判断成本上限是否超过项目预算")
            continue
        name, money = budget
        if cost <= money:
            continue
        yield Fault(
            f"“{row.name}”的上限 {print_number(cost)} 万元，超过了{name}的预算 {print_number(money)} 万元",
            evidence=row.indicator.full_year.text if row.indicator.full_year else "",
            row=row.index,
            cell="full_year",
            fix=Fix(
                title="核对成本上限", asks=f"“{row.name}”最多花多少钱？{name}的预算是 {print_number(money)} 万元。"
            ),
        )


def _capped(row: Row) -> Decimal | None:
    """What a cost row lets be spent in all, in 万元; None for a unit cost or anything else."""
    value = row.indicator.full_year
    if "成本" not in f"{row.indicator.section}{row.indicator.category or ''}" or value is None or value.number is None:
        return None
    if value.unit not in _TO_YUAN or value.operator not in ("≤", "<", "=", None) or _PER_ONE.search(row.key):
        return None
    return value.number * _TO_YUAN[value.unit]


def _budget_of(sheet: Sheet, row: Row) -> tuple[str, Decimal] | None:
    """The project that a cost row is the cost of, and its budget: the one whose words and the row's are in each other."""
    projects = [x for x in sheet.table.funds.projects if x.full_year]
    told = set(longest(sheet.vocabulary.told(row.name).words))
    fitting = []
    for project in projects:
        own = set(longest(sheet.vocabulary.told(project.name).words))
        common = {w for w in own if w in row.name}
        if common and (common == own or all(w in project.name for w in told)) and len(common) >= min(2, len(own)):
            fitting.append(project)
    if len(fitting) == 1 and fitting[0].full_year is not None:
        return f"项目“{fitting[0].name}”", fitting[0].full_year
    return None
