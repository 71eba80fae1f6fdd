"""REL: does the department answer for what an indicator measures (相关性)?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.competences import Competences
from assistant.checking.findings import Fix
from assistant.checking.parameters import Parameters
from assistant.checking.places import Places
from assistant.checking.rule import Fault, rule
from assistant.checking.sheet import Sheet

#: Results of the country or province, which no department of a city moves; and of a city, which no street or town does.
_OF_ALL = re.compile(
    r"^(全国|全省|国家)[^率数]{0,10}?(GDP|生产总值|经济增长|CPI|消费价格|就业率|失业率|增长率|优良天数|浓度|指数)"
)
_OF_CITY = re.compile(
    r"^全市[^率数]{0,10}?(GDP|生产总值|经济增长|消费价格|就业率|失业率|增长率|优良天数|优良率|浓度|指数|死亡率|发案)"
)
_SMALL = re.compile(r"(街道|镇|乡|社区)(办事处|人民政府|党工委|政府|居民委员会)?$")


@rule(
    code="REL012",
    zh="不是本部门能负责的事",
    en="Nothing this department answers for",
    severity="warning",
    basis="targets-pointed",
    what="指标量的是别的部门的职权（法院写批准逮捕，政协写案件执结率），或者是更大范围的结果（街道写全市空气质量）。",
    why="部门对它既不负责也影响不了，考核不出工作好坏，多半是从别的表里抄来的。",
    mend="删去，或换成本部门的工作带来的结果；确有分工的，写明本部门做的那一部分。",
)
def not_its_own(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    department = sheet.table.department
    if not department:
        return
    competences = sheet.words.of(Competences)
    bare = department.removeprefix(sheet.words.of(Places).place_of(department) or "")
    known = "".join((*sheet.duties, *(b.duty or "" for b in sheet.blocks)))
    for row in sheet.own_rows:
        what = competences.foreign(row.key, bare, known)
        if what is None and (found := _OF_ALL.match(row.key)):
            what = f"{found[1]}的结果"
        if what is None and _SMALL.search(department) and _OF_CITY.match(row.key):
            what = "全市的结果"
        if what is not None:
            yield Fault(
                f"“{row.name}”是{what}，不是{department}能负责的",
                row=row.index,
                cell="name",
                fix=Fix(
                    title="删去，或换成本部门的指标", asks=f"本部门做的哪项工作与“{row.name}”有关，用什么指标衡量？"
                ),
            )
