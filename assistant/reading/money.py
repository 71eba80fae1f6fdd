"""The money part (部门整体资金, 项目资金): lines of a known label and one or two sums, then one line per project."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.reading.compose import money
from assistant.reading.draft import Draft, Money
from assistant.reading.grid import Cell, Row
from assistant.reading.look import look
from assistant.table import UNSAID, Amount, Funds, Income, Project, Spending

_INCOME = tuple(Income.model_fields)
_PAIR = re.compile(r"^(?P<label>[^:：]{2,30})[:：](?P<rest>.*)$", re.DOTALL)
_SUM = re.compile(
    r"^[¥￥]?\s*(?P<sum>[-+]?[\d,，]+(?:\.\d+)?)\s*(?P<unit>[亿万]元?|元)?(?:人民币)?(?:[(（][^()（）]*[)）])?$"
)
#: 全年预算数, 全年执行数, 分值 and 执行率 without a mark between them: 202010100.00%.
_RUN = re.compile(r"[:：\s]*(?P<digits>[\d.]{2,24}?)(?P<rate>100(?:\.0+)?|\d{1,2}\.\d{1,2})[%％]")
_FIGURE = re.compile(r"(?:[1-9]\d*|0)(?:\.\d*[1-9])?")
_FACTOR = {"元": Decimal("0.0001"), "万元": Decimal(1), "万": Decimal(1), "亿元": Decimal(10000), "亿": Decimal(10000)}
_UNIT = re.compile(r"[(（](?:单位[:：]?)?\s*(亿元|万元|元)\s*[)）]|单位\s*[:：]\s*(?:人民币)?\s*(亿元|万元|元)")


def unit_said(text: str) -> str | None:
    """The money unit that a label says: ``项目资金（元）`` or ``单位：万元``."""
    found = _UNIT.search(text) if UNSAID not in text else None
    return (found[1] or found[2]) if found else None


def read_money(row: Row, draft: Draft) -> bool:
    """Take a row of the money part into ``draft``; False where the row has no money label and is no project line."""
    state = draft.money
    labelled = any(look(cell.text).money or look(re.split("[:：]", cell.text)[0]).money for cell in row)
    for cell in row:
        state.unsaid = state.unsaid or UNSAID in cell.text
        state.unit = state.unit or unit_said(cell.text) or (_unit_with_sum(cell.text) if labelled else None)
    pieces = _without_lead(_pieces(row, state), state)
    known = [n for n, (_, label, _) in enumerate(pieces) if look(label).money and not _filled_in(pieces, n)]
    if not known:
        return _project_line(pieces, draft)
    strong = any(
        look(pieces[n][1]).money not in ("block", "income", "spending", "other", "annual_budget") for n in known
    )
    if not (strong or state.open or (known[0] == 0 and look(pieces[0][1]).money == "block")):
        return False
    state.open = True
    if _heads(pieces, state):
        return True
    taken = False
    for place, start in enumerate(known):
        end = known[place + 1] if place + 1 < len(known) else len(pieces)
        cell, label, own = pieces[start]
        sums = [own] if own is not None else []
        sums += [amount for _, _, amount in pieces[start + 1 : end] if amount is not None]
        between = [text for _, text, amount in pieces[start + 1 : end] if amount is None and text]
        role = look(label).money or ""
        if own is None and state.heads and role in ("total", "fiscal", "spending_total", "basic", "projects"):
            budget, spent = _by_head(pieces[start + 1 : end], state)
            sums = [budget] if budget is not None else []
            if role in ("total", "spending_total") and spent is not None:
                state.amounts.setdefault("executed", (None, spent))
        if role == "projects" and between and sums and state.in_projects:
            continue
        _take(role, sums, cell, row, draft)
        taken = True
    return taken


Piece = tuple[Cell, str, Decimal | None]


def _without_lead(pieces: list[Piece], state: Money) -> list[Piece]:
    """A line without the labels of part and side before it, which some files say again in each line."""
    while len(pieces) > 2 and (role := look(pieces[0][1]).money) in ("block", "income", "spending") and pieces[1][1]:
        if role not in ("block", state.side):
            state.side, state.in_projects = role, False
        state.open = True
        pieces = pieces[1:]
        if role == "block" and pieces[0][1] == "合计":
            pieces = [(pieces[0][0], "资金总额", pieces[0][2]), *pieces[1:]]
    return pieces


def _heads(pieces: list[Piece], state: Money) -> bool:
    """Whether a row heads columns of budget and spending (年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分); keeps them."""
    roles = [look(label).money for _, label, _ in pieces]
    if (
        "executed" not in roles
        or not {"annual_budget", "first_budget"} & set(roles)
        or any(p[2] is not None for p in pieces)
    ):
        return False
    first = next(n for n, role in enumerate(roles) if role in ("annual_budget", "first_budget", "executed"))
    state.heads = tuple((pieces[n][0].column, roles[n] or "other") for n in range(first, len(pieces)))
    return True


def _by_head(pieces: list[Piece], state: Money) -> tuple[Decimal | None, Decimal | None]:
    """Budget and spending of a line, by the heads over its sums; in their order where the columns are lost."""
    sums = [(cell.column, amount) for cell, _, amount in pieces if amount is not None]
    by_column = dict(state.heads)
    if all(column in by_column for column, _ in sums):
        found = {by_column[column]: amount for column, amount in sums}
    else:
        found = {role: amount for (_, role), (_, amount) in zip(state.heads, sums, strict=False)}
    return found.get("annual_budget", found.get("first_budget")), found.get("executed")


def _filled_in(pieces: list[Piece], n: int) -> bool:
    """Whether a text stands beside a field's label, and so is no label of money: 项目名称 | 项目经费."""
    alone = n + 1 == len(pieces) or pieces[n + 1][2] is None
    return n > 0 and alone and look(pieces[n - 1][1]).field is not None and look(pieces[n - 1][1]).money is None


