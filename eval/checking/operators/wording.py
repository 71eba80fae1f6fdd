"""Ways to break the wording of a sound table."""

from __future__ import annotations

from random import Random

import rjieba

from assistant.table import Indicator, TargetTable, value
from eval.checking.mutant import Mutant, Operator, Operators, broken, numeric, pick, with_part, with_row, with_rows


def _own(row: Indicator) -> bool:
    return row.section not in ("决策", "过程")


def repeated(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, _own)
    if row is None:
        return None
    rows = (*table.indicators[: row + 1], table.indicators[row], *table.indicators[row + 1 :])
    return Mutant(with_rows(table, rows), row + 1)


def repeated_with_other_value(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: _own(i) and numeric(i))
    if row is None:
        return None
    again = table.indicators[row].model_copy(update={"full_year": value("≥51%"), "half_year": None})
    rows = (*table.indicators[: row + 1], again, *table.indicators[row + 1 :])
    return Mutant(with_rows(table, rows), row + 1)


def said_again(table: TargetTable, random: Random) -> Mutant | None:
    """The same indicator in other words, right after."""
    row = pick(table, random, lambda i: _own(i) and any(old in i.name for old, _ in _SAME))
    if row is None:
        return None
    name = table.indicators[row].name
    old, new = next((old, new) for old, new in _SAME if old in name)
    again = table.indicators[row].model_copy(update={"name": name.replace(old, new, 1)})
    rows = (*table.indicators[: row + 1], again, *table.indicators[row + 1 :])
    return Mutant(with_rows(table, rows), row + 1)


def said_of_the_whole_city(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: _own(i) and not i.name.startswith(("全市", "市")) and len(i.name) > 4)
    if row is None:
        return None
    again = table.indicators[row].model_copy(update={"name": f"全市{table.indicators[row].name}"})
    rows = (*table.indicators[: row + 1], again, *table.indicators[row + 1 :])
    return Mutant(with_rows(table, rows), row + 1)


_SAME = (
    ("群众满意度", "社会公众满意率"),
    ("按期", "及时"),
    ("满意度", "满意率"),
    ("及时率", "按时率"),
    ("按时", "及时"),
)


def two_in_one(joint: str) -> Operator:
    """Two rows with the same value made one."""

    def operator(table: TargetTable, random: Random) -> Mutant | None:
        fit = [n for n, i in enumerate(table.indicators) if _own(i) and i.name.endswith("率") and _simple(i.name)]
        value_of = table.indicators[random.choice(fit)].full_year if fit else None
        same = [n for n in fit if table.indicators[n].full_year == value_of]
        if len(same) < 2:
            return None
        one, other = sorted(random.sample(same, 2))
        name = f"{table.indicators[one].name}{joint}{table.indicators[other].name}"
        kept, gone = table.indicators[one], table.indicators[other]
        weight = None if kept.weight is None or gone.weight is None else kept.weight + gone.weight
        joined = with_row(table, one, name=name, weight=weight)
        return Mutant(with_rows(joined, [i for n, i in enumerate(joined.indicators) if n != other]), one)

    return operator


def _simple(name: str) -> bool:
    return len(name) <= 12 and not any(c in name for c in "、和与及（(")


def slogan(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, _own)
    if row is None:
        return None
    name = random.choice(
        (
            "进一步加强队伍建设",
            "推动高质量发展",
            "做好后勤保障工作",
            "着力提升治理能力",
            "切实做好综合协调",
            "大力推进作风建设",
        )
    )
    return Mutant(with_row(table, row, name=name, full_year=value("完成"), half_year=None), row)


def sentence(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, _own)
    if row is None:
        return None
    name = random.choice(
        (
            "各项工作有序开展，全年不发生事故，群众反映良好",
            "加强监管，消除隐患，确保安全",
            "制度完善，管理规范，运转顺畅",
        )
    )
    return Mutant(with_row(table, row, name=name, full_year=value("达到"), half_year=None), row)


def gone(*texts: str) -> Operator:
    """Something that no longer holds, in the annual goal."""

    def operator(table: TargetTable, random: Random) -> Mutant | None:
        if not table.annual_goal or not table.year or table.year < 2022:
            return None
        return Mutant(with_part(table, annual_goal=f"{table.annual_goal.rstrip('。')}，{random.choice(texts)}。"))

    return operator


def gone_in_key_task(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.key_task)
    if row is None or not table.year or table.year < 2022:
        return None
    key_task = (
        f"{table.indicators[row].key_task}配合{random.choice(('国土资源局', '卫计委', '质监局', '旅游局'))}开展工作"
    )
    rows = [
        i.model_copy(update={"key_task": key_task}) if i.key_task == table.indicators[row].key_task else i
        for i in table.indicators
    ]
    return Mutant(with_rows(table, rows))


def other_year_in_goal(table: TargetTable, random: Random) -> Mutant | None:
    if not table.year or not table.annual_goal:
        return None
    return Mutant(
        with_part(table, annual_goal=f"{table.year - random.choice((1, 2))}年完成全部任务。{table.annual_goal}")
    )


def other_year_in_name(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, _own)
    if row is None or not table.year:
        return None
    return Mutant(with_row(table, row, name=f"{table.year - 1}年度{table.indicators[row].name}"), row)


def doubled_character(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: _own(i) and len(i.name) > 5 and i.name.endswith(("率", "数", "度")))
    if row is None:
        return None
    name = table.indicators[row].name
    return Mutant(with_row(table, row, name=f"{name}{name[-1]}"), row)


def doubled_word(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: _own(i) and len(i.name) > 5)
    if row is None:
        return None
    name = table.indicators[row].name
    word = random.choice([w for w in rjieba.cut(name) if len(w) > 1] or [name])
    return Mutant(with_row(table, row, name=name.replace(word, word * 2, 1)), row)


def doubled_mark(table: TargetTable, random: Random) -> Mutant | None:
    if not table.annual_goal or "，" not in table.annual_goal:
        return None
    return Mutant(with_part(table, annual_goal=table.annual_goal.replace("，", "，，", 1)))


def office_twice(table: TargetTable, random: Random) -> Mutant | None:
    if not table.organisation or "、" not in table.organisation:
        return None
    offices = table.organisation.split("、")
    if len(offices) < 4:
        return None
    return Mutant(with_part(table, organisation="、".join((*offices[:3], offices[1], *offices[3:]))))


OPERATORS: Operators = {
    "WRD001": broken(repeated, repeated_with_other_value, also=("STR007", "VAL005", "VAL011", "STR005", "VAL004", "VAL006", "VAL008", "VAL009", "VAL012")),
    "WRD002": broken(said_again, said_of_the_whole_city, also=("STR007",)),
    "WRD003": broken(two_in_one("和"), two_in_one("、"), two_in_one("及"), also=("REL001", "REL002", "REL005", "REL006", "REL007", "STR004", "STR006", "STR008")),
    "WRD004": broken(slogan, sentence, also=("STR005", "VAL011", "REL001", "REL003", "REL005", "REL007")),
    "WRD005": broken(
        gone("完成收容教育所改造", "做好收容教育审批"), gone("加强劳教所管理"), gone("配合卫计委开展督查"), gone_in_key_task,
        also=("REL005", "REL001", "REL009"),
    ),
    "WRD006": broken(other_year_in_goal, other_year_in_name, also=("REL005",)),
    "WRD007": broken(doubled_character, doubled_word, doubled_mark, office_twice),
}  # fmt: skip
