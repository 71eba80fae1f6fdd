"""The case writer (没有模型时): last year's rows by stated rules, gaps filled from similar departments and the library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain

from assistant.drafting.adapt import squeezed
from assistant.drafting.general import general
from assistant.drafting.next_value import Money
from assistant.drafting.parts import Cited, Materials, Part, Planned, Task
from assistant.drafting.propose import carried, from_library, from_peers, from_plan, from_template
from assistant.drafting.result import DraftRow
from assistant.drafting.wishes import wished
from assistant.retrieval.likeness import SAME_NAME
from assistant.table import print_number

#: A project is taken to stand behind a count when their names are at least this alike.
_BEHIND = 0.6


def own_rows(part: Part, materials: Materials) -> Iterator[DraftRow]:
    """The part's own rows, as the wishes would have them."""
    return wished(_own_rows(part, materials), materials)


def _own_rows(part: Part, materials: Materials) -> Iterator[DraftRow]:
    """The part's rows of last year for the year asked for, those it dropped, the template's common ones that it lacked."""
    planned = _own_of_plan(part, materials)
    for n, series in enumerate(part.own):
        row = carried(series, materials.request.year, _money(series[0], materials), planned.get(n))
        yield _under_task(row, part, materials)
    for one in part.planned:
        if one not in planned.values():
            yield from_plan(part, one, materials.template.half_year)
    for cited in part.dropped:
        row = carried((_in_form(cited, materials),), materials.request.year)
        told = f"{row.grounds.derivation}；{materials.history[-1].year}年未设此项，恢复"
        row = DraftRow(indicator=row.indicator, grounds=row.grounds.model_copy(update={"derivation": told}))
        yield _under_task(row, part, materials, anew=True)
    if part.common:
        known = {squeezed(s[0].indicator.name) for s in part.own}
        for common in materials.template.common:
            names = {squeezed(n) for n in (common.name, *common.also)}
            if common.section == part.section and not names & (known | _elsewhere(materials)):
                source = materials.sources.add(
                    "common", f"共性指标｜{common.name}：{common.value}", values=(common.value,)
                )
                yield from_template(common, source, materials.template.half_year)


def _own_of_plan(part: Part, materials: Materials) -> dict[int, Planned]:
    """The plan's figures that an own row measures already, by the row's place in the part: named alike, in one unit."""
    if not part.own or not part.planned:
        return {}
    found: dict[int, Planned] = {}
    names = [s[0].indicator.name for s in part.own]
    alike = materials.alike([p.figure.name for p in part.planned], names)
    for planned, row in zip(part.planned, alike, strict=True):
        best = max(range(len(names)), key=lambda n: (row[n], -n))
        full = part.own[best][0].indicator.full_year
        if row[best] >= SAME_NAME and best not in found and full and full.unit == planned.figure.value.unit:
            found[best] = planned
    return found


def spare_rows(part: Part, materials: Materials) -> Iterator[DraftRow]:
    """Rows that may fill the part, best first: the indicators most used by similar departments, then the library's."""
    half_year, taken = materials.template.half_year, {squeezed(g.name) for g in part.peers}
    made = [from_peers(part, group, half_year) for group in part.peers]
    for shelved in part.library:
        if not taken & {squeezed(n) for n in (shelved.indicator.name, *shelved.indicator.also)}:
            made.append(from_library(part, shelved, half_year))
    rows = [r for r in made if r]
    ours = [i.name for i in materials.history[-1].indicators if i.name] if materials.history else []
    ours += [c.indicator.name for c in part.dropped]
    likeness = materials.alike([r.indicator.name for r in rows], ours) if rows and ours else [[0.0]] * len(rows)
    for row, alike in zip(rows, likeness, strict=True):
        if max(alike) < SAME_NAME:
            yield _under_task(row, part, materials)


def filling_rows(part: Part, materials: Materials) -> Iterator[DraftRow]:
    """What an empty part is filled with: the spare rows, at last what any department may have. A project goes the other
    way round: what a similar department does as a whole says little of it."""
    first, then = spare_rows(part, materials), general_rows(part, materials)
    rows = chain(then, first) if materials.template.kind == "project" else chain(first, then)
    return wished(rows, materials, choosing=True)


def general_rows(part: Part, materials: Materials) -> Iterator[DraftRow]:
    """The rows that any department or project may have in the part's place, but for those it has."""
    known, ours = general(), {squeezed(s[0].indicator.name) for p in materials.parts for s in p.own}
    for common in known.project if materials.template.kind == "project" else known.whole:
        here = common.section == part.section and part.category in (None, common.category)
        if here and not part.common and squeezed(common.name) not in ours:
            source = materials.sources.add(
                "common", f"{known.basis}｜{common.name}：{common.value}", values=(common.value,)
            )
            yield from_template(common, source, materials.template.half_year)


def _in_form(cited: Cited, materials: Materials) -> Cited:
    """A row of an earlier form without what this one has no column for."""
    if materials.template.half_year or any(i.half_year for i in materials.history[-1].indicators):
        return cited
    return cited.model_copy(update={"indicator": cited.indicator.model_copy(update={"half_year": None})})


def _elsewhere(materials: Materials) -> set[str]:
    """Names of last year's common indicators, under whatever heading they stood."""
    return {squeezed(s[0].indicator.name) for p in materials.parts if p.common for s in p.own}


def _under_task(row: DraftRow, part: Part, materials: Materials, anew: bool = False) -> DraftRow:
    """The row under the key task that it measures: its own where the part still has it, else the likest of those that
    the part has (``anew``: in any case)."""
    if not part.tasks or (not anew and row.indicator.key_task in {t.text for t in part.tasks}):
        return row
    task = _likest(row.indicator.key_task or row.indicator.name, part.tasks, materials)
    grounds = row.grounds.model_copy(update={"sources": tuple(dict.fromkeys((*row.grounds.sources, task.source)))})
    return DraftRow(indicator=row.indicator.model_copy(update={"key_task": task.text}), grounds=grounds)


def _likest(text: str, tasks: Sequence[Task], materials: Materials) -> Task:
    if len(tasks) == 1:
        return tasks[0]
    alike = materials.alike([text], [t.text for t in tasks])[0]
    return tasks[max(range(len(tasks)), key=lambda n: (alike[n], -n))]


def _money(last: Cited, materials: Materials) -> Money | None:
    """The project behind a row, where both years' amounts of it are known."""
    budget, history = materials.request.budget, materials.history
    if budget is None or not history:
        return None
    after = {squeezed(p.name): p.full_year for p in budget.projects if p.full_year}
    both = [p for p in history[-1].funds.projects if p.full_year and squeezed(p.name) in after]
    if not both:
        return None
    alike = materials.alike([last.indicator.name], [p.name for p in both])[0]
    n = max(range(len(both)), key=lambda n: (alike[n], -n))
    if alike[n] < _BEHIND:
        return None
    project, year = both[n], materials.request.year
    before, now = _plain(project.full_year), _plain(after[squeezed(project.name)])
    return Money(
        project=project.name, before=before, after=now,
        sources=(
            materials.sources.add(
                "own", f"项目｜{project.name}：全年{before}万元", values=(f"{before}万元",),
                department=last.department, year=last.year,
            ),
            materials.sources.add(
                "wish", f"{year}年预算｜{project.name}：全年{now}万元", values=(f"{now}万元",), year=year
            ),
        ),
    )  # fmt: skip


def _plain(amount: Decimal | None) -> Decimal:
    """An amount as it is printed, without trailing zeros."""
    return Decimal(print_number(Decimal(amount or 0)))
