"""Figures of a work plan (工作计划里的数): what a key task promises in numbers, each as an indicator's name and value.

新建停车位2000个 gives 新建停车位数量 ≥2000个, 接入率达到95%以上 gives 接入率 ≥95%, 完成12座病险水库除险加固 gives
病险水库除险加固数量 ≥12座. A number whose thing cannot be told is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.drafting.request import KeyTask
from assistant.table import TargetValue, value
from assistant.table.model import Model
from assistant.table.values import UNITS

#: So many figures of one task become indicators at most.
_MOST = 6
#: Names of indicators are so long; in fewer characters than ``_TELLING`` one tells of nothing by itself.
_LONGEST, _SHORTEST, _TELLING = 26, 3, 4
_TIMES = {
    "年",
    "月",
    "日",
    "天",
    "周",
    "季度",
    "个月",
    "工作日",
    "个工作日",
    "小时",
    "分钟",
    "秒",
    "期",
    "届",
    "级",
    "点",
    "号",
}
_COUNTED = "|".join(
    re.escape(u) for u in UNITS if u not in _TIMES | {"%", "‰", "个百分点", "百分点", "比例", "万", "亿"}
)
_NUMBER = r"(?<![第\d.])(?P<number>\d+(?:\.\d+)?)\s*"
_WORD = r"(?P<word>不少于|不低于|不超过|不高于|控制在|达到|达|超过|保持在?|稳定在|提高到|提升[至到]|降[至到]|下降到|完成|共|各)?"
_TAIL = r"(?P<tail>以上|以内|以下|左右)?$"
_SHARE = re.compile(rf"(?P<name>.+?(?:率|比例|比重|占比|度|覆盖面))(?:均|都|全部)?{_WORD}{_NUMBER}(?P<unit>%|‰){_TAIL}")
_CHANGE = re.compile(rf"(?P<name>.+?(?:增长|提升|提高|下降|降低|减少)){_NUMBER}(?P<unit>%){_TAIL}")
_AFTER = re.compile(rf"(?P<name>.+?){_WORD}{_NUMBER}(?P<unit>[万亿]?(?:{_COUNTED})){_TAIL}")
_BEFORE = re.compile(
    rf"(?P<verb>[\u4e00-\u9fff]{{1,4}}?){_NUMBER}(?P<unit>[万亿]?(?:{_COUNTED}))(?P<name>[^\d]{{2,}})$"
)
_LEAD = re.compile(
    r"^(?:其中|确保|力争|计划|预计|全年|年内|全市|全区|全县|年底前|累计|共|再|将|要|并|组织|开展|完成|实现|实施|推进|加快|着力|积极|大力|持续|深入|全面|加强|为)+"
)
_AT_MOST = ("不超过", "不高于", "控制在", "降至", "降到", "下降到")
_SUFFIXES = (
    (("次", "批次", "家次", "车次", "班次"), "次数"), (("人", "名", "人员", "万人"), "人数"), (("人次", "万人次"), "人次"),
    (("场", "场次"), "场次"), (("公里", "千米", "米"), "长度"), (("平方米", "万平方米", "亩", "万亩", "公顷", "平方公里"), "面积"),
    (("元", "万元", "亿元"), "金额"), (("户", "万户"), "户数"), (("户次",), "户次"), (("起",), "起数"), (("件",), "件数"),
)  # fmt: skip
_ENDED = re.compile(r"(?:数|数量|量|率|额|金额|面积|长度|人次|户次|场次|里程|规模)$")
_COUNT = re.compile(r"(?:惠及|受益|资助|覆盖)*(?:数量|[人户次件起场]数|人次|户次|场次|金额|面积|长度|数|覆盖率|率)$")
#: Names that tell of nothing without the clause before them.
_BARE = re.compile(
    r"(?:惠及|受益|涉及|覆盖)[人户]数|惠及人次|(?:资金|报告|按时|足额)*(?:发放|拨付|办结|报告)(?:及时率|率)"
)
#: Digits that belong to a name: ages and hotlines.
_NAMING = re.compile(r"\d{1,3}(?:[-—~至到]\d{1,3})?周?岁|(?<!\d)\d{3,5}(?=[\u4e00-\u9fff]{0,4}(?:热线|平台|急救|工单))")


class Figure(Model):
    """A figure of a plan: the indicator it makes, its value, the value's text as it stands there, and the clause."""

    name: str
    value: TargetValue
    number: str
    said: str


