"""REL, FND: do goal, indicators and money say the same figure (相应匹配)?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from assistant.checking.findings import Fix, SetValue
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, Undecided, rule
from assistant.checking.sheet import Row, Sheet, plain, shortened
from assistant.checking.stated import Stated, single, stated
from assistant.checking.strands import longest
from assistant.table.values import print_number

_TO_YUAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}
_PRICING = re.compile("单位|均|每|价|成本|标准|费|补贴|补助|采购|支出")
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
    """Whether a figure of the goal is said of what a row counts: in the same unit, and with the same words but for the
    unit's (新增图书3万册, 新增图书册数), or one says all telling words of the other."""
    value = row.indicator.full_year
    if value is None or value.kind != "number" or value.number is None or value.unit is None:
        return False
    if single(value.number, value.unit)[1] != s.unit:
        return False
    counted = plain(s.of)
    if len(counted) >= _SHORTEST and counted == _COUNTING.sub("", row.key):
        return True
    if len(counted) >= _LONG and row.key.endswith(counted):
        return True
    name, of = (set(longest(sheet.vocabulary.told(t).words)) for t in (row.name, s.of))
    by_goal, by_name = {w for w in name if w in s.of}, {w for w in of if w in row.name}
    return len(by_goal | by_name) >= _TELLING and (by_goal == name or by_name == of)


#: So many words must be the same.
_TELLING = 2
#: A name in fewer characters says too little; one of so many is the same thing with a word before it.
_SHORTEST, _LONG = 3, 6
#: How a name says that it counts: the measure word is the unit's.
_COUNTING = re.compile(r"(?:总?数量?|总量|幅度|[人家个场次册套台件项所座条处户批班期篇部间辆张]{1,2}数?|金额)$")


@rule(
    code="FND006",
    zh="安排的钱超过了预算",
    en="More money than the budget has",
    severity="warning",
    basis="targets-matched",
    what="各项目预算合计超过了部门资金总额（错误）；或成本指标的上限、单价乘数量超过了它对应项目的预算。",
    why="钱不能超过预算安排；成本上限比项目预算还高，等于没有控制。",
    mend="核对项目预算和成本指标，成本上限、单价乘数量都不超过项目预算。",
    needs=("money",),
    parameters={"over": "单价乘数量超过预算几成以内不提示"},
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
    if funds.unit is not None:
        yield from _too_dear(sheet, 1 + p.number("over"))


def _too_dear(sheet: Sheet, most: Decimal) -> Iterator[Fault]:
    """Rows of a price of which the number counted in another row cannot be paid: more than ``most`` times the budget."""
    for row in sheet.own_rows:
        price = _price(row)
        counts = _counts(sheet, row, price[1]) if price else []
        if price is None or len(counts) != 1:
            continue
        count, number, shared = counts[0]
        budget = _budget_for(sheet, shared)
        needed = price[0] * number
        if budget is None or needed <= budget[1] * most:
            continue
        value = row.indicator.full_year
        yield Fault(
            f"“{row.name}”{value.text if value else ''}，按“{count.name}”{print_number(number)}{price[1]}算要 "
            f"{print_number(needed)} 万元，超过了{budget[0]}的预算 {print_number(budget[1])} 万元",
            evidence=f"{print_number(needed)} > {print_number(budget[1])}",
            row=row.index,
            cell="full_year",
            fix=Fix(title="核对单价、数量和预算", asks=f"“{row.name}”和“{count.name}”各是多少，预算够不够？"),
        )


def _price(row: Row) -> tuple[Decimal, str] | None:
    """What one of something may cost at most, in 万元, and the unit it is counted in: ≤200元/册."""
    value = row.indicator.full_year
    if value is None or value.number is None or value.operator not in ("≤", "<", "=", None):
        return None
    money, _, each = (value.unit or "").partition("/")
    return (value.number * _TO_YUAN[money], each) if money in _TO_YUAN and each else None


def _counts(sheet: Sheet, priced: Row, unit: str) -> list[tuple[Row, Decimal, frozenset[str]]]:
    """The rows that count in that unit all that a row names the price of: how many, and the words for what it is."""
    words = longest(sheet.vocabulary.told(priced.name).words)
    about = frozenset(
        w for w in words if w not in sheet.vocabulary.common.weak and not _PRICING.search(w) and unit not in w
    )
    found = []
    for row in sheet.own_rows if about else ():
        value = row.indicator.full_year
        if value is None or value.number is None or value.operator not in ("≥", ">", "=", None):
            continue
        number, counted = single(value.number, value.unit or "")
        if counted == unit and all(w in row.name for w in about):
            found.append((row, number, about))
    return found


def _budget_for(sheet: Sheet, words: frozenset[str]) -> tuple[str, Decimal] | None:
    """The only project that is about these words and nothing else, and its budget; in a project's own table, its whole
    money."""
    funds = sheet.table.funds
    weak = sheet.vocabulary.common.weak
    about = {x: {w for w in longest(sheet.vocabulary.told(x.name).words) if w not in weak} for x in funds.projects}
    projects = [x for x in funds.projects if x.full_year and about[x] and about[x] <= words]
    if len(projects) == 1 and projects[0].full_year is not None:
        return f"项目“{projects[0].name}”", projects[0].full_year
    alone = not funds.projects and sheet.template is not None and sheet.template.kind == "project"
    return ("本项目", funds.income.total) if alone and funds.income.total else None


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
