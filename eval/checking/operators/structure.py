"""Ways to break the structure of a sound table."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from assistant.table import TargetTable, template, value
from eval.checking.mutant import Mutant, Operators, broken, pick, with_part, with_row, with_rows


def no_year(table: TargetTable, random: Random) -> Mutant:
    return Mutant(with_part(table, year=None))


def no_goal(table: TargetTable, random: Random) -> Mutant:
    return Mutant(with_part(table, annual_goal=None))


def goal_to_come(table: TargetTable, random: Random) -> Mutant:
    return Mutant(with_part(table, annual_goal=random.choice(("待定", "暂无", "XX", "/", "同上"))))


def no_department(table: TargetTable, random: Random) -> Mutant:
    return Mutant(with_part(table, department=random.choice((None, "XX局"[:2], "待填"))))


def no_long_term_goal(table: TargetTable, random: Random) -> Mutant | None:
    form = template(table.template)
    if form is None or not form.needs_long_term_goal:
        return None
    return Mutant(with_part(table, long_term_goal=random.choice((None, "暂无"))))


def no_duties(table: TargetTable, random: Random) -> Mutant | None:
    form = template(table.template)
    return Mutant(with_part(table, duties=())) if table.duties and form and form.needs_duties else None


def empty_section(table: TargetTable, random: Random) -> Mutant | None:
    form = template(table.template)
    sections = [s.name for s in form.sections if s.required and table.section(s.name)] if form else []
    if not sections:
        return None
    section = random.choice(sections)
    return Mutant(with_rows(table, [i for i in table.indicators if i.section != section]))


def no_common(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.section in ("决策", "过程"))
    if row is None or not _is_common(table, row):
        return None
    return Mutant(with_rows(table, [i for n, i in enumerate(table.indicators) if n != row]))


def common_elsewhere(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.section == "过程")
    if row is None or not _is_common(table, row):
        return None
    others = sorted({str(i.category) for i in table.section("过程")} - {str(table.indicators[row].category)})
    return Mutant(with_row(table, row, category=random.choice(others)), row)


def _is_common(table: TargetTable, row: int) -> bool:
    form = template(table.template)
    return form is not None and any(c.name == table.indicators[row].name for c in form.common)


def no_key_task(table: TargetTable, random: Random) -> Mutant | None:
    if len({b.key_task for b in table.blocks if b.key_task}) < 2:
        return None
    block = random.choice([b for b in table.blocks if b.duty and b.key_task])
    rows = list(table.indicators)
    for n in block.rows:
        rows[n] = rows[n].model_copy(update={"key_task": None})
    return Mutant(with_rows(table, rows), block.rows[0])


def no_indicator(table: TargetTable, random: Random) -> Mutant | None:
    blocks = [b for b in table.blocks if b.key_task]
    if not blocks:
        return None
    block = random.choice(blocks)
    rows = [i for n, i in enumerate(table.indicators) if n not in block.rows[1:]]
    rows[block.rows[0]] = rows[block.rows[0]].model_copy(update={"name": "", "half_year": None, "full_year": None})
    return Mutant(with_rows(table, rows), block.rows[0])


def no_full_year(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.full_year)
    return None if row is None else Mutant(with_row(table, row, full_year=None), row)


def value_to_come(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.full_year)
    text = random.choice(("待定", "/", "—", "XX", "待补充"))
    return None if row is None else Mutant(with_row(table, row, full_year=value(text)), row)


def no_half_year(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.half_year)
    return None if row is None else Mutant(with_row(table, row, half_year=None), row)


def empty_kind(table: TargetTable, random: Random) -> Mutant | None:
    form = template(table.template)
    section = form.section("产出") if form else None
    required = {level.name for level in section.categories if level.required} if section else set()
    kinds = sorted(required & {str(i.category) for i in table.section("产出")})
    if len(kinds) < 3:
        return None
    kind = random.choice(kinds)
    return Mutant(with_rows(table, [i for i in table.indicators if i.section != "产出" or i.category != kind]))


def heavier(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.weight)
    if row is None:
        return None
    more = random.choice((2, 3, 5, 7, -1))
    return Mutant(with_row(table, row, weight=(table.indicators[row].weight or 0) + Decimal(more)))


def unweighted(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.weight)
    return None if row is None else Mutant(with_row(table, row, weight=None), row)


def crowded_duty(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.duty)
    if row is None:
        return None
    one = table.indicators[row]
    more = [one.model_copy(update={"name": f"{name}{one.name}"}) for name in _PLACES[:12]]
    rows = (*table.indicators[: row + 1], *more, *table.indicators[row + 1 :])
    return Mutant(with_rows(table, rows))


def crowded_kind(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.section == "产出" and i.category)
    if row is None:
        return None
    one = table.indicators[row]
    more = [one.model_copy(update={"name": f"{name}{one.name}"}) for name in _PLACES]
    rows = (*table.indicators[: row + 1], *more, *table.indicators[row + 1 :])
    return Mutant(with_rows(table, rows))


_PLACES = tuple("东片 西片 南片 北片 城区 镇区 村级 园区 港区 山区 湖区 库区 新城 老城 开发区 滨江 临湖 河东".split())

OPERATORS: Operators = {
    "STR001": broken(
        no_year, no_goal, goal_to_come, no_department, no_long_term_goal, no_duties, also=("REL005", "REL006")
    ),
    "STR002": broken(empty_section, also=("STR006", "STR007", "REL005", "REL006", "REL007")),
    "STR003": broken(no_common, common_elsewhere),
    "STR004": broken(no_key_task, no_indicator, also=("REL005", "REL006", "REL007", "REL008", "STR008", "VAL011")),
    "STR005": broken(no_full_year, value_to_come, no_half_year, also=("VAL011",)),
    "STR006": broken(empty_kind, also=("STR007", "REL005", "REL007", "VAL011")),
    "STR007": broken(heavier, unweighted),
    "STR008": broken(crowded_duty, crowded_kind, also=("STR007", "WRD001", "WRD002", "REL001")),
}