def _pieces(row: Row, state: Money) -> list[Piece]:
    """Each cell as (cell, label or text, sum): ``资金总额:704`` has both, a number has only a sum."""
    pieces: list[Piece] = []
    unit = state.unit
    for cell in row:
        text = " ".join(cell.text.split())
        if state.run_on and (twice := re.fullmatch(r"([1-9][\d.]*)\1", text)):
            text = twice[1]
        if found := _SUM.match(text):
            unit = unit or found["unit"]
            pieces.append((cell, "", _in(found, unit)))
            continue
        if (run := _RUN.match(text)) and (planned := _planned(run["digits"], Decimal(run["rate"]))):
            pieces.append((cell, "", _scaled(planned, unit)))
            state.run_on = True
            continue
        pair = _PAIR.match(text)
        if pair and look(text).money is None:
            found = _SUM.match(pair["rest"].strip())
            inner = pair["rest"].split("：")[-1].split(":")[-1]
            if found:
                pieces.append((cell, pair["label"], _in(found, unit)))
                continue
            if look(pair["label"]).money is None and (look(pair["rest"]).money or _SUM.match(inner.strip())):
                pieces.append((cell, pair["rest"], None))
                continue
        pieces.append((cell, text, None))
    return pieces


def _planned(digits: str, rate: Decimal) -> Decimal | None:
    """The sum planned, from the sums planned (the year's first before it, or not) and spent, and the points for it, run
    together before the rate of spending: the one split that gives that rate; None where none does, or several."""
    found = set()
    for points in ("", "10", "20"):
        figures = digits.removesuffix(points)
        for first in range(len(figures) - 1):
            for n in range(first + 1, len(figures)):
                parts = [part for part in (figures[:first], figures[first:n], figures[n:]) if part]
                if not all(map(_FIGURE.fullmatch, parts)):
                    continue
                planned, spent = Decimal(parts[-2]), Decimal(parts[-1])
                if planned and abs(spent / planned * 100 - rate) < Decimal("0.006"):
                    found.add(planned)
    return found.pop() if len(found) == 1 else None


def _scaled(amount: Decimal, unit: str | None) -> Decimal:
    return (amount * _FACTOR[unit or "万元"]).normalize() + 0


def _unit_with_sum(text: str) -> str | None:
    """The unit written with a sum: ``资金总额：100万元`` → 万元."""
    label, colon, rest = text.replace("：", ":").rpartition(":")
    if colon and not look(label).money:
        return None
    found = _SUM.match(" ".join(rest.split()))
    return found["unit"] if found else None


