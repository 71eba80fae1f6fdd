"""WRD: what a name must not carry, and what it must: the target's figure, whose satisfaction, which place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.effects import Effects
from assistant.checking.findings import Fix, Rename
from assistant.checking.parameters import Parameters
from assistant.checking.places import Districts, Places
from assistant.checking.rule import Fault, rule
from assistant.checking.sheet import Row, Sheet, plain
from assistant.checking.wording import Wording
from assistant.table.values import UNITS

#: Units in which work is counted; ages, grades, dates and times stand in names for good reasons.
_COUNTED = sorted(
    (
        u
        for u in UNITS
        if re.fullmatch("[\u4e00-\u9fff]+", u) and not re.search("[年月日天周时分秒级等倍度期万亿岁号步点元]", u)
    ),
    key=len,
    reverse=True,
)
_FIGURE = re.compile(rf"(?P<number>\d+(?:\.\d+)?)(?P<scale>余|多)?(?P<unit>万?(?:{'|'.join(_COUNTED)}))")
#: A bound in a name, or a share that ends it: 覆盖率≥98%, 优良率达到90%以上.
_BOUND = re.compile(
    r"(?:[≥≤><]=?|不低于|不少于|不高于|不超过|达到|至少)(?P<number>\d+(?:\.\d+)?)(?P<unit>[%‰]|[\u4e00-\u9fff]{0,3})(?:及?以[上下内])?$"
    r"|(?<=[率度比例重])(?:为|达)?(?P<share>\d+(?:\.\d+)?[%‰])(?:及?以[上下内])?$"
)
#: What makes a figure in a name a condition and no target: 3人以上, 2次及以下.
_CONDITION = re.compile(r"^(?:及|或)?(?:以上|以下|以内|之内|内|级|制|型|式|一体|合一|联)")
_NAMES_OF_COUNTS = {"场": "场次", "次": "次数", "人": "人数", "名": "人数", "家": "家数", "户": "户数", "件": "件数", "人次": "人次", "期": "期数", "份": "份数", "篇": "篇数"}  # fmt: skip


@rule(
    code="WRD008",
    zh="名称里写了指标值",
    en="The target's figure stands in the name",
    severity="warning",
    basis="mof-2013-53-clear",
    what="指标名称里带着目标数，例如“新建学校4所”“覆盖率≥98%”，与指标值重复。",
    why="名称说量什么，数值写在指标值里；数写进名称，调整目标时两处容易不一致，也没法逐年对照。",
    mend="名称去掉数字，例如“新建学校数量”，数写在指标值里。",
)
def figure_in_name(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    wording = sheet.words.of(Wording)
    for row in sheet.own_rows:
        bound = _BOUND.search(row.key)
        if bound and not wording.sentence(row.key):
            yield _bound_in_name(row, bound)
            continue
        found = next((f for f in _FIGURE.finditer(row.key) if _is_target(row, f)), None)
        if found is None:
            continue
        before, after = row.key[: found.start()].rstrip("共约达到为"), row.key[found.end() :]
        name = f"{before}{after or _NAMES_OF_COUNTS.get(found['unit'], '数量')}"
        renamed = not after and before and name != row.name
        yield Fault(
            f"“{row.name}”的名称里写了目标数“{found[0]}”",
            evidence="；".join(v.text for _, v in row.values),
            row=row.index,
            cell="name",
            fix=Fix(title=f"名称改为“{name}”", edits=(Rename(row=row.index, name=name),))
            if renamed
            else Fix(title="名称去掉数字", asks=f"“{row.name}”去掉“{found[0]}”怎么称呼？"),
        )


def _bound_in_name(row: Row, bound: re.Match[str]) -> Fault:
    name = row.key[: bound.start()]
    return Fault(
        f"“{row.name}”的名称里写了目标数“{bound[0]}”",
        evidence="；".join(v.text for _, v in row.values),
        row=row.index,
        cell="name",
        fix=Fix(title=f"名称改为“{name}”", edits=(Rename(row=row.index, name=name),))
        if len(name) > 1
        else Fix(title="名称去掉数字", asks=f"“{row.name}”去掉“{bound[0]}”怎么称呼？"),
    )


def _is_target(row: Row, found: re.Match[str]) -> bool:
    """Whether a figure in a name is what the value asks for: it ends the name, or the value says the same."""
    after = row.key[found.end() :]
    if _CONDITION.search(after) or found.start() == 0 or row.key[found.start() - 1] in "-—~至-每第":
        return False
    same = any(
        v.number is not None and f"{v.number:f}" == found["number"] and v.unit == found["unit"] and v.number > 1
        for _, v in row.values
    )
    return same or (not after and not row.key[: found.start()].endswith(("每", "均")))


@rule(
    code="WRD009",
    zh="满意度没有写明是谁的",
    en="Satisfaction of nobody in particular",
    severity="warning",
    basis="targets-pointed",
    what="满意度指标只写了“满意度”“综合满意度”，没有写明由谁来评价。",
    why="不知道问谁，就没法设计问卷和样本；对象不同，满意度没有可比性。",
    mend="写明对象，例如“参训学员满意度”“办事企业满意度”。",
)
def satisfied_nobody(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    unnamed = sheet.words.of(Effects).satisfaction.unnamed
    for row in sheet.own_rows:
        if row.key in unnamed and not _says_who(row):
            yield Fault(
                f"“{row.name}”没有写明是谁的满意度",
                row=row.index,
                cell="name",
                fix=Fix(title="写明满意度的对象", asks="由谁来评价：学员、企业、居民，还是别的服务对象？"),
            )


def _says_who(row: Row) -> bool:
    """Whether the heading above says whose it is: 学生满意度 › 满意度."""
    if row.indicator.section != "满意度":
        return False
    heading = re.sub("指标$", "", plain(row.indicator.category or ""))
    return bool(re.sub("服务对象|满意度|满意率|社会公众|或|和|、|总体|综合|对象|服务", "", heading))


@rule(
    code="WRD010",
    zh="写着别的城市、区县的名字",
    en="The name of another city or district",
    severity="warning",
    basis="practice",
    what="指标名称里写着另一个城市或区县的名字，不是本地，也不像是对口支援、外出交流。",
    why="多半是从别处的表里抄来的，内容是否适用要重新核对。",
    mend="改成本地的说法；确实涉及那里的，写明是协作、支援还是推介。",
)
def another_city(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    places, districts = sheet.words.of(Places), sheet.words.of(Districts)
    department = sheet.table.department or ""
    home = places.place_of(department)
    # A draft is asked more strictly (DRF003).
    if sheet.context.draft or home is None:
        return
    own = {place for place in (home, districts.city_of(home)) if place and place.endswith("市")}
    if len(home) > _LONGEST_CITY:
        own = set()
    district = districts.own_district(department)
    here = home if district is None or district == home else f"{home}{district}"
    for row in sheet.own_rows:
        other = _elsewhere(row.key, department, own, places, districts)
        if other is not None and other not in department and not places.deals_elsewhere(row.key):
            yield Fault(
                f"“{row.name}”写着“{other}”，本表是{here}的",
                evidence=sheet.table.department or "",
                row=row.index,
                cell="name",
                fix=Fix(
                    title="核对是不是本地的事", asks=f"“{row.name}”与{other}有什么关系？没有关系的改成本地的内容。"
                ),
            )


def _elsewhere(key: str, department: str, own: set[str], places: Places, districts: Districts) -> str | None:
    """The city or district that a name begins with and that is none of the department's ``own`` cities, nor in them."""
    city = places.city_in(key) if own else None
    if city is not None and city not in own and districts.city_of(city) not in own:
        return city
    return districts.province_in(key, own) or districts.foreign_in(key, department)


#: 苏州市 is a city; 某省某市 is one within a province, whose other cities may well be meant.
_LONGEST_CITY = 5
