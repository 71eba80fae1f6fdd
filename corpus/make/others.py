"""Project tables and self-evaluations of the invented departments, derived from the same figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.retrieval.library import LibraryProject
from assistant.table.model import Amount, Funds, Income, Indicator, Section, Spending, TargetTable
from assistant.table.templates import template
from corpus.make.money import funds
from corpus.make.tables import BENEFIT_ORDER, OUTPUTS, Office, fulfilled, name_of, row_of, single, weighted


def project_table(office: Office, form: str) -> TargetTable:
    """The table of the department's largest project, in the project form ``form``."""
    shape = template(form)
    assert shape is not None
    line = max(funds(office.library, office.city, office.year).projects, key=lambda p: p.full_year or 0)
    usual = next(p for p in office.library.projects if p.name == line.name)
    rows = tuple(_project_rows(office, usual, line.full_year or Decimal(0), bool(shape.section("成本"))))
    return TargetTable(
        year=office.year,
        department=name_of(office),
        project=line.name,
        template=form,
        funds=Funds(
            income=Income(total=line.full_year, fiscal=line.full_year, other=Decimal(0)),
            spending=Spending(projects=Amount(full_year=line.full_year)),
            unit="万元",
        ),
        annual_goal=next(d for d in office.library.duties if d.key == usual.duty).key_tasks[0],
        indicators=weighted(rows, shape),
    )


def _project_rows(office: Office, usual: LibraryProject, budget: Decimal, cost_apart: bool) -> Iterator[Indicator]:
    duty = next(d for d in office.library.duties if d.key == usual.duty)
    cost = {"name": f"{usual.name}支出控制数", "full_year": f"≤{budget}万元",
            "actual": f"{budget * Decimal('0.98'):.1f}万元" if office.known else None}  # fmt: skip
    if cost_apart:
        yield Indicator.model_validate({"section": "成本", "category": "经济成本", **cost})
    for kind in OUTPUTS[:3]:
        for indicator in duty.indicators:
            if indicator.output == kind:
                yield single(row_of(office, indicator, "产出", category=kind))
        if not any(i.output == kind for i in duty.indicators):
            yield _plain(office, kind)
    if not cost_apart:
        yield Indicator.model_validate({"section": "产出", "category": "成本", **cost})
    parts: tuple[tuple[Section, int], ...] = (("效益", 3), ("满意度", 1))
    for section, most in parts:
        benefits = office.library.benefits if section == "效益" else office.library.satisfaction
        kept = {b.name for b in office.chance(f"project/{section}").sample(list(benefits), most)}
        for b in sorted((b for b in benefits if b.name in kept), key=lambda b: BENEFIT_ORDER.index(b.category)):
            yield single(row_of(office, b, section, category=b.category))


def _plain(office: Office, kind: str) -> Indicator:
    """What any project can promise where its duty has no indicator of that kind."""
    name, full = {
        "数量": ("年度计划任务完成数", "≥4项"),
        "质量": ("项目验收合格率", "=100%"),
        "时效": ("项目按期完成率", "=100%"),
    }[kind]
    done = full.lstrip("≥=") if office.known else None
    return Indicator.model_validate(
        {"section": "产出", "category": kind, "name": name, "full_year": full, "actual": done}
    )


def selfeval_table(target: TargetTable, form: str) -> TargetTable:
    """The self-evaluation of a target table whose results are known: target, result, score."""
    rows = tuple(_evaluated(row) for row in target.indicators)
    return target.model_copy(update={"template": form, "indicators": rows})


def _evaluated(row: Indicator) -> Indicator:
    score = row.weight if fulfilled(row.full_year, row.actual) else (row.weight or Decimal(0)) - 1
    # The self-evaluation form has no section of its own for costs: they stand among the outputs.
    place = {"section": "产出", "category": "成本"} if row.section == "成本" else {}
    return row.model_copy(
        update={"half_year": None, "duty": None, "key_task": None, "note": None, "score": score, **place}
    )
