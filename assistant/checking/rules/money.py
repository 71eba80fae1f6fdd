"""FND: money (资金), all in 万元: sums, balance, and the pace of spending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from assistant.checking.amounts import Part, amount_of, full_spending, halves, income_parts, pairs, rounding, sums
from assistant.checking.findings import Fix, SetNumber
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, Undecided, rule
from assistant.checking.sheet import Row, Sheet
from assistant.table.model import Funds
from assistant.table.values import print_number


@rule(
    code="FND001",
    zh="合计与分项不等",
    en="A total that is not the sum of its parts",
    severity="error",
    basis="targets-matched",
    what="资金总额、财政拨款小计、项目支出等合计数不等于各分项之和（允许四舍五入的误差）。",
    why="合计对不上，说明漏了项目或填错了数，资金与任务就无法匹配。",
    mend="核对漏了哪一项或哪个数填错了。",
    needs=("money",),
)
def wrong_sum(sheet: Sheet, p: Parameters) -> Iterator[Fault | Undecided]:
    funds = sheet.table.funds
    step = rounding(funds)
    for one in sums(funds):
        total, given = one.total.number, [part.number for part in one.parts if part.number is not None]
        if total is None or not given:
            continue
        found = sum(given, Decimal(0))
        difference = total - found
        if abs(difference) <= step * (len(given) + 1) / 2 * (len(given) > 1):
            continue
        if difference > 0 and len(given) < len(one.parts):
            yield Undecided(f"{one.total.label}的分项没有填全，不判断合计")
            continue
        if one.total.path.startswith("funds.spending.projects") and sheet.context.cut and difference > 0:
            yield Undecided("表格被截断，项目可能没有读全，不判断项目支出合计")
            continue
        yield Fault(
            f"{one.total.label}写的是 {_money(total)} 万元，{_named(one.parts)}是 {_money(found)} 万元，"
            f"{'多' if difference > 0 else '少'} {_money(abs(difference))} 万元",
            evidence="＋".join(_money(n) for n in given[:8]) + ("＋…" if len(given) > 8 else "") + f"＝{_money(found)}",
            path=one.total.path,
            fix=_balanced(funds, one.total, found, step),
        )


@rule(
    code="FND002",
    zh="收入与支出不等",
    en="Income and spending differ",
    severity="error",
    basis="targets-matched",
    what="收入的资金总额与支出合计（基本支出＋项目支出）不相等。",
    why="部门预算收支平衡，绩效目标表的资金应与部门预算一致。",
    mend="与部门预算核对收入和支出。",
    needs=("money",),
)
def unbalanced_budget(sheet: Sheet, p: Parameters) -> Iterator[Fault | Undecided]:
    funds = sheet.table.funds
    income = funds.income.total if funds.income.total is not None else funds.income.annual_budget
    spending = full_spending(funds)
    if income is None or spending is None:
        if sheet.table.template is not None and sheet.template is not None and sheet.template.kind == "department":
            yield Undecided(f"没有读到{'收入' if income is None else '支出'}总额，不判断收支是否相等")
        return
    if income != spending and abs(income - spending) > rounding(funds) * Decimal("1.5"):
        more = "收入多" if income > spending else "支出多"
        yield Fault(
            f"收入 {_money(income)} 万元，支出 {_money(spending)} 万元，{more} {_money(abs(income - spending))} 万元",
            evidence=f"收入 {_money(income)}；支出 {_money(spending)}",
            path="funds.income.total",
            fix=Fix(title="核对收入和支出", asks="部门预算的收入总额和支出总额各是多少？"),
        )


@rule(
    code="FND003",
    zh="金额不合理",
    en="Half-year above full-year, or a negative amount",
    severity="error",
    basis="targets-matched",
    what="半年计划执行数超过全年预算数，或金额是负数。",
    why="半年执行是全年预算的一部分，不可能更多；预算数也不会是负数。",
    mend="核对这一行的半年数和全年数，可能填反了列。",
    needs=("money",),
)
def impossible_amount(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    funds = sheet.table.funds
    for part in (*income_parts(funds), *(half for half, _ in pairs(funds)), *(full for _, full in pairs(funds))):
        if part.number is not None and part.number < 0:
            yield Fault(
                f"{part.label}是负数：{_money(part.number)} 万元",
                evidence=_money(part.number),
                path=part.path,
                fix=Fix(title="核对金额", asks=f"{part.label}是多少万元？"),
            )
    for half, full in pairs(funds):
        if half.number is not None and full.number is not None and half.number > full.number >= 0:
            yield Fault(
                f"{half.label} {_money(half.number)} 万元，超过全年预算数 {_money(full.number)} 万元",
                evidence=f"{_money(half.number)} > {_money(full.number)}",
                path=half.path,
                fix=Fix(title="核对半年数和全年数", asks=f"{half.label}和全年预算数各是多少万元？"),
            )


@rule(
    code="FND004",
    zh="项目半年计划与进度不符",
    en="A project's half-year plan far from the year's pace",
    severity="warning",
    basis="practice",
    what="项目的半年计划执行数是 0，或与全年预算数相差太远（界限是本工具的设置）。",
    why="上半年一分钱不花，往往是没有安排进度，容易造成年底突击花钱。",
    mend="按实施进度填半年数；确实集中在下半年的，说明理由。",
    needs=("money",),
    parameters={"low": "半年数占全年数低于此比例时提示", "high": "半年数占全年数高于此比例时提示"},
)
def uneven_pace(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    for n, project in enumerate(sheet.table.funds.projects):
        half, full = project.half_year, project.full_year
        if half is None or full is None or full <= 0 or not 0 <= half <= full:
            continue
        pace = half / full
        if p.number("low") <= pace <= p.number("high"):
            continue
        little = pace < p.number("low")
        how = "是 0" if half == 0 else f"{'只有' if little else '已有'} {_money(half)} 万元（{pace:.0%}）"
        yield Fault(
            f"项目“{project.name}”全年预算 {_money(full)} 万元，半年计划{how}",
            evidence=f"半年 {_money(half)}；全年 {_money(full)}",
            path=f"funds.projects.{n}.half_year",
            fix=Fix(title="按进度填半年数", asks=f"项目“{project.name}”到 6 月底计划支出多少万元？"),
        )


@rule(
    code="FND005",
    zh="预算执行率与半年计划不符",
    en="The half-year execution rate disagrees with the half-year plan",
    severity="warning",
    basis="targets-matched",
    what="预算执行率的半年指标值高出“半年计划执行数÷全年预算数”很多；半年、全年都照样式写“=100%”的，只作提示。若这条指标量的是计划的完成，应与“支付进度符合率”区分清楚。",
    why="计划上半年只花一半的钱，却承诺半年执行率 100%，两处必有一处不实。",
    mend="把半年指标值改为与半年计划相当的比例，或说明这条指标是按半年计划算的。",
    needs=("half_year", "money"),
    parameters={"tolerance": "高出多少个百分点以内不提示"},
)
def execution_beyond_plan(sheet: Sheet, p: Parameters) -> Iterator[Fault | Undecided]:
    rows = [
        r for r in sheet.rows if r.key.removeprefix("部门").removeprefix("全年") in ("预算执行率", "整体预算执行率")
    ]
    if not rows:
        return
    spending = halves(sheet.table.funds)
    if spending is None:
        yield Undecided("没有读到半年计划执行数，不判断预算执行率")
        return
    half, full = spending
    planned = half / full * 100
    for row in rows:
        value = row.indicator.half_year
        if value is None or value.number is None or value.unit != "%" or value.operator in ("≤", "<"):
            continue
        if value.number > planned + p.number("tolerance"):
            yield Fault(
                f"“{row.name}”半年“{value.text}”，而半年计划执行数只有全年预算数的 {planned:.1f}%"
                f"（{_money(half)}÷{_money(full)}）；若这条指标按全年预算数计算，半年完不成",
                evidence=f"半年计划 {_money(half)} 万元；全年预算 {_money(full)} 万元",
                row=row.index,
                cell="half_year",
                severity="info" if _preset(row) else None,
                fix=Fix(
                    title="写清怎么算，或按半年计划填",
                    asks=f"“{row.name}”是按全年预算数算，还是按半年计划数算？按全年算约为 {planned:.1f}%",
                ),
            )


def _preset(row: Row) -> bool:
    """Whether both values are the =100% that the form prints: then the half-year's is of the half-year's plan."""
    return all(value.number == 100 and value.operator in ("=", None) for _, value in row.values)


def _balanced(funds: Funds, total: Part, found: Decimal, step: Decimal) -> Fix:
    """Write the sum where income and spending then agree; else either the total or a part is wrong: ask."""
    if total.path in ("funds.spending.projects.full_year", "funds.spending.total.full_year"):
        income = funds.income.total if funds.income.total is not None else funds.income.annual_budget
        basic = amount_of(funds.spending.basic, "full_year")
        spending = found if total.path.startswith("funds.spending.total") else None if basic is None else basic + found
        if income is not None and spending is not None and abs(income - spending) <= step:
            edit = SetNumber(path=total.path, number=found)
            return Fix(title=f"{total.label}改为 {_money(found)} 万元，收支正好相等", edits=(edit,))
    return Fix(title="核对合计和分项", asks=f"{total.label}是多少万元？分项里漏了哪一项或哪个数填错了？")


def _named(parts: Iterable[Part]) -> str:
    given = [part.label for part in parts if part.number is not None]
    if len(given) == 1:
        return given[0]
    return f"{f'{len(given)} 个项目' if len(given) > 5 else '、'.join(given)}加起来"


def _money(number: Decimal) -> str:
    return print_number(number)
