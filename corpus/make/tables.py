"""One invented department's table for one year: what it chose to measure, and the values it set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from assistant.retrieval.library import KindLibrary, LibraryBenefit, LibraryDuty, LibraryIndicator
from assistant.table.model import Indicator, Section, TargetTable, TargetValue, value
from assistant.table.templates import Template, template
from corpus.make.figures import figures, reason
from corpus.make.money import funds, new_projects
from corpus.make.world import City, years

OUTPUTS = ("数量", "质量", "时效", "成本")


@dataclass(frozen=True, slots=True)
class Office:
    """One department in one city and year, and whether its year is over (results known)."""

    library: KindLibrary
    city: City
    year: int

    @property
    def known(self) -> bool:
        return self.year < years()[-1]

    def chance(self, about: str, *, yearly: bool = False) -> Random:
        """Chance that is the same every time it is asked; ``yearly`` where it differs between years."""
        return Random(f"{self.library.kind}/{self.city.name}/{about}" + (f"/{self.year}" if yearly else ""))


def template_of(office: Office) -> str:
    """The form this city's departments of this kind use."""
    forms = office.city.templates
    return forms[office.chance("form").randrange(len(forms))]


def department_table(office: Office) -> TargetTable:
    """The whole-department table."""
    shape = template(template_of(office))
    assert shape is not None
    duties = tuple(_duties(office))
    rows = tuple(_common(shape, office))
    if shape.section("履职"):
        rows += tuple(_duty_rows(office, duties))
    else:
        rows += tuple(_output_rows(office, duties, shape))
    rows += tuple(_effects(office, shape))
    money = funds(office.library, office.city, office.year)
    return TargetTable(
        year=office.year,
        department=name_of(office),
        template=shape.id,
        duties=tuple(text for _, text in duties),
        organisation=_organisation(office),
        funds=money,
        long_term_goal=office.chance("goal").choice(office.library.long_term_goal),
        annual_goal=_annual_goal(office, duties),
        indicators=weighted(rows, shape),
    )


def name_of(office: Office) -> str:
    """望澜市公安局."""
    return office.city.name + office.chance("name").choice(office.library.names)


def _duties(office: Office) -> Iterator[tuple[LibraryDuty, str]]:
    library, chance = office.library, office.chance("duties")
    spare = max(len(library.duties) - 8, 0)
    left_out = set(chance.sample([d.key for d in library.duties], min(spare, chance.choice((0, 0, 1, 2)))))
    for duty in library.duties:
        wording = office.chance(f"duty/{duty.key}").choice(duty.text)
        if duty.key not in left_out:
            yield duty, wording


