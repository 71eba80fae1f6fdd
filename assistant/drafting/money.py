"""Next year's money (预算数) as people give it: in a sentence, or in a sheet of projects; everything in 万元."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.reading import ReadingError, read
from assistant.reading.formats import grids
from assistant.table import Amount, Funds, Income, Project, Spending, print_number

_AMOUNT = re.compile(
    r"(?P<what>[\u4e00-\u9fffA-Za-z“”（）()·]{2,40}?)(?:安排|合计|共计|为|是|共|约|[:：=])?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|元)"
)
#: The year, and what an amount was before: neither is next year's money.
_BEFORE = re.compile(r"20\d{2}年度?|由\s*\d[\d,.]*\s*(?:亿|万)?元(?:增加|减少|调整|变|提高|压减)[到为至]")
_IN_WAN = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal("0.0001")}
_LEAD = re.compile(r"^(?:其中|包括|另有|还有|以及|明年|今年|来年|年度?|全年|本单位|我局|我们|单位|部门|的|和)+")
_TOTAL = re.compile(r"总额|总预算|预算总|^预算$|资金总|总规模|总计|收支")
_PROJECT = re.compile(r"项目|经费|工程|专项|补助|资金|建设|维护|活动|采购|改造")
_NAME = re.compile(r"^(?:项目名称|项目|名称|支出项目|预算项目)$")
_SUM = re.compile(r"预算数|预算|金额|资金|合计|安排")


def budget_in(text: str) -> Funds | None:
    """The money that a sentence tells (2027年预算总额5200万元，其中项目支出3100万元); None where it speaks of no budget."""
    if "预算" not in text and "支出" not in text:
        return None
    told: dict[str, Decimal] = {}
    projects: list[Project] = []
    for found in _AMOUNT.finditer(_BEFORE.sub("", text)):
        what = _LEAD.sub("", re.split(r"[，,。；;、]", found["what"])[-1])
        amount = Decimal(found["number"].replace(",", "")) * _IN_WAN[found["unit"]]
        if part := _part(what):
            told.setdefault(part, amount)
        elif _PROJECT.search(what):
            projects.append(Project(name=re.sub(r"(?:年度|本年|今年)?(?:预算|安排)$", "", what), full_year=amount))
    if not told and not projects:
        return None
    return _funds(told, tuple(projects))


def read_budget(data: bytes, name: str) -> Funds:
    """The money of a file: a target table's own, else a sheet that lists projects with amounts. Raises ``ReadingError``."""
    try:
        if (funds := read(data, name).table.funds) != Funds():
            return funds
    except ReadingError:
        pass
    for grid in grids(data, name):
        rows = [{c.column: c.text for c in row} for row in grid.rows]
        if listed := _listed(rows):
            return listed
    raise ReadingError(
        f"在“{name}”里没有找到预算数。请给一张有“项目名称”和“预算数”两列的表，或者直接写“预算总额…万元”。"
    )


def told(funds: Funds) -> str:
    """The money in one line, as it was understood."""
    s = funds.spending
    i = funds.income
    parts = (
        ("总额", s.total.full_year if s.total else None), ("一般公共预算", i.general_budget), ("政府性基金", i.government_fund),
        ("财政拨款", i.fiscal), ("上年结转", i.carry_over), ("基本支出", s.basic.full_year if s.basic else None),
        ("项目支出", s.projects.full_year if s.projects else None),
    )  # fmt: skip
    said = [f"{label}{_wan(number)}" for label, number in parts if number is not None]
    if funds.projects:
        said.append(
            f"{len(funds.projects)}个项目（{'、'.join(p.name for p in funds.projects[:3])}{'等' if len(funds.projects) > 3 else ''}）"
        )
    return "，".join(said)


def missing(funds: Funds) -> tuple[str, ...]:
    """What of the money nobody gave, in the form's words."""
    s, lacks = funds.spending, list[str]()
    if funds.income == Income() or (funds.income.fiscal is None and funds.income.general_budget is None):
        lacks.append("收入来源")
    lacks += [
        label for label, a in (("基本支出", s.basic), ("项目支出", s.projects)) if a is None or a.full_year is None
    ]
    if not funds.projects:
        lacks.append("各项目预算")
    if s.total and s.total.half_year is None:
        lacks.append("半年计划执行数")
    return tuple(lacks)


def _part(what: str) -> str | None:
    for word, part in (
        ("基本支出", "basic"),
        ("项目支出", "projects"),
        ("一般公共预算", "general_budget"),
        ("政府性基金", "government_fund"),
        ("财政拨款", "fiscal"),
        ("结转", "carry_over"),
    ):
        if what.endswith(word) or (word == "结转" and word in what) or (word == "一般公共预算" and word in what):
            return part
    return "total" if _TOTAL.search(what) or what in ("收入", "支出", "总收入", "总支出") else None


def _funds(told: dict[str, Decimal], projects: tuple[Project, ...]) -> Funds:
    amounts = {k: Amount(full_year=told[k]) for k in ("total", "basic", "projects") if k in told}
    sources = {k: told[k] for k in ("general_budget", "government_fund", "fiscal", "carry_over") if k in told}
    return Funds(income=Income(total=told.get("total"), **sources), spending=Spending(**amounts), projects=projects)


def _listed(rows: list[dict[int, str]]) -> Funds | None:
    unit = Decimal(1)
    for n, row in enumerate(rows):
        heads = {c: "".join(t.split()) for c, t in row.items()}
        if any(re.search(r"单位[:：]?元|[（(]元[)）]", h) for h in heads.values()):
            unit = _IN_WAN["元"]
        names = [c for c, h in heads.items() if _NAME.match(h)]
        sums = [c for c, h in heads.items() if _SUM.search(h) and c not in names]
        if names and sums:
            listed = [(" ".join(r.get(names[0], "").split()), _number(r.get(sums[0], ""))) for r in rows[n + 1 :]]
            projects = tuple(
                Project(name=name, full_year=amount * unit) for name, amount in listed if name and amount is not None
            )
            sums_of = {p.name: p.full_year for p in projects if re.match(r"^(?:合计|总计|小计)$", p.name)}
            kept = tuple(p for p in projects if p.name not in sums_of)
            total = next(iter(sums_of.values()), None) or sum((Decimal(p.full_year or 0) for p in kept), Decimal(0))
            return Funds(spending=Spending(projects=Amount(full_year=total)), projects=kept) if kept else None
    return None


def _number(text: str) -> Decimal | None:
    found = re.fullmatch(r"\s*(\d[\d,]*(?:\.\d+)?)\s*(?:万元|元)?\s*", text)
    return Decimal(found[1].replace(",", "")) if found else None


def _wan(number: Decimal | None) -> str:
    return f"{print_number(Decimal(number or 0))}万元"
