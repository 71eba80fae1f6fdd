"""HIS: against earlier years (往年) and similar departments (同类部门)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checking.amounts import project_money
from assistant.checking.directions import Direction
from assistant.checking.findings import AddRow, Fix, PeerFigures, SetValue
from assistant.checking.needs import has, reason
from assistant.checking.parameters import Parameters
from assistant.checking.past import Past, Year, better_way, compare, met, pair
from assistant.checking.rule import Fault, Undecided, rule
from assistant.checking.sheet import Row, Sheet, plain
from assistant.table.model import Indicator, TargetTable, TargetValue
from assistant.table.values import print_number, print_value


@rule(
    code="HIS001",
    zh="目标比上年松，没有说明理由",
    en="A target softer than last year's target or result, without a reason",
    severity="warning",
    basis="targets-feasible",
    what="同一项指标，今年的目标低于上年的目标，或者明显低于上年已经做到的水平，备注里又没有说明理由。",
    why="目标一年比一年松，完成得再好也说明不了绩效；评审一定会问为什么。",
    mend="不低于上年的目标和完成值；确有客观原因的，在备注里写明。",
    needs=("history",),
    parameters={
        "target_points": "比率低于上年目标几个百分点以上才算松",
        "target_part": "其他数量低于上年目标的几成以上才算松",
        "result_points": "比率低于上年完成值几个百分点以上才算松",
        "result_part": "其他数量低于上年完成值的几成以上才算松",
    },
)
def softer(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    past = sheet.once(Past)
    for row in sheet.rows:
        years, value = past.of(row), row.indicator.full_year
        way = better_way(row, value) if value else None
        if not years or value is None or way is None or row.indicator.note:
            continue
        target, result = years[0].target, years[0].result
        numbers, done = pair(value, target), pair(value, result)
        if target and numbers and _below(*numbers, way, row, p, "target"):
            said: str = f"目标“{target.text}”"
            fix: Fix | None = _restored(row, value, target)
        elif result and done and _below(*done, way, row, p, "result"):
            asks = f"“{row.name}”为什么低于{years[0].year}年已经做到的“{result.text}”？没有原因的，今年计划多少？"
            asked = Fix(title="不低于上年完成值，或者写明原因", asks=asks)
            said, fix = f"完成值“{result.text}”", _as_done(row, value, result) or asked
        else:
            continue
        yield Fault(
            f"全年目标“{value.text}”比{years[0].year}年的{said}松，没有说明理由",
            _told(years),
            row=row.index,
            cell="full_year",
            fix=fix,
        )


@rule(
    code="HIS002",
    zh="目标跳得太高，往年没有这样的水平",
    en="A jump that no past year supports",
    severity="warning",
    basis="targets-feasible",
    what="同一项指标，今年的目标比往年任何一年的目标和完成值都好出一大截，没有说明依据。",
    why="往年没有的水平，凭什么今年做得到；完不成会影响评价，也可能是多写了一位数。",
    mend="核对是不是笔误；确有新增投入或任务的，在备注里写明依据。",
    needs=("history",),
    parameters={
        "times": "数量超过往年最好水平多少倍",
        "points": "比率超过往年最好水平多少个百分点",
        "small": "往年最好水平不到这个数的不看倍数",
    },
)
def jump(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    past = sheet.once(Past)
    for row in sheet.rows:
        years, value = past.of(row), row.indicator.full_year
        way = better_way(row, value) if value else None
        if value is None or value.number is None or way is None or row.indicator.note:
            continue
        known = [numbers[1] for y in years for v in (y.target, y.result) if (numbers := pair(value, v))]
        best = (max(known) if way == "higher" else min(known)) if known else None
        if best is not None and _leaps(value.number, best, way, value.unit == "%", p):
            yield Fault(
                f"全年目标“{value.text}”比往年最好的{print_number(best)}{value.unit or ''}好出很多，往年没有这样的水平",
                _told(years),
                row=row.index,
                cell="full_year",
                fix=Fix(title="核对目标", asks=f"“{row.name}”今年有什么新增的投入或任务？没有的话，计划多少？"),
            )


@rule(
    code="HIS003",
    zh="照抄往年，没有随完成情况和资金提高",
    en="Copied from earlier years though they were met, or though the money has grown",
    severity="info",
    basis="targets-feasible",
    what="同一项指标的目标连续三年一样，前两年都已经完成，又还有提高的余地；或者项目的钱比上年多了很多，带数值的指标却一条也没有变（提醒）。",
    why="年年完成还不提高，指标就起不到引导作用；钱多了事没有多，多出来的钱做什么说不清。",
    mend="按近两年的完成情况和今年的资金适当提高，或者换成更能说明问题的指标。",
    needs=("history",),
    parameters={
        "room": "比率离 100%（或 0）不到几个百分点就算没有提高的余地",
        "money": "项目资金是上年的几倍以上，指标才应当有变化",
        "rows": "至少有几条带数值的指标才判断是不是照抄",
    },
)
def unchanged(sheet: Sheet, p: Parameters) -> Iterator[Fault | Undecided]:
    past = sheet.once(Past)
    yield from _copied_with_more_money(sheet, past, p)
    if not has(sheet, "results"):
        yield Undecided(reason("results", sheet) or "")
        return
    for row in sheet.own_rows:
        years, value = past.of(row)[:2], row.indicator.full_year
        if len(years) < 2 or value is None or value.number is None or _at_its_limit(value, p.number("room")):
            continue
        way = better_way(row, value)
        same = [numbers for y in years if (numbers := pair(value, y.target)) and numbers[0] == numbers[1]]
        if way and len(same) == 2 and all(met(y, way) for y in years):
            yield Fault(
                f"全年目标“{value.text}”连续三年没有变，{years[1].year}年和{years[0].year}年都已完成",
                _told(years),
                row=row.index,
                cell="full_year",
                fix=Fix(title="按近两年的完成情况提高", asks=f"“{row.name}”年年完成，今年打算提高到多少？"),
            )


def _copied_with_more_money(sheet: Sheet, past: Past, p: Parameters) -> Iterator[Fault]:
    last = past.tables[0] if past.tables else None
    if last is None or sheet.table.year is None or last.year != sheet.table.year - 1 or sheet.context.cut:
        return
    now, then = project_money(sheet.table), project_money(last)
    if now is None or not then or now < then * p.number("money") or last.funds.unit != sheet.table.funds.unit:
        return
    kept = past.kept(sheet.own_rows)
    if kept >= p.integer("rows"):
        yield Fault(
            f"项目资金从{last.year}年的{print_number(then)}万元增加到{print_number(now)}万元，"
            f"{kept}条带数值的指标与{last.year}年完全一样",
            path="indicators",
            severity="warning",
            fix=Fix(title="随资金调整目标", asks="多出来的资金今年多做什么，相应的指标提高到多少？"),
        )


@rule(
    code="HIS004",
    zh="上年的核心指标没有了",
    en="A core indicator of last year dropped",
    severity="warning",
    basis="targets-feasible",
    what="上年的一项核心指标今年没有列入：它连续几年都有，或者权重高，或者上年没有完成。",
    why="核心指标说撤就撤，绩效前后没法比；没完成的撤掉，更像是绕开考核。",
    mend="保留这项指标；确实不再做的，说明原因。",
    needs=("history", "whole"),
    parameters={"years": "连续出现几年以上算核心", "weight": "权重占总分多少以上算核心"},
)
def dropped(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    past = sheet.once(Past)
    sections = {i.section for i in sheet.table.indicators}
    for indicator in past.dropped(sheet):
        why = _core(indicator, past, p) if indicator.section in sections else None
        if why:
            yield Fault(
                f"{past.tables[0].year}年的核心指标“{indicator.name}”今年没有列入",
                why,
                path="indicators",
                fix=_kept(sheet, indicator),
            )


@rule(
    code="HIS005",
    zh="与同类部门相差很远",
    en="Far outside what similar departments set",
    severity="info",
    basis="practice",
    what="同一项指标，今年的目标远在同类部门通常的范围之外。",
    why="同类部门做同样的事，差得很远往往是口径不同、基数不对或者笔误。",
    mend="核对口径和单位；确有本地特点的，在备注里写明。",
    needs=("peers",),
    parameters={
        "least": "至少有几家同类部门才比较",
        "fences": "超出四分位距的几倍算远",
        "points": "比率至少相差几个百分点",
        "times": "数量至少相差几倍",
    },
)
def far_from_peers(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    figures = {plain(name): f for name, f in sheet.context.peers.items()}
    for row in sheet.own_rows:
        value, peers = row.indicator.full_year, figures.get(row.key)
        if value is None or value.number is None or value.kind != "number" or peers is None or value.unit != peers.unit:
            continue
        if peers.n >= p.integer("least") and _far(value.number, peers, p):
            yield Fault(
                f"全年目标“{value.text}”远在同类部门通常的范围之外",
                _spread(peers),
                row=row.index,
                cell="full_year",
                fix=Fix(title="核对口径和单位", asks=f"“{row.name}”的口径与同类部门一样吗？不一样的请在备注里写明。"),
            )


def _below(now: Decimal, then: Decimal, way: Direction, row: Row, p: Parameters, what: str) -> bool:
    """Whether a target falls short of an earlier target or result by more than plans and chance vary."""
    share = row.meaning.share
    large = abs(now - then) > (p.number(f"{what}_points") if share else p.number(f"{what}_part") * abs(then))
    return large and compare(now, then, way) == "softer"


def _leaps(now: Decimal, best: Decimal, way: Direction, share: bool, p: Parameters) -> bool:
    if compare(now, best, way) != "harder":
        return False
    if share:
        return abs(now - best) > p.number("points")
    if way == "higher":
        return best >= p.number("small") and now > best * p.number("times")
    return best >= p.number("small") and now * p.number("times") < best


def _at_its_limit(value: TargetValue, room: Decimal) -> bool:
    """Whether it can hardly be bettered: none, or a share nearer than that to all or none."""
    if value.number is None or value.unit != "%":
        return value.number == 0
    return not room <= value.number <= 100 - room


def _core(indicator: Indicator, past: Past, p: Parameters) -> str | None:
    """Why an indicator of the last table is a core one; None where it is not."""
    last = Year(past.tables[0].year or 0, indicator)
    target, result = last.target, last.result
    sign = target.operator if target else None
    way: Direction | None = "higher" if sign in ("≥", ">") else "lower" if sign in ("≤", "<") else None
    if way and met(last, way) is False and target and result:
        return f"{last.year}年目标“{target.text}”，完成“{result.text}”，没有完成"
    total = sum((i.weight for i in past.tables[0].indicators if i.weight), Decimal(0))
    if indicator.weight and total and indicator.weight / total >= p.number("weight"):
        return f"{last.year}年权重{print_number(indicator.weight)}，总分{print_number(total)}"
    years = _standing(indicator, past.tables)
    return f"已连续{years}年列入" if years >= p.integer("years") else None


def _standing(indicator: Indicator, tables: Sequence[TargetTable]) -> int:
    """For how many tables on end, back from the last, it has stood."""
    key, years = plain(indicator.name), 0
    for table in tables:
        if all(plain(i.name) != key for i in table.indicators):
            break
        years += 1
    return years


def _kept(sheet: Sheet, indicator: Indicator) -> Fix:
    """The row put back where it stood: under its duty, else at the end of its section."""
    rows = list(enumerate(sheet.table.indicators))
    near = [
        n
        for n, i in rows
        if i.section == indicator.section and i.duty == indicator.duty and i.category == indicator.category
    ]
    at = 1 + max(near or [n for n, i in rows if i.section == indicator.section])
    made = indicator.model_copy(update={"actual": None, "score": None})
    if near and indicator.duty:
        made = made.model_copy(update={"key_task": sheet.table.indicators[at - 1].key_task})
    return Fix(title=f"保留“{indicator.name}”，用上年的指标值", edits=(AddRow(at=at, indicator=made),))


def _restored(row: Row, now: TargetValue, then: TargetValue) -> Fix:
    """Last year's target again; a half-year value equal to the full-year one follows."""
    edits = [SetValue(row=row.index, cell="full_year", text=then.text)]
    if row.indicator.half_year and row.indicator.half_year.text == now.text:
        edits.append(SetValue(row=row.index, cell="half_year", text=then.text))
    return Fix(title=f"改回上年的“{then.text}”", edits=tuple(edits))


