"""Ways to break the money of a sound table."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from assistant.table import Amount, Funds, Project, TargetTable, value
from eval.checking.mutant import Mutant, Operators, broken, pick, with_part, with_row


def wrong_projects_total(table: TargetTable, random: Random) -> Mutant | None:
    projects = table.funds.spending.projects
    if projects is None or projects.full_year is None or not table.funds.projects:
        return None
    more = projects.full_year + _step(table, random)
    return _spending(table, projects=projects.model_copy(update={"full_year": more}))


def wrong_half_year_total(table: TargetTable, random: Random) -> Mutant | None:
    projects = table.funds.spending.projects
    if projects is None or projects.half_year is None or not table.funds.projects:
        return None
    return _spending(
        table, projects=projects.model_copy(update={"half_year": projects.half_year + _step(table, random)})
    )


def project_left_out(table: TargetTable, random: Random) -> Mutant | None:
    projects = table.funds.projects
    spending = table.funds.spending.projects
    if len(projects) < 3 or spending is None or spending.full_year is None:
        return None
    gone = max(range(len(projects)), key=lambda n: projects[n].full_year or 0)
    left = tuple(p for n, p in enumerate(projects) if n != gone)
    return Mutant(with_part(table, funds=table.funds.model_copy(update={"projects": left})))


def wrong_income(table: TargetTable, random: Random) -> Mutant | None:
    income = table.funds.income
    if income.fiscal is None or income.general_budget is None:
        return None
    changed = income.model_copy(update={"fiscal": income.fiscal + _step(table, random)})
    return Mutant(with_part(table, funds=table.funds.model_copy(update={"income": changed})))


def more_income(table: TargetTable, random: Random) -> Mutant | None:
    """Every line of income grows alike, so that only the balance breaks."""
    income, spending = table.funds.income, table.funds.spending
    if income.total is None or (spending.total is None and (spending.basic is None or spending.projects is None)):
        return None
    by = random.choice((Decimal(2), Decimal("1.5"), Decimal("0.5")))
    grown = {name: None if amount is None else amount * by for name, amount in income}
    return Mutant(with_part(table, funds=table.funds.model_copy(update={"income": income.model_copy(update=grown)})))


def half_beyond(table: TargetTable, random: Random) -> Mutant | None:
    return _project(table, random, lambda a: {"half_year": (a.full_year or 0) + 10})


def exchanged(table: TargetTable, random: Random) -> Mutant | None:
    basic = table.funds.spending.basic
    if basic is None or basic.half_year is None or basic.half_year == basic.full_year:
        return None
    return _spending(table, basic=Amount(half_year=basic.full_year, full_year=basic.half_year))


def negative(table: TargetTable, random: Random) -> Mutant | None:
    return _project(table, random, lambda a: {"full_year": -(a.full_year or 1)})


def nothing_by_june(table: TargetTable, random: Random) -> Mutant | None:
    return _project(table, random, lambda a: {"half_year": Decimal(0)})


def all_by_june(table: TargetTable, random: Random) -> Mutant | None:
    return _project(table, random, lambda a: {"half_year": a.full_year})


def all_spent_by_june(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.name == "预算执行率" and i.half_year)
    spending = table.funds.spending
    if row is None or spending.basic is None or spending.basic.half_year is None:
        return None
    text = random.choice(("=100%", "≥90%", "≥85%", "=95%"))
    return Mutant(with_row(table, row, half_year=value(text)), row)


def _step(table: TargetTable, random: Random) -> Decimal:
    """An error that no rounding explains."""
    return Decimal(random.choice((50, 100, 1000, 300)) + len(table.funds.projects))


def _spending(table: TargetTable, **parts: Amount) -> Mutant:
    spending = table.funds.spending.model_copy(update=parts)
    return Mutant(with_part(table, funds=table.funds.model_copy(update={"spending": spending})))


def _project(table: TargetTable, random: Random, change: Callable[[Project], dict[str, object]]) -> Mutant | None:
    """One project changed."""
    projects = list(table.funds.projects)
    fit = [n for n, p in enumerate(projects) if p.half_year is not None and p.full_year]
    if not fit:
        return None
    n = random.choice(fit)
    old, new = projects[n], projects[n].model_copy(update=change(projects[n]))
    projects[n] = new
    funds: Funds = table.funds.model_copy(update={"projects": tuple(projects)})
    return Mutant(with_part(table, funds=funds if old != new else table.funds))


OPERATORS: Operators = {
    "FND001": broken(
        wrong_projects_total,
        wrong_half_year_total,
        project_left_out,
        wrong_income,
        also=("FND002", "FND005", "FND003", "REL007"),
    ),
    "FND002": broken(more_income),
    "FND003": broken(half_beyond, exchanged, negative, also=("FND001", "FND002", "FND005", "REL007")),
    "FND004": broken(nothing_by_june, all_by_june, also=("FND001", "FND005")),
    "FND005": broken(all_spent_by_june),
}