def figures_of(task: KeyTask) -> tuple[Figure, ...]:
    """The figures that a key task promises, in its order; of one name the first."""
    found: dict[str, Figure] = {}
    before: Figure | None = None
    previous = ""
    for clause in _clauses(task.detail or task.text):
        figure = _figure(clause)
        if figure and (len(figure.name) < _TELLING or _BARE.fullmatch(figure.name)):
            said, thing = (before.said, _COUNT.sub("", before.name)) if before else (previous, "")
            if not thing and _BARE.fullmatch(figure.name):
                thing = _LEAD.sub("", previous)
            figure = _completed(figure, said, thing)
        if figure:
            found.setdefault(figure.name, figure)
            before = figure
        elif not re.search(r"\d", clause):
            before = None
        previous = clause.strip()
    return tuple(found.values())[:_MOST]


def _completed(figure: Figure, before: str, thing: str) -> Figure | None:
    """A bare 整改率 with what the clause before it speaks of: 河道“四乱”问题整改率; alone it says of nothing."""
    thing = re.sub(r"^发放", "", thing).removesuffix(figure.name[:2])  # 监测报告, 报告及时率
    name = f"{thing}{figure.name}"
    if not thing or len(name) > _LONGEST or name.startswith(figure.name[:2]) or re.search(r"\d", thing):
        return None
    return figure.model_copy(update={"name": name, "said": f"{before}，{figure.said}"})


def _clauses(text: str) -> Iterator[str]:
    """The clauses of a text; an enumeration is parted where each of its items has a number of its own."""
    for clause in re.split(r"[。；;，,！!\n：:]|(?<!\d)\.", text):
        parts = clause.split("、")
        yield from parts if sum(bool(re.search(r"\d", p)) for p in parts) > 1 else [clause]


def _figure(clause: str) -> Figure | None:
    said = clause.strip()
    plain = re.sub(r"（[\u4e00-\u9fff]{1,2}）$", "", said)  # 120台（套）
    if "每" in said:
        return None  # 每校12次: how many that is together nobody said
    if found := _SHARE.fullmatch(plain):
        return _made(said, found, found["name"])
    if found := _CHANGE.fullmatch(plain):
        return _made(said, found, f"{found['name']}率")
    if found := _AFTER.fullmatch(plain):
        return _made(said, found, _counted(found["name"], found["unit"]))
    if found := _BEFORE.fullmatch(plain):
        return _made(said, found, _counted(found["verb"] + found["name"], found["unit"]))
    return None


def _made(said: str, found: re.Match[str], name: str) -> Figure | None:
    name = _LEAD.sub("", name.strip()) or name
    if not _SHORTEST <= len(name) <= _LONGEST or re.search(r"\d", _NAMING.sub("", name)):
        return None
    groups = found.groupdict()
    number = f"{found['number']}{found['unit']}"
    at_most = groups.get("word") in _AT_MOST or groups.get("tail") in ("以内", "以下")
    exact = number == "100%" or float(found["number"]) == 0
    sign = "≤" if at_most else "=" if exact else "≥"
    made = value(sign + number)
    return Figure(name=name, value=made, number=number, said=said) if made.kind == "number" else None


def _counted(name: str, unit: str) -> str:
    """The name of what is counted: 新建停车位 -> 新建停车位数量."""
    name = _LEAD.sub("", name.strip()) or name
    if _ENDED.search(name):
        return name
    return name + next((suffix for units, suffix in _SUFFIXES if unit in units), "数量")