def _as_done(row: Row, now: TargetValue, done: TargetValue) -> Fix | None:
    """What was done last year as this year's target; a half-year value of its own would have to be thought over."""
    half = row.indicator.half_year
    if done.number is None or (half and half.text != now.text):
        return None
    text = print_value(now.operator, done.number, now.unit)
    edits = [SetValue(row=row.index, cell="full_year", text=text)]
    if half:
        edits.append(SetValue(row=row.index, cell="half_year", text=text))
    return Fix(title=f"改为上年已经做到的“{text}”", edits=tuple(edits))


def _far(number: Decimal, peers: PeerFigures, p: Parameters) -> bool:
    if peers.low is None or peers.high is None or peers.median is None:
        return False
    reach = (peers.high - peers.low) * p.number("fences")
    if peers.low - reach <= number <= peers.high + reach:
        return False
    if peers.unit in ("%", "‰"):
        return abs(number - peers.median) > p.number("points")
    low, high = sorted((number, peers.median))
    return low <= 0 or high / low > p.number("times")


def _spread(peers: PeerFigures) -> str:
    """The distribution in one line: how many, quartiles, median."""
    low, middle, high = (
        f"{print_number(round(n, 2))}{peers.unit or ''}" for n in (peers.low, peers.median, peers.high) if n is not None
    )
    return f"同类部门的{peers.n}个值：四分位{low}—{high}，中位数{middle}"


def _told(years: tuple[Year, ...]) -> str:
    """The earlier years in one line, oldest first."""
    told = []
    for year in reversed(years):
        parts = [f"目标{year.target.text}"] if year.target else []
        parts += [f"完成{year.result.text}"] if year.result else []
        told.append(f"{year.year}年{'、'.join(parts) or '没有指标值'}")
    return "；".join(told)
