"""Ways to break what belongs together in a sound table."""

from __future__ import annotations

import re
from random import Random

from assistant.table import DutyBlock, Indicator, TargetTable, value
from eval.checking.mutant import Mutant, Operators, broken, pick, with_part, with_row, with_rows

#: Of other departments: what it is about, a duty, a goal, a project.
_FOREIGN = (
    ("水库", "负责水库除险加固和水旱灾害防御", "完成病险水库除险加固12座", "水库除险加固工程"),
    ("幼儿园", "管理学前教育和幼儿园", "新建公办幼儿园6所", "公办幼儿园新建工程"),
    ("殡葬", "负责殡葬管理和婚姻登记", "推进殡葬改革和公墓规范管理", "殡葬设施改造"),
    ("松材线虫", "组织森林病虫害防治", "开展松材线虫病防治", "松材线虫病防治"),
    ("博物馆", "管理文物保护和博物馆", "建成博物馆文物库房", "博物馆文物库房改造"),
    ("血站", "管理血站和院前急救", "改造中心血站和院前急救站点", "血站和急救站点改造"),
    ("渔业", "指导渔业生产和水产养殖", "推进渔业养殖尾水治理", "渔业养殖尾水治理"),
)  # fmt: skip


def _foreign(table: TargetTable, random: Random) -> tuple[str, str, str, str] | None:
    fit = [one for one in _FOREIGN if unknown_to(table, "".join(one))]
    return random.choice(fit) if fit else None


def unknown_to(table: TargetTable, phrase: str) -> bool:
    """Whether a table has no two characters of a phrase that tell anything, so that the phrase is plainly another's."""
    text = table.model_dump_json()
    return not any(pair in text for pair in _pairs(_GENERAL.sub(" ", phrase)) if " " not in pair)


_GENERAL = re.compile(
    "负责|管理|组织|指导|承担|完成|推进|开展|新建|建成|改造|治理|工程|工作|规范|公办|设施|登记|保护|改革|生产|\\d+|[座所和]"
)


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def under_other_duty(table: TargetTable, random: Random) -> Mutant | None:
    """A row that plainly speaks of its own duty, put under one it shares no two characters with."""
    blocks = [b for b in table.blocks if b.duty and len(b.rows) > 1]
    random.shuffle(blocks)
    for home in blocks:
        for n in home.rows:
            row = table.indicators[n]
            name = _pairs(row.name.rstrip("率数"))
            if len(name & _pairs(f"{home.duty}")) < 3:
                continue
            for other in table.blocks:
                about = f"{other.duty}{other.key_task}" + "".join(table.indicators[m].name for m in other.rows)
                if other.duty and other.duty != home.duty and not name & _pairs(about):
                    return Mutant(*_moved(table, n, other))
    return None


def _moved(table: TargetTable, n: int, to: DutyBlock) -> tuple[TargetTable, int]:
    row = table.indicators[n].model_copy(update={"duty": to.duty, "key_task": to.key_task})
    rows = list(table.indicators)
    end = to.rows[-1]
    if n < end:
        rows.insert(end + 1, row)
        del rows[n]
        return with_rows(table, rows), end
    del rows[n]
    rows.insert(end + 1, row)
    return with_rows(table, rows), end + 1


def key_tasks_exchanged(table: TargetTable, random: Random) -> Mutant | None:
    """The key tasks of two duties exchanged, where each speaks of its own duty and not of the other."""
    blocks = [b for b in table.blocks if b.duty and b.key_task]
    random.shuffle(blocks)
    for one in blocks:
        for other in blocks:
            if one.duty == other.duty or len(_pairs(str(one.key_task)) & _pairs(str(one.duty))) < 4:
                continue
            if _pairs(str(one.key_task)) & _pairs(f"{other.duty}"):
                continue
            rows = list(table.indicators)
            for block, key_task in ((one, other.key_task), (other, one.key_task)):
                for n in block.rows:
                    rows[n] = rows[n].model_copy(update={"key_task": key_task})
            return Mutant(with_rows(table, rows), other.rows[0])
    return None


def output_as_benefit(table: TargetTable, random: Random) -> Mutant | None:
    ends = ("培训人次", "检查次数", "检查家次", "活动场次", "验收合格率", "拨付及时率", "购置数量", "演出场次")
    row = pick(table, random, lambda i: i.section in ("产出", "履职") and i.name.endswith(ends))
    benefits = [n for n, i in enumerate(table.indicators) if i.section == "效益"]
    if row is None or not benefits:
        return None
    moved = table.indicators[row].model_copy(
        update={"section": "效益", "category": table.indicators[benefits[0]].category, "duty": None, "key_task": None}
    )
    rows = list(table.indicators)
    del rows[row]
    at = next(n for n, i in enumerate(rows) if i.section == "效益")
    rows.insert(at, moved)
    return Mutant(with_rows(table, rows), at)