def _in(found: re.Match[str], unit: str | None) -> Decimal | None:
    """The sum in 万元: by the unit written with it, else by the unit of the part."""
    amount = money(found["sum"])
    return None if amount is None else _scaled(amount, found["unit"] or unit)


def _take(role: str, sums: list[Decimal], cell: Cell, row: Row, draft: Draft) -> None:
    state = draft.money
    if role in ("block", "income", "spending"):
        if role not in ("block", state.side):
            state.side, state.in_projects = role, False
        return
    if role == "half_year":
        state.half_first = True
        if sums:
            state.swallowed = (cell, sums[0], sums[0])
        return
    if role == "annual_budget" and state.side == "spending":
        if sums and state.swallowed:
            state.swallowed = (state.swallowed[0], state.swallowed[1], sums[0])
        return
    if role == "first_budget":
        role = "annual_budget"
    if role in ("basic", "projects", "spending_total") or (role == "executed" and sums):
        state.side = "spending"
    elif state.side == "spending" and role == "total":
        role = "spending_total"
    if role == "projects":
        state.in_projects = True
    if not sums:
        return
    half, full = (sums[0], sums[1]) if len(sums) > 1 and state.half_first else (None, sums[0])
    yearly = bool(re.search(r"当年|年度|本年|全年", cell.text))
    if role in state.amounts and (not yearly or role in state.yearly):
        return
    if yearly:
        state.yearly.add(role)
    state.amounts[role] = (half, full)
    if role == "basic" and state.swallowed:
        _, first, second = state.swallowed
        if (first, second) == (half, full):
            draft.repair(
                state.swallowed[0], f"支出的表头里混进了下一行“基本支出”的数（{first}、{second}），已按表头处理"
            )
        else:
            state.amounts["spending_total"] = (first, second)
            draft.doubt(
                state.swallowed[0], f"支出表头里的数（{first}、{second}）与“基本支出”不同，当作支出合计，请确认"
            )


def _project_line(pieces: list[Piece], draft: Draft) -> bool:
    state = draft.money
    if not state.in_projects or not pieces or not pieces[0][1] or len(pieces) > 4:
        return False
    sums = [amount for _, _, amount in pieces[1:] if amount is not None]
    if len(sums) != len(pieces) - 1 or not sums:
        return False
    half, full = (sums[0], sums[1]) if len(sums) > 1 and state.half_first else (None, sums[0])
    at = pieces[0][0].column
    if state.name_column is not None and at < state.name_column:
        draft.repair(pieces[0][0], f"项目一行左移了{state.name_column - at}列，已放回项目支出下")
    state.name_column = max(at, state.name_column or at)
    state.projects.append((pieces[0][1], half, full))
    return True


def funds(state: Money) -> Funds:
    """The money part as data."""

    def amount(role: str) -> Amount | None:
        pair = state.amounts.get(role)
        return None if pair is None else Amount(half_year=pair[0], full_year=pair[1])

    return Funds(
        income=Income(**{name: full for name, (_, full) in state.amounts.items() if name in _INCOME}),
        spending=Spending(
            total=amount("spending_total"),
            basic=amount("basic"),
            projects=amount("projects"),
            executed=amount("executed"),
        ),
        projects=tuple(Project(name=name, half_year=half, full_year=full) for name, half, full in state.projects),
        unit=state.unit or (None if state.amounts or state.projects else "万元"),
    )


def rescale(state: Money, unit: str) -> None:
    """Take all sums for sums in ``unit``."""
    factor = _FACTOR[unit]

    def scaled(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else (amount * factor).normalize() + 0

    state.unit = unit
    state.amounts = {role: (scaled(half), scaled(full)) for role, (half, full) in state.amounts.items()}
    state.projects = [(name, scaled(half), scaled(full)) for name, half, full in state.projects]


def put_total(cell: Cell, title: str, draft: Draft) -> None:
    """The total of one table in a list of many, from its own column."""
    state = draft.money
    state.unit = state.unit or unit_said(title)
    amount = _SUM.match(" ".join(cell.text.split()))
    if amount and "total" not in state.amounts:
        state.amounts["total"] = (None, _in(amount, state.unit))