def _key_task(office: Office, duty: LibraryDuty) -> str:
    """A department works on one key task for a year or two, then on another."""
    start = office.chance(f"task/{duty.key}").randrange(len(duty.key_tasks) * 2)
    return duty.key_tasks[(start + office.year - years()[0]) // 2 % len(duty.key_tasks)]


def _picked(office: Office, duty: LibraryDuty, wanted: int) -> tuple[LibraryIndicator, ...]:
    """The duty's indicators this city uses; what it measures it goes on measuring, beside one on trial in some years."""
    order = [i for i in duty.indicators if i.output != "成本"]
    office.chance(f"pick/{duty.key}").shuffle(order)
    chosen = {i.name for i in order[: wanted + _on_trial(office, duty, order[wanted : wanted + 1])]}
    return tuple(i for i in duty.indicators if i.name in chosen)


def _on_trial(office: Office, duty: LibraryDuty, spare: list[LibraryIndicator]) -> bool:
    """Whether one more indicator stands this year: tried in the first year and given up when met, or taken up later."""
    first, last = years()[0], years()[-1]
    start = office.chance(f"trial/{duty.key}").choice((first, *range(first + 1, last + 1), *(last + 1,) * 5))
    if not spare or office.year < start:
        return False
    if start > first or office.year == first:
        return True
    tried = figures(office.library.kind, office.city, spare[0], first, known=True)
    return not fulfilled(value(tried.full), value(tried.actual or ""))


def row_of(office: Office, indicator: LibraryIndicator, section: Section, **places: str | None) -> Indicator:
    shown = figures(office.library.kind, office.city, indicator, office.year, office.known)
    names = (indicator.name, indicator.name, *indicator.also)
    return Indicator.model_validate(
        {
            "section": section,
            "name": office.chance(f"wording/{indicator.name}").choice(names),
            "half_year": shown.half,
            "full_year": shown.full,
            "actual": shown.actual,
            "note": reason(office.library.kind, office.city, indicator, office.year),
            **places,
        }
    )


def _duty_rows(office: Office, duties: tuple[tuple[LibraryDuty, str], ...]) -> Iterator[Indicator]:
    seen: set[str] = set()
    for duty, text in duties:
        task = _key_task(office, duty)
        for indicator in _picked(office, duty, office.chance(f"count/{duty.key}").choice((2, 2, 3))):
            row = row_of(office, indicator, "履职", duty=text, key_task=task)
            if row.name not in seen:
                seen.add(row.name)
                yield row


def _output_rows(office: Office, duties: tuple[tuple[LibraryDuty, str], ...], shape: Template) -> Iterator[Indicator]:
    every = [i for duty, _ in duties for i in _picked(office, duty, 2)]
    costs = [i for duty in office.library.duties for i in duty.indicators if i.output == "成本"]
    dear = costs[:2]
    if cost := shape.section("成本"):
        total = funds(office.library, office.city, office.year).income.total or Decimal(0)
        added = new_projects(office.library, office.city, office.year)
        yield Indicator.model_validate(
            {"section": "成本", "category": cost.categories[0].name, "name": "部门预算支出控制数", "full_year": f"≤{total}万元",
             "actual": f"{total * Decimal('0.985'):.1f}万元" if office.known else None,
             "note": f"新增{'、'.join(added)}" if added else None}
        )  # fmt: skip
        for indicator in dear:
            yield single(row_of(office, indicator, "成本", category=cost.categories[0].name))
    seen: set[str] = set()
    for kind in OUTPUTS:
        of_kind = [i for i in every if i.output == kind]
        if kind == "成本":
            of_kind = [] if cost else dear
        elif not of_kind:
            of_kind = [i for duty, _ in duties for i in duty.indicators if i.output == kind][:1]
        for indicator in of_kind:
            row = single(row_of(office, indicator, "产出", category=kind))
            if row.name not in seen:
                seen.add(row.name)
                yield row


def fulfilled(wanted: TargetValue | None, came: TargetValue | None) -> bool:
    """Whether a result reached its target; words always do."""
    if wanted is None or came is None or wanted.number is None or came.number is None:
        return True
    return came.number <= wanted.number if wanted.operator == "≤" else came.number >= wanted.number


def single(row: Indicator) -> Indicator:
    """Forms with outputs by kind have no half-year column."""
    return row.model_copy(update={"half_year": None})


def _effects(office: Office, shape: Template) -> Iterator[Indicator]:
    parts: tuple[tuple[Section, tuple[LibraryBenefit, ...], int], ...] = (
        ("效益", office.library.benefits, 6), ("满意度", office.library.satisfaction, 3),
    )  # fmt: skip
    for section, usual, most in parts:
        kept = set(office.chance(section).sample([b.name for b in usual], min(most, len(usual))))
        for benefit in sorted(usual, key=lambda b: list(BENEFIT_ORDER).index(b.category)):
            if benefit.name in kept:
                row = row_of(office, benefit, section, category=benefit.category)
                yield row if shape.half_year else single(row)


BENEFIT_ORDER = ("经济效益", "社会效益", "生态效益", "可持续影响", "服务对象满意度")


def _common(shape: Template, office: Office) -> Iterator[Indicator]:
    for common in shape.common:
        text = half = common.value
        if common.name == "预算偏差率":
            text = half = office.chance(common.name).choice(("≤5%", "≤8%", "≤10%"))
        if common.name == "预算执行率":
            half = _planned_by_half(office)
        met = value(text)
        known = (met.text if met.number is None else f"{met.number}%") if office.known else None
        yield Indicator.model_validate(
            {"section": common.section, "category": common.category, "name": common.name, "half_year": half,
             "full_year": text, "actual": known}
        )  # fmt: skip


def _planned_by_half(office: Office) -> str:
    """预算执行率 at half-year agrees with the money planned for it."""
    spent = funds(office.library, office.city, office.year).spending.total
    assert spent
    assert spent.half_year
    assert spent.full_year
    return f"={100 * spent.half_year / spent.full_year:.1f}%"


def weighted(rows: tuple[Indicator, ...], shape: Template) -> tuple[Indicator, ...]:
    """Weights that add up to 90 (the other 10 is budget execution), where the form has them."""
    if shape.weight_total is None:
        return rows
    shares = {"产出": 50, "成本": 0, "效益": 30, "满意度": 10}
    if shape.section("成本"):
        shares = {"成本": 10, "产出": 40, "效益": 30, "满意度": 10}
    weights: list[int] = []
    for section, total in shares.items():
        count = sum(r.section == section for r in rows)
        weights += [total // count + (n < total % count) for n in range(count)] if count else []
    ordered = sorted(range(len(rows)), key=lambda n: list(shares).index(rows[n].section))
    by_row = dict(zip(ordered, weights, strict=True))
    return tuple(r.model_copy(update={"weight": Decimal(by_row[n])}) for n, r in enumerate(rows))


def _organisation(office: Office) -> str:
    offices = "、".join(office.library.offices)
    staff = round(office.city.size * office.chance("staff").uniform(18, 40) * (len(office.library.offices) / 8))
    return f"内设机构包括{offices}。核定编制{staff}名，年末在职{staff - office.chance('staff', yearly=True).randrange(1, 9)}人。"


def _annual_goal(office: Office, duties: tuple[tuple[LibraryDuty, str], ...]) -> str:
    """The year's goal names what the key tasks then take up."""
    heads = [_key_task(office, duty).split("，")[0].split("；")[0].rstrip("。") for duty, _ in duties]
    kept = office.chance("annual", yearly=True).sample(range(len(heads)), min(6, len(heads)))
    return "；".join(heads[n] for n in sorted(kept)) + "。"
