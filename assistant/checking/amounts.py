"""The money of a table as parts that rules can add up: each amount with its Chinese label and its path (万元)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.table.model import Amount, Funds, TargetTable


@dataclass(frozen=True, slots=True)
class Part:
    """One amount with its Chinese label and its path in the table."""

    label: str
    path: str
    number: Decimal | None


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and what it must be the sum of."""

    total: Part
    parts: tuple[Part, ...]


def sums(funds: Funds) -> Iterator[Sum]:
    """Every total that the form has, with its parts; projects only where they are listed."""
    income, spending = {part.path: part for part in income_parts(funds)}, funds.spending

    def of(total: str, *parts: str) -> Sum:
        return Sum(income[f"funds.income.{total}"], tuple(income[f"funds.income.{part}"] for part in parts))

    fiscal = ("general_budget", "government_fund", "special_account")
    granted = ("fiscal",) if funds.income.fiscal is not None else fiscal
    yield of("annual_budget", "total")
    yield of("total", *granted, "state_capital", "social_insurance", "carry_over", "other")
    yield of("fiscal", *fiscal)
    for column, label in _COLUMNS:
        total, basic, projects = (
            Part(f"{name}{label}", f"funds.spending.{part}.{column}", amount_of(amount, column))
            for name, part, amount in (
                ("支出合计", "total", spending.total),
                ("基本支出", "basic", spending.basic),
                ("项目支出", "projects", spending.projects),
            )
        )
        yield Sum(total, (basic, projects))
        listed = tuple(
            Part(p.name, f"funds.projects.{n}.{column}", amount_of(p, column)) for n, p in enumerate(funds.projects)
        )
        if listed:
            yield Sum(projects, listed)


_COLUMNS = (("half_year", "半年计划执行数"), ("full_year", "全年预算数"))


def amount_of(amount: Amount | None, column: str) -> Decimal | None:
    """The half-year or full-year figure of a line."""
    if amount is None:
        return None
    return amount.half_year if column == "half_year" else amount.full_year


def income_parts(funds: Funds) -> Iterator[Part]:
    """Each line of income, whether filled in or not."""
    for label, name in (
        ("收入全年预算数", "annual_budget"),
        ("资金总额", "total"),
        ("财政拨款小计", "fiscal"),
        ("一般公共预算资金", "general_budget"),
        ("政府性基金", "government_fund"),
        ("财政专户管理资金", "special_account"),
        ("国有资本金", "state_capital"),
        ("社保基金", "social_insurance"),
        ("上年结转资金", "carry_over"),
        ("其他资金", "other"),
    ):
        yield Part(label, f"funds.income.{name}", getattr(funds.income, name))


def pairs(funds: Funds) -> Iterator[tuple[Part, Part]]:
    """Half-year and full-year of each line of spending."""
    spending = funds.spending
    lines: list[tuple[str, str, Amount | None]] = [
        ("支出合计", "funds.spending.total", spending.total),
        ("基本支出", "funds.spending.basic", spending.basic),
        ("项目支出", "funds.spending.projects", spending.projects),
    ]
    lines += [(f"项目“{p.name}”", f"funds.projects.{n}", p) for n, p in enumerate(funds.projects)]
    for name, path, amount in lines:
        if amount is not None:
            yield (
                Part(f"{name}半年计划执行数", f"{path}.half_year", amount.half_year),
                Part(f"{name}全年预算数", f"{path}.full_year", amount.full_year),
            )


def full_spending(funds: Funds) -> Decimal | None:
    """The full-year spending: its total, else basic and projects together."""
    total, basic, projects = funds.spending.total, funds.spending.basic, funds.spending.projects
    if total is not None and total.full_year is not None:
        return total.full_year
    if basic is None or projects is None or basic.full_year is None or projects.full_year is None:
        return None
    return basic.full_year + projects.full_year


def project_money(table: TargetTable) -> Decimal | None:
    """The year's money for projects: of a project's own table its total, else that line of spending or what is listed."""
    funds = table.funds
    if table.project:
        return funds.income.total if funds.income.total is not None else funds.income.annual_budget
    if funds.spending.projects is not None and funds.spending.projects.full_year is not None:
        return funds.spending.projects.full_year
    listed = [x.full_year for x in funds.projects if x.full_year is not None]
    return sum(listed, Decimal(0)) if listed else None


def halves(funds: Funds) -> tuple[Decimal, Decimal] | None:
    """Planned spending by the half-year and for the full year."""
    total = funds.spending.total
    if total is not None and total.half_year is not None and total.full_year:
        return total.half_year, total.full_year
    basic, projects = funds.spending.basic, funds.spending.projects
    if basic is None or projects is None:
        return None
    if None in (basic.half_year, basic.full_year, projects.half_year, projects.full_year):
        return None
    half = (basic.half_year or Decimal(0)) + (projects.half_year or Decimal(0))
    full = (basic.full_year or Decimal(0)) + (projects.full_year or Decimal(0))
    return (half, full) if full > 0 else None


def rounding(funds: Funds) -> Decimal:
    """The step of the finest figure in the table: what each figure may be off by half of."""
    parts = (*income_parts(funds), *(part for pair in pairs(funds) for part in pair))
    exponents = [
        e for p in parts if p.number is not None and isinstance(e := p.number.normalize().as_tuple().exponent, int)
    ]
    return Decimal(1).scaleb(min(0, *exponents, 0))
