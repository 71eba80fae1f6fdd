"""Results (实际完成值) that self-evaluations (自评表) tell, beside the target table of their year or instead of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from assistant.drafting.adapt import squeezed
from assistant.drafting.knowledge import Precedent
from assistant.table import Indicator, TargetTable, template

#: Names so much alike (rapidfuzz ratio, 0 to 100) are one indicator where section and unit agree too.
_SAME = 88.0


def evaluates(table: TargetTable) -> bool:
    """Whether the table is a self-evaluation by its form."""
    form = template(table.template)
    return form is not None and form.kind == "selfeval"


class Arranged(NamedTuple):
    """The tables that somebody gave, by what a draft takes them for."""

    last: TargetTable | None
    history: tuple[TargetTable, ...]
    results: tuple[TargetTable, ...]


def arranged(tables: Sequence[TargetTable]) -> Arranged:
    """The tables given for one draft: the newest target table, those before it, and the self-evaluations.

    Where there is a whole department's table, projects' target tables are left out; else the first project's are meant.
    """
    targets = [t for t in tables if not evaluates(t)]
    results = [t for t in tables if evaluates(t)]
    projects = [t.project for t in targets or results]
    if None not in projects:
        targets = [t for t in targets if t.project == projects[0]]
        results = [t for t in results if t.project == projects[0]]
    dated = sorted((t for t in targets if not t.project or None not in projects), key=lambda t: t.year or 10_000)
    return Arranged(dated[-1] if dated else None, tuple(dated[:-1]), tuple(results))


def by_year(tables: Sequence[Precedent]) -> tuple[Precedent, ...]:
    """One department's target tables, one a year, oldest first, each with the self-evaluations of its year.

    Of several target tables of a year the last given counts. A year of which only self-evaluations are known has the
    one with most indicators for its table: what was promised at the year's beginning stands in it too.
    """
    years: dict[int, list[Precedent]] = defaultdict(list)
    for table in tables:
        years[table.year].append(table)
    return tuple(_one(years[year]) for year in sorted(years))


def _one(tables: Sequence[Precedent]) -> Precedent:
    targets = [p for p in tables if not evaluates(p.table)]
    telling = [p for p in tables if evaluates(p.table) or _tells(p.table)]
    if not targets:
        return max(telling, key=lambda p: len(p.table.indicators))
    silent = [p for p in targets if not _tells(p.table)]
    chosen = (silent or targets)[-1]
    return chosen.model_copy(update={"evaluations": tuple(p for p in telling if p is not chosen)})


def _tells(table: TargetTable) -> bool:
    return any(i.actual for i in table.indicators)


def told_of(of: Precedent, row: int) -> tuple[Precedent, int] | None:
    """The row of a self-evaluation that tells the result of a target table's row."""
    ours = of.table.indicators[row]
    if ours.actual is not None:
        return None
    for evaluation in of.evaluations:
        if (found := _row_of(ours, evaluation.table)) is not None:
            return evaluation, found
    return None


def with_results(of: Precedent) -> TargetTable:
    """The target table with the results of its self-evaluations, for the checker."""
    if not of.evaluations:
        return of.table
    rows = list(of.table.indicators)
    for n in range(len(rows)):
        if found := told_of(of, n):
            evaluation, m = found
            rows[n] = rows[n].model_copy(update={"actual": evaluation.table.indicators[m].actual})
    return of.table.model_copy(update={"indicators": tuple(rows)})


def _row_of(ours: Indicator, evaluation: TargetTable) -> int | None:
    name = squeezed(ours.name)
    told = {n: squeezed(i.name) for n, i in enumerate(evaluation.indicators) if i.name and i.actual}
    same = next((n for n, theirs in told.items() if theirs == name), None)
    if same is not None or not name:
        return same
    alike = {n: theirs for n, theirs in told.items() if _comparable(ours, evaluation.indicators[n])}
    best = process.extractOne(name, alike, scorer=fuzz.ratio, score_cutoff=_SAME)
    return best[2] if best else None


def _comparable(ours: Indicator, theirs: Indicator) -> bool:
    a, b = ours.full_year, theirs.full_year
    return ours.section == theirs.section and bool(a and b and a.unit == b.unit and a.kind == b.kind)