def satisfaction_as_output(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.section == "满意度" and i.name.endswith("满意度"))
    outputs = [n for n, i in enumerate(table.indicators) if i.section == "产出"]
    if row is None or not outputs or len(table.section("满意度")) < 2:
        return None
    at = outputs[-1] + 1
    moved = table.indicators[row].model_copy(
        update={"section": "产出", "category": table.indicators[outputs[-1]].category}
    )
    rows = [*table.indicators[:at], moved, *(i for n, i in enumerate(table.indicators) if n >= at and n != row)]
    return Mutant(with_rows(table, rows), at)


def no_satisfaction(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.section == "满意度")
    if row is None:
        return None
    name = random.choice(
        ("服务覆盖率", "培训合格率", "受益群众人数", "设施完好率", "业务办理及时率", "满意度问卷回收率")
    )
    unit = "人" if name.endswith("人数") else "%"
    return Mutant(with_row(table, row, name=name, full_year=value(f"≥95{unit}"), half_year=None), row)


def duty_repeated(table: TargetTable, random: Random) -> Mutant | None:
    blocks = [b for b in table.blocks if b.duty and b.key_task and len(b.duty) > 8]
    if not blocks:
        return None
    block = random.choice(blocks)
    rows = list(table.indicators)
    for n in block.rows:
        rows[n] = rows[n].model_copy(update={"key_task": block.duty})
    return Mutant(with_rows(table, rows), block.rows[0])


def others_tasks(table: TargetTable, random: Random) -> Mutant | None:
    blocks = [b for b in table.blocks if b.duty and b.key_task]
    if not blocks:
        return None
    end = blocks[-1].rows[-1]
    foreign = _foreign(table, random)
    if foreign is None:
        return None
    row = Indicator(
        section="履职",
        duty="承办市委、市政府交办的其他事项",
        key_task="落实市委、市政府交办的其他事项",
        name=f"{foreign[0]}数量",
        half_year=value("≥2个"),
        full_year=value("≥5个"),
    )
    return Mutant(with_rows(table, (*table.indicators[: end + 1], row, *table.indicators[end + 1 :])), end + 1)


def goal_without_rows(table: TargetTable, random: Random) -> Mutant | None:
    foreign = _foreign(table, random)
    if foreign is None or not table.annual_goal or not table.blocks:
        return None
    return Mutant(with_part(table, annual_goal=f"{table.annual_goal.rstrip('。')}；{foreign[2]}。"))


def duty_without_rows(table: TargetTable, random: Random) -> Mutant | None:
    foreign = _foreign(table, random)
    if foreign is None or not table.duties or not table.blocks:
        return None
    return Mutant(with_part(table, duties=(*table.duties, f"{foreign[1]}。")))


def project_without_rows(table: TargetTable, random: Random) -> Mutant | None:
    projects = list(table.funds.projects)
    foreign = _foreign(table, random)
    if len(projects) < 2 or foreign is None:
        return None
    total = sum(p.full_year or 0 for p in projects)
    n = max(range(len(projects)), key=lambda n: projects[n].full_year or 0)
    if not total or (projects[n].full_year or 0) / total < 0.3:
        return None
    projects[n] = projects[n].model_copy(update={"name": foreign[3]})
    return Mutant(with_part(table, funds=table.funds.model_copy(update={"projects": tuple(projects)})))


def strung_together(table: TargetTable, random: Random) -> Mutant | None:
    blocks = [b for b in table.blocks if b.duty and b.key_task]
    if not blocks:
        return None
    block = random.choice(blocks)
    text = random.choice(
        (
            "打造全域化服务保障体系。健全精准化数据应用体系。",
            "一是整治重点区域；二是更新老旧设施；三是培训一线人员。",
            "（1）改造老旧设备。（2）组建专业队伍。",
        )
    )
    rows = list(table.indicators)
    for n in block.rows:
        rows[n] = rows[n].model_copy(update={"key_task": text})
    return Mutant(with_rows(table, rows), block.rows[0])


OPERATORS: Operators = {
    "REL001": broken(under_other_duty, also=("REL008", "STR008", "REL005", "REL006")),
    "REL002": broken(output_as_benefit, satisfaction_as_output, also=("STR006", "STR004", "VAL011", "REL005", "REL007", "STR008")),
    "REL003": broken(no_satisfaction, also=("STR005", "VAL011", "VAL004", "WRD002", "WRD001", "REL005")),
    "REL004": broken(duty_repeated, others_tasks, also=("REL005", "REL001", "REL009", "REL007", "STR008")),
    "REL005": broken(goal_without_rows),
    "REL006": broken(duty_without_rows),
    "REL007": broken(project_without_rows, also=("REL005",)),
    "REL008": broken(key_tasks_exchanged, also=("REL001", "REL006", "REL005")),
    "REL009": broken(strung_together, also=("REL001", "REL005", "REL006", "REL007", "REL008")),
}  # fmt: skip
