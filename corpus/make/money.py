"""The money of an invented department: projects that add up, basic spending beside them, income that equals both."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from assistant.retrieval.library import KindLibrary
from assistant.table.model import Amount, Funds, Income, Project, Spending
from corpus.make.world import City, years

TENTH = Decimal("0.1")


def funds(library: KindLibrary, city: City, year: int) -> Funds:
    """Half- and full-year amounts in 万元; every total is the exact sum of its parts."""
    lines = tuple(_project(library, city, year, n) for n in _chosen(library, city, year))
    projects = Amount(half_year=_sum(p.half_year for p in lines), full_year=_sum(p.full_year for p in lines))
    turn = Random(f"{library.kind}/{city.name}/basic")
    share = float(library.basic_share) * turn.uniform(0.92, 1.05)
    growth = 1 + 0.02 * (year - years()[0])
    first = _sum(_project(library, city, years()[0], n).full_year for n in _chosen(library, city, years()[0]))
    basic_full = _money(float(first) * share / max(1 - share, 0.05) * growth)
    basic = Amount(half_year=_money(float(basic_full) * 0.5), full_year=basic_full)
    total = basic_full + (projects.full_year or Decimal(0))
    special = _money(float(total) * 0.03) if turn.random() < 0.2 else Decimal(0)
    carried = _money(float(total) * 0.02) if turn.random() < 0.35 else Decimal(0)
    fiscal = total - carried
    income = Income(
        annual_budget=total, total=total, fiscal=fiscal, general_budget=fiscal - special, government_fund=Decimal(0),
        special_account=special, state_capital=Decimal(0), social_insurance=Decimal(0), carry_over=carried, other=Decimal(0),
    )  # fmt: skip
    half = (basic.half_year or Decimal(0)) + (projects.half_year or Decimal(0))
    return Funds(
        income=income,
        spending=Spending(total=Amount(half_year=half, full_year=total), basic=basic, projects=projects),
        projects=lines,
        unit="万元",
    )


def new_projects(library: KindLibrary, city: City, year: int) -> tuple[str, ...]:
    """The projects this department did not run the year before."""
    if year == years()[0]:
        return ()
    new = set(_chosen(library, city, year)) - set(_chosen(library, city, year - 1))
    return tuple(library.projects[n].name for n in sorted(new))


def _chosen(library: KindLibrary, city: City, year: int) -> tuple[int, ...]:
    """Which of the usual projects this department runs this year: most stay, one gives way to one about as large."""
    count = min(len(library.projects), 6 + round(city.means * 2))
    order = list(range(len(library.projects)))
    Random(f"{library.kind}/{city.name}/projects").shuffle(order)
    kept, spare = order[:count], order[count:]
    if spare and year > years()[0]:
        turn = Random(f"{library.kind}/{city.name}/{year}/projects")
        new = turn.choice(spare)
        size = library.projects[new].range[1]
        kept[min(range(count), key=lambda n: abs(library.projects[kept[n]].range[1] - size))] = new
    return tuple(sorted(set(kept)))


def _project(library: KindLibrary, city: City, year: int, number: int) -> Project:
    usual = library.projects[number]
    low, high = (float(end) for end in usual.range)
    base = Random(f"{library.kind}/{city.name}/{usual.name}")
    share = min(max(base.gauss({6.2: 0.75, 3.1: 0.4}.get(city.size, 0.12), 0.1), 0.0), 1.0)
    turn = Random(f"{library.kind}/{city.name}/{usual.name}/{year}")
    full = _money((low + share * (high - low)) * (1 + turn.gauss(0.015 * (year - years()[0]), 0.03)))
    return Project(name=usual.name, half_year=_money(float(full) * turn.uniform(0.36, 0.54)), full_year=full)


def _money(amount: float) -> Decimal:
    shown = Decimal(str(amount)).quantize(TENTH if amount < 100 else Decimal(1))
    return max(shown, TENTH)


def _sum(amounts: object) -> Decimal:
    return sum((a for a in amounts if a is not None), Decimal(0))  # type: ignore[attr-defined]
